import { fault, type Finding, note, ok, parted } from "./finding.ts";
import type { Holder, NamedPort } from "./machine.ts";

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
      facts.throughAgent
        ? `${facts.link}: asked through the running agent`
        : `${facts.link}: opens`,
    );
  }
  const { what, advice = "look at link in the configuration, and the cable" } = parted(
    facts.problem,
  );
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
  return fault(what, advice);
}

/** The kernel numbers adapters in the order in which it meets them. */
const NUMBERED = /^\/dev\/tty(?:USB|ACM)\d+$/;

/** Whether the line's port is named by a number that may be another adapter's tomorrow. */
export function judgePortName(path: string, ports: readonly NamedPort[]): Finding[] {
  if (!NUMBERED.test(path)) return [];
  const here = ports.filter((port) => port.path === path);
  const names = (here.length > 0 ? here : ports).flatMap(({ lastingName }) => lastingName ?? []);
  if (names.length === 0) return [];
  return [note(
    `${path} may be another adapter after the next start: the numbers go by the order of plugging`,
    `write ${names.join(" or ")} as the path of link, which stays the same`,
  )];
}
