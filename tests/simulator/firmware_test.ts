import assert from "node:assert/strict";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import {
  Aggregation,
  decodeMultiInfoAnswer,
  encodeMultiInfoRequest,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { readRequest } from "../../protocol/service.ts";
import { decodeValue } from "../../protocol/value.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { ask, assertRefused, dataOf, info, parameter, writeFloat } from "./gateway_client.ts";

const OLD = "1.6.20";
const [XT, VT, BMS, GATEWAY] = [101, 301, 601, 501];
const NOON = "2026-06-21T12:00";

Deno.test("Firmware of 2021 answers for newer datapoints as for unknown ones, that of today does not", () => {
  const newer = [
    ["house", XT, parameter(1650)],
    ["house", VT, parameter(10350)],
    ["house", VT, info(11088)],
    ["house", BMS, info(7005)],
    ["three-phase", BMS, parameter(6093)],
    ["three-phase", BMS, parameter(6104)],
    ["three-phase", BMS, info(7068)],
  ] as const;
  for (const scenario of ["house", "three-phase"] as const) {
    const old = createGateway({ scenario, firmware: "1.6.28" });
    const today = createGateway({ scenario });
    for (const [where, address, property] of newer) {
      if (where !== scenario) continue;
      assertRefused(ask(old, address!, readRequest(property)), "OBJECT_ID_NOT_FOUND");
      dataOf(ask(today, address!, readRequest(property)));
    }
    const written = writeFloat(old, XT!, parameter(1650), 1);
    assertRefused(written, "OBJECT_ID_NOT_FOUND");
  }
});

Deno.test("A BMS tells by 7054 that it is one, also with firmware of 2021", () => {
  const old = createGateway({ scenario: "three-phase", firmware: OLD });
  dataOf(ask(old, BMS!, readRequest(info(7054))));
});

Deno.test("Firmware of 2021 has the defaults and limits of its time", () => {
  const now = createGateway({ scenario: "house" });
  const old = createGateway({ scenario: "old" });
  for (const number of [1246, 1249, 1252, 1333, 1337, 1485, 1516]) {
    assert.deepEqual([read(now, XT!, number), read(old, XT!, number)], [0, 1], `${number}`);
  }
  assert.deepEqual([read(now, XT!, 1311), read(old, XT!, 1311)], [1, 2]);
  const MAX = "max";
  assert.deepEqual([read(now, VT!, 10103, MAX), read(old, VT!, 10103, MAX)], [165, 145]);
  assertRefused(writeFloat(old, VT!, parameter(10103), 150), "DATA_TOO_BIG");
  dataOf(writeFloat(now, VT!, parameter(10103), 150));
});

Deno.test("A restored default is that of the firmware, and loading another one keeps the values", () => {
  const gateway = createGateway({ scenario: "old" });
  gateway.loadFirmware("xt1", "1.6.78");
  gateway.advance(10);
  assert.equal(read(gateway, XT!, 1246), 1);
  dataOf(ask(gateway, XT!, readRequest(parameter(1650))));
  gateway.installation.deviceNamed("xt1")!.parameters.restoreDefaults([1246]);
  assert.equal(read(gateway, XT!, 1246), 0);
});

Deno.test("A device tells how many datapoints its firmware has", () => {
  const gateway = createGateway({ scenario: "house" });
  const [parameters, infos] = [11012, 11014].map((number) => gateway.readInfo("vt1", number));
  gateway.loadFirmware("vt1", OLD);
  gateway.advance(10);
  assert.equal(gateway.readInfo("vt1", 11012), parameters! - 2);
  assert.equal(gateway.readInfo("vt1", 11014), infos! - 1);
});

Deno.test("Multi-info has nothing for a datapoint that a device with older firmware does not have", () => {
  const gateway = createGateway({ scenario: "house" });
  gateway.loadFirmware("vt1", OLD);
  gateway.advance(10);
  const items = [11088, 11043].map((reference) => ({ reference, aggregation: Aggregation.master }));
  const request = readRequest(multiInfoProperty(7), encodeMultiInfoRequest(items));
  const { values } = decodeMultiInfoAnswer(items, dataOf(ask(gateway, GATEWAY!, request)));
  assert.ok(Number.isNaN(values[0]) && values[1]! > 0, `${values}`);
});

Deno.test("A VarioTrack says what limits it from firmware 1.5.10 on, before that only that it charges", () => {
  const modeOf = (firmware: string) =>
    createGateway({ scenario: "house", firmware, start: NOON }).readInfo("vt1", 11016);
  assert.equal(modeOf("1.5.8"), 3);
  assert.ok(modeOf("1.5.10") >= 8);
});

function read(
  gateway: SimulatedGateway,
  address: number,
  number: number,
  property: "value" | "max" = "value",
): number {
  const { format } = findDatapoint(address === XT ? "xt" : "vt", number)!;
  return decodeValue(
    format!,
    dataOf(ask(gateway, address, readRequest(parameter(number, property)))),
  );
}
