import type { ChargeCycle, CycleSignals } from "./charging/charge_cycle.ts";
import type { CycleSettings } from "./charging/cycle_parameters.ts";
import { cycleVoltage } from "./charging/cycle_voltage.ts";
import { chargeShareAt } from "./xtender/input_voltage.ts";
import type { Inverter } from "./xtender/inverter.ts";
import type { Plant } from "./plant.ts";
import type { SolarCharger } from "./solar/solar_charger.ts";

/** Above this a lithium battery's own management lets nobody charge, of 48 V. */
const MANAGED_VOLTAGE = 56.5;

/** Whether a charger follows the Xtenders' course of the charge: there must be one that is on. */
export function isSynchronised({ control }: SolarCharger, master: Inverter | undefined): boolean {
  return control.settings.synchronised && master !== undefined && master.on;
}

/** The voltage to which the Xtenders bring the battery, in V. */
export function xtenderTarget(plant: Plant): number {
  const [master] = plant.inverters;
  return master === undefined ? 0 : targetOf(plant, plant.cycle, master.control.cycle);
}

/** The voltage to which a solar charger brings the battery, in V. */
export function chargerTarget(plant: Plant, charger: SolarCharger): number {
  return isSynchronised(charger, plant.inverters[0])
    ? plant.targetVoltage
    : targetOf(plant, charger.cycle, charger.control.cycle);
}

/** The most that an Xtender gives to the battery, in A. */
export function xtenderChargeCurrent(plant: Plant, { control, relay }: Inverter): number {
  const { settings, cycle } = control;
  const own = settings.chargeCurrentLimit * chargeShareAt(relay.voltageShare, settings);
  return Math.min(own, currentInPhase(plant.cycle, cycle));
}

/** The most that a solar charger gives in the phase of the charge, in A. */
export function currentInPhase({ phase }: ChargeCycle, settings: CycleSettings): number {
  return phase === "equalization" ? settings.equalizationCurrent : Infinity;
}

function targetOf(plant: Plant, { phase }: ChargeCycle, settings: CycleSettings): number {
  const { battery, monitor } = plant;
  const { nominalVoltage } = battery.design;
  const signals: Pick<CycleSignals, "temperature" | "nominalVoltage"> = {
    temperature: battery.temperature,
    nominalVoltage,
  };
  const wanted = cycleVoltage(phase, settings, signals);
  return monitor.kind === "bms" ? Math.min(wanted, managedVoltage(nominalVoltage)) : wanted;
}

/** The voltage above which a battery's own management lets nobody charge, in V. */
export function managedVoltage(nominalVoltage: number): number {
  return MANAGED_VOLTAGE * nominalVoltage / 48;
}
