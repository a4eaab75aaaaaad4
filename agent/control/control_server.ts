import { join } from "node:path";
import type { Log } from "../log.ts";
import { CONTROL_SOCKET, type ControlReply, ControlRequest } from "./control_message.ts";
import { lineOf, linesOf } from "./lines.ts";
import type { PlantAccess } from "./plant_access.ts";

/** The owner and his group may command the agent, nobody else. */
const SOCKET_MODE = 0o660;

/** More commands than a person gives at a time. */
const MAX_CONNECTIONS = 32;

export interface ControlServerOptions {
  readonly stateDirectory: string;
  /** The plant of an installation, or undefined where there is none of that id. */
  readonly accessTo: (installation: string) => PlantAccess | undefined;
  readonly log: Log;
}

/** The local socket by which commands reach a running agent, so that one program holds the line. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #connections = new Set<Deno.UnixConn>();

  constructor(options: ControlServerOptions) {
    this.#options = options;
  }

  /**
   * Serves until `signal` is aborted. Without a socket the agent goes on, and commands open a line
   * of their own.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { stateDirectory, log } = this.#options;
    const path = join(stateDirectory, CONTROL_SOCKET);
    let listener: Deno.UnixListener;
    try {
      listener = await listen(path);
    } catch (error) {
      log.warn("Cannot open the socket for commands; commands cannot share the line", {
        path,
        problem: error instanceof Error ? error.message : String(error),
      });
      return;
    }
    const stop = () => {
      listener.close();
      for (const connection of this.#connections) connection.close();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const served: Promise<void>[] = [];
    for await (const connection of listener) {
      if (this.#connections.size >= MAX_CONNECTIONS) connection.close();
      else served.push(this.#serve(connection));
      if (served.length > MAX_CONNECTIONS) await served.shift();
    }
    await Promise.all(served);
  }

  async #serve(connection: Deno.UnixConn): Promise<void> {
    this.#connections.add(connection);
    const send = async (reply: ControlReply) => {
      const bytes = lineOf(reply);
      for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
    };
    try {
      for await (const line of linesOf(connection.readable)) await this.#answer(line, send);
    } catch (error) {
      // Whoever asked went away, or never spoke our language.
      this.#options.log.debug("A command's connection ended", {
        problem: error instanceof Error ? error.message : String(error),
      });
    } finally {
      this.#connections.delete(connection);
      try {
        connection.close();
      } catch {
        // Closed already by the end of its stream.
      }
    }
  }

  async #answer(line: string, send: (reply: ControlReply) => Promise<void>): Promise<void> {
    const parsed = ControlRequest.safeParse(parseJson(line));
    if (!parsed.success) {
      return await send({ kind: "error", message: "The running agent does not know this command" });
    }
    const request = parsed.data;
    const access = this.#options.accessTo(request.installation);
    if (access === undefined) {
      const message = `The running agent has no installation ${request.installation}`;
      return await send({ kind: "error", message });
    }
    switch (request.command) {
      case "scan": {
        const result = await access.scan((progress) => void send({ kind: "progress", progress }));
        return await send({ kind: "result", result });
      }
      case "read":
        return await send({ kind: "result", result: await access.read(request.order) });
    }
  }
}

/** A socket that nobody listens on is what a killed agent left behind. */
async function listen(path: string): Promise<Deno.UnixListener> {
  if (await isServed(path)) throw new Error("another agent uses this state directory");
  await Deno.remove(path).catch(() => {});
  const listener = Deno.listen({ transport: "unix", path });
  await Deno.chmod(path, SOCKET_MODE);
  return listener;
}

async function isServed(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return true;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
