import { decodeDirectory, encodeDirectory } from "../../protocol/datalog.ts";
import { decodeGuid, encodeGuid } from "../../protocol/guid.ts";
import { decodeMessage, encodeMessage } from "../../protocol/message.ts";
import { decodeValue, encodeValue } from "../../protocol/value.ts";

/** One frame of the specification's examples (5, 6): its bytes, and all that they mean. */
export interface Vector {
  readonly name: string;
  /** The frame's bytes in hexadecimal, spaces for the eye. */
  readonly hex: string;
  readonly flags: number;
  readonly source: number;
  readonly destination: number;
  readonly kind: "request" | "response";
  readonly service: number;
  readonly objectType: number;
  readonly objectId: number;
  readonly propertyId: number;
  readonly content: Content;
}

/** The property's data, and the codec that it belongs to. */
export interface Content {
  readonly value: unknown;
  decode(data: Uint8Array): unknown;
  encode(value: unknown): Uint8Array;
}

function content<T>(
  value: T,
  decode: (data: Uint8Array) => T,
  encode: (value: T) => Uint8Array,
): Content {
  return { value, decode, encode: (value) => encode(value as T) };
}

const float = (value: number): Content =>
  content(value, (data) => decodeValue("float", data), (value) => encodeValue("float", value));

const nothing: Content = content("", (data) => data.toHex(), (hex) => Uint8Array.fromHex(hex));

export const Vectors: readonly Vector[] = [
  {
    name: "read info 3000 of 101",
    hex: "AA 00 01000000 65000000 0A00 6F71  00 01 0100 B80B0000 0100  C590",
    flags: 0x00,
    source: 1,
    destination: 101,
    kind: "request",
    service: 1,
    objectType: 0x0001,
    objectId: 3000,
    propertyId: 0x0001,
    content: nothing,
  },
  {
    name: "response 12.359375 V",
    hex: "AA 34 65000000 01000000 0E00 A745  02 01 0100 B80B0000 0100 00C04541  0DCB",
    flags: 0x34,
    source: 101,
    destination: 1,
    kind: "response",
    service: 1,
    objectType: 0x0001,
    objectId: 3000,
    propertyId: 0x0001,
    content: float(12.359375),
  },
  {
    name: "read parameter 1138 value_qsp",
    hex: "AA 00 01000000 65000000 0A00 6F71  00 01 0200 72040000 0500  7DD9",
    flags: 0x00,
    source: 1,
    destination: 101,
    kind: "request",
    service: 1,
    objectType: 0x0002,
    objectId: 1138,
    propertyId: 0x0005,
    content: nothing,
  },
  {
    name: "response 60.0",
    hex: "AA 34 65000000 01000000 0E00 A745  02 01 0200 72040000 0500 00007042  310B",
    flags: 0x34,
    source: 101,
    destination: 1,
    kind: "response",
    service: 1,
    objectType: 0x0002,
    objectId: 1138,
    propertyId: 0x0005,
    content: float(60),
  },
  {
    name: "write parameter 1138 = 12.0",
    hex: "AA 00 01000000 65000000 0E00 7379  00 02 0200 72040000 0500 00004041  FF9B",
    flags: 0x00,
    source: 1,
    destination: 101,
    kind: "request",
    service: 2,
    objectType: 0x0002,
    objectId: 1138,
    propertyId: 0x0005,
    content: float(12),
  },
  {
    name: "response to a write",
    hex: "AA 34 65000000 01000000 0A00 A33D  02 02 0200 72040000 0500  80F6",
    flags: 0x34,
    source: 101,
    destination: 1,
    kind: "response",
    service: 2,
    objectType: 0x0002,
    objectId: 1138,
    propertyId: 0x0005,
    content: nothing,
  },
  {
    name: "read message 0",
    hex: "AA 00 01000000 F5010000 0A00 00D6  00 01 0300 00000000 0000  0317",
    flags: 0x00,
    source: 1,
    destination: 501,
    kind: "request",
    service: 1,
    objectType: 0x0003,
    objectId: 0,
    propertyId: 0x0000,
    content: nothing,
  },
  {
    name: "response fan error of 105, 976 messages behind it",
    hex: "AA 34 F5010000 01000000 1C00 460A  02 01 0300 00000000 0000 " +
      "D0030000 1000 69000000 82AD9E59 00000000  7760",
    flags: 0x34,
    source: 501,
    destination: 1,
    kind: "response",
    service: 1,
    objectType: 0x0003,
    objectId: 0,
    propertyId: 0x0000,
    content: content(
      { remaining: 976, type: 16, source: 105, timestamp: 1503571330, value: 0 },
      decodeMessage,
      encodeMessage,
    ),
  },
  {
    name: "read directory",
    hex: "AA 00 01000000 F5010000 0A00 00D6  00 01 0101 01000000 2100  2456",
    flags: 0x00,
    source: 1,
    destination: 501,
    kind: "request",
    service: 1,
    objectType: 0x0101,
    objectId: 1,
    propertyId: 0x0021,
    content: nothing,
  },
  {
    name: "response finish with two names",
    hex: "AA 27 F5010000 01000000 2400 418B  02 01 0101 01000000 2600 " +
      "4C473137313031302E4353560A 4C473137313031312E4353560A  EEC9",
    flags: 0x27,
    source: 501,
    destination: 1,
    kind: "response",
    service: 1,
    objectType: 0x0101,
    objectId: 1,
    propertyId: 0x0026,
    content: content(["LG171010.CSV", "LG171011.CSV"], decodeDirectory, encodeDirectory),
  },
  {
    name: "read GUID",
    hex: "AA 00 01000000 F5010000 0A00 00D6  00 01 0400 00000000 0000  041F",
    flags: 0x00,
    source: 1,
    destination: 501,
    kind: "request",
    service: 1,
    objectType: 0x0004,
    objectId: 0,
    propertyId: 0x0000,
    content: nothing,
  },
  {
    name: "response GUID",
    hex: "AA 23 F5010000 01000000 1A00 334B  02 01 0400 00000000 0000 " +
      "3AD01B0B58C932BAEC4D3528613D7D40  34A3",
    flags: 0x23,
    source: 501,
    destination: 1,
    kind: "response",
    service: 1,
    objectType: 0x0004,
    objectId: 0,
    propertyId: 0x0000,
    content: content("0B1BD03ABA32C95828354DEC407D3D61", decodeGuid, encodeGuid),
  },
  {
    name: "read screen",
    hex: "AA 00 01000000 F5010000 0A00 00D6  00 01 0001 00000000 0000  0106",
    flags: 0x00,
    source: 1,
    destination: 501,
    kind: "request",
    service: 1,
    objectType: 0x0100,
    objectId: 0,
    propertyId: 0x0000,
    content: nothing,
  },
];

export function bytesOf({ hex }: Vector): Uint8Array {
  return Uint8Array.fromHex(hex.replaceAll(" ", ""));
}
