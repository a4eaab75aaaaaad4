import { type Finding, ok, unchecked, warning } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { Check } from "./run_checks.ts";

/** What is known of this machine's own clock. */
export interface MachineClockFacts {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly wallTime: number;
  /** Undefined where the machine does not tell. */
  readonly synchronised: boolean | undefined;
}

const YEAR_2026 = Date.UTC(2026, 0);

/** Whether this machine's clock can be believed. */
export function judgeMachineClock({ wallTime, synchronised }: MachineClockFacts): Finding {
  const time = new Date(wallTime).toISOString().slice(0, 16).replace("T", " ");
  if (wallTime < YEAR_2026) {
    return warning(
      `this machine's clock shows ${time} UTC: it was never set`,
      "connect it to the network, or set its clock (sudo timedatectl set-time …)",
    );
  }
  if (synchronised === undefined) {
    return unchecked(
      `this machine's clock shows ${time} UTC, whether it is synchronised is not known`,
    );
  }
  if (synchronised) return ok(`this machine's clock is synchronised: ${time} UTC`);
  return warning(
    `this machine's clock is not synchronised: it shows ${time} UTC`,
    "switch on network time (sudo timedatectl set-ntp true), and look at the network",
  );
}

/** Looks at this machine's clock. */
export const machineClockCheck: Check<HomePatient> = {
  area: "clock",
  limitMs: 10_000,
  async examine({ machine, clock }, signal) {
    const args = ["show", "--property=NTPSynchronized", "--value"];
    const told = (await machine.run("timedatectl", args, signal))?.out.trim();
    const synchronised = told === "yes" ? true : told === "no" ? false : undefined;
    return [judgeMachineClock({ wallTime: clock.wallTime(), synchronised })];
  },
};
