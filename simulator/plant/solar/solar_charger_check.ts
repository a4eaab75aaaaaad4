import { overvoltageLevel } from "../battery/restart_level.ts";
import { force } from "../charging/charge_cycle.ts";
import type { Tell } from "../events.ts";
import { isOnByEntry } from "../remote_entry.ts";
import { foundEarthFault, isEarthFault } from "./earthing.ts";
import type { SolarCharger, SolarFault } from "./solar_charger.ts";
import { readVarioEntry } from "./vario_entry.ts";

/** So long a battery that was too high must have been well before its charger begins again. */
const REST_SECONDS = 60;

/** What a solar charger finds around it before it offers anything. */
export interface ChargerSurroundings {
  /** In V. */
  readonly batteryVoltage: number;
  readonly nominalVoltage: number;
  readonly earthFault: boolean;
  readonly broken: boolean;
  /** Whether the wires at the remote entry are joined. */
  readonly entryWired: boolean;
}

/** What stops a charger or lets it go on; to be asked before it offers anything. */
export function checkSolarCharger(
  before: SolarCharger,
  { batteryVoltage, nominalVoltage, earthFault, broken, entryWired }: ChargerSurroundings,
  seconds: number,
  tell: Tell,
): SolarCharger {
  const works = before.control.on && !broken;
  const charger = withEntry(before, entryWired, works ? tell : () => {});
  const { control: { settings }, fault, entryActive } = charger;
  const wasHigh = fault === "battery_overvoltage";
  const high = batteryVoltage > overvoltageLevel(wasHigh, settings, nominalVoltage);
  const restSeconds = wasHigh && !high ? charger.restSeconds + seconds : 0;
  const rests = wasHigh && restSeconds < REST_SECONDS;
  const found: SolarFault = (earthFault ? foundEarthFault(settings) : undefined) ??
    (high || rests
      ? "battery_overvoltage"
      : batteryVoltage < settings.undervoltage
      ? "battery_undervoltage"
      : "none");
  if (found !== fault) {
    if (isEarthFault(found) && !isEarthFault(fault)) tell("earth_fault");
    if (found === "battery_overvoltage") tell("battery_high");
  }
  const on = works && isOnByEntry(settings.entry.switches, entryActive);
  const same = on === charger.on && found === fault && restSeconds === charger.restSeconds;
  return same ? charger : { ...charger, on, fault: found, restSeconds };
}

function withEntry(
  charger: SolarCharger,
  wired: boolean,
  tell: Tell,
): SolarCharger {
  const contacts = { wired, aux1: charger.contacts[0]?.closed ?? false };
  const entry = readVarioEntry(charger, charger.control.settings.entry, contacts, tell);
  if (entry === charger) return charger;
  const cycle = entry.equalizationAsked && !charger.synchronised
    ? force(charger.cycle, "equalization")
    : charger.cycle;
  return { ...charger, ...entry, cycle };
}
