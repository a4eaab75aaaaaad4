import { connectControl } from "../../control/control_client.ts";
import { loadConfig } from "../../config/load.ts";
import { startDeadline } from "../../deadline.ts";
import type { SetupResult } from "../../setup/setup.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { type FirstValues, firstValues } from "./first_values.ts";
import { withPlant } from "./plant_connection.ts";
import { UserError } from "../cli/user_error.ts";

/** A service that was just started scans first: so long it may take. */
const SERVICE_MS = 90_000;
const LOOK_AGAIN_MS = 2000;
/** Longer than any plant takes, be it one whose gateway still has to connect. */
const READ_MS = 180_000;

/**
 * Reads the plant's main values as the agent that was set up does, through it where it runs, and
 * prints them; then what is left to do.
 */
export async function showFirstValues(
  file: string,
  result: SetupResult,
  texts: Texts,
  say: (line: string) => void,
  context: CommandContext,
): Promise<void> {
  const { terminal, machine } = context;
  const { service, plant } = result.answers;
  const { stateDirectory } = loadConfig(file, machine).config;
  const runs = () => isRunning(stateDirectory, plant.id);
  if (service) terminal.progress(texts.waitingForAgent);
  const values = service
    ? await readOfService(file, plant.id, runs, context)
    : await read(file, plant.id, context);
  terminal.progress("");
  if (context.signal.aborted) return;
  if (values.kind === "failed") say(texts.noValuesYet(values.problem));
  else {
    say(texts.firstValues);
    for (const line of values.lines) say(`  ${line}`);
  }
  if (service) return;
  if (!await runs()) say(texts.startIt(`studer-agent run --config ${file}`));
  else if (result.changed) say(texts.restartAgent);
}

/** Asks again until the service answers: only it may use the line. */
async function readOfService(
  file: string,
  id: string,
  runs: () => Promise<boolean>,
  context: CommandContext,
): Promise<FirstValues> {
  const { clock, signal } = context;
  const end = clock.now() + SERVICE_MS;
  let values: FirstValues = { kind: "failed", problem: "journalctl -u studer-agent" };
  while (clock.now() < end && !signal.aborted) {
    if (await runs()) values = await read(file, id, context);
    if (values.kind === "read") return values;
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
  return values;
}

async function read(
  config: string,
  installation: string,
  context: CommandContext,
): Promise<FirstValues> {
  let values: FirstValues = { kind: "failed", problem: "" };
  using deadline = startDeadline(context.clock, READ_MS, context.signal);
  const { signal } = deadline;
  try {
    await withPlant({ config, installation }, { ...context, signal }, async ({ access }) => {
      values = await firstValues(access);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "failed", problem: error.message };
  }
  return values;
}

async function isRunning(stateDirectory: string, installation: string): Promise<boolean> {
  try {
    const running = await connectControl(stateDirectory, installation);
    running?.close();
    return running !== undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    return true;
  }
}
