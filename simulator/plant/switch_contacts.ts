import type { ChargeCycle } from "./charging/charge_cycle.ts";
import { type ContactSurroundings, tellContacts } from "./contacts/device_contacts.ts";
import { inverterContacts } from "./xtender/inverter_contacts.ts";
import type { Tell } from "./events.ts";
import { callGenset } from "./genset_call.ts";
import { type Genset, type GensetNeeds, STANDING_GENSET, USUAL_NEEDS } from "./source/genset.ts";
import type { Inverter } from "./xtender/inverter.ts";
import type { Plant } from "./plant.ts";

/** A genset, what it takes to fire, and whether something beside AUX 1 asks for it. */
interface GensetAtContacts {
  readonly forced: boolean;
  readonly genset: Genset;
  readonly needs: GensetNeeds;
}

/** What an Xtender's contacts go by for a while. */
export interface SwitchTask {
  readonly surroundings: ContactSurroundings;
  readonly cycle: ChargeCycle;
  readonly seconds: number;
  readonly tell: Tell;
}

/** What the contacts of most Xtenders call: nothing that could start. */
export const NO_GENSET: GensetAtContacts = {
  forced: false,
  genset: STANDING_GENSET,
  needs: { ...USUAL_NEEDS, pulses: Infinity },
};

/** The genset at the first Xtender's contacts. */
export function gensetOf(
  { design: { source }, genset, care, disturbances }: Plant,
): GensetAtContacts {
  if (source.kind !== "genset") return NO_GENSET;
  const { needs = USUAL_NEEDS } = source;
  const forced = care.gensetForced;
  return { forced, genset, needs: { ...needs, pulses: disturbances.gensetPulses ?? needs.pulses } };
}

/** An Xtender with its contacts some seconds later, and the genset that they call. */
export function switchContacts(
  inverter: Inverter,
  { genset, needs, forced }: GensetAtContacts,
  { surroundings, cycle, seconds, tell }: SwitchTask,
): { readonly inverter: Inverter; readonly genset: Genset } {
  const { contacts: before, gensetStart } = inverter;
  const programmed = inverterContacts(inverter, surroundings, cycle, seconds, tell);
  const asked = forced || (programmed[0]?.closed ?? false);
  const { contacts, start, genset: called } = callGenset(
    inverter,
    programmed,
    { asked, genset, needs },
    seconds,
  );
  if (contacts === before && start === gensetStart) return { inverter, genset: called };
  if (start.phase === "failed" && gensetStart.phase !== "failed") tell("genset_missing");
  tellContacts(before, contacts, tell);
  return { inverter: { ...inverter, contacts, gensetStart: start }, genset: called };
}
