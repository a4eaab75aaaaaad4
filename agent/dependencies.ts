import type { Clock } from "../protocol/clock.ts";
import type { StateFiles } from "./installation/state_files.ts";
import type { Log } from "./log.ts";

/** What the agent gets from outside: time, files, randomness, and where to log. */
export interface AgentDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** The agent's own version, as it tells it to Home Assistant. */
  readonly version: string;
  /** Our address on every wire, 32 bits: drawn at random once per run, so that nobody else has it. */
  readonly sourceAddress: number;
  readonly files: StateFiles;
  /** Throws as Deno does where the file is missing or may not be read. */
  readonly readTextFile: (path: string) => string;
  /** Called with every byte that crosses a line. */
  readonly trace?: (
    installation: string,
    direction: "sent" | "received",
    bytes: Uint8Array,
  ) => void;
}
