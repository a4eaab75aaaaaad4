import { DecodeError } from "../../../protocol/bytes.ts";
import type { Datapoint, WireFormat } from "../../../protocol/catalogue/datapoint.ts";
import {
  type ParameterProperty,
  parameterProperty,
  type PropertyRef,
  userInfoValue,
} from "../../../protocol/object.ts";
import { readRequest } from "../../../protocol/service.ts";
import { decodeValue } from "../../../protocol/value.ts";
import type { Ask } from "../line/session.ts";
import type { Value } from "../values.ts";

/** A sensor that is not connected reads about 32767 °C; no plant is that hot. */
const NO_SENSOR_FROM = 32_000;

/**
 * The value that a number from the wire means: null for NaN, for the sentinel of a missing
 * sensor, and for an enumeration's code that is no whole number.
 */
export function valueOf(datapoint: Pick<Datapoint, "unit" | "format">, raw: number): Value {
  if (!Number.isFinite(raw)) return null;
  if (datapoint.unit === "°C" && Math.abs(raw) >= NO_SENSOR_FROM) return null;
  if (datapoint.format !== "float" && !Number.isInteger(raw)) return null;
  return raw;
}

/** Reads a user info by its number. Throws what `ask` throws, or a `DecodeError`. */
export function readUserInfo(
  ask: Ask,
  address: number,
  number: number,
  format: WireFormat,
): Promise<number> {
  return read(ask, address, userInfoValue(number), format);
}

/** Reads one of a parameter's properties. Throws what `ask` throws, or a `DecodeError`. */
export function readParameter(
  ask: Ask,
  address: number,
  number: number,
  property: keyof typeof ParameterProperty,
  format: WireFormat,
): Promise<number> {
  return read(ask, address, parameterProperty(number, property), format);
}

async function read(
  ask: Ask,
  address: number,
  property: PropertyRef,
  format: WireFormat,
): Promise<number> {
  const data = await ask(address, readRequest(property));
  try {
    return decodeValue(format, data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`Cannot read ${property.objectId} of ${address}: ${error.message}`);
  }
}
