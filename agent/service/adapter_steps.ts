import { type AdapterPort, adapterRule } from "./adapter_rule.ts";
import type { Command } from "./command.ts";
import { realPathBelow, textOf } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { ADAPTER_NAME, Places } from "./places.ts";
import { remark, type Step } from "./step.ts";

/** The serial port of an installation. */
export interface InstallationPort {
  readonly installation: string;
  /** As the configuration has it; may be a link, such as those below `/dev/serial/by-id`. */
  readonly path: string;
}

const Head = `# Names of the gateways' adapters, by "studer-agent service install".\n`;

/** Let udev read its rules anew, and name the adapters that are plugged in by them. */
export const NameAdapters: readonly Command[] = [
  ["udevadm", "control", "--reload"],
  ["udevadm", "trigger", "--action=change", "--subsystem-match=tty"],
  ["udevadm", "settle", "--timeout=10"],
];

/** What gives the adapters names of their own; where that cannot be, why. */
export async function adapterSteps(
  ports: readonly InstallationPort[],
  machine: ServiceMachine,
): Promise<Step[]> {
  if (ports.length === 0) return [];
  if (machine.isImage) {
    return [remark({ kind: "adapter_later" })];
  }
  if (await machine.run("udevadm", ["--version"]) === undefined) {
    return [remark({ kind: "no_udevadm" })];
  }
  const all = machine.ports();
  const named = ports.map(({ installation, path }, index) => ({
    path,
    name: index === 0 ? ADAPTER_NAME : `${ADAPTER_NAME}-${installation}`,
    port: all.find((port) => port.path === realPathBelow("", path)),
  }));
  const missing = named.find(({ port }) => port === undefined);
  if (missing !== undefined) {
    return [remark({ kind: "adapter_missing", path: missing.path })];
  }
  return stepsFor(named.map(({ name, port }) => ({ name, port: port! })), all, machine);
}

function stepsFor(
  named: ReadonlyArray<{ readonly name: string; readonly port: AdapterPort }>,
  all: readonly AdapterPort[],
  { root }: ServiceMachine,
): Step[] {
  const rules = named.map(({ name, port }) => ({ name, port, rule: adapterRule(port, all, name) }));
  const text = Head + rules.map(({ rule }) => rule.text).join("");
  const remarks = rules.map(({ name, port: { path }, rule: { by } }) =>
    remark({ kind: "adapter_named", name, path, by })
  );
  const write: Step = { kind: "write", path: Places.udevRules, text };
  if (textOf(`${root}${Places.udevRules}`) === text) return [write, ...remarks];
  return [
    // What is taken back, is so in reverse.
    ...NameAdapters.toReversed().map((command): Step => ({ kind: "restore", command })),
    write,
    ...NameAdapters.map((command): Step => ({ kind: "run", command, mayFail: true })),
    ...remarks,
  ];
}
