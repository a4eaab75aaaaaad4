import type { RunningSimulator, SimulatorOptions } from "../../../simulator/main.ts";
import {
  agentAt,
  type AgentAtWork,
  configText,
  simulator,
  temporaryDirectory,
} from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { until } from "../../support/until.ts";

/** A simulated installation `home`, and an agent that holds its line: what commands meet there. */
export interface RunningHome extends AsyncDisposable {
  readonly directory: string;
  /** The agent's configuration. */
  readonly file: string;
  /** The gateway's pseudo-terminal. */
  readonly path: string;
  readonly plant: RunningSimulator;
  readonly atWork: AgentAtWork;
}

/** Starts both, and waits until the agent knows its devices; ended with the test. */
export async function runningHome(options: Omit<SimulatorOptions, "pty">): Promise<RunningHome> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory()).path;
  const path = `${directory}/gateway`;
  const plant = await simulator({ ...options, pty: path }, fastClock(1));
  stack.defer(() => plant.close());
  const text = configText(directory, {
    installations: [{ id: "home", link: { type: "serial", path, parity: "none" } }],
    mqtt: { url: "embedded", port: 0 },
  });
  const file = `${directory}/agent.config.yaml`;
  await Deno.writeTextFile(file, text);
  const atWork = stack.use(await agentAt(text, fastClock(1)));
  await until(() => atWork.agent.directory.devicesOf("home").length > 0, "the devices");
  const parts = stack.move();
  return {
    directory,
    file,
    path,
    plant,
    atWork,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
