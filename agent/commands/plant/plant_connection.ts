import type { CaptureRecord } from "../../../protocol/capture.ts";
import { watchLine } from "../../control/control_capture.ts";
import { connectControl } from "../../control/control_client.ts";
import { accessThrough, type PlantAccess } from "../../control/plant_access.ts";
import { withOneRetry } from "../../installation/line/command_retry.ts";
import { GatewayClient } from "../../installation/line/gateway_client.ts";
import { explainSilence, newLineStatistics } from "../../installation/line/line_statistics.ts";
import { LineTap } from "../../installation/line/line_tap.ts";
import { startDeadline } from "../../deadline.ts";
import { linkSource } from "../../link/open.ts";
import type { LinkConfig } from "../../link/open.ts";
import { drawSourceAddress } from "./agent_dependencies.ts";
import { chosenConfig, chosenInstallation } from "../cli/chosen_config.ts";
import { type CommandContext, commandLog } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import { onAbort } from "../cli/on_abort.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";
import { wireTrace } from "../cli/wire_trace.ts";

/** So long a gateway may take to connect to us. */
const OPEN_TIMEOUT_MS = 60_000;

/** A plant at hand, and what to say where it keeps silent. */
export interface PlantConnection {
  readonly access: PlantAccess;
  readonly explainSilence: () => string;
  /** Whether a running agent holds the line. */
  readonly throughAgent: boolean;
  /**
   * Calls `listener` for everything that crosses the line, for as long as the plant is at hand.
   * Rejects with a `UserError` where the running agent does not let it be watched.
   */
  watch(listener: (record: CaptureRecord) => void): Promise<void>;
}

/**
 * Lets `use` have the plant that the options choose: through the agent that runs with the same
 * state directory, else over a line of its own. Throws a `UserError` where neither can be had.
 */
export async function withPlant(
  options: CommonOptions,
  context: CommandContext,
  use: (plant: PlantConnection) => Promise<void>,
): Promise<void> {
  const { config } = chosenConfig(options, context);
  const installation = chosenInstallation(options, config);
  const running = options.link === undefined
    ? await connectRunningAgent(config.stateDirectory, installation.id)
    : undefined;
  if (running === undefined) return await overOwnLine(installation.link, options, context, use);
  using _interrupted = onAbort(context.signal, () => running.close());
  await using watching = new AsyncDisposableStack();
  try {
    await use({
      access: running,
      explainSilence: () => whatToLookAt(installation.link),
      throughAgent: true,
      async watch(listener) {
        const watched = await watchLine(config.stateDirectory, installation.id, context);
        if (watched === undefined) throw notWatched("the running agent ended; try again");
        if (watched.kind === "refused") throw notWatched(watched.problem);
        const { records, close } = watched.capture;
        const told = (async () => {
          for await (const record of records) listener(record);
        })();
        watching.defer(() => {
          close();
          return told;
        });
      },
    });
  } finally {
    running.close();
  }
}

function notWatched(problem: string): UserError {
  return new UserError(problem, ExitCode.noConnection);
}

async function connectRunningAgent(stateDirectory: string, installation: string) {
  return await connectControl(stateDirectory, installation).catch(mayNotCommand);
}

/** Throws a `UserError` where the control socket was refused, and everything else on. */
export function mayNotCommand(cause: unknown): never {
  if (!(cause instanceof Deno.errors.PermissionDenied)) throw cause;
  throw new UserError(
    "an agent runs, but this user may not command it; run this with sudo, or join the group of the agent's user",
    ExitCode.noConnection,
    { cause },
  );
}

async function overOwnLine(
  linkConfig: LinkConfig,
  options: CommonOptions,
  context: CommandContext,
  use: (plant: PlantConnection) => Promise<void>,
): Promise<void> {
  const { clock, terminal } = context;
  const links = linkSource(linkConfig, commandLog(context, options));
  using deadline = startDeadline(clock, OPEN_TIMEOUT_MS, context.signal);
  if (linkConfig.type === "tcp-listen") {
    terminal.progress(`Waiting for the gateway to connect to port ${linkConfig.port} …`);
  }
  try {
    const link = await links.open(deadline.signal).catch((cause) => {
      const reason = deadline.signal.aborted ? notConnected(linkConfig) : cause.message;
      throw new UserError(reason, ExitCode.noConnection, { cause });
    });
    deadline[Symbol.dispose]();
    const statistics = newLineStatistics();
    const trace = wireTrace(options, terminal);
    const tap = new LineTap(clock);
    const client = new GatewayClient({
      link,
      clock,
      source: drawSourceAddress(),
      statistics,
      onFlags: () => {},
      trace(direction, bytes) {
        tap.pass(direction, bytes);
        trace?.(direction, bytes);
      },
    });
    using _interrupted = onAbort(context.signal, () => void link.close());
    const running = client.run();
    try {
      await use({
        access: accessThrough((destination, request) =>
          withOneRetry(() => client.request(destination, request), clock, context.signal)
        ),
        explainSilence: () => explainSilence(newLineStatistics(), statistics),
        throughAgent: false,
        watch: (listener) => Promise.resolve(void tap.listen(listener)),
      });
    } finally {
      await link.close();
      await running;
    }
  } finally {
    await links.close();
  }
}

/** Why nobody could be had in time, and what to do. */
function notConnected(link: LinkConfig): string {
  const what = link.type === "tcp-listen"
    ? `the gateway did not connect to port ${link.port} within a minute`
    : "the gateway could not be reached within a minute";
  return `${what}; ${whatToLookAt(link)}`;
}

/** What to look at where a gateway keeps silent, by the way to it. */
function whatToLookAt(link: LinkConfig): string {
  switch (link.type) {
    case "serial":
      return `look at the cable at ${link.path}, and the power of the Xcom`;
    case "tcp":
      return `look whether the serial server at ${link.host} is switched on, and in TCP server ` +
        `mode on port ${link.port}`;
    case "tcp-listen":
      // It is the gateway's serial server that dials.
      return `enter this machine's address and port ${link.port} as a TCP destination in the ` +
        "Moxa's pages, and check the firewall";
    case "udp":
      return `look whether the serial server at ${link.host} is in UDP mode, and sends to port ` +
        `${link.localPort} of this machine`;
  }
}
