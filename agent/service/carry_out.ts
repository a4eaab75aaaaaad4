import { errorText } from "../error_text.ts";
import type { Command, CommandProblem } from "./command.ts";
import type { ServiceEvent } from "./event.ts";
import {
  copyProgram,
  exists,
  forgetFormer,
  isSameFile,
  placeBelow,
  remove,
  targetOf,
  textOf,
  type Undo,
  writeFile,
  writeLink,
} from "./files.ts";
import type { Ended, ServiceMachine } from "./machine.ts";
import { ServiceError } from "./service_error.ts";
import type { RunStep, Step } from "./step.ts";

/** Where steps are carried out, and who hears of it. */
export interface CarryOutOptions {
  readonly machine: ServiceMachine;
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Aborted when the user wants it to end: what was done is then taken back. */
  readonly signal?: AbortSignal;
  /** Hears of each thing that was done, or needed not be. */
  readonly say: (event: ServiceEvent) => void;
}

/**
 * Carries steps out, one after the other. Where one fails all before it are taken back, the last
 * one first, and a `ServiceError` tells why.
 */
export async function carryOut(
  steps: readonly Step[],
  options: CarryOutOptions,
): Promise<void> {
  const work = new Work(options);
  try {
    for (const step of steps) {
      if (options.signal?.aborted) throw new ServiceError({ kind: "interrupted" });
      await work.do(step);
    }
  } catch (error) {
    await work.undo();
    throw error;
  }
  work.settle();
}

class Work {
  readonly #options: CarryOutOptions;
  readonly #undos: Array<() => unknown> = [];
  readonly #written: string[] = [];

  constructor(options: CarryOutOptions) {
    this.#options = options;
  }

  async do(step: Step): Promise<void> {
    const { machine, dryRun } = this.#options;
    switch (step.kind) {
      case "remark":
        return this.#say(step.event);
      case "write":
        if (textOf(this.#at(step.path)) === step.text) return this.#already(step.path);
        if (!dryRun) return this.#replace(step.path, (path) => writeFile(path, step.text));
        this.#plan(`would write ${step.path}:`);
        for (const line of step.text.trimEnd().split("\n")) this.#plan(`    ${line}`.trimEnd());
        return;
      case "link":
        if (targetOf(this.#at(step.path)) === step.target) return this.#already(step.path);
        if (dryRun) return this.#plan(`would link ${step.path} to ${step.target}`);
        return this.#replace(step.path, (path) => writeLink(path, step.target));
      case "copy":
        if (exists(this.#at(step.path)) && isSameFile(step.from, this.#at(step.path))) {
          return this.#already(step.path);
        }
        if (dryRun) return this.#plan(`would copy ${step.from} to ${step.path}`);
        return this.#replace(step.path, (path) => copyProgram(step.from, path));
      case "remove":
        if (!exists(this.#at(step.path))) return;
        if (dryRun) return this.#plan(`would remove ${step.path}`);
        remove(this.#at(step.path));
        return this.#say({ kind: "removed", path: step.path });
      case "restore":
        if (!dryRun && !machine.isImage) this.#undos.push(() => this.#must(step.command));
        return;
      case "run":
        return await this.#run(step);
    }
  }

  /** Takes back what was done; what cannot be taken back is told. */
  async undo(): Promise<void> {
    let isAsBefore = this.#undos.length > 0;
    for (const undo of this.#undos.toReversed()) {
      try {
        await undo();
      } catch (error) {
        isAsBefore = false;
        const trouble = error instanceof ServiceError
          ? error.trouble
          : { kind: "other", system: errorText(error) } as const;
        this.#say({ kind: "not_taken_back", trouble });
      }
    }
    if (isAsBefore) this.#say({ kind: "as_before" });
  }

  /** From now on nothing can be taken back. */
  settle(): void {
    for (const path of this.#written) forgetFormer(path);
  }

  #replace(path: string, write: (path: string) => Undo): void {
    this.#undos.push(write(this.#at(path)));
    this.#written.push(this.#at(path));
    this.#say({ kind: "wrote", path });
  }

  #already(path: string): void {
    this.#say({ kind: "already", path });
  }

  #plan(line: string): void {
    this.#say({ kind: "planned", line });
  }

  #say(event: ServiceEvent): void {
    this.#options.say(event);
  }

  async #run({ command, undo, why, mayFail }: RunStep): Promise<void> {
    const { machine, dryRun } = this.#options;
    if (machine.isImage) return;
    if (dryRun) return this.#plan(`would run: ${command.join(" ")}`);
    // Begun is reason enough: what failed half-way has to be taken back, too.
    if (undo !== undefined) this.#undos.push(() => this.#must(undo));
    if (!mayFail) {
      await this.#must(command, why);
      return this.#say({ kind: "ran", command });
    }
    const problem = await this.#problem(command);
    this.#say(
      problem === undefined ? { kind: "ran", command } : { kind: "skipped", command, problem },
    );
  }

  async #must(command: Command, why?: Command): Promise<void> {
    const problem = await this.#problem(command, why);
    if (problem === undefined) return;
    throw new ServiceError({ kind: "command_failed", command, problem });
  }

  /** Runs a program; why it failed, undefined where it did not. */
  async #problem(command: Command, why?: Command): Promise<CommandProblem | undefined> {
    const ended = await this.#start(command);
    if (ended === undefined) return { kind: "no_program", program: command[0] };
    if (ended.code === 0) return undefined;
    const line = lastLine(why && await this.#start(why)) ?? lastLine(ended);
    return line === undefined ? { kind: "ended", code: ended.code } : { kind: "said", line };
  }

  #start([program, ...args]: Command): Promise<Ended | undefined> {
    return this.#options.machine.run(program, args);
  }

  #at(path: string): string {
    return placeBelow(this.#options.machine.root, path);
  }
}

function lastLine(ended: Ended | undefined): string | undefined {
  const text = ended?.err.trim() || ended?.out.trim();
  return text ? text.split("\n").at(-1) : undefined;
}
