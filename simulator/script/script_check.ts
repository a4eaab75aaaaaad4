import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { ParameterProperty } from "../../protocol/object.ts";
import { decodeValue } from "../../protocol/value.ts";
import { type Action, GATEWAY_NAME } from "./actions.ts";
import { InputError } from "../input/input_error.ts";
import type { SimulatedInstallation } from "../installation.ts";
import type { Script, ScriptAction, ScriptStep } from "./script.ts";
import { firmwareOf } from "../firmware.ts";

/** Throws an `InputError` where a script contradicts itself, or cannot be played here. */
export function checkScript(script: Script, installation: SimulatedInstallation): void {
  const { file, steps } = script;
  for (const { actions } of steps) {
    for (const { action, line } of actions) {
      const problem = impossibility(action, installation);
      if (problem !== undefined) throw new InputError(file, line, problem);
    }
  }
  for (const together of simultaneous(steps)) {
    const [first, second] = contradiction(together) ?? [];
    if (first === undefined || second === undefined) continue;
    throw new InputError(
      file,
      second.line,
      `${second.action.kind} contradicts line ${first.line} at the same time; leave one of them out`,
    );
  }
}

/** Why something cannot be done in this installation; undefined where it can. */
function impossibility(action: Action, installation: SimulatedInstallation): string | undefined {
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
      return missing(action.device, installation) ?? unwritable(action, installation);
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
): string | undefined {
  const device = installation.deviceNamed(name)!;
  const datapoint = findDatapoint(device.family, parameter);
  if (datapoint?.kind !== "parameter" || datapoint.format === undefined) {
    return `${name} has no parameter ${parameter}; look it up with the command catalogue`;
  }
  const { firmware } = device.identity;
  const { knows, keepsRamValues } = firmwareOf(device.family, firmware);
  if (!knows(parameter)) {
    return `${name} has no parameter ${parameter} with firmware ${firmware}; give it a newer one`;
  }
  if (storage === "ram" && !keepsRamValues) {
    return `${name} keeps no values in RAM with firmware ${firmware}; give storage: flash`;
  }
  const limit = (property: number) => {
    const answer = device.parameters.read(parameter, property);
    return answer.ok ? decodeValue(datapoint.format!, answer.data) : NaN;
  };
  const [min, max] = [limit(ParameterProperty.min), limit(ParameterProperty.max)];
  const codes = datapoint.options.map(({ code }) => code);
  if (codes.length > 0 && !codes.includes(value)) {
    return `${parameter} of ${name} cannot be ${value}; give one of ${codes.join(", ")}`;
  }
  if (value < min || value > max) {
    return `${parameter} of ${name} cannot be ${value}; give a value from ${min} to ${max}`;
  }
  return undefined;
}

/** The actions of each moment that is written twice or more, and of each other alone. */
function simultaneous(steps: readonly ScriptStep[]): readonly (readonly ScriptAction[])[] {
  const byMoment = Map.groupBy(steps, ({ moment }) => JSON.stringify(moment));
  return [...byMoment.values()].map((each) => each.flatMap(({ actions }) => actions));
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
