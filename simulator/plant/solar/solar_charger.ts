import type { AuxiliaryContact } from "../contacts/auxiliary_contact.ts";
import type { AuxiliarySettings } from "../contacts/auxiliary_programme.ts";
import { type ChargeCycle, createCycle } from "../charging/charge_cycle.ts";
import type { CycleSettings } from "../charging/cycle_parameters.ts";
import type { EarthFault } from "./earthing.ts";
import { type Generator, type GeneratorDesign, IDLE_GENERATOR, type Sunlit } from "./pv.ts";
import { isVarioEntryActive, type VarioEntry } from "./vario_entry.ts";
import { peakPower, pvPowerFor } from "./solar_conversion.ts";
import { generatorAt, inputAt } from "./tracker.ts";
import type { VarioSettings } from "./vario_parameters.ts";
import type { Weather } from "./weather.ts";

/** A VarioTrack with one generator or a VarioString with one or two. */
export interface SolarChargerDesign {
  /** As the plant's events name it: `vt1`, `vs1`. */
  readonly name: string;
  readonly generators: readonly GeneratorDesign[];
  /** For modules; a generator may stand at each. */
  readonly inputs: 1 | 2;
  /** The most that it gives to the battery, in A and W, and takes at an input, in A. */
  readonly maxCurrent: number;
  readonly maxPower: number;
  readonly maxInputCurrent: number;
}

/** What its owner lets a solar charger do. */
export interface SolarChargerControl {
  readonly on: boolean;
  readonly settings: VarioSettings;
  readonly cycle: CycleSettings;
  readonly auxiliaries: readonly AuxiliarySettings[];
  /** Whether any of them does anything but to stay open. */
  readonly programmed: boolean;
}

/** What keeps a charger from giving more. */
export type SolarMode =
  | "off"
  | "night"
  | "security"
  | "sun"
  | "battery_voltage"
  | "current"
  | "power"
  | "pv_current"
  | "heat"
  | "monitor";

/** Why a charger stands still. */
export type SolarFault = "none" | "battery_overvoltage" | "battery_undervoltage" | EarthFault;

/** A solar charger at a moment. */
export interface SolarCharger extends VarioEntry {
  readonly design: SolarChargerDesign;
  readonly control: SolarChargerControl;
  /** Whether it is switched on and in order. */
  readonly on: boolean;
  readonly mode: SolarMode;
  readonly fault: SolarFault;
  /** How long a battery that was too high has been well, in seconds. */
  readonly restSeconds: number;
  readonly generators: readonly Generator[];
  /** Into the battery (negative by night), and what its generators give for that, in W. */
  readonly batteryPower: number;
  readonly pvPower: number;
  /** Its own course of the charge; the Xtenders', where it follows them. */
  readonly cycle: ChargeCycle;
  readonly synchronised: boolean;
  /** In V. */
  readonly targetVoltage: number;
  /** In °C. */
  readonly temperature: number;
  /** How long it has been dark, and since it gave something, in seconds. */
  readonly nightSeconds: number;
  readonly idleSeconds: number;
  readonly contacts: readonly AuxiliaryContact[];
}

/** What a charger could give now. */
export interface SolarOffer {
  readonly lit: readonly Sunlit[];
  /** Of the generators where they are made to work, in W. */
  readonly pvPower: number;
  /** Into the battery, in W, and what limits it. */
  readonly power: number;
  readonly limit: "sun" | "pv_current" | "current" | "power" | "heat";
}

/** Below this on flat ground a charger sleeps, in W/m². */
const NIGHT_IRRADIANCE = 6;
const WARMTH = 8;
const FULL_POWER_WARMTH = 35;
const WARMING_SECONDS = 900;
const TWO_DAYS = 48 * 3600;
/** What its electronics draw from the battery while the modules give nothing, in W. */
const NIGHT_POWER = 1;

/** A solar charger that was just bought. */
export function createSolarCharger(
  design: SolarChargerDesign,
  control: SolarChargerControl,
): SolarCharger {
  return {
    design,
    control,
    on: control.on,
    mode: "night",
    fault: "none",
    restSeconds: 0,
    generators: design.generators.map(() => IDLE_GENERATOR),
    batteryPower: 0,
    pvPower: 0,
    cycle: createCycle(),
    synchronised: false,
    targetVoltage: 0,
    temperature: 20,
    nightSeconds: 0,
    idleSeconds: 0,
    contacts: [],
    entryClosed: false,
    entryActive: isVarioEntryActive(false, control.settings.entry.activeWhen),
    equalizationAsked: false,
  };
}

/**
 * The charger when it gives this power, of what it offered. `managed` says whether the battery's
 * management holds it back, and not the battery itself.
 */
export function stepSolarCharger(
  charger: SolarCharger,
  weather: Weather,
  batteryPower: number,
  offer: SolarOffer,
  managed: boolean,
  seconds: number,
): SolarCharger {
  const { design, control, temperature } = charger;
  const night = isNight(weather);
  const pvPower = batteryPower > 0 ? pvPowerFor(design, batteryPower) : 0;
  const share = offer.pvPower > 0 ? Math.min(1, pvPower / offer.pvPower) : 0;
  const warmth = weather.airTemperature + WARMTH +
    FULL_POWER_WARMTH * batteryPower / peakPower(design);
  return {
    ...charger,
    mode: modeOf(charger, night, batteryPower, offer, managed),
    generators: offer.lit.map((lit, i) =>
      generatorAt(lit, share, inputAt(control.settings, design.maxInputCurrent, offer.lit, i))
    ),
    batteryPower,
    pvPower,
    temperature: temperature + (warmth - temperature) * Math.min(1, seconds / WARMING_SECONDS),
    nightSeconds: night ? charger.nightSeconds + seconds : 0,
    idleSeconds: batteryPower > 0 ? 0 : charger.idleSeconds + seconds,
  };
}

/** Whether nothing came from the modules for two days, told once. */
export function sunMissed({ idleSeconds }: SolarCharger, seconds: number): boolean {
  return idleSeconds >= TWO_DAYS && idleSeconds - seconds < TWO_DAYS;
}

/** Whether nothing came from the modules for two days. */
export function hasNoSun({ idleSeconds }: SolarCharger): boolean {
  return idleSeconds >= TWO_DAYS;
}

/** What a charger draws from the battery, in W; by day its modules see to that. */
export function nightPower({ on }: SolarCharger, weather: Weather): number {
  return on && isNight(weather) ? NIGHT_POWER : 0;
}

/** Whether chargers sleep. */
export function isNight({ irradiance }: Weather): boolean {
  return irradiance < NIGHT_IRRADIANCE;
}

function modeOf(
  { on, fault }: SolarCharger,
  night: boolean,
  given: number,
  offer: SolarOffer,
  managed: boolean,
): SolarMode {
  if (!on) return "off";
  if (fault !== "none") return "security";
  if (night) return "night";
  if (given >= offer.power * 0.999) return offer.limit;
  return managed ? "monitor" : "battery_voltage";
}
