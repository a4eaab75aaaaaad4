import type { Observation } from "./line_observer.ts";

/** Why nobody answered, from the least that a line can tell to the most. */
export const Verdicts = ["silence", "noise", "late", "damaged", "foreign", "echo"] as const;
/** What a line without a usable answer looked like. */
export type Verdict = typeof Verdicts[number];

/** What a line that was asked over in vain has shown. */
export function verdictOf(seen: Observation): Verdict {
  if (seen.echoes > 0) return "echo";
  if (seen.foreign > 0) return "foreign";
  if (seen.damaged > 0) return "damaged";
  if (seen.answers > 0) return "late";
  return seen.receivedBytes > 0 ? "noise" : "silence";
}

/** Whether the first one tells more than the second: frames more than bytes, bytes more than none. */
export function tellsMore(first: Verdict, second: Verdict): boolean {
  return Verdicts.indexOf(first) > Verdicts.indexOf(second);
}

const Meanings: Readonly<Record<Verdict, string>> = {
  silence: "not a single byte arrived: check the cable (straight, not crossed), the power of the " +
    "Xcom, and whether it is plugged in here",
  noise:
    "bytes arrived but no frame: another kind of device, or another baud rate or parity than " +
    "those that were tried; behind a Moxa, look at its serial settings and its data packing",
  late: "answers came, but too late or without what was asked: the gateway is overloaded; stop " +
    "other programs that ask it, and try again",
  damaged:
    "frames arrived damaged: look at the cable and its ground (pin 5), and switch a Moxa's " +
    "data packing and delimiters off",
  foreign: "frames answered somebody else and none answered us: another program or the Studer " +
    "portal uses this gateway; stop that one and try again",
  echo:
    "our own questions came back: the wires of receiving and sending (pins 2 and 3) touch each " +
    "other, or the adapter echoes",
};

/** What a verdict means to the owner, and what to do. */
export function meaningOf(verdict: Verdict): string {
  return Meanings[verdict];
}
