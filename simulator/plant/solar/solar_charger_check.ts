import { force } from "../charging/charge_cycle.ts";
import type { Tell } from "../events.ts";
import { isOnByEntry } from "../remote_entry.ts";
import { foundEarthFault, isEarthFault } from "./earthing.ts";
import type { SolarCharger, SolarFault } from "./solar_charger.ts";
import { readVarioEntry } from "./vario_entry.ts";

/** What a solar charger finds around it before it offers anything. */
export interface ChargerSurroundings {
  /** In V. */
  readonly batteryVoltage: number;
  readonly earthFault: boolean;
  readonly broken: boolean;
  /** Whether the wires at the remote entry are joined. */
  readonly entryWired: boolean;
}

/** What stops a charger or lets it go on; to be asked before it offers anything. */
export function checkSolarCharger(
  before: SolarCharger,
  { batteryVoltage, earthFault, broken, entryWired }: ChargerSurroundings,
  tell: Tell,
): SolarCharger {
  const works = before.control.on && !broken;
  const charger = withEntry(before, entryWired, works ? tell : () => {});
  const { control: { settings }, fault, entryActive } = charger;
  const level = fault === "battery_overvoltage"
    ? settings.overvoltageRestart
    : settings.overvoltage;
  const found: SolarFault = (earthFault ? foundEarthFault(settings) : undefined) ??
    (batteryVoltage > level
      ? "battery_overvoltage"
      : batteryVoltage < settings.undervoltage
      ? "battery_undervoltage"
      : "none");
  if (found !== fault) {
    if (isEarthFault(found) && !isEarthFault(fault)) tell("earth_fault");
    if (found === "battery_overvoltage") tell("battery_high");
  }
  const on = works && isOnByEntry(settings.entry.switches, entryActive);
  if (on === charger.on && found === fault) return charger;
  return { ...charger, on, fault: found };
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
