import { ByteReader, ByteWriter, DecodeError } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";

/** What a request wants (specification 4.1). */
export const ServiceId = { readProperty: 0x01, writeProperty: 0x02 } as const;

const ERROR_FLAG = 0x01;
const RESPONSE_FLAG = 0x02;

/** The data of a frame that asks. */
export interface Request {
  /** A `ServiceId`, or whatever else a client sent. */
  readonly service: number;
  readonly property: PropertyRef;
  readonly data: Uint8Array;
}

/** The data of a frame that answers. */
export type Response =
  & { readonly service: number; readonly property: PropertyRef }
  & (
    | { readonly ok: true; readonly data: Uint8Array }
    /** `code` is an `ErrorCode`, or a number the specification does not hold. */
    | { readonly ok: false; readonly code: number }
  );

const NO_DATA = new Uint8Array(0);

export function readRequest(property: PropertyRef, data: Uint8Array = NO_DATA): Request {
  return { service: ServiceId.readProperty, property, data };
}

export function writeRequest(property: PropertyRef, data: Uint8Array): Request {
  return { service: ServiceId.writeProperty, property, data };
}

export function encodeRequest({ service, property, data }: Request): Uint8Array {
  return encode(0, service, property, data);
}

export function encodeResponse(response: Response): Uint8Array {
  const { service, property } = response;
  return response.ok ? encode(RESPONSE_FLAG, service, property, response.data) : encode(
    RESPONSE_FLAG | ERROR_FLAG,
    service,
    property,
    new ByteWriter(2).u16(response.code).finish(),
  );
}

/** Throws a `DecodeError` where the data is no request. */
export function decodeRequest(frameData: Uint8Array): Request {
  const reader = new ByteReader(frameData);
  const flags = reader.u8();
  if ((flags & RESPONSE_FLAG) !== 0) throw new DecodeError("Expected a request, found a response");
  return { service: reader.u8(), property: propertyRef(reader), data: reader.rest() };
}

/** Throws a `DecodeError` where the data is no response. */
export function decodeResponse(frameData: Uint8Array): Response {
  const reader = new ByteReader(frameData);
  const flags = reader.u8();
  if ((flags & RESPONSE_FLAG) === 0) throw new DecodeError("Expected a response, found a request");
  const service = reader.u8();
  const property = propertyRef(reader);
  if ((flags & ERROR_FLAG) === 0) return { service, property, ok: true, data: reader.rest() };
  const code = reader.u16();
  reader.end("an error response");
  return { service, property, ok: false, code };
}

/**
 * Whether a response answers a request. The protocol has no transaction id: the response echoes
 * the request's service and property, except in a file transfer, where the property is the
 * gateway's own action (specification 4.8).
 */
export function answers(response: Response, request: Request): boolean {
  const asked = request.property;
  const told = response.property;
  return response.service === request.service &&
    told.objectType === asked.objectType &&
    told.objectId === asked.objectId &&
    (told.propertyId === asked.propertyId || asked.objectType === ObjectType.datalog);
}

function encode(
  flags: number,
  service: number,
  { objectType, objectId, propertyId }: PropertyRef,
  data: Uint8Array,
): Uint8Array {
  return new ByteWriter(10 + data.length)
    .u8(flags).u8(service).u16(objectType).u32(objectId).u16(propertyId).bytes(data).finish();
}

function propertyRef(reader: ByteReader): PropertyRef {
  return { objectType: reader.u16(), objectId: reader.u32(), propertyId: reader.u16() };
}
