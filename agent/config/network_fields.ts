import * as z from "zod";
import { give, text, wholeNumber } from "./fields.ts";

/** A port to connect to. */
export function port(): z.ZodType<number> {
  return wholeNumber(1, 65_535, "a port from 1 to 65535");
}

/** A port to listen on; 0 lets the machine choose a free one. */
export function listeningPort(): z.ZodType<number> {
  return wholeNumber(0, 65_535, "a port from 1 to 65535, or 0 for any free one");
}

/** A topic without wildcards and without empty levels. */
export function topic(what: string): z.ZodType<string, string> {
  return text(
    `${what}: levels with / between, without spaces, +, #, or a $ at the start`,
    (value) => /^[^\s+#$/][^\s+#/]*(\/[^\s+#/]+)*$/.test(value) && value.length <= 200,
  );
}

/** A machine's name or address, without a scheme and without a port. */
export function host(): z.ZodType<string, string> {
  return text(
    "a host name or an IP address, without port, such as 192.168.1.20",
    isHost,
  );
}

/** Whether the text can stand for a machine in a network. */
function isHost(value: string): boolean {
  // Digits and dots alone are an IPv4 address, and nothing else.
  if (/^[\d.]+$/.test(value)) {
    const bytes = value.split(".");
    return bytes.length === 4 &&
      bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256);
  }
  return /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})$/.test(value) ||
    (value.includes("::") || value.split(":").length === 8) &&
      /^[0-9A-Fa-f:.]{2,45}(%[\w.-]+)?$/.test(value);
}

/** `HOST:PORT`, or `[IPv6]:PORT`. */
export function listenAddress(): z.ZodType<ListenAddress, string> {
  const error = give("an address and a port, such as 127.0.0.1:8080 or [::1]:8080");
  return z.string({ error })
    .refine((value) => parseListenAddress(value) !== undefined, { error })
    .transform((value) => parseListenAddress(value) ?? { host: "127.0.0.1", port: 0 });
}

/** Where something listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

function parseListenAddress(value: string): ListenAddress | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(value.trim());
  if (match === null) return undefined;
  const host = match[1] ?? match[2] ?? "";
  const port = Number(match[3]);
  return isHost(host) && port <= 65_535 ? { host, port } : undefined;
}
