import { join } from "node:path";
import { CONTROL_SOCKET } from "./control_message.ts";

/**
 * A connection to the agent that uses this state directory; undefined where none runs. Throws
 * `Deno.errors.PermissionDenied` where this user may not command it.
 */
export async function connectToAgent(stateDirectory: string): Promise<Deno.UnixConn | undefined> {
  try {
    return await Deno.connect({ transport: "unix", path: join(stateDirectory, CONTROL_SOCKET) });
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) throw error;
    return undefined;
  }
}
