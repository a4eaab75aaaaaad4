import {
  CountedEnergies,
  type CountedState,
  type EnergiesState,
  IntegratedEnergies,
} from "./energies.ts";
import type { CounterState } from "./energy_counter.ts";
import type { IntegralState } from "./energy_integral.ts";

const VERSION = 1;

/** The state as JSON; `at` is left out, since the next run's clock has another zero. */
export function encodeEnergies(state: EnergiesState): string {
  const text = JSON.stringify(
    { version: VERSION, ...state },
    (name, value) => name === "at" ? undefined : value,
    2,
  );
  return text + "\n";
}

/** Throws a `SyntaxError` where the text is not what `encodeEnergies()` makes. */
export function decodeEnergies(text: string): EnergiesState {
  const file = object(JSON.parse(text), "the file");
  if (file.version !== VERSION) {
    throw new SyntaxError(`Expected version ${VERSION}, found ${JSON.stringify(file.version)}`);
  }
  const counted = object(file.counted, "counted");
  const integrated = object(file.integrated, "integrated");
  return {
    day: file.day === null ? null : number(file.day, "day"),
    counted: record(CountedEnergies, (name) => countedState(counted[name], name)),
    integrated: record(IntegratedEnergies, (name) => integralState(integrated[name], name)),
  };
}

function countedState(found: unknown, name: string): CountedState {
  const { total, counters } = object(found, name);
  return {
    total: number(total, `${name}.total`),
    counters: Object.fromEntries(
      Object.entries(object(counters, `${name}.counters`))
        .map(([key, counter]) => [key, counterState(counter, `${name}.counters.${key}`)]),
    ),
  };
}

function counterState(found: unknown, name: string): CounterState {
  return { ...numbers(["last", "mark", "base", "day", "local"], found, name), at: undefined };
}

function integralState(found: unknown, name: string): IntegralState | null {
  if (found === null) return null;
  const fields = ["total", "today", "gaps", "day", "power", "local"] as const;
  return { ...numbers(fields, found, name), at: undefined };
}

function numbers<Name extends string>(
  names: readonly Name[],
  found: unknown,
  where: string,
): Record<Name, number> {
  const fields = object(found, where);
  return record(names, (name) => number(fields[name], `${where}.${name}`));
}

function record<Name extends string, Field>(
  names: readonly Name[],
  field: (name: Name) => Field,
): Record<Name, Field> {
  return Object.fromEntries(names.map((name) => [name, field(name)])) as Record<Name, Field>;
}

function object(found: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof found !== "object" || found === null || Array.isArray(found)) {
    throw new SyntaxError(`Expected an object for ${where}, found ${JSON.stringify(found)}`);
  }
  return found as Readonly<Record<string, unknown>>;
}

function number(found: unknown, where: string): number {
  if (typeof found !== "number" || !Number.isFinite(found)) {
    throw new SyntaxError(`Expected a number for ${where}, found ${JSON.stringify(found)}`);
  }
  return found;
}
