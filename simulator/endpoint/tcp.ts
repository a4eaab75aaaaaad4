import type { Clock } from "../../protocol/clock.ts";
import { notServed } from "./endpoint_error.ts";
import type { Endpoint, Line, LineConnection } from "./line.ts";
import { TcpClient } from "./tcp_client.ts";

const RECONNECT_MS = 1000;

export interface TcpServerOptions {
  /** The address to listen on; 127.0.0.1 by default. */
  readonly hostname?: string;
}

/**
 * A serial server in TCP server mode: what any client sends goes to the line, and what the line
 * sends goes to all of them. Port 0 takes any free one. Rejects with an EndpointError.
 */
export function serveTcp(
  port: number,
  line: Line,
  { hostname = "127.0.0.1" }: TcpServerOptions = {},
): Promise<Endpoint> {
  return Promise.try(() => new TcpServer(listen(hostname, port), line));
}

function listen(hostname: string, port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname, port });
  } catch (error) {
    throw notServed(`TCP on ${hostname}:${port}`, error);
  }
}

export interface TcpDiallerOptions {
  /** Is told when nobody answers, once until somebody does. */
  readonly log?: { warn(message: string): void };
}

/** A serial server in TCP client mode: dials, and dials again a second after each end. */
export function dialTcp(
  host: string,
  port: number,
  line: Line,
  clock: Clock,
  { log }: TcpDiallerOptions = {},
): Promise<Endpoint> {
  return Promise.try(() => new TcpDialler(host, port, line, clock, log));
}

class TcpServer implements Endpoint {
  readonly #listener: Deno.TcpListener;
  readonly #line: LineConnection;
  readonly #clients = new Map<TcpClient, Promise<void>>();
  readonly #accepting: Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(listener: Deno.TcpListener, line: Line) {
    this.#listener = listener;
    this.#line = line.connect((bytes) => {
      for (const client of this.#clients.keys()) client.send(bytes);
    });
    this.#accepting = this.#accept();
  }

  get address(): string {
    return `${this.#listener.addr.hostname}:${this.port}`;
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#line.disconnect();
    this.#listener.close();
    await this.#accepting;
    for (const client of this.#clients.keys()) client.close();
    await Promise.all(this.#clients.values());
  }

  async #accept(): Promise<void> {
    try {
      for await (const connection of this.#listener) this.#serve(new TcpClient(connection));
    } catch {
      // Only a listener without descriptors fails so; those who are connected stay served.
    }
  }

  #serve(client: TcpClient): void {
    const served = client.receive((chunk) => this.#line.receive(chunk))
      .finally(() => this.#clients.delete(client));
    this.#clients.set(client, served);
  }
}

class TcpDialler implements Endpoint {
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  readonly #log: TcpDiallerOptions["log"];
  readonly #stop = new AbortController();
  readonly #line: LineConnection;
  readonly #running: Promise<void>;
  #server: TcpClient | undefined;
  #toldNobody = false;

  constructor(
    host: string,
    port: number,
    line: Line,
    clock: Clock,
    log: TcpDiallerOptions["log"],
  ) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
    this.#log = log;
    this.#line = line.connect((bytes) => this.#server?.send(bytes));
    this.#running = this.#run();
  }

  get address(): string {
    return `${this.#host}:${this.#port}`;
  }

  async close(): Promise<void> {
    if (!this.#stop.signal.aborted) {
      this.#stop.abort();
      this.#line.disconnect();
      this.#server?.close();
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#serveOnce();
      await this.#clock.sleep(RECONNECT_MS, signal);
    }
  }

  async #serveOnce(): Promise<void> {
    try {
      const connection = await Deno.connect({
        hostname: this.#host,
        port: this.#port,
        signal: this.#stop.signal,
      });
      this.#server = new TcpClient(connection);
      this.#toldNobody = false;
      if (this.#stop.signal.aborted) this.#server.close();
    } catch (error) {
      this.#tellNobody(error);
      return; // the next attempt comes soon
    }
    await this.#server.receive((chunk) => this.#line.receive(chunk));
    this.#server = undefined;
  }

  #tellNobody(error: unknown): void {
    if (this.#toldNobody || this.#stop.signal.aborted) return;
    this.#toldNobody = true;
    const why = error instanceof Error ? error.message : String(error);
    this.#log?.warn(
      `Nobody answers at ${this.address}: ${why}; let your client listen there, it is dialled again every second`,
    );
  }
}
