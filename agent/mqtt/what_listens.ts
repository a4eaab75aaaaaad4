import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Clock } from "../../protocol/clock.ts";

/** What seems to listen at a port where no MQTT came about. */
export type Listener =
  | { readonly kind: "nobody" }
  /** A web server, with TLS or without. */
  | { readonly kind: "http" }
  /** Something that wants TLS. */
  | { readonly kind: "tls" }
  /** It takes the connection, and says nothing. */
  | { readonly kind: "silence" }
  /** It takes the connection, and hangs up. */
  | { readonly kind: "closed" }
  /** It says something else; `bytes` is how that begins. */
  | { readonly kind: "other"; readonly bytes: Uint8Array };

/** What waiting needs from outside. */
export interface LookDependencies {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const ANSWER_MS = 3000;
const MAX_BYTES = 16;

/** A status line, or the bare page that HTTP/0.9 has instead: some send it for what they do not understand. */
const WEB = /^\s*(?:HTTP\/|<!doctype html|<html)/i;

/** Finds out by asking as a browser does, in plain text and with TLS; never rejects. */
export async function whatListens(
  host: string,
  port: number,
  dependencies: LookDependencies,
): Promise<Listener> {
  const question = `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`;
  const plain = await ask(connectTcp({ host, port }), "connect", question, dependencies);
  if (!plain.connected) return { kind: "nobody" };
  const told = listenerOf(plain.bytes);
  if (told !== undefined && told.kind !== "tls") return told;
  // What answers here is not trusted with anything: only whether it speaks TLS counts.
  const options = { host, port, rejectUnauthorized: false };
  const secure = await ask(connectTls(options), "secureConnect", question, dependencies);
  if (secure.connected) {
    return listenerOf(secure.bytes)?.kind === "http" ? { kind: "http" } : { kind: "tls" };
  }
  return told ?? { kind: plain.closed ? "closed" : "silence" };
}

/** What the beginning of an answer tells; undefined where there is none. */
export function listenerOf(bytes: Uint8Array): Listener | undefined {
  if (bytes.length === 0) return undefined;
  if (WEB.test(new TextDecoder("latin1").decode(bytes))) return { kind: "http" };
  return isTlsRecord(bytes) ? { kind: "tls" } : { kind: "other", bytes };
}

// 21 is an alert, 22 a handshake; then version 3 (RFC 8446, 5.1).
function isTlsRecord(bytes: Uint8Array): boolean {
  return (bytes[0] === 21 || bytes[0] === 22) && bytes[1] === 3;
}

interface Answer {
  readonly connected: boolean;
  readonly closed: boolean;
  readonly bytes: Uint8Array;
}

async function ask(
  socket: Socket,
  ready: "connect" | "secureConnect",
  question: string,
  { clock, signal }: LookDependencies,
): Promise<Answer> {
  let [connected, closed, bytes] = [false, false, new Uint8Array(0)];
  const over = new AbortController();
  socket.on(ready, () => {
    connected = true;
    socket.write(question);
  });
  socket.once("data", (chunk: Uint8Array) => {
    bytes = chunk.slice(0, MAX_BYTES);
    over.abort();
  });
  // An error is followed by a close, and says no more.
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
    over.abort();
  });
  await clock.sleep(ANSWER_MS, AbortSignal.any([signal, over.signal]));
  const answer = { connected, closed, bytes };
  socket.destroy();
  return answer;
}
