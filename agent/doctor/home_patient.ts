import type { Clock } from "../../protocol/clock.ts";
import type { Config } from "../config/schema.ts";
import type { ServiceStatus } from "../service/status.ts";
import type { DoctorMachine } from "./machine.ts";

/** A machine with its agent as the doctor meets it. */
export interface HomePatient {
  readonly config: Config;
  /** The configuration's file, absolute. */
  readonly configFile: string;
  readonly machine: DoctorMachine;
  readonly clock: Clock;
  /** Whether an agent uses the state directory now. */
  readonly agentRuns: boolean;
  /** One that no other client of the broker has. */
  readonly clientId: string;
  /** Of this program. */
  readonly version: string;
  /** How the agent's service is. */
  readonly service: () => Promise<ServiceStatus>;
}
