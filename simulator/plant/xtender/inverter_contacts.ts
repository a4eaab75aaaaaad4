import type { ChargeCycle } from "../charging/charge_cycle.ts";
import type { AuxiliaryContact } from "../contacts/auxiliary_contact.ts";
import type { DeviceEvent } from "../contacts/auxiliary_programme.ts";
import { type ContactSurroundings, stepContacts } from "../contacts/device_contacts.ts";
import type { Tell } from "../events.ts";
import type { Inverter } from "./inverter.ts";

type Holds = (inverter: Inverter) => boolean;

const isOn: Holds = ({ on, protection }) => on && protection.stop === undefined;
const never: Holds = () => false;

/** Whether what may move its contacts is the case at an Xtender. */
const HoldsAtInverter: Readonly<Record<DeviceEvent, Holds>> = {
  on: isOn,
  off: (inverter) => !isOn(inverter),
  undervoltage: ({ protection: { lowSeconds, stop } }) =>
    lowSeconds > 0 || stop?.reason === "undervoltage",
  overvoltage: ({ protection }) => protection.high,
  // Not while it still tries to start again.
  overload: ({ protection: { stop } }) => stop?.reason === "overload" && stop.final,
  // While it does: until the stop for good, or until all attempts are free again.
  partial_overload: ({ protection: { overloads, stop }, entryActive, control: { settings } }) =>
    overloads > 0 && stop?.final !== true &&
    !(entryActive && settings.entryClearsPartialOverload),
  overtemperature: ({ protection }) => protection.hot,
  no_overtemperature: ({ protection }) => !protection.hot,
  charger: ({ mode, converterPower }) => mode === "charger" && converterPower < 0,
  inverter: ({ mode }) => mode === "inverter",
  boost: ({ mode }) => mode === "boost",
  input_fault: ({ relay }) => relay.input !== "good" && relay.input !== "absent",
  input: ({ relay }) => relay.input !== "absent",
  transfer: ({ connected }) => connected,
  output: ({ output }) => output.voltage > 0,
  quota: ({ relay }) => relay.quotaReached,
  remote_entry: ({ entryActive }) => entryActive,
  earth_fault: never,
  no_sun: never,
};

/** An Xtender's contacts some seconds later, as their programmes have them. */
export function inverterContacts(
  inverter: Inverter,
  surroundings: ContactSurroundings,
  { phase }: ChargeCycle,
  seconds: number,
  tell: Tell,
): readonly AuxiliaryContact[] {
  const { design, converterPower } = inverter;
  const own = {
    power: Math.max(0, converterPower) / design.nominalPower,
    phase,
    nightSeconds: 0,
    holds: (event: DeviceEvent) => HoldsAtInverter[event](inverter),
  };
  return stepContacts(inverter, surroundings, own, seconds, tell);
}
