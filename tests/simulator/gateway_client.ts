import assert from "node:assert/strict";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { ErrorCode, type ErrorName } from "../../protocol/error_code.ts";
import { attemptFrame, encodeFrame, type Frame } from "../../protocol/frame.ts";
import { ObjectType, ParameterProperty, type PropertyRef } from "../../protocol/object.ts";
import {
  decodeResponse,
  encodeRequest,
  readRequest,
  type Request,
  type Response,
  writeRequest,
} from "../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../protocol/value.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";

const SOURCE = 0x4711;

/** Asks the way a client does: bytes in, exactly one frame of bytes out. */
export function askFrame(
  gateway: SimulatedGateway,
  destination: number,
  request: Request,
): { frame: Frame; response: Response } {
  const answers = gateway.receive(
    encodeFrame({ flags: 0, source: SOURCE, destination, data: encodeRequest(request) }),
  );
  assert.equal(answers.length, 1);
  const attempt = attemptFrame(answers[0]!, 0);
  assert.ok(attempt.kind === "frame");
  assert.equal(attempt.frame.source, destination);
  assert.equal(attempt.frame.destination, SOURCE);
  return { frame: attempt.frame, response: decodeResponse(attempt.frame.data) };
}

export function ask(gateway: SimulatedGateway, destination: number, request: Request): Response {
  return askFrame(gateway, destination, request).response;
}

/** The data of an answer that must be good. */
export function dataOf(response: Response): Uint8Array {
  assert.ok(response.ok, `refused with code 0x${response.ok ? 0 : response.code.toString(16)}`);
  return response.data;
}

export function assertRefused(response: Response, error: ErrorName): void {
  assert.ok(!response.ok, `expected ${error}, found an answer`);
  assert.equal(response.code, ErrorCode[error]);
}

export function info(number: number, propertyId = 1): PropertyRef {
  return { objectType: ObjectType.userInfo, objectId: number, propertyId };
}

export function parameter(
  number: number,
  property: keyof typeof ParameterProperty = "value",
): PropertyRef {
  return {
    objectType: ObjectType.parameter,
    objectId: number,
    propertyId: ParameterProperty[property],
  };
}

export function readFloat(
  gateway: SimulatedGateway,
  destination: number,
  property: PropertyRef,
): number {
  return decodeValue("float", dataOf(ask(gateway, destination, readRequest(property))));
}

export function writeFloat(
  gateway: SimulatedGateway,
  destination: number,
  property: PropertyRef,
  value: number,
): Response {
  return ask(gateway, destination, writeRequest(property, encodeValue("float", value)));
}

/** Writes a parameter of a device in its own format, into RAM; it must be taken. */
export function writeParameter(
  gateway: SimulatedGateway,
  name: string,
  number: number,
  value: number,
): void {
  const { address, family } = gateway.installation.deviceNamed(name)!;
  const data = encodeValue(findDatapoint(family, number)!.format!, value);
  dataOf(ask(gateway, address, writeRequest(parameter(number, "unsavedValue"), data)));
}

export function writeSignal(
  gateway: SimulatedGateway,
  destination: number,
  number: number,
): Response {
  return ask(
    gateway,
    destination,
    writeRequest(parameter(number, "unsavedValue"), encodeValue("int32", 1)),
  );
}

export function hex(text: string): Uint8Array {
  return Uint8Array.from(
    text.replaceAll(/\s/g, "").match(/../g) ?? [],
    (pair) => parseInt(pair, 16),
  );
}
