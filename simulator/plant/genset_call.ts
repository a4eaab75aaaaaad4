import { type AuxiliaryContact, OPEN_CONTACT } from "./contacts/auxiliary_contact.ts";
import { type Genset, type GensetNeeds, givesVoltage, stepGenset } from "./source/genset.ts";
import { contactsOf, type GensetStart, NO_START, stepStart } from "./xtender/genset_start.ts";
import type { Inverter } from "./xtender/inverter.ts";

/** The contacts of an Xtender, how far it is with starting a genset, and that genset. */
export interface CalledGenset {
  readonly contacts: readonly AuxiliaryContact[];
  readonly start: GensetStart;
  readonly genset: Genset;
}

/** A genset, what it takes to fire, and whether anything asks for it. */
export interface GensetAsked {
  readonly asked: boolean;
  readonly genset: Genset;
  readonly needs: GensetNeeds;
}

/** How finely a start is computed, in seconds: its phases last for that and more. */
const FINE_SECONDS = 1;

/**
 * Some seconds of an Xtender and the genset at its contacts, which stand as their programmes have
 * them. Without {1491} a genset that is asked for starts by its own automatic.
 */
export function callGenset(
  { control, relay, gensetStart }: Inverter,
  contacts: readonly AuxiliaryContact[],
  { asked, genset, needs }: GensetAsked,
  seconds: number,
): CalledGenset {
  const { gensetControl } = control.settings;
  if (!gensetControl.used) {
    const call = { called: asked, cranked: undefined };
    return { contacts, start: NO_START, genset: stepGenset(genset, call, needs, seconds) };
  }
  let start = gensetStart;
  let engine = genset;
  const isFed = relay.input !== "absent";
  for (let left = seconds; left > 0; left -= FINE_SECONDS) {
    const passed = Math.min(left, FINE_SECONDS);
    // Within a coarse step the input is seen as soon as the genset feeds it.
    const isFedNow = isFed || (seconds > FINE_SECONDS && givesVoltage(engine));
    start = stepStart(start, gensetControl, { asked, isFed: isFedNow }, passed);
    const { runs, cranks } = contactsOf(start);
    engine = stepGenset(engine, { called: runs, cranked: cranks }, needs, passed);
  }
  const { runs, cranks } = contactsOf(start);
  const [first = OPEN_CONTACT, second = OPEN_CONTACT] = contacts;
  return {
    contacts: [switched(first, runs), switched(second, cranks)],
    start,
    genset: engine,
  };
}

/** A contact that something else than its programme moves. */
function switched(contact: AuxiliaryContact, closed: boolean): AuxiliaryContact {
  if (contact.closed === closed) return contact;
  return { ...contact, closed, closedSeconds: 0 };
}
