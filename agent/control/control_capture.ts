import { join } from "node:path";
import { type CaptureRecord, decodeCaptureRecord } from "../../protocol/capture.ts";
import { CONTROL_SOCKET, type ControlReply, type ControlRequest } from "./control_message.ts";
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

/**
 * Watches the line of the agent that uses this state directory; undefined where none runs. Throws
 * `Deno.errors.PermissionDenied` where this user may not.
 */
export async function watchLine(
  stateDirectory: string,
  installation: string,
): Promise<ControlCaptureResult | undefined> {
  let connection: Deno.UnixConn;
  try {
    connection = await Deno.connect({
      transport: "unix",
      path: join(stateDirectory, CONTROL_SOCKET),
    });
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) throw error;
    return undefined;
  }
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    connection.close();
  };
  const lines = linesOf(connection);
  const request: ControlRequest = { command: "capture", installation };
  const first = await sendLine(connection, request).then(() => lines.next()).catch(() => undefined);
  const reply = first?.value === undefined ? undefined : JSON.parse(first.value) as ControlReply;
  if (reply?.kind !== "watching") {
    close();
    const problem = reply?.kind === "error" ? reply.message : "the running agent ended";
    return { kind: "refused", problem };
  }
  return {
    kind: "watching",
    capture: { linkType: reply.linkType, records: recordsIn(lines), close },
  };
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
