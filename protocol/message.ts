import { ByteReader, ByteWriter } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";

/** What a device reported to the gateway (specification 4.6). */
export interface Message {
  /** How many older messages are still behind this one. */
  readonly remaining: number;
  /** Its number in the catalogue of messages. */
  readonly type: number;
  /** The address of the device that it speaks of. */
  readonly source: number;
  /** Seconds since 1970-01-01 of the gateway's local time. */
  readonly timestamp: number;
  /** What it means depends on the type. */
  readonly value: number;
}

/**
 * Message 0 is the newest: reading it sets the pointer and clears the pending flag. Message k
 * stands k places before that pointer.
 */
export function messageProperty(index: number): PropertyRef {
  return { objectType: ObjectType.message, objectId: index, propertyId: 0 };
}

/** Of a message's data, in bytes. */
export const MESSAGE_LENGTH = 18;

/** Throws a `DecodeError` where the data is no message. */
export function decodeMessage(data: Uint8Array): Message {
  const reader = new ByteReader(data);
  const message = {
    remaining: reader.u32(),
    type: reader.u16(),
    source: reader.u32(),
    timestamp: reader.u32(),
    value: reader.u32(),
  };
  reader.end("a message");
  return message;
}

/** The data of a message's property, as a gateway sends it. */
export function encodeMessage(
  { remaining, type, source, timestamp, value }: Message,
): Uint8Array {
  return new ByteWriter(MESSAGE_LENGTH)
    .u32(remaining).u16(type).u32(source).u32(timestamp).u32(value).finish();
}

/** Whether two readings tell of the same event; how many stand behind it may differ. */
export function isSameMessage(a: Message, b: Message): boolean {
  return a.source === b.source && a.timestamp === b.timestamp && a.type === b.type;
}
