import type { Clock } from "../../protocol/clock.ts";
import type { Link } from "../../protocol/link.ts";
import { errorText } from "../error_text.ts";
import { withOneRetry } from "../installation/line/command_retry.ts";
import { LinkLostError } from "../installation/line/errors.ts";
import { GatewayClient } from "../installation/line/gateway_client.ts";
import { newLineStatistics } from "../installation/line/line_statistics.ts";
import type { Ask } from "../installation/line/session.ts";
import { scan } from "../installation/survey/scan.ts";
import { LinkError } from "../link/link_error.ts";
import type { FoundDevice, XcomMode } from "./finding.ts";
import { LineObserver } from "./line_observer.ts";
import type { SearchProgress } from "./progress.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** What asking needs from outside. */
export interface ProbeDependencies {
  readonly clock: Clock;
  /** Our own address on every wire, drawn at random. */
  readonly source: number;
  /** Ends the search. */
  readonly signal: AbortSignal;
  /** For whoever watches. */
  readonly onProgress: (progress: SearchProgress) => void;
  /** Called with every byte that crosses a line. */
  readonly trace?: ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined;
}

/** What asking over a link came to. */
export type ProbeResult =
  | {
    readonly kind: "answered";
    readonly mode: XcomMode;
    readonly devices: readonly FoundDevice[];
    readonly incomplete?: string;
  }
  | {
    readonly kind: "unanswered";
    readonly verdict: Verdict;
    /** Why the link was lost, where the system told. */
    readonly lost?: LinkError;
  };

/**
 * Asks whether a gateway is at the other end, and what is behind it; reads only. Closes the link,
 * at once where the signal is aborted; never rejects.
 */
export async function probe(link: Link, dependencies: ProbeDependencies): Promise<ProbeResult> {
  const { clock, source, signal, trace } = dependencies;
  const observer = new LineObserver(source);
  const client = new GatewayClient({
    link,
    clock,
    source,
    statistics: newLineStatistics(),
    onFlags: () => {},
    trace(direction, bytes) {
      trace?.(direction, bytes);
      if (direction === "received") observer.receive(bytes);
    },
  });
  const stop = () => void link.close();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const running = client.run();
  try {
    return await askAround(client, observer, dependencies);
  } finally {
    signal.removeEventListener("abort", stop);
    await link.close();
    await running;
  }
}

async function askAround(
  client: GatewayClient,
  observer: LineObserver,
  { clock, signal, onProgress }: ProbeDependencies,
): Promise<ProbeResult> {
  let answered = false;
  // The first questions go to whoever may not be there; a device that is there is worth a second.
  const ask: Ask = async (destination, request) => {
    const attempt = () => client.request(destination, request);
    const data = await (answered ? withOneRetry(attempt, clock, signal) : attempt());
    answered = true;
    return data;
  };
  try {
    const devices = await scan(ask, {
      parameters: undefined,
      tolerant: true,
      signal,
      onProgress(progress) {
        answered = true;
        onProgress({ kind: "scan", ...progress });
      },
    });
    return {
      kind: "answered",
      mode: modeOf(observer),
      devices: devices.map(({ datapoints: _, ...device }) => device),
    };
  } catch (error) {
    if (!answered) {
      const lost = lostBecause(error);
      const verdict = verdictOf(observer.observation);
      return { kind: "unanswered", verdict, ...(lost && { lost }) };
    }
    return {
      kind: "answered",
      mode: modeOf(observer),
      devices: [],
      incomplete: errorText(error),
    };
  }
}

function lostBecause(error: unknown): LinkError | undefined {
  const cause = error instanceof LinkLostError ? error.cause : undefined;
  return cause instanceof LinkError && cause.cause !== undefined ? cause : undefined;
}

function modeOf(observer: LineObserver): XcomMode {
  return observer.observation.lineEnds > 0 ? "Xcom-LAN" : "Xcom-232i";
}
