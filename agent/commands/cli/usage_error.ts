import type { CommanderError } from "commander";

/** The command line library's complaint as one line of ours. */
export function usageMessage({ message }: CommanderError): string {
  const line = message
    .replace(/^error: /, "")
    .replace(/\s*\(Did you mean (.*)\?\)$/s, "; did you mean $1?")
    .replace(/\. Allowed choices are (.*)\.$/s, "; give $1")
    .replace(/\.$/, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll("'", '"');
  return line.includes(";") ? line : `${line}; see studer-agent --help`;
}
