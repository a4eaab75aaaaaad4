import { ByteWriter, DecodeError, u16At, u32At } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";
import { decodeValue, encodeValue } from "./value.ts";

/** What a request wants (specification 4.1). */
export const ServiceId = { readProperty: 0x01, writeProperty: 0x02 } as const;

/** Bits of a service's flags; a request has none. */
export const ServiceFlag = { error: 0x01, response: 0x02 } as const;

/** Flags, service and property, in bytes; what follows is the property's data. */
export const SERVICE_HEADER_LENGTH = 10;

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

/** Asks for a property; only a multi-info and a file transfer send data with it. */
export function readRequest(property: PropertyRef, data: Uint8Array = NO_DATA): Request {
  return { service: ServiceId.readProperty, property, data };
}

/** Sets a property to the value that `data` holds. */
export function writeRequest(property: PropertyRef, data: Uint8Array): Request {
  return { service: ServiceId.writeProperty, property, data };
}

/** The data of a frame from a client. */
export function encodeRequest({ service, property, data }: Request): Uint8Array {
  return encode(0, service, property, data);
}

/** The data of a frame from a gateway; throws a `RangeError` where an error code is no u16. */
export function encodeResponse(response: Response): Uint8Array {
  const { service, property } = response;
  if (response.ok) return encode(ServiceFlag.response, service, property, response.data);
  const flags = ServiceFlag.response | ServiceFlag.error;
  return encode(flags, service, property, encodeValue("error", response.code));
}

/** Throws a `DecodeError` where the data is no request. */
export function decodeRequest(frameData: Uint8Array): Request {
  const flags = flagsOf(frameData);
  if ((flags & ServiceFlag.response) !== 0) {
    throw new DecodeError("Expected a request, found a response");
  }
  return {
    service: frameData[1]!,
    property: propertyOf(frameData),
    data: frameData.subarray(SERVICE_HEADER_LENGTH),
  };
}

/** Throws a `DecodeError` where the data is no response. */
export function decodeResponse(frameData: Uint8Array): Response {
  const flags = flagsOf(frameData);
  if ((flags & ServiceFlag.response) === 0) {
    throw new DecodeError("Expected a response, found a request");
  }
  const service = frameData[1]!;
  const property = propertyOf(frameData);
  const data = frameData.subarray(SERVICE_HEADER_LENGTH);
  if ((flags & ServiceFlag.error) === 0) return { service, property, ok: true, data };
  return { service, property, ok: false, code: decodeValue("error", data) };
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
  return new ByteWriter(SERVICE_HEADER_LENGTH + data.length)
    .u8(flags).u8(service).u16(objectType).u32(objectId).u16(propertyId).bytes(data).finish();
}

function flagsOf(frameData: Uint8Array): number {
  if (frameData.length < SERVICE_HEADER_LENGTH) {
    throw new DecodeError(
      `Expected ${SERVICE_HEADER_LENGTH} bytes of a service or more, found ${frameData.length}`,
    );
  }
  return frameData[0]!;
}

function propertyOf(frameData: Uint8Array): PropertyRef {
  return {
    objectType: u16At(frameData, 2),
    objectId: u32At(frameData, 4),
    propertyId: u16At(frameData, 8),
  };
}
