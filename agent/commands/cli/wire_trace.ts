import type { CommonOptions } from "./common_options.ts";
import type { Terminal } from "./terminal.ts";

/** Writes every byte of the line to standard error; undefined unless `--trace wire` asks for it. */
export function wireTrace(
  { trace }: CommonOptions,
  { err }: Terminal,
): ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined {
  if (trace !== "wire") return undefined;
  return (direction, bytes) => err(`${direction === "sent" ? ">" : "<"} ${hex(bytes)}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
}
