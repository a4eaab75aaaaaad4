import { type Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import { AGENT_VERSION } from "../version.ts";
import { CaptureFile } from "./capture/capture_file.ts";
import {
  type CaptureSource,
  ownLine,
  type Recorded,
  runningLine,
} from "./capture/capture_source.ts";
import { MAX_RECORDING_BYTES } from "./capture/recording.ts";
import { redactInPlace } from "./capture/redact_in_place.ts";
import { chosenConfig, chosenInstallation } from "./cli/chosen_config.ts";
import { type CommandContext, commandLog } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { checkNew, notWritten, openNew } from "./cli/new_file.ts";
import { mayNotCommand } from "./plant/plant_connection.ts";
import { UserError } from "./cli/user_error.ts";
import { positive } from "./cli/option_values.ts";

interface CaptureOptions extends CommonOptions {
  readonly seconds?: number;
  readonly maxSize: number;
  readonly poll?: true;
  readonly redact?: true;
}

const DEFAULT_MAX_BYTES = 20_000_000;
const PROGRESS_EVERY_MS = 1000;

const HELP = `
Through a running agent the line is not disturbed. Without one the line is opened and only listened
to; a gateway speaks only when it is asked, so that nothing comes unless the Studer portal or another
program asks: --poll asks as run does.

The recording holds all bytes as they were, among them the gateway's GUID and the devices' serial
numbers. --redact replaces those, and all texts, at the end: until then they are in
FILE.unredacted. Frames stay whole; what is no frame is blanked.

Play it back: studer-agent simulate --replay FILE --listen 4001`;

/** `capture`: records everything that crosses the line. */
export function registerCapture(program: Command, context: CommandContext): void {
  program.command("capture")
    .description("record the line, for a report or a test; it ends by Ctrl-C")
    .argument("<file>", "a new file for the recording")
    .option("--seconds <number>", "end by itself", positive)
    .addOption(
      new Option("--max-size <size>", "end when the file is so long")
        .argParser(size).default(DEFAULT_MAX_BYTES, "20MB"),
    )
    .option("--poll", "ask as run does, where no agent runs")
    .option("--redact", "replace GUID, serial numbers and texts")
    .addHelpText("after", HELP)
    .action(async (name: string, _options, command: Command) => {
      const options = optionsOf<CaptureOptions>(command);
      const path = resolve(context.machine.directory, name);
      checkNew(path);
      const source = await chosenSource(options, context);
      await (options.redact
        ? captureRedacted(path, source, options, context)
        : capture(path, source, options, context));
    });
}

/** The running agent's line, else one of our own. */
async function chosenSource(
  options: CaptureOptions,
  context: CommandContext,
): Promise<CaptureSource> {
  const { config } = chosenConfig(options, context);
  const installation = chosenInstallation(options, config);
  const running = options.link === undefined
    ? await runningLine(config.stateDirectory, installation.id, context).catch(mayNotCommand)
    : undefined;
  if (running !== undefined && options.poll) {
    context.terminal.err("An agent runs and asks already: --poll has no effect");
  }
  return running ??
    ownLine(installation, { poll: options.poll === true }, context, commandLog(context, options));
}

/** The bytes as they were are on the disk only until they are redacted, and never by the name wanted. */
async function captureRedacted(
  path: string,
  source: CaptureSource,
  options: CaptureOptions,
  context: CommandContext,
): Promise<void> {
  const raw = `${path}.unredacted`;
  checkNew(raw);
  try {
    await capture(raw, source, options, context, path);
  } finally {
    // What was recorded before the disk was full is worth keeping, too.
    if (isThere(raw)) redactFile(raw, path, context);
  }
}

function redactFile(raw: string, path: string, context: CommandContext): void {
  try {
    redactInPlace(raw, context);
  } catch (error) {
    Deno.removeSync(raw);
    throw error instanceof UserError ? error : notWritten(path, error);
  }
  try {
    // Renaming would overwrite what came there meanwhile.
    openNew(path).close();
    Deno.renameSync(raw, path);
  } catch (error) {
    context.terminal.err(`Kept what was recorded, redacted, in ${raw}`);
    throw error instanceof UserError ? error : notWritten(path, error);
  }
}

async function capture(
  path: string,
  source: CaptureSource,
  options: CaptureOptions,
  context: CommandContext,
  shownPath = path,
): Promise<void> {
  const { terminal, clock } = context;
  using file = new CaptureFile(path, options.maxSize);
  const date = new Date(clock.wallTime()).toISOString();
  file.begin({ agentVersion: AGENT_VERSION, link: source.linkType, date, redacted: false });
  const start = clock.now();
  const seconds = () => Math.round((clock.now() - start) / 1000);
  let result: Recorded;
  try {
    result = await recordInto(file, source, options.seconds, seconds, context);
  } catch (error) {
    if (file.pieces === 0) Deno.removeSync(path);
    else terminal.err(`Kept what was recorded until then: ${file.pieces} pieces in ${shownPath}`);
    throw error;
  }
  const { pieces, bytes } = file;
  const summary = { file: shownPath, seconds: seconds(), pieces, bytes, ...result };
  if (options.json) return terminal.out(JSON.stringify(summary));
  const why = result.ended ?? (file.full.aborted ? "the file is as long as it may be" : undefined);
  if (why !== undefined) terminal.err(`Ended: ${why}`);
  terminal.out(
    `Recorded ${pieces} pieces, ${bytes} bytes, in ${summary.seconds} s to ${shownPath}`,
  );
  if (bytes === 0) terminal.err(`Nothing crossed the line: ${source.silence}`);
}

/** Until the file is full, the time is over, or there is nothing more to record. */
async function recordInto(
  file: CaptureFile,
  source: CaptureSource,
  limitSeconds: number | undefined,
  seconds: () => number,
  { terminal, clock, signal }: CommandContext,
): Promise<Recorded> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal, file.full]);
  const told = (async () => {
    while (!ended.aborted) {
      terminal.progress(`Recording: ${seconds()} s, ${file.bytes} bytes; Ctrl-C ends it`);
      await clock.sleep(PROGRESS_EVERY_MS, ended);
    }
  })();
  if (limitSeconds !== undefined) {
    void clock.sleep(limitSeconds * 1000, ended).then(() => over.abort());
  }
  try {
    const recorded = await source.record((record) => file.add(record), ended);
    if (file.full.reason instanceof UserError) throw file.full.reason;
    return recorded;
  } finally {
    over.abort();
    await told;
    terminal.progress("");
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function size(text: string): number {
  const [, number, unit] = /^(\d{1,6})(kB|MB)$/.exec(text) ?? [];
  const bytes = Number(number ?? 0) * (unit === "MB" ? 1_000_000 : 1000);
  if (bytes > 0 && bytes <= MAX_RECORDING_BYTES) return bytes;
  throw new InvalidArgumentError(
    `Give a size, as 500kB or 20MB, up to ${MAX_RECORDING_BYTES / 1_000_000}MB`,
  );
}
