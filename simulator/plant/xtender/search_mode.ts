import type { Inverter } from "./inverter.ts";
import { trainSeconds } from "./rest.ts";

/** What the whole of the standby level {1187} stands for, in W. */
const FULL_STANDBY_LEVEL = 25;

/** Whether an Xtender without a grid goes on searching, or begins to, when so much is asked, in W. */
export function searches(inverter: Inverter, asked: number, seconds: number): boolean {
  const { rest, control: { settings } } = inverter;
  if (Math.abs(asked) < settings.standbyLevel * FULL_STANDBY_LEVEL) return true;
  // Who asks for more is noticed by the next train of pulses.
  return rest === "search" && !isTrainDue(inverter, seconds);
}

/** How long the last train of pulses is ago after some seconds more of searching. */
export function sinceTrainAfter(inverter: Inverter, seconds: number): number {
  if (inverter.rest !== "search") return 0;
  const since = inverter.sinceTrainSeconds + seconds;
  return isTrainDue(inverter, seconds) ? since % trainSeconds(inverter.control.settings) : since;
}

function isTrainDue({ sinceTrainSeconds, control }: Inverter, seconds: number): boolean {
  return sinceTrainSeconds + seconds >= trainSeconds(control.settings);
}
