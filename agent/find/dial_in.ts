import { startDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import type { Link } from "../../protocol/link.ts";
import { LinkError } from "../link/link_error.ts";
import { TcpListener } from "../link/tcp_listen.ts";
import type { DialInFinding } from "./finding.ts";
import { networkObstacleOf, systemWord } from "./obstacle.ts";
import { probe, type ProbeDependencies } from "./probe.ts";
import { tellsMore, type Verdict } from "./verdict.ts";

/** Where to wait for a Moxa, and how long. */
export interface DialInOptions {
  readonly port: number;
  readonly waitMs: number;
  /** Aborted when waiting is no longer worth it; who dialled in by then is still asked. */
  readonly enough: AbortSignal;
}

/** Waits for a gateway's serial server to connect, and asks whoever does; never rejects. */
export async function awaitDialIn(
  { port, waitMs, enough }: DialInOptions,
  dependencies: ProbeDependencies,
  log: Log,
): Promise<DialInFinding> {
  const { clock, signal } = dependencies;
  const listener = new TcpListener("0.0.0.0", port, log);
  const start = clock.now();
  using deadline = startDeadline(clock, waitMs, AbortSignal.any([signal, enough]));
  const ended = deadline.signal;
  let verdict: Verdict | undefined;
  try {
    // Somebody who dials in and says nothing may be a stranger, with the gateway still to come.
    while (!ended.aborted) {
      const link = await opened(listener, ended);
      if (link === undefined) break;
      const result = await probe(link, dependencies);
      if (result.kind === "answered") {
        return { ...result, port, kind: "found", link: { type: "tcp-listen", port } };
      }
      if (verdict === undefined || tellsMore(result.verdict, verdict)) verdict = result.verdict;
    }
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    const obstacle = networkObstacleOf(error);
    return {
      port,
      kind: "closed",
      obstacle,
      problem: error.message,
      system: systemWord(error.cause),
    };
  } finally {
    await listener.close();
  }
  if (verdict !== undefined) return { port, kind: "unanswered", verdict };
  return { port, kind: "nobody", waitedMs: Math.min(waitMs, Math.round(clock.now() - start)) };
}

/** Undefined where the wait was over first. */
async function opened(listener: TcpListener, ended: AbortSignal): Promise<Link | undefined> {
  try {
    return await listener.open(ended);
  } catch (error) {
    if (ended.aborted) return undefined;
    throw error;
  }
}
