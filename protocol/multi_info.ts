import { ByteReader, ByteWriter, DecodeError, f32At, u16At, u32At } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";

/** Which device's value is meant; 1 to 15 are the device of that number in its family. */
export const Aggregation = { master: 0x00, average: 0xFD, sum: 0xFE } as const;

/** One user info asked for. */
export interface MultiInfoItem {
  /** The user info's number. */
  readonly reference: number;
  /** An `Aggregation`, or a device's number from 1 to 15. */
  readonly aggregation: number;
}

/** What the gateway tells of itself with every answer. */
export interface MultiInfoAnswer {
  /** Bits of `MultiInfoFlag`; bits 0 to 3 are the version of the service. */
  readonly flags: number;
  /** Seconds since 1970-01-01 of the gateway's local time. */
  readonly time: number;
  /** One value for each item asked for, in that order; NaN where there is none. */
  readonly values: readonly number[];
}

/** Bits of an answer's flags: a modem, and the families that the gateway has met. */
export const MultiInfoFlag = { gsm: 0x10, xt: 0x20, bsp: 0x40, vt: 0x80, vs: 0x100 } as const;

/** The most items of one request (specification 4.9). */
export const MAX_MULTI_INFO_ITEMS = 76;

const ITEM_LENGTH = 3;

/** What stands before the items of an answer, in bytes. */
export const ANSWER_HEADER_LENGTH = 8;
/** Of each item of an answer, in bytes. */
export const ANSWER_ITEM_LENGTH = ITEM_LENGTH + 4;

/** The gateway mirrors `requestNumber` (0 to 65535), so that an answer can be told from a late one. */
export function multiInfoProperty(requestNumber: number): PropertyRef {
  return { objectType: ObjectType.multiInfo, objectId: 1, propertyId: requestNumber };
}

/** Throws a `RangeError` for no items or too many. */
export function encodeMultiInfoRequest(items: readonly MultiInfoItem[]): Uint8Array {
  if (items.length === 0 || items.length > MAX_MULTI_INFO_ITEMS) {
    throw new RangeError(`Cannot ask for ${items.length} items: 1 to ${MAX_MULTI_INFO_ITEMS}`);
  }
  const writer = new ByteWriter(items.length * ITEM_LENGTH);
  for (const { reference, aggregation } of items) writer.u16(reference).u8(aggregation);
  return writer.finish();
}

/** Throws a `DecodeError` where the data is no list of 1 to 76 items. */
export function decodeMultiInfoRequest(data: Uint8Array): MultiInfoItem[] {
  const count = data.length / ITEM_LENGTH;
  if (!Number.isInteger(count) || count === 0 || count > MAX_MULTI_INFO_ITEMS) {
    throw new DecodeError(
      `Expected 1 to ${MAX_MULTI_INFO_ITEMS} items, found ${data.length} bytes`,
    );
  }
  const reader = new ByteReader(data);
  return Array.from({ length: count }, () => ({
    reference: reader.u16(),
    aggregation: reader.u8(),
  }));
}

/** The answer to `items`, as a gateway sends it; NaN where `values` has none. */
export function encodeMultiInfoAnswer(
  items: readonly MultiInfoItem[],
  { flags, time, values }: MultiInfoAnswer,
): Uint8Array {
  const writer = new ByteWriter(ANSWER_HEADER_LENGTH + items.length * ANSWER_ITEM_LENGTH)
    .u32(flags).u32(time);
  items.forEach(({ reference, aggregation }, i) => {
    writer.u16(reference).u8(aggregation).f32(values[i] ?? NaN);
  });
  return writer.finish();
}

/**
 * Reads the answer to `items`. Throws a `DecodeError` where it speaks of anything else, be it a
 * single reference: a value is never given to another datapoint than its own.
 */
export function decodeMultiInfoAnswer(
  items: readonly MultiInfoItem[],
  data: Uint8Array,
): MultiInfoAnswer {
  const length = ANSWER_HEADER_LENGTH + items.length * ANSWER_ITEM_LENGTH;
  if (data.length !== length) {
    throw new DecodeError(`Expected ${length} bytes of a multi-info answer, found ${data.length}`);
  }
  const values = new Array<number>(items.length);
  for (let i = 0, at = ANSWER_HEADER_LENGTH; i < items.length; i++, at += ANSWER_ITEM_LENGTH) {
    const { reference, aggregation } = items[i]!;
    if (u16At(data, at) !== reference || data[at + 2] !== aggregation) {
      throw new DecodeError(
        `Expected item ${reference}/${aggregation}, found ${u16At(data, at)}/${data[at + 2]}`,
      );
    }
    values[i] = f32At(data, at + 3);
  }
  return { flags: u32At(data, 0), time: u32At(data, 4), values };
}
