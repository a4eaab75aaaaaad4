import { join } from "node:path";
import { encodeCaptureRecord } from "../../protocol/capture.ts";
import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import { CONTROL_SOCKET, type ControlReply, ControlRequest } from "./control_message.ts";
import { linesOf } from "./lines.ts";
import type { ObservedLine } from "./observed_line.ts";
import type { PlantAccess } from "./plant_access.ts";
import { ReplyQueue } from "./reply_queue.ts";
import { StateDirectoryInUseError } from "./state_directory_in_use.ts";

/** The owner and his group may command the agent, nobody else. */
const SOCKET_MODE = 0o660;
const DIRECTORY_MODE = 0o750;

/** More commands than a person gives at a time. */
const MAX_CONNECTIONS = 32;

/** Whoever watches the line and is so many pieces behind will not catch up. */
const MAX_WAITING = 10_000;

/** Where the socket is, and which plants it leads to. */
export interface ControlServerOptions {
  readonly stateDirectory: string;
  /** The plant of an installation, or undefined where there is none of that id. */
  readonly accessTo: (installation: string) => PlantAccess | undefined;
  /** Its line, or undefined where there is none of that id. */
  readonly lineOf: (installation: string) => ObservedLine | undefined;
  readonly log: Log;
}

/**
 * Opens the local socket by which commands reach a running agent, so that one program holds the
 * line. Undefined where it cannot be opened, which the log then says: the agent goes on, and
 * commands open a line of their own. Throws a `StateDirectoryInUseError` where another agent
 * answers there.
 */
export async function startControlServer(
  options: ControlServerOptions,
): Promise<ControlServer | undefined> {
  const path = join(options.stateDirectory, CONTROL_SOCKET);
  if (await isServed(path)) throw new StateDirectoryInUseError(options.stateDirectory);
  try {
    await Deno.mkdir(options.stateDirectory, { recursive: true, mode: DIRECTORY_MODE });
    return new ControlServer(await listen(path), options);
  } catch (error) {
    options.log.warn("Cannot open the socket for commands; commands cannot share the line", {
      path,
      problem: errorText(error),
    });
    return undefined;
  }
}

/** Answers commands until it is closed. */
export class ControlServer {
  readonly #listener: Deno.UnixListener;
  readonly #options: ControlServerOptions;
  readonly #connections = new Map<Deno.UnixConn, Promise<void>>();
  readonly #accepting: Promise<void>;

  constructor(listener: Deno.UnixListener, options: ControlServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#accepting = this.#accept();
  }

  /** Ends every connection, and removes the socket. */
  async close(): Promise<void> {
    this.#listener.close();
    const served = [...this.#connections.values()];
    for (const connection of this.#connections.keys()) this.#end(connection);
    await Promise.all([this.#accepting, ...served]);
  }

  async #accept(): Promise<void> {
    try {
      for await (const connection of this.#listener) {
        if (this.#connections.size >= MAX_CONNECTIONS) connection.close();
        else this.#connections.set(connection, this.#serve(connection));
      }
    } catch (error) {
      this.#options.log.warn("Cannot take commands any more; start the agent again for that", {
        problem: errorText(error),
      });
    }
  }

  /** Whoever is no longer among the connections is closed already. */
  #end(connection: Deno.UnixConn): void {
    if (this.#connections.delete(connection)) connection.close();
  }

  async #serve(connection: Deno.UnixConn): Promise<void> {
    const replies = new ReplyQueue(connection);
    using watched = new DisposableStack();
    const watch = (line: ObservedLine) => {
      watched.defer(line.tap.listen((record) => {
        if (replies.waiting > MAX_WAITING) return this.#end(connection);
        const reply = { kind: "record", record: encodeCaptureRecord(record) } as const;
        void replies.send(reply).catch(() => {});
      }));
    };
    try {
      for await (const line of linesOf(connection)) await this.#answer(line, replies, watch);
    } catch (error) {
      // Whoever asked went away, or never spoke our language.
      this.#options.log.debug("A command's connection ended", {
        problem: errorText(error),
      });
    } finally {
      this.#end(connection);
    }
  }

  async #answer(
    line: string,
    replies: ReplyQueue,
    watch: (line: ObservedLine) => void,
  ): Promise<void> {
    const send = (reply: ControlReply) => replies.send(reply);
    const parsed = ControlRequest.safeParse(parseJson(line));
    if (!parsed.success) {
      const message = "the running agent does not know this command; start it again, " +
        "so that it is of the same version as this program";
      return await send({ kind: "error", message });
    }
    const request = parsed.data;
    const access = this.#options.accessTo(request.installation);
    const observed = this.#options.lineOf(request.installation);
    if (access === undefined || observed === undefined) {
      const message = `the running agent has no installation ${request.installation}; ` +
        "start it again, so that it reads its configuration anew";
      return await send({ kind: "error", message });
    }
    switch (request.command) {
      case "scan": {
        const result = await access.scan((progress) =>
          void send({ kind: "progress", progress }).catch(() => {})
        );
        return await send({ kind: "result", result });
      }
      case "read":
        return await send({ kind: "result", result: await access.read(request.order) });
      case "capture": {
        const told = send({ kind: "watching", linkType: observed.linkType });
        watch(observed);
        return await told;
      }
    }
  }
}

/** A socket that nobody listens on is what a killed agent left behind. */
async function listen(path: string): Promise<Deno.UnixListener> {
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
