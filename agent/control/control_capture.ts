import { type CaptureRecord, decodeCaptureRecord } from "../../protocol/capture.ts";
import type { Clock } from "../../protocol/clock.ts";
import { connectToAgent } from "./connect_to_agent.ts";
import type { ControlReply, ControlRequest } from "./control_message.ts";
import { linesOf, sendLine } from "./lines.ts";

/** The line of a running agent, as it crosses. */
export interface ControlCapture {
  /** `serial`, `tcp`, `tcp-listen` or `udp`. */
  readonly linkType: string;
  /** Everything from now on; ends with the agent, or with `close()`. */
  readonly records: AsyncIterable<CaptureRecord>;
  /** May be called again. */
  close(): void;
}

/** What a running agent says to the wish to watch its line. */
export type ControlCaptureResult =
  | { readonly kind: "watching"; readonly capture: ControlCapture }
  | { readonly kind: "refused"; readonly problem: string };

/** What watching needs from outside. */
export interface WatchDependencies {
  readonly clock: Clock;
  /** Ends the waiting for an answer; what is watched then, only `close()` ends. */
  readonly signal: AbortSignal;
}

/** An agent that is well says at once that it may be watched. */
const ANSWER_MS = 10_000;

/**
 * Watches the line of the agent that uses this state directory; undefined where none runs. Throws
 * `Deno.errors.PermissionDenied` where this user may not.
 */
export async function watchLine(
  stateDirectory: string,
  installation: string,
  { clock, signal }: WatchDependencies,
): Promise<ControlCaptureResult | undefined> {
  const connection = await connectToAgent(stateDirectory);
  if (connection === undefined) return undefined;
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    connection.close();
  };
  const lines = linesOf(connection);
  const request: ControlRequest = { command: "capture", installation };
  const answered = new AbortController();
  const late = clock.sleep(ANSWER_MS, AbortSignal.any([signal, answered.signal])).then(() => {
    if (answered.signal.aborted) return false;
    close();
    return !signal.aborted;
  });
  const first = await sendLine(connection, request).then(() => lines.next()).catch(() => undefined);
  answered.abort();
  const reply = first?.value === undefined ? undefined : JSON.parse(first.value) as ControlReply;
  if (reply?.kind === "watching") {
    return {
      kind: "watching",
      capture: { linkType: reply.linkType, records: recordsIn(lines), close },
    };
  }
  close();
  const problem = reply?.kind === "error"
    ? reply.message
    : await late
    ? "the running agent does not answer; start it again"
    : "the running agent ended; try again";
  return { kind: "refused", problem };
}

async function* recordsIn(lines: AsyncGenerator<string>): AsyncGenerator<CaptureRecord> {
  for (;;) {
    // However the connection breaks, it means the same: an agent that dies says nothing.
    const line = await lines.next().then(({ value }) => value ?? undefined, () => undefined);
    if (line === undefined) return;
    const reply = JSON.parse(line) as ControlReply;
    if (reply.kind === "record") yield decodeCaptureRecord(reply.record);
  }
}
