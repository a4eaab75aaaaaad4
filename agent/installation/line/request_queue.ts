import { QueueFullError } from "./errors.ts";

/** What somebody waits for goes before what merely is due. */
export type Priority = "command" | "poll";

/** More would only mean that answers come too late to matter. */
const MAX_WAITING = 256;

/** Runs one job at a time, commands before polls, each in the order of arrival. */
export class RequestQueue {
  readonly #waiting: Record<Priority, Array<() => Promise<void>>> = { command: [], poll: [] };
  #running = false;

  /** Resolves or rejects as the job does; rejects with a `QueueFullError` where too many wait. */
  run<T>(priority: Priority, job: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting[priority];
    if (waiting.length >= MAX_WAITING) return Promise.reject(new QueueFullError(MAX_WAITING));
    return new Promise<T>((resolve, reject) => {
      waiting.push(() => job().then(resolve, reject));
      if (!this.#running) void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    this.#running = true;
    for (;;) {
      const next = this.#waiting.command.shift() ?? this.#waiting.poll.shift();
      if (next === undefined) break;
      await next();
    }
    this.#running = false;
  }
}
