import type { Clock } from "../../../protocol/clock.ts";
import type { Link } from "../../../protocol/link.ts";
import type { Request } from "../../../protocol/service.ts";
import { ScomError } from "../../../protocol/error_code.ts";
import { Backoff } from "../../backoff.ts";
import type { LinkSource } from "../../link/link_source.ts";
import { errorText } from "../../error_text.ts";
import type { Log } from "../../log.ts";
import { withOneRetry } from "./command_retry.ts";
import { CorruptAnswerError, LinkLostError, ResponseTimeoutError } from "./errors.ts";
import { GatewayClient } from "./gateway_client.ts";
import { explainSilence, type LineStatistics, newLineStatistics } from "./line_statistics.ts";
import { Pulse } from "./pulse.ts";
import { type Priority, RequestQueue } from "./request_queue.ts";

/** So many unanswered requests in a row mean that the gateway, not a device, is silent. */
const SILENT_AFTER = 3;

/** So many mean that the link itself is worth opening anew: a half-open socket never ends by itself. */
const REOPEN_AFTER = 8;

/** So many different failures are warnings between two answers; more are a line that only flaps. */
const MAX_WARNINGS = 8;

/** Asks one question; see `Session.request()`. */
export type Ask = (destination: number, request: Request) => Promise<Uint8Array>;

/** Which line, and whom to tell of it. */
export interface SessionOptions {
  readonly links: LinkSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Our own address on the wire, drawn once per run. */
  readonly source: number;
  /** Called with the frame flags of every answer. */
  readonly onFlags?: (flags: number) => void;
  /** Called when the gateway begins or ceases to answer. */
  readonly onAnswering?: (answering: boolean) => void;
  readonly trace?: (direction: "sent" | "received", bytes: Uint8Array) => void;
}

/**
 * The line to one gateway, for as long as the agent runs: opens the link, opens it again when it
 * breaks or falls silent, and lets one request through at a time.
 */
export class Session {
  /** Of those who ask, for as long as there is a line. */
  readonly pulse: Pulse;
  readonly #options: SessionOptions;
  readonly #queue = new RequestQueue();
  readonly #statistics = newLineStatistics();
  readonly #backoff = new Backoff();
  readonly #tried = Promise.withResolvers<void>();
  #client: GatewayClient | undefined;
  #link: Link | undefined;
  #opened = Promise.withResolvers<void>();
  #answering = false;
  #everAnswered = false;
  #unanswered = 0;
  #atLastAnswer: LineStatistics = newLineStatistics();
  #lastProblem: string | undefined;
  /** What was warned of since the gateway answered last. */
  readonly #warned = new Set<string>();
  #stopping: AbortSignal | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.pulse = new Pulse(options.clock);
  }

  /** What the line carried so far. */
  get statistics(): Readonly<LineStatistics> {
    return this.#statistics;
  }

  /** Whether the gateway answered lately. */
  get answering(): boolean {
    return this.#answering;
  }

  /** Why the gateway does not answer, in words for the owner; undefined while it does. */
  get problem(): string | undefined {
    return this.#answering ? undefined : this.#lastProblem;
  }

  /** Resolves when a link was open for the first time, or could not be opened. */
  get tried(): Promise<void> {
    return this.#tried.promise;
  }

  /** Resolves when a link is open: at once, or as soon as one is, or when `signal` is aborted. */
  async opened(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = () => resolve();
    signal.addEventListener("abort", stop);
    try {
      await Promise.race([this.#opened.promise, promise]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Keeps the link open until `signal` is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { links, clock } = this.#options;
    this.#stopping = signal;
    while (!signal.aborted) {
      try {
        await this.#serve(await links.open(signal), signal);
      } catch (error) {
        this.#report(errorText(error));
        this.#tried.resolve();
      }
      if (!signal.aborted) await clock.sleep(this.#backoff.failed(), signal);
    }
    await links.close();
  }

  /**
   * Asks the gateway. A command goes before polls that wait, and is sent once more where nothing
   * answered or the gateway was busy. Throws a `ScomError`, `ResponseTimeoutError`,
   * `CorruptAnswerError`, `LinkLostError` or `QueueFullError`.
   */
  request(destination: number, request: Request, priority: Priority): Promise<Uint8Array> {
    const attempt = () => this.#ask(destination, request);
    return this.#queue.run(
      priority,
      priority === "command"
        ? () => withOneRetry(attempt, this.#options.clock, this.#stopping)
        : attempt,
    );
  }

  async #ask(destination: number, request: Request): Promise<Uint8Array> {
    const client = this.#client;
    if (client === undefined) {
      throw new LinkLostError(this.#lastProblem ?? "The line is not open yet");
    }
    try {
      const data = await client.request(destination, request);
      this.#onAnswer(client);
      return data;
    } catch (error) {
      if (error instanceof ScomError) this.#onAnswer(client);
      if (error instanceof ResponseTimeoutError || error instanceof CorruptAnswerError) {
        this.#onNoAnswer();
      }
      // A link that only cannot be written to does not end by itself.
      if (error instanceof LinkLostError && client === this.#client) {
        this.#report(error.message);
        this.#abandonLink();
      }
      throw error;
    } finally {
      // A silent gateway, too, ends a request: by its deadline.
      this.pulse.beat();
    }
  }

  async #serve(link: Link, signal: AbortSignal): Promise<void> {
    const { clock, source, onFlags, trace, log, links } = this.#options;
    const client = new GatewayClient({
      link,
      clock,
      source,
      statistics: this.#statistics,
      onFlags: onFlags ?? (() => {}),
      ...(trace && { trace }),
    });
    const close = () => void link.close();
    signal.addEventListener("abort", close);
    try {
      this.#statistics.openings++;
      this.#link = link;
      this.#client = client;
      this.#unanswered = 0;
      this.#atLastAnswer = { ...this.#statistics };
      log.debug("Opened the line", { link: links.description });
      this.pulse.start();
      this.#opened.resolve();
      this.#tried.resolve();
      const ended = await client.run();
      // Why a link was abandoned was told before it ended.
      if (client === this.#client) this.#report(ended.message);
    } finally {
      signal.removeEventListener("abort", close);
      this.#abandonLink();
      await link.close();
      this.pulse.rest();
    }
  }

  /** Takes the link out of use at once; it ends a little later, and then another is opened. */
  #abandonLink(): void {
    if (this.#client === undefined) return;
    void this.#link?.close();
    this.#client = undefined;
    this.#link = undefined;
    this.#opened = Promise.withResolvers();
    this.#setAnswering(false);
  }

  #onAnswer(client: GatewayClient): void {
    // The last answer of a link that has just ended says nothing of the next one.
    if (client !== this.#client) return;
    this.#unanswered = 0;
    this.#atLastAnswer = { ...this.#statistics };
    this.#backoff.succeeded();
    if (this.#lastProblem !== undefined) {
      const { log, links } = this.#options;
      const what = this.#everAnswered ? "The gateway answers again" : "The gateway answers";
      log.info(what, { link: links.description });
      this.#lastProblem = undefined;
      this.#warned.clear();
    }
    this.#everAnswered = true;
    this.#setAnswering(true);
  }

  #onNoAnswer(): void {
    this.#unanswered++;
    if (this.#unanswered === SILENT_AFTER) {
      this.#report(explainSilence(this.#atLastAnswer, this.#statistics));
      this.#setAnswering(false);
    }
    if (this.#unanswered >= REOPEN_AFTER) this.#abandonLink();
  }

  /** A failure is a warning when it is new, and its repetitions are for the curious. */
  #report(problem: string): void {
    if (this.#stopping?.aborted) return;
    const { log, links } = this.#options;
    const isNew = !this.#warned.has(problem) && this.#warned.size < MAX_WARNINGS;
    const say = isNew ? log.warn : log.debug;
    say("The gateway does not answer", { link: links.description, problem });
    this.#lastProblem = problem;
    if (isNew) this.#warned.add(problem);
  }

  #setAnswering(answering: boolean): void {
    if (answering === this.#answering) return;
    this.#answering = answering;
    this.#options.onAnswering?.(answering);
  }
}
