import { connectControl } from "../../control/control_client.ts";
import { loadConfig } from "../../config/load.ts";
import { startDeadline } from "../../deadline.ts";
import { linkObstacleOf, systemWord } from "../../find/obstacle.ts";
import { LinkError } from "../../link/link_error.ts";
import type { LinkConfig } from "../../link/open.ts";
import { obstacleText } from "../../setup/findings_text.ts";
import type { SetupResult } from "../../setup/setup.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { type FirstValues, firstValues } from "./first_values.ts";
import { withPlant } from "../plant/plant_connection.ts";
import { UserError } from "../cli/user_error.ts";

/** A service that was just started scans first: so long it may take. */
const SERVICE_MS = 90_000;
const LOOK_AGAIN_MS = 2000;
/** Longer than any plant takes, be it one whose gateway still has to connect. */
const READ_MS = 180_000;

const SERVICE_LOG = "journalctl -u studer-agent";

/** The main values as lines, or why there are none, in the language of the setup. */
type Shown =
  | { readonly kind: "read"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly reason: string };

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
  const { service, plant: { id }, link } = result.answers;
  const { stateDirectory } = loadConfig(file, machine).config;
  const runs = () => isRunning(stateDirectory, id);
  const read = () => valuesOf({ file, id, link }, texts, context);
  if (service) terminal.progress(texts.waitingForAgent);
  else if (link.type === "tcp-listen") {
    terminal.progress(texts.progress({ kind: "dial_in", port: link.port }));
  }
  const values = service ? await readOfService(read, runs, texts, context) : await read();
  terminal.progress("");
  if (context.signal.aborted) return;
  if (values.kind === "failed") say(texts.noValuesYet(values.reason));
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
  read: () => Promise<Shown>,
  runs: () => Promise<boolean>,
  texts: Texts,
  { clock, signal }: CommandContext,
): Promise<Shown> {
  const end = clock.now() + SERVICE_MS;
  let values: Shown = { kind: "failed", reason: texts.serviceSilent(SERVICE_LOG) };
  while (clock.now() < end && !signal.aborted) {
    if (await runs()) values = await read();
    if (values.kind === "read") return values;
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
  return values;
}

async function valuesOf(
  { file, id, link }: { readonly file: string; readonly id: string; readonly link: LinkConfig },
  texts: Texts,
  context: CommandContext,
): Promise<Shown> {
  let values: FirstValues | undefined;
  using deadline = startDeadline(context.clock, READ_MS, context.signal);
  const { signal } = deadline;
  // What it waits for was told already, in the language of the setup.
  const terminal = { ...context.terminal, progress: () => {} };
  try {
    await withPlant(
      { config: file, installation: id, logLevel: "error" },
      { ...context, terminal, signal },
      async ({ access }) => {
        values = await firstValues(access, texts.valueNames);
      },
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "failed", reason: reasonOf(error, link, texts) };
  }
  return shown(values, texts);
}

function shown(values: FirstValues | undefined, texts: Texts): Shown {
  if (values?.kind === "read") return values;
  const agent = values?.agent;
  return { kind: "failed", reason: agent === undefined ? texts.lineLost : texts.agentLost[agent] };
}

function reasonOf(
  { cause }: UserError,
  link: LinkConfig,
  texts: Texts,
): string {
  if (cause instanceof Deno.errors.PermissionDenied) return texts.mayNotCommand;
  if (cause instanceof LinkError) {
    const obstacle = linkObstacleOf(link.type, cause);
    return texts.linkNotOpened(obstacleText({ obstacle, system: systemWord(cause.cause) }, texts));
  }
  return link.type === "tcp-listen"
    ? texts.noDialInYet(link.port)
    : texts.linkNotOpened(texts.obstacles.silent);
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
