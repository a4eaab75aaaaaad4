import { DecodeError, u16At, u32At } from "../../protocol/bytes.ts";
import type { Capture } from "../../protocol/capture.ts";
import { checksum } from "../../protocol/checksum.ts";
import { type Frame, frameLength, HEADER_LENGTH, START_BYTE } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { ObjectType } from "../../protocol/object.ts";
import {
  decodeRequest,
  type Request,
  SERVICE_HEADER_LENGTH,
  ServiceId,
} from "../../protocol/service.ts";
import type { Delivery } from "../faults.ts";
import { Heard } from "./heard.ts";

/** What was recorded between one request and the next. */
interface Exchange {
  /** The property id that the request had, by which a multi-info answer is told. */
  readonly propertyId: number;
  readonly askedAt: number;
  /** The first of its pieces, and the one behind its last. */
  readonly first: number;
  end: number;
}

const DESTINATION_AT = 6;
const LENGTH_AT = 10;
const HEADER_CHECKSUM_AT = 12;
/** Of the property id, within a service. */
const PROPERTY_AT = 8;
const OBJECT_TYPE_AT = 2;

/**
 * A recorded gateway. What came after a request, up to the next one, is what a client gets that
 * asks the same: damage, pauses, late answers and frames for others included. Only what bears the
 * address of the client that was recorded gets that of the one that asks now.
 */
export class Replay {
  readonly #heard = new Heard();
  /** All of what was heard. */
  readonly #stream: Uint8Array;
  /** Where in the stream a header stands that is addressed to a client that was recorded. */
  readonly #headers: readonly number[];
  /** What came before anything was asked. */
  readonly #unasked: Exchange = { propertyId: 0, askedAt: 0, first: 0, end: 0 };
  readonly #exchanges = new Map<string, Exchange[]>();
  readonly #asked = new Map<string, number>();

  constructor({ records }: Capture) {
    const decoder = new FrameDecoder();
    const clients = new Set<number>();
    let last = this.#unasked;
    for (const { at, to, bytes } of records) {
      if (to === "agent") {
        this.#heard.add(at, bytes);
        last.end = this.#heard.count;
        continue;
      }
      for (const event of decoder.push(bytes)) {
        const request = event.kind === "frame" ? requestIn(event.frame) : undefined;
        if (event.kind !== "frame" || request === undefined) continue;
        clients.add(event.frame.source);
        const key = keyOf(event.frame.destination, request);
        const { count } = this.#heard;
        const { propertyId } = request.property;
        last = { propertyId, askedAt: at, first: count, end: count };
        const sameBefore = this.#exchanges.get(key);
        if (sameBefore === undefined) this.#exchanges.set(key, [last]);
        else sameBefore.push(last);
      }
    }
    this.#stream = this.#heard.bytes();
    this.#headers = headersTo(clients, this.#stream);
  }

  /** What came before anything was asked, as pauses since the beginning of the recording. */
  unasked(): Delivery[] {
    return this.#deliveries(this.#unasked, this.#stream, 0);
  }

  /**
   * What the recording has for a request: for the k-th asking what came to the k-th, afterwards
   * what came to the last. Undefined where nobody asked that.
   */
  answer(frame: Frame): Delivery[] | undefined {
    const request = requestIn(frame);
    if (request === undefined) return [];
    const key = keyOf(frame.destination, request);
    const exchanges = this.#exchanges.get(key);
    if (exchanges === undefined) return undefined;
    const asked = this.#asked.get(key) ?? 0;
    this.#asked.set(key, asked + 1);
    const exchange = exchanges[Math.min(asked, exchanges.length - 1)]!;
    const start = this.#heard.startOf(exchange.first);
    const readdressed = this.#readdressed(
      start,
      this.#heard.startOf(exchange.end),
      frame.source,
      { from: exchange.propertyId, to: request.property.propertyId },
    );
    return this.#deliveries(exchange, readdressed, start);
  }

  /** The pieces of an exchange, out of `bytes` that begin at `offset` of the stream. */
  #deliveries({ askedAt, first, end }: Exchange, bytes: Uint8Array, offset: number): Delivery[] {
    const heard = this.#heard;
    return Array.from({ length: end - first }, (_, index) => {
      const piece = first + index;
      const since = index === 0 ? askedAt : heard.timeOf(piece - 1);
      return {
        delayMs: heard.timeOf(piece) - since,
        bytes: bytes.slice(heard.startOf(piece) - offset, heard.startOf(piece + 1) - offset),
      };
    });
  }

  /** A part of the stream as the client that asks now gets it. */
  #readdressed(
    start: number,
    end: number,
    client: number,
    property: { readonly from: number; readonly to: number },
  ): Uint8Array {
    const part = this.#stream.slice(start, end);
    // A frame may begin in one part and end in another: each gets its own bytes of it.
    const put = (at: number, bytes: Uint8Array) => {
      for (const [index, byte] of bytes.entries()) {
        if (at + index >= start && at + index < end) part[at + index - start] = byte;
      }
    };
    for (const at of this.#headers) {
      if (at + HEADER_LENGTH <= start || at >= end) continue;
      const header = this.#stream.slice(at, at + HEADER_LENGTH);
      const view = new DataView(header.buffer);
      view.setUint32(DESTINATION_AT, client, true);
      view.setUint16(HEADER_CHECKSUM_AT, checksum(header, 1, HEADER_CHECKSUM_AT), true);
      put(at, header);
      if (property.from !== property.to) this.#renumber(at, property, put);
    }
    return part;
  }

  /** A whole multi-info answer mirrors a number that the client gave its request. */
  #renumber(
    at: number,
    { from, to }: { readonly from: number; readonly to: number },
    put: (at: number, bytes: Uint8Array) => void,
  ): void {
    const dataAt = at + HEADER_LENGTH;
    const dataLength = u16At(this.#stream, at + LENGTH_AT);
    if (at + frameLength(dataLength) > this.#stream.length || dataLength < SERVICE_HEADER_LENGTH) {
      return;
    }
    const data = this.#stream.slice(dataAt, dataAt + dataLength);
    if (u16At(data, OBJECT_TYPE_AT) !== ObjectType.multiInfo) return;
    if (u16At(data, PROPERTY_AT) !== from) return;
    const isSound = checksum(data, 0, dataLength) === u16At(this.#stream, dataAt + dataLength);
    if (!isSound) return;
    new DataView(data.buffer).setUint16(PROPERTY_AT, to, true);
    put(dataAt, data);
    const sum = checksum(data, 0, dataLength);
    put(dataAt + dataLength, Uint8Array.of(sum & 0xFF, sum >> 8));
  }
}

/** What makes a request the same as another. The client's own address is not part of it. */
function keyOf(destination: number, { service, property, data }: Request): string {
  const { objectType, objectId, propertyId } = property;
  // The number of a multi-info request is the client's own; what it asks for is in its data.
  const number = objectType === ObjectType.multiInfo ? "" : propertyId;
  const asked = service === ServiceId.readProperty ? data.toHex() : "";
  return [destination, service, objectType, objectId, number, asked].join("/");
}

function requestIn({ data }: Frame): Request | undefined {
  try {
    return decodeRequest(data);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function headersTo(clients: ReadonlySet<number>, stream: Uint8Array): number[] {
  const headers: number[] = [];
  for (
    let at = stream.indexOf(START_BYTE);
    at >= 0 && at + HEADER_LENGTH <= stream.length;
    at = stream.indexOf(START_BYTE, at + 1)
  ) {
    if (!clients.has(u32At(stream, at + DESTINATION_AT))) continue;
    const end = at + HEADER_CHECKSUM_AT;
    if (checksum(stream, at + 1, end) === u16At(stream, end)) headers.push(at);
  }
  return headers;
}
