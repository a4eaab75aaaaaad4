import { DecodeError } from "../../../protocol/bytes.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { ScomError } from "../../../protocol/error_code.ts";
import { encodeFrame, type Frame, type InvalidReason } from "../../../protocol/frame.ts";
import { FrameDecoder, type FrameEvent } from "../../../protocol/frame_decoder.ts";
import type { Link } from "../../../protocol/link.ts";
import {
  answers,
  decodeResponse,
  encodeRequest,
  type Request,
  type Response,
} from "../../../protocol/service.ts";
import { CorruptAnswerError, LinkLostError, ResponseTimeoutError } from "./errors.ts";
import type { LineStatistics } from "./line_statistics.ts";
import { errorText } from "../../error_text.ts";

/** Specification 3.7: the response can take up to two seconds. */
export const RESPONSE_TIMEOUT_MS = 2000;

/** A frame does not pause that long half-way; one that does was cut short on its way. */
const QUIET_MS = 300;

const ADDRESS_AT = 6;

/** One link, and who we are on it. */
export interface GatewayClientOptions {
  readonly link: Link;
  readonly clock: Clock;
  /** Our own address, which the gateway copies into its answers: private, not the usual 1. */
  readonly source: number;
  readonly statistics: LineStatistics;
  /** Called with the frame flags of every frame that is meant for us. */
  readonly onFlags: (flags: number) => void;
  readonly trace?: (direction: "sent" | "received", bytes: Uint8Array) => void;
}

interface Waiter {
  readonly destination: number;
  readonly request: Request;
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  readonly settled: AbortSignal;
  /** Something arrived that may be what is left of the answer. */
  suspicious: boolean;
}

/**
 * Asks the gateway one question at a time over one link. Only a frame that mirrors the question
 * in full answers it: whatever else arrives is counted and dropped.
 */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  readonly #decoder = new FrameDecoder();
  #waiter: Waiter | undefined;
  #ended: LinkLostError | undefined;
  #chunks = 0;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
  }

  /** Reads the link until it ends. Resolves with the reason; a request in hand is rejected. */
  async run(): Promise<LinkLostError> {
    const { link, statistics, trace } = this.#options;
    let ended = new LinkLostError("The other end closed the line");
    try {
      for await (const chunk of link.chunks) {
        statistics.receivedBytes += chunk.length;
        this.#chunks++;
        trace?.("received", chunk);
        for (const event of this.#decoder.push(chunk)) this.#onEvent(event);
        this.#watchForTheRest();
      }
    } catch (cause) {
      ended = new LinkLostError(errorText(cause), { cause });
    }
    this.#ended = ended;
    this.#waiter?.reject(ended);
    return ended;
  }

  /**
   * Sends a request and returns the data of its answer. An answer that arrives damaged is asked
   * for once more. Throws a `ScomError` where the gateway says no, a `ResponseTimeoutError`, a
   * `CorruptAnswerError` or a `LinkLostError`. One request at a time.
   */
  async request(destination: number, request: Request): Promise<Uint8Array> {
    try {
      return await this.#exchange(destination, request);
    } catch (error) {
      if (!(error instanceof CorruptAnswerError)) throw error;
      return await this.#exchange(destination, request);
    }
  }

  async #exchange(destination: number, request: Request): Promise<Uint8Array> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#waiter !== undefined) throw new RangeError("Cannot ask before the last answer");
    const { link, clock, source, statistics, trace } = this.#options;
    const frame = encodeFrame({ flags: 0, source, destination, data: encodeRequest(request) });
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const settled = new AbortController();
    this.#waiter = {
      destination,
      request,
      resolve,
      reject,
      settled: settled.signal,
      suspicious: false,
    };
    // What is left of an earlier answer must not be read as the beginning of this one.
    this.#decoder.reset();
    statistics.requests++;
    try {
      trace?.("sent", frame);
      link.write(frame).catch((cause) =>
        reject(new LinkLostError(`Cannot write to the line: ${cause.message}`, { cause }))
      );
      void clock.sleep(RESPONSE_TIMEOUT_MS, settled.signal).then(() =>
        reject(new ResponseTimeoutError(destination, RESPONSE_TIMEOUT_MS))
      );
      const data = await promise;
      statistics.answers++;
      return data;
    } catch (error) {
      if (error instanceof ScomError) statistics.answers++;
      if (error instanceof ResponseTimeoutError) statistics.timeouts++;
      if (error instanceof CorruptAnswerError) statistics.damaged++;
      throw error;
    } finally {
      this.#waiter = undefined;
      settled.abort();
    }
  }

  #onEvent(event: FrameEvent): void {
    switch (event.kind) {
      case "frame":
        return this.#onFrame(event.frame);
      case "discarded":
        return this.#onDiscarded(event.bytes, event.reason);
    }
  }

  #onFrame(frame: Frame): void {
    const { source, onFlags, statistics } = this.#options;
    const response = frame.destination === source ? responseIn(frame) : undefined;
    if (response !== undefined) onFlags(frame.flags);
    const waiter = this.#waiter;
    if (
      response === undefined || waiter === undefined || frame.source !== waiter.destination ||
      !answers(response, waiter.request)
    ) {
      statistics.unrelated++;
      return;
    }
    if (response.ok) waiter.resolve(response.data);
    else waiter.reject(new ScomError(response.code));
  }

  #onDiscarded(bytes: Uint8Array, reason: InvalidReason): void {
    // An Xcom in LAN mode puts CR LF behind every frame.
    if (isLineEnd(bytes)) return;
    this.#options.statistics.discardedBytes += bytes.length;
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    // What never began like a frame is noise, and says nothing of the answer.
    if (reason === "header_checksum" || reason === "length") waiter.suspicious = true;
    if (reason === "data_checksum" && addressIn(bytes) === this.#options.source) {
      waiter.reject(new CorruptAnswerError(waiter.destination));
    }
  }

  /** Half an answer, then silence: it will not be completed, so the deadline need not be awaited. */
  #watchForTheRest(): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    if (!waiter.suspicious && this.#decoder.pendingLength === 0) return;
    const chunks = this.#chunks;
    void this.#options.clock.sleep(QUIET_MS, waiter.settled).then(() => {
      if (this.#chunks === chunks) waiter.reject(new CorruptAnswerError(waiter.destination));
    });
  }
}

function responseIn(frame: Frame): Response | undefined {
  try {
    return decodeResponse(frame.data);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function isLineEnd(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x0D || byte === 0x0A);
}

/** The destination in a header whose own checksum was right; undefined where resynchronising cut it short. */
function addressIn(bytes: Uint8Array): number | undefined {
  if (bytes.length < ADDRESS_AT + 4) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(ADDRESS_AT, true);
}
