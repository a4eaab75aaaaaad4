import type { LineSetting } from "./finding.ts";

/** `38400 baud, parity even`. */
export function settingText({ baudRate, parity }: LineSetting): string {
  return `${baudRate} baud, parity ${parity}`;
}
