import { errorText } from "../error_text.ts";
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
import type { Command, RunStep, Step } from "./step.ts";

/** Where steps are carried out, and who hears of it. */
export interface CarryOutOptions {
  readonly machine: ServiceMachine;
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Aborted when the user wants it to end: what was done is then taken back. */
  readonly signal?: AbortSignal;
  /** Takes a line for each thing that was done, or needed not be. */
  readonly say: (line: string) => void;
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
      if (options.signal?.aborted) throw new ServiceError("Interrupted before everything was done");
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
    const { machine, dryRun, say } = this.#options;
    switch (step.kind) {
      case "remark":
        return say(step.text);
      case "write":
        if (textOf(this.#at(step.path)) === step.text) return say(`already so: ${step.path}`);
        if (!dryRun) return this.#replace(step.path, (path) => writeFile(path, step.text));
        say(`would write ${step.path}:`);
        for (const line of step.text.trimEnd().split("\n")) say(`    ${line}`.trimEnd());
        return;
      case "link":
        if (targetOf(this.#at(step.path)) === step.target) return say(`already so: ${step.path}`);
        if (dryRun) return say(`would link ${step.path} to ${step.target}`);
        return this.#replace(step.path, (path) => writeLink(path, step.target));
      case "copy":
        if (exists(this.#at(step.path)) && isSameFile(step.from, this.#at(step.path))) {
          return say(`already so: ${step.path}`);
        }
        if (dryRun) return say(`would copy ${step.from} to ${step.path}`);
        return this.#replace(step.path, (path) => copyProgram(step.from, path));
      case "remove":
        if (!exists(this.#at(step.path))) return;
        if (dryRun) return say(`would remove ${step.path}`);
        remove(this.#at(step.path));
        return say(`removed ${step.path}`);
      case "restore":
        if (!dryRun && !machine.isImage) this.#undos.push(() => this.#must(step.command));
        return;
      case "run":
        return await this.#run(step);
    }
  }

  /** Takes back what was done; what cannot be taken back is told. */
  async undo(): Promise<void> {
    const { say } = this.#options;
    let isAsBefore = this.#undos.length > 0;
    for (const undo of this.#undos.toReversed()) {
      try {
        await undo();
      } catch (error) {
        isAsBefore = false;
        say(`cannot be taken back: ${errorText(error)}`);
      }
    }
    if (isAsBefore) say("everything is as it was before");
  }

  /** From now on nothing can be taken back. */
  settle(): void {
    for (const path of this.#written) forgetFormer(path);
  }

  #replace(path: string, write: (path: string) => Undo): void {
    this.#undos.push(write(this.#at(path)));
    this.#written.push(this.#at(path));
    this.#options.say(`wrote ${path}`);
  }

  async #run({ command, undo, why, mayFail }: RunStep): Promise<void> {
    const { machine, dryRun, say } = this.#options;
    const text = command.join(" ");
    if (machine.isImage) return;
    if (dryRun) return say(`would run: ${text}`);
    // Begun is reason enough: what failed half-way has to be taken back, too.
    if (undo !== undefined) this.#undos.push(() => this.#must(undo));
    if (!mayFail) {
      await this.#must(command, why);
      return say(`ran: ${text}`);
    }
    const problem = await this.#problem(command);
    say(problem === undefined ? `ran: ${text}` : `skipped: ${text}: ${problem}`);
  }

  async #must(command: Command, why?: Command): Promise<void> {
    const problem = await this.#problem(command, why);
    if (problem === undefined) return;
    throw new ServiceError(`${command.join(" ")} failed: ${problem}`);
  }

  /** Runs a program; why it failed, undefined where it did not. */
  async #problem(command: Command, why?: Command): Promise<string | undefined> {
    const ended = await this.#start(command);
    if (ended === undefined) return `there is no program ${command[0]}`;
    if (ended.code === 0) return undefined;
    return lastLine(why && await this.#start(why)) ?? lastLine(ended) ??
      `it ended with ${ended.code}`;
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
