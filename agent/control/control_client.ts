import type { ScanProgress } from "../installation/survey/scan.ts";
import { connectToAgent } from "./connect_to_agent.ts";
import type { ControlReply, ControlRequest } from "./control_message.ts";
import { linesOf, sendLine } from "./lines.ts";
import type { Lost, PlantAccess, ReadResult, ScanResult } from "./plant_access.ts";

/** The access through a running agent. */
export interface ControlClient extends PlantAccess {
  /** Ends it, and what is being asked; may be called again. */
  close(): void;
}

const Ended: Lost = {
  kind: "lost",
  problem: "the running agent ended; try again",
  agent: "ended",
};

/**
 * Connects to the agent that uses this state directory; undefined where none runs. Throws
 * `Deno.errors.PermissionDenied` where this user may not.
 */
export async function connectControl(
  stateDirectory: string,
  installation: string,
): Promise<ControlClient | undefined> {
  const connection = await connectToAgent(stateDirectory);
  if (connection === undefined) return undefined;
  const replies = linesOf(connection);
  let closed = false;

  // However the connection breaks, it means the same: an agent that dies says nothing.
  const sent = (request: ControlRequest) =>
    sendLine(connection, request).then(() => true, () => false);
  const nextLine = () => replies.next().then(({ value }) => value ?? undefined, () => undefined);

  async function exchange(
    request: ControlRequest,
    onProgress?: (progress: ScanProgress) => void,
  ): Promise<unknown> {
    if (!await sent(request)) return Ended;
    for (;;) {
      const line = await nextLine();
      if (line === undefined) return Ended;
      const reply = JSON.parse(line) as ControlReply;
      switch (reply.kind) {
        case "progress":
          onProgress?.(reply.progress as ScanProgress);
          break;
        case "result":
          return reply.result;
        case "error":
          return { kind: "lost", problem: reply.message, agent: "outdated" } satisfies Lost;
        case "watching":
        case "record":
          // For whoever watches the line, on a connection of its own.
          break;
      }
    }
  }

  return {
    scan: async (onProgress) =>
      await exchange({ command: "scan", installation }, onProgress) as ScanResult,
    read: async (order) => await exchange({ command: "read", installation, order }) as ReadResult,
    close() {
      if (closed) return;
      closed = true;
      connection.close();
    },
  };
}
