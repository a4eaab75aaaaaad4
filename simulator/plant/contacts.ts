import {
  type AuxiliaryContact,
  type AuxiliarySignals,
  OPEN_CONTACT,
  stepContact,
} from "./contacts/auxiliary_contact.ts";
import type { AuxiliaryEvent, AuxiliarySettings } from "./contacts/auxiliary_programme.ts";
import { type Battery, openCircuitVoltage } from "./battery/battery.ts";
import type { ChargeCycle } from "./charging/charge_cycle.ts";
import { isEarthFault } from "./solar/earthing.ts";
import type { PlantEventKind } from "./events.ts";
import type { Inverter } from "./xtender/inverter.ts";
import { hasNoSun, type SolarCharger } from "./solar/solar_charger.ts";
import { quotaReached } from "./xtender/transfer_relay.ts";

/** What the owner made of a device's contacts. */
interface Programmes {
  readonly auxiliaries: readonly AuxiliarySettings[];
  readonly programmed: boolean;
}

/** What all contacts of a plant go by. */
export interface ContactSurroundings {
  readonly battery: Battery;
  /** What the devices take the battery's charge for, 0 to 1. */
  readonly charge: number;
  /** Seconds since 1970 of the gateway's clock. */
  readonly clock: number;
}

const ClosedEvents: readonly PlantEventKind[] = ["aux1_closed", "aux2_closed"];
const OpenedEvents: readonly PlantEventKind[] = ["aux1_opened", "aux2_opened"];

/** An Xtender's contacts some seconds later, as their programmes have them. */
export function inverterContacts(
  inverter: Inverter,
  surroundings: ContactSurroundings,
  cycle: ChargeCycle,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): readonly AuxiliaryContact[] {
  const { control, contacts, design, converterPower } = inverter;
  return stepContacts(
    control,
    contacts,
    () => ({
      ...common(surroundings),
      power: Math.max(0, converterPower) / design.nominalPower,
      phase: cycle.phase,
      nightSeconds: 0,
      holds: (event) => holdsAtInverter(event, inverter, cycle),
    }),
    seconds,
    tell,
  );
}

/** A solar charger's contacts some seconds later. */
export function chargerContacts(
  charger: SolarCharger,
  surroundings: ContactSurroundings,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): readonly AuxiliaryContact[] {
  const { control, contacts: before, cycle, nightSeconds } = charger;
  const after = stepContacts(
    control,
    before,
    () => ({
      ...common(surroundings),
      power: 0,
      phase: cycle.phase,
      nightSeconds,
      holds: (event) => holdsAtCharger(event, charger),
    }),
    seconds,
    tell,
  );
  tellContacts(before, after, tell);
  return after;
}

/** Tells which contacts moved. */
export function tellContacts(
  before: readonly AuxiliaryContact[],
  after: readonly AuxiliaryContact[],
  tell: (event: PlantEventKind) => void,
): void {
  if (before === after) return;
  after.forEach(({ closed }, i) => {
    const event = closed ? ClosedEvents[i] : OpenedEvents[i];
    if (closed !== (before[i]?.closed ?? false) && event !== undefined) tell(event);
  });
}

function stepContacts(
  { auxiliaries, programmed }: Programmes,
  contacts: readonly AuxiliaryContact[],
  signals: () => AuxiliarySignals,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): readonly AuxiliaryContact[] {
  if (!programmed && !contacts.some(({ closed }) => closed)) return contacts;
  const seen = signals();
  return auxiliaries.map((each, i) => {
    const before = contacts[i] ?? OPEN_CONTACT;
    const after = stepContact(before, each, seen, seconds);
    if (after.tooLong && !before.tooLong) tell("aux_time_security");
    return after;
  });
}

function common({ battery, charge, clock }: ContactSurroundings) {
  return {
    clock,
    voltage: battery.voltage,
    restVoltage: openCircuitVoltage(battery.design, battery.charge),
    charge,
    temperature: battery.temperature,
  };
}

function holdsAtInverter(event: AuxiliaryEvent, inverter: Inverter, cycle: ChargeCycle): boolean {
  const { mode, on, protection, relay, connected, output } = inverter;
  switch (event) {
    case "on":
      return on && protection.stop === undefined;
    case "off":
      return !on || protection.stop !== undefined;
    case "undervoltage":
      return protection.lowSeconds > 0 || protection.stop?.reason === "undervoltage";
    case "overvoltage":
      return protection.high;
    case "overload":
      return protection.stop?.reason === "overload";
    case "overtemperature":
      return protection.hot;
    case "no_overtemperature":
      return !protection.hot;
    case "charger":
      return mode === "charger" && inverter.converterPower < 0;
    case "inverter":
      return mode === "inverter";
    case "boost":
      return mode === "boost";
    case "input_fault":
      return relay.input !== "good" && relay.input !== "absent";
    case "input":
      return relay.input !== "absent";
    case "transfer":
      return connected;
    case "output":
      return output.voltage > 0;
    case "quota":
      return quotaReached(relay, inverter.control.settings);
    case "remote_entry":
      return inverter.entryActive;
    case "earth_fault":
    case "no_sun":
      return false;
    case "bulk":
    case "absorption":
    case "equalization":
    case "floating":
    case "reduced_floating":
    case "periodic_absorption":
      return cycle.phase === event;
  }
}

function holdsAtCharger(event: AuxiliaryEvent, charger: SolarCharger): boolean {
  const { on, fault, mode, cycle } = charger;
  switch (event) {
    case "on":
      return on;
    case "off":
      return !on;
    case "undervoltage":
      return fault === "battery_undervoltage";
    case "overvoltage":
      return fault === "battery_overvoltage";
    case "earth_fault":
      return isEarthFault(fault);
    case "no_sun":
      return hasNoSun(charger);
    case "overtemperature":
      return mode === "heat";
    case "no_overtemperature":
      return mode !== "heat";
    case "charger":
      return charger.batteryPower > 0;
    case "overload":
    case "inverter":
    case "boost":
    case "input_fault":
    case "input":
    case "transfer":
    case "output":
    case "quota":
    case "remote_entry":
      return false;
    case "bulk":
    case "absorption":
    case "equalization":
    case "floating":
    case "reduced_floating":
    case "periodic_absorption":
      return cycle.phase === event;
  }
}
