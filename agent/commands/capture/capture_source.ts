import type { CaptureRecord } from "../../../protocol/capture.ts";
import { type WatchDependencies, watchLine } from "../../control/control_capture.ts";
import type { InstallationConfig } from "../../config/installation_schema.ts";
import { DeviceMemory } from "../../installation/survey/device_memory.ts";
import { Installation } from "../../installation/installation.ts";
import { LineTap } from "../../installation/line/line_tap.ts";
import type { LineStatistics } from "../../installation/line/line_statistics.ts";
import { Session, type SessionOptions } from "../../installation/line/session.ts";
import { DAILY_LANE_MS } from "../../installation/polling/lanes.ts";
import type { StateFiles } from "../../installation/state_files.ts";
import { GatewayClock } from "../../installation/system/gateway_clock.ts";
import { Values } from "../../installation/values.ts";
import type { LinkSource } from "../../link/link_source.ts";
import { linkSource } from "../../link/open.ts";
import type { Log } from "../../log.ts";
import { drawSourceAddress } from "../plant/agent_dependencies.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";
import { errorText } from "../../error_text.ts";

/** How a recording ended. */
export interface Recorded {
  /** Why nothing more could come; undefined where somebody ended it. */
  readonly ended?: string;
  /** Of a line of our own. */
  readonly statistics?: Readonly<LineStatistics>;
}

/** A line that can be recorded. */
export interface CaptureSource {
  /** `serial`, `tcp`, `tcp-listen` or `udp`. */
  readonly linkType: string;
  /** Why nothing crossed the line, where nothing did, and what to do. */
  readonly silence: string;
  /**
   * Tells of everything that crosses the line until the signal is aborted, or nothing more can
   * come. Throws a `UserError` where the line cannot be had.
   */
  record(listener: (record: CaptureRecord) => void, signal: AbortSignal): Promise<Recorded>;
}

/** The line of the agent that runs with this state directory; undefined where none runs. */
export async function runningLine(
  stateDirectory: string,
  installation: string,
  dependencies: WatchDependencies,
): Promise<CaptureSource | undefined> {
  const result = await watchLine(stateDirectory, installation, dependencies);
  if (result === undefined) return undefined;
  if (result.kind === "refused") throw new UserError(result.problem, ExitCode.noConnection);
  const { capture } = result;
  return {
    linkType: capture.linkType,
    silence: "the running agent asked nothing, as it does where it has lost the gateway; " +
      "studer-agent doctor says why",
    async record(listener, signal) {
      const close = () => capture.close();
      signal.addEventListener("abort", close);
      if (signal.aborted) close();
      try {
        for await (const record of capture.records) listener(record);
      } finally {
        signal.removeEventListener("abort", close);
        close();
      }
      return signal.aborted
        ? {}
        : { ended: "the running agent ended, or this recording could not keep up with it" };
    },
  };
}

/** A line of our own: listened to, or asked over as `run` does. */
export function ownLine(
  config: InstallationConfig,
  { poll }: { readonly poll: boolean },
  { clock }: Pick<CommandContext, "clock">,
  log: Log,
): CaptureSource {
  const { link } = config;
  return {
    linkType: link.type,
    silence: poll
      ? "the gateway could not be asked; studer-agent doctor says why"
      : "a gateway speaks only when it is asked; give --poll, or start the agent",
    async record(listener, signal) {
      const tap = new LineTap(clock);
      tap.listen(listener);
      const failed = new AbortController();
      const common: SessionOptions = {
        links: demandingFirst(linkSource(link, log), failed),
        clock,
        log,
        source: drawSourceAddress(),
        trace: (direction, bytes) => tap.pass(direction, bytes),
      };
      const ended = AbortSignal.any([signal, failed.signal]);
      const installation = poll ? installationOf(config, common) : undefined;
      const session = installation?.session ?? new Session(common);
      await (installation ?? session).run(ended);
      if (failed.signal.aborted) throw failed.signal.reason;
      return { statistics: session.statistics };
    },
  };
}

/** Asks as `run` does, and keeps nothing. */
function installationOf(
  { id, lanes, parameters, timeZone }: InstallationConfig,
  common: SessionOptions,
): Installation {
  const { clock, log } = common;
  const memory = { stateDirectory: "", installation: id, files: NoFiles, clock, log };
  return new Installation({
    ...common,
    id,
    lanes: { ...lanes, daily: DAILY_LANE_MS },
    parameters: parameters === "none" ? undefined : parameters,
    values: new Values(() => {}),
    gatewayClock: new GatewayClock({ clock, timeZone, log }),
    memory: new DeviceMemory(memory),
    listener: { onDevices() {}, onAnswering() {}, onPresence() {} },
  });
}

/** A line that cannot be opened at all is said at once; one that breaks later is opened again. */
function demandingFirst(links: LinkSource, failed: AbortController): LinkSource {
  let opened = false;
  return {
    description: links.description,
    async open(signal) {
      try {
        const link = await links.open(signal);
        opened = true;
        return link;
      } catch (cause) {
        if (!opened && !signal.aborted) {
          failed.abort(new UserError(errorText(cause), ExitCode.noConnection, { cause }));
        }
        throw cause;
      }
    },
    close: () => links.close(),
  };
}

/** Whoever records a line leaves no other trace. */
const NoFiles: StateFiles = {
  readTextFile: () => Promise.resolve(undefined),
  replace: () => Promise.resolve(),
  rename: () => Promise.resolve(),
};
