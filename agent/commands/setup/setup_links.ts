import { join } from "node:path";
import type { Link } from "../../../protocol/link.ts";
import { connectControl } from "../../control/control_client.ts";
import { CONTROL_SOCKET } from "../../control/control_message.ts";
import { startDeadline } from "../../deadline.ts";
import { linkObstacleOf, systemWord } from "../../find/obstacle.ts";
import { probe, type ProbeDependencies } from "../../find/probe.ts";
import { LinkError } from "../../link/link_error.ts";
import type { LinkSource } from "../../link/link_source.ts";
import { type LinkConfig, linkSource } from "../../link/open.ts";
import type { Log } from "../../log.ts";
import { namesOf } from "../../setup/findings_text.ts";
import type { LinkTrial } from "../../setup/surroundings.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { onAbort } from "../cli/on_abort.ts";

/** So long a gateway may take to connect to us. */
const DIAL_IN_MS = 60_000;
const OPEN_MS = 10_000;

/** So long a running agent may take to look who is behind its gateway. */
const SCAN_MS = 120_000;

/** Opens a link and asks who is there; rejects with nothing that the link may be to blame for. */
export async function tryLink(
  link: LinkConfig,
  probing: ProbeDependencies,
  log: Log,
): Promise<LinkTrial> {
  const links = linkSource(link, log);
  const waitMs = link.type === "tcp-listen" ? DIAL_IN_MS : OPEN_MS;
  try {
    const open = await openWithin(waitMs, links, probing);
    if (open === undefined) {
      return link.type === "tcp-listen"
        ? { kind: "nobody", port: link.port }
        : { kind: "closed", obstacle: "silent" };
    }
    const result = await probe(open, probing);
    if (result.kind === "unanswered") {
      const { verdict, lost } = result;
      // What a line has shown tells more than how it ended.
      if (lost !== undefined && verdict === "silence") return closed(link, lost);
      return { kind: "unanswered", verdict };
    }
    return {
      kind: "answered",
      devices: namesOf(result.devices),
      isComplete: result.incomplete === undefined,
    };
  } catch (error) {
    if (error instanceof LinkError) return closed(link, error);
    throw error;
  } finally {
    await links.close();
  }
}

/** Undefined where the time was over first, or somebody interrupted. */
async function openWithin(
  ms: number,
  links: LinkSource,
  { clock, signal }: ProbeDependencies,
): Promise<Link | undefined> {
  using deadline = startDeadline(clock, ms, signal);
  try {
    return await links.open(deadline.signal);
  } catch (error) {
    if (error instanceof LinkError || !deadline.signal.aborted) throw error;
    return undefined;
  }
}

function closed({ type }: LinkConfig, error: LinkError): LinkTrial {
  const obstacle = linkObstacleOf(type, error);
  return { kind: "closed", obstacle, system: systemWord(error.cause) };
}

/**
 * The devices that a running agent has, where one holds this installation's line; rejects with
 * `PermissionDenied` where this user may not command it.
 */
export async function devicesOfRunning(
  stateDirectory: string,
  installation: string,
  { clock, signal }: Pick<CommandContext, "clock" | "signal">,
): Promise<readonly string[] | undefined> {
  const running = await connectControl(stateDirectory, installation);
  if (running === undefined) return undefined;
  using deadline = startDeadline(clock, SCAN_MS, signal);
  using _late = onAbort(deadline.signal, () => running.close());
  try {
    const result = await running.scan();
    return result.kind === "lost" ? undefined : namesOf(result.devices);
  } finally {
    running.close();
  }
}

/** Whether an agent answers commands there, be it one that we may not command. */
export async function isServed(stateDirectory: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path: join(stateDirectory, CONTROL_SOCKET) })).close();
    return true;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied;
  }
}
