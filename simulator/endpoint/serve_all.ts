import type { Clock } from "../../protocol/clock.ts";
import type { Endpoint, Line } from "./line.ts";
import { servePty } from "./pty.ts";
import { dialTcp, serveTcp } from "./tcp.ts";
import { serveUdp } from "./udp.ts";

/** Where clients find the gateway; several at once are the same gateway. */
export interface EndpointOptions {
  /** A path at which a link to a pseudo-terminal is put. */
  readonly pty?: string | undefined;
  /** A TCP port, as a serial server in server mode has it. */
  readonly listen?: number | undefined;
  /** Where to dial, as a serial server in client mode does. */
  readonly connect?: { readonly host: string; readonly port: number } | undefined;
  /** UDP: where requests come in, and the port that answers go to. */
  readonly udp?: { readonly port: number; readonly replyPort: number } | undefined;
}

export interface ServeAllOptions {
  /** The rate that a pseudo-terminal's client must have; any if not given. */
  readonly baudRate?: number | undefined;
  readonly clock: Clock;
  readonly log: { warn(message: string): void };
}

/** Serves one line at every place; all of them or, rejecting with an `EndpointError`, none. */
export async function serveAll(
  { pty, listen, connect, udp }: EndpointOptions,
  line: Line,
  { baudRate, clock, log }: ServeAllOptions,
): Promise<Endpoint[]> {
  const places: (() => Promise<Endpoint>)[] = [];
  if (pty !== undefined) places.push(() => servePty(pty, line, { baudRate, log }));
  if (listen !== undefined) places.push(() => serveTcp(listen, line));
  if (connect !== undefined) {
    places.push(() => dialTcp(connect.host, connect.port, line, clock, { log }));
  }
  if (udp !== undefined) places.push(() => serveUdp(udp, line));
  const endpoints: Endpoint[] = [];
  try {
    for (const serve of places) endpoints.push(await serve());
    return endpoints;
  } catch (error) {
    for (const endpoint of endpoints.reverse()) await endpoint.close();
    throw error;
  }
}
