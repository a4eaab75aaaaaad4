import { ByteReader, ByteWriter, DecodeError } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";

/** The gateway's identity (specification 6.1). */
export const guidProperty: PropertyRef = {
  objectType: ObjectType.guid,
  objectId: 0,
  propertyId: 0,
};

const GUID_LENGTH = 16;
const WORDS = GUID_LENGTH / 4;

/** 32 hexadecimal digits: four little-endian words. Throws a `DecodeError` at another length. */
export function decodeGuid(data: Uint8Array): string {
  if (data.length !== GUID_LENGTH) {
    throw new DecodeError(`Expected ${GUID_LENGTH} bytes of a GUID, found ${data.length}`);
  }
  const reader = new ByteReader(data);
  return Array.from(
    { length: WORDS },
    () => reader.u32().toString(16).toUpperCase().padStart(8, "0"),
  ).join("");
}

/** Throws a `RangeError` at anything but 32 hexadecimal digits. */
export function encodeGuid(guid: string): Uint8Array {
  if (!/^[0-9A-Fa-f]{32}$/.test(guid)) {
    throw new RangeError(`Cannot encode GUID ${JSON.stringify(guid)}: 32 hexadecimal digits`);
  }
  const writer = new ByteWriter(GUID_LENGTH);
  for (let i = 0; i < WORDS; i++) writer.u32(parseInt(guid.slice(i * 8, i * 8 + 8), 16));
  return writer.finish();
}
