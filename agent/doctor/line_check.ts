import { fault, type Finding, ok } from "./finding.ts";
import type { Holder } from "./machine.ts";

/** What became of opening the line. */
export type LineFacts =
  | { readonly kind: "open"; readonly link: string; readonly throughAgent: boolean }
  | { readonly kind: "closed"; readonly problem: string; readonly holders: readonly Holder[] };

/** What the kernel calls an installed agent: the first 15 letters of its file's name. */
const AGENT = "studer-agent";

/** Whether the line can be had, and who else has it. */
export function judgeLine(facts: LineFacts): Finding {
  if (facts.kind === "open") {
    return ok(
      facts.throughAgent ? `${facts.link}: the running agent holds it` : `${facts.link}: opens`,
    );
  }
  const [what = facts.problem, ...advice] = facts.problem.split("; ");
  if (facts.holders.length > 0) {
    const names = facts.holders.map(({ command, pid }) => `${command} (process ${pid})`).join(", ");
    const isAgent = facts.holders.some(({ command }) => command.startsWith(AGENT));
    return fault(
      `${what}: ${names} has it open`,
      isAgent
        ? "an agent with another state directory holds it: give its configuration by --config, or stop it"
        : "stop that program",
    );
  }
  return fault(what, advice.join("; ") || "look at link in the configuration, and the cable");
}
