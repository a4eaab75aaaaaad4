import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { type Action, GATEWAY_NAME } from "./actions.ts";
import { InputError } from "../input/input_error.ts";
import type { SimulatedInstallation } from "../installation.ts";
import type { Script, ScriptAction } from "./script.ts";
import { secondsAfterStart } from "./script_times.ts";
import { firmwareOf } from "../firmware.ts";
import { valueProblem } from "../value_problem.ts";

/** What a script loaded until a moment: a firmware by device, or for all under an empty name. */
type Loaded = ReadonlyMap<string, string>;

const EVERY_DEVICE = "";

/** Throws an `InputError` where a script contradicts itself, or cannot be played here. */
export function checkScript(script: Script, installation: SimulatedInstallation): void {
  const { file } = script;
  const loaded = new Map<string, string>();
  for (const together of byMoment(script, installation.clockSeconds)) {
    for (const { action, line } of together) {
      const problem = impossibility(action, installation, loaded);
      if (problem !== undefined) throw new InputError(file, line, problem);
      if (action.kind === "firmware") load(loaded, action);
    }
    const [first, second] = contradiction(together) ?? [];
    if (first === undefined || second === undefined) continue;
    throw new InputError(
      file,
      second.line,
      `${second.action.kind} contradicts line ${first.line} at the same time; leave one of them out`,
    );
  }
}

function load(
  loaded: Map<string, string>,
  { device, version }: Extract<Action, { kind: "firmware" }>,
): void {
  if (device === undefined) loaded.clear();
  loaded.set(device ?? EVERY_DEVICE, version);
}

/** Why something cannot be done in this installation; undefined where it can. */
function impossibility(
  action: Action,
  installation: SimulatedInstallation,
  loaded: Loaded,
): string | undefined {
  switch (action.kind) {
    case "sun":
    case "clouds":
    case "temperature":
    case "load":
    case "faults":
    case "sd_card":
      return undefined;
    case "grid":
      return installation.plant.design.source.kind !== "none"
        ? undefined
        : "there is no grid in this scenario; leave grid out, or choose a scenario with one";
    case "genset":
      return installation.plant.design.source.kind === "genset"
        ? undefined
        : "there is no genset in this scenario; leave genset out, or choose a scenario with one";
    case "break":
    case "disconnect":
    case "restore":
      return action.device === GATEWAY_NAME
        ? `${GATEWAY_NAME} is the gateway itself; it can be restarted only`
        : missing(action.device, installation);
    case "restart":
      return missing(action.device, installation);
    case "earth_fault":
      return action.devices.map((device) =>
        missing(device, installation) ??
          (/^v[ts]/.test(device) ? undefined : `${device} is no solar charger; give a vt or a vs`)
      ).find((problem) => problem !== undefined);
    case "remote_entry":
      return action.devices.map((device) =>
        missing(device, installation) ??
          (/^(xt|v[ts])/.test(device)
            ? undefined
            : `${device} has no remote entry; give an xt, a vt or a vs`)
      ).find((problem) => problem !== undefined);
    case "firmware":
      return action.device === undefined ? undefined : missing(action.device, installation);
    case "write":
      return missing(action.device, installation) ?? unwritable(action, installation, loaded);
  }
}

function missing(name: string, { devices }: SimulatedInstallation): string | undefined {
  if (devices.some((device) => device.name === name)) return undefined;
  const names = devices.map((device) => device.name).join(", ");
  return `there is no device ${JSON.stringify(name)} in this scenario; give one of ${names}`;
}

function unwritable(
  { device: name, parameter, value, storage }: Extract<Action, { kind: "write" }>,
  installation: SimulatedInstallation,
  loaded: Loaded,
): string | undefined {
  const device = installation.deviceNamed(name)!;
  const datapoint = findDatapoint(device.family, parameter);
  if (datapoint?.kind !== "parameter" || datapoint.format === undefined) {
    return `${name} has no parameter ${parameter}; look it up with the command catalogue`;
  }
  const version = loaded.get(name) ?? loaded.get(EVERY_DEVICE) ?? device.identity.firmware;
  const firmware = firmwareOf(device.family, version);
  const limits = device.parameters.limitsWith(parameter, firmware);
  if (limits === undefined) {
    return `${name} has no parameter ${parameter} with firmware ${version}; give it a newer one`;
  }
  if (storage === "ram" && !firmware.keepsRamValues) {
    return `${name} keeps no values in RAM with firmware ${version}; give storage: flash`;
  }
  return valueProblem(`${parameter} of ${name}`, value, datapoint, limits);
}

/** The actions of each moment, however it is written, in the order in which they come. */
function byMoment(
  { steps }: Script,
  startOfClock: number,
): readonly (readonly ScriptAction[])[] {
  const moments = Map.groupBy(steps, ({ moment }) => secondsAfterStart(moment, startOfClock));
  return [...moments]
    .toSorted(([a], [b]) => a - b)
    .map(([, steps]) => steps.flatMap(({ actions }) => actions));
}

function contradiction(
  actions: readonly ScriptAction[],
): readonly [ScriptAction, ScriptAction] | undefined {
  const seen = new Map<string, ScriptAction>();
  for (const each of actions) {
    const target = targetOf(each.action);
    const other = seen.get(target);
    if (other !== undefined) return [other, each];
    seen.set(target, each);
  }
  return undefined;
}

/** What an action sets; two of one target at once contradict each other. */
function targetOf(action: Action): string {
  switch (action.kind) {
    case "break":
    case "disconnect":
    case "restore":
    case "restart":
      return `device ${action.device}`;
    case "firmware":
      return `firmware ${action.device ?? ""}`;
    case "write":
      return `write ${action.device} ${action.parameter} ${action.storage}`;
    case "sun":
    case "clouds":
    case "temperature":
    case "load":
    case "grid":
    case "genset":
    case "earth_fault":
    case "remote_entry":
    case "faults":
    case "sd_card":
      return action.kind;
  }
}
