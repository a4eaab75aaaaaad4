import { type Battery, openCircuitVoltage } from "../battery/battery.ts";
import type { Tell } from "../events.ts";
import {
  type AuxiliaryContact,
  type AuxiliarySignals,
  OPEN_CONTACT,
  stepContact,
} from "./auxiliary_contact.ts";
import type { AuxiliarySettings } from "./auxiliary_programme.ts";

/** A device with auxiliary contacts, and what its owner made of them. */
export interface Switching {
  readonly contacts: readonly AuxiliaryContact[];
  readonly control: {
    readonly auxiliaries: readonly AuxiliarySettings[];
    /** Whether any of them does anything but to stay open. */
    readonly programmed: boolean;
  };
}

/** What all contacts of a plant go by. */
export interface ContactSurroundings {
  readonly battery: Battery;
  /** What the devices take the battery's charge for, 0 to 1. */
  readonly charge: number;
  /** Seconds since 1970 of the gateway's clock. */
  readonly clock: number;
}

/** What the contacts of one device go by beside that. */
export type OwnSignals = Pick<AuxiliarySignals, "power" | "phase" | "nightSeconds" | "holds">;

const Told = [
  { closed: "aux1_closed", opened: "aux1_opened" },
  { closed: "aux2_closed", opened: "aux2_opened" },
] as const;

/** A device's contacts some seconds later, as their programmes have them. */
export function stepContacts(
  { contacts, control: { auxiliaries, programmed } }: Switching,
  { battery, charge, clock }: ContactSurroundings,
  own: OwnSignals,
  seconds: number,
  tell: Tell,
): readonly AuxiliaryContact[] {
  if (!programmed && !contacts.some(({ closed }) => closed)) return contacts;
  const signals: AuxiliarySignals = {
    ...own,
    clock,
    voltage: battery.voltage,
    restVoltage: openCircuitVoltage(battery.design, battery.charge),
    charge,
    temperature: battery.temperature,
  };
  return auxiliaries.map((each, i) => {
    const before = contacts[i] ?? OPEN_CONTACT;
    const after = stepContact(before, each, signals, seconds);
    if (after.tooLong && !before.tooLong) tell("aux_time_security");
    return after;
  });
}

/** Tells which of the first two contacts moved: the manufacturer has no message for others. */
export function tellContacts(
  before: readonly AuxiliaryContact[],
  after: readonly AuxiliaryContact[],
  tell: Tell,
): void {
  if (before === after) return;
  Told.forEach((told, i) => {
    const closed = after[i]?.closed ?? false;
    if (closed !== (before[i]?.closed ?? false)) tell(closed ? told.closed : told.opened);
  });
}
