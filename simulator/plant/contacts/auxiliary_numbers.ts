import { type ActingSwitch, acts, switches } from "../acting_parameter.ts";
import type { AuxiliaryEvent, AuxiliaryTable } from "./auxiliary_programme.ts";

/** Three levels whose numbers follow each other: a switch, the level, and its delay. */
export function threeLevels(
  first: number,
  scale: number,
  delayScale: number,
): AuxiliaryTable["voltage"]["levels"] {
  return [first, first + 3, first + 6].map((on) => ({
    on: switches(on),
    at: acts(on + 1, scale),
    after: acts(on + 2, delayScale),
  }));
}

/** Events whose numbers follow each other, from the first one's on. */
export function inARow(
  first: number,
  names: readonly AuxiliaryEvent[],
): Readonly<Record<string, ActingSwitch>> {
  return Object.fromEntries(names.map((name, i) => [name, switches(first + i)]));
}
