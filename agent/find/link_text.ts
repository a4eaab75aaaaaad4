import type { FoundLink } from "./finding.ts";

/** What YAML takes as it stands, also between braces. */
const PLAIN = /^\/[\w./+-]+(?::[\w./+-]+)*$/;

/** A link as a configuration writes it: `link: { type: serial, path: /dev/ttyUSB0, … }`. */
export function linkText(link: FoundLink): string {
  const fields = Object.entries(link).map(([key, value]) => `${key}: ${fieldText(key, value)}`);
  return `link: { ${fields.join(", ")} }`;
}

function fieldText(key: string, value: string | number): string {
  return key === "path" && !PLAIN.test(String(value)) ? JSON.stringify(value) : String(value);
}
