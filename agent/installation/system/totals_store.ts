import type { Clock } from "../../../protocol/clock.ts";
import { errorText } from "../../error_text.ts";
import type { Log } from "../../log.ts";
import { type EnergiesState, NoEnergies } from "./energies.ts";
import { decodeEnergies, encodeEnergies } from "./energies_text.ts";
import type { StateFiles } from "../state_files.ts";

/** An SD card lives by it. */
const SAVE_EVERY_MS = 60 * 1000;

/** Whose energies are kept, and where. */
export interface TotalsStoreOptions {
  readonly stateDirectory: string;
  readonly installation: string;
  readonly files: StateFiles;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps an installation's energies in `totals-<installation>.json`. Nothing here rejects: where the
 * disk fails, the energies go on in memory.
 */
export class TotalsStore {
  readonly #options: TotalsStoreOptions;
  #unsaved: EnergiesState | undefined;
  #writing: Promise<void> | undefined;
  #lastWriteAt = -Infinity;
  /** False where the old file can be neither read nor put aside: it must not be overwritten. */
  #mayWrite = true;
  #failing = false;

  constructor(options: TotalsStoreOptions) {
    this.#options = options;
  }

  /** What was saved last; where that is damaged, it is put aside, and all begins anew. */
  async load(): Promise<EnergiesState> {
    this.#lastWriteAt = this.#options.clock.now();
    let text: string | undefined;
    try {
      text = await this.#options.files.readTextFile(this.#path);
    } catch (error) {
      // It may hold the true totals: nothing is written over it.
      this.#mayWrite = false;
      this.#options.log.error(
        "Cannot read the saved energies: totals begin anew and are not saved; make the file " +
          "readable, then restart",
        { file: this.#path, problem: errorText(error) },
      );
      return NoEnergies;
    }
    if (text === undefined) return NoEnergies;
    try {
      return decodeEnergies(text);
    } catch (error) {
      await this.#putAside(error);
      return NoEnergies;
    }
  }

  /** Saves the state, unless the last time was less than a minute ago: then a later call does. */
  save(state: EnergiesState): void {
    this.#unsaved = state;
    if (this.#options.clock.now() - this.#lastWriteAt < SAVE_EVERY_MS) return;
    // It never rejects; whoever must wait for it calls flush().
    void this.#write();
  }

  /** Saves what is not saved yet, and resolves when that is done. */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  get #path(): string {
    return `${this.#options.stateDirectory}/totals-${this.#options.installation}.json`;
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeUnsaved().finally(() => this.#writing = undefined);
    return this.#writing;
  }

  async #writeUnsaved(): Promise<void> {
    const { files, clock } = this.#options;
    const state = this.#unsaved;
    if (state === undefined || !this.#mayWrite) return;
    this.#unsaved = undefined;
    this.#lastWriteAt = clock.now();
    try {
      await files.replace(this.#path, encodeEnergies(state));
      this.#succeeded();
    } catch (error) {
      this.#unsaved ??= state;
      this.#failed(error);
    }
  }

  async #putAside(problem: unknown): Promise<void> {
    const { files, clock, log } = this.#options;
    const date = new Date(clock.wallTime()).toISOString().slice(0, 19).replaceAll(":", "");
    const aside = `${this.#path}.damaged-${date}`;
    try {
      await files.rename(this.#path, aside);
      log.error("Cannot read the saved energies: put the file aside, totals begin anew", {
        file: aside,
        problem: errorText(problem),
      });
    } catch (error) {
      this.#mayWrite = false;
      log.error(
        "Cannot read the saved energies nor put the file aside: totals begin anew and are not " +
          "saved; make the file readable or remove it, then restart",
        { file: this.#path, problem: errorText(problem), aside: errorText(error) },
      );
    }
  }

  #succeeded(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.log.info("The energies are saved again", { file: this.#path });
  }

  #failed(error: unknown): void {
    const { log } = this.#options;
    const fields = { file: this.#path, problem: errorText(error) };
    if (this.#failing) log.debug("Still cannot save the energies", fields);
    else {log.warn(
        "Cannot save the energies: they go on in memory; free or unlock the disk",
        fields,
      );}
    this.#failing = true;
  }
}
