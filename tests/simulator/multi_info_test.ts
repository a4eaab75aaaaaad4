import assert from "node:assert/strict";
import {
  Aggregation,
  decodeMultiInfoAnswer,
  encodeMultiInfoRequest,
  MultiInfoFlag,
  type MultiInfoItem,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { readRequest, type Response } from "../../protocol/service.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { ask, assertRefused, dataOf } from "./gateway_client.ts";

const XCOM = 501;
const REQUEST_NUMBER = 4321;

Deno.test("Multi-info answers for the master, each device, the average and the sum", () => {
  const gateway = createGateway({ scenario: "three-phase" });
  const outputs = ["xt1", "xt2", "xt3"].map((name) => gateway.readInfo(name, 3136));
  const sum = outputs.reduce((a, b) => a + b, 0);
  const aggregations = [Aggregation.master, 1, 2, 3, Aggregation.average, Aggregation.sum];
  const { values, time, flags } = read(
    gateway,
    aggregations.map((aggregation) => ({ reference: 3136, aggregation })),
  );
  const expected = [outputs[0]!, ...outputs, sum / 3, sum];
  assert.deepEqual([...values], expected.map(Math.fround));
  assert.ok(new Set(outputs).size === 3);
  assert.equal(time, gateway.installation.clockSeconds);
  // The BMS is no BSP, and yet shows by its flag.
  const { xt, bsp, vs } = MultiInfoFlag;
  assert.equal(flags & ~0x0F, xt | bsp | vs);
});

Deno.test("Multi-info gives states as numbers, and infos that are not available as NaN", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T12:00" });
  const items = [
    { reference: 3028, aggregation: 1 },
    { reference: 15013, aggregation: Aggregation.master },
    { reference: 7004, aggregation: Aggregation.master },
  ];
  const { values } = read(gateway, items);
  assert.deepEqual([...values], [
    gateway.readInfo("xt1", 3028),
    gateway.readInfo("vs1", 15013),
    NaN,
  ]);
});

Deno.test("Multi-info gives NaN for devices and whole families that are absent", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const items = [
    { reference: 3000, aggregation: 2 },
    { reference: 11004, aggregation: 15 },
    ...[Aggregation.master, 1, Aggregation.average, Aggregation.sum].flatMap((aggregation) => [
      { reference: 15010, aggregation },
      { reference: 7002, aggregation },
    ]),
  ];
  assert.ok(read(gateway, items).values.every(Number.isNaN));
});

Deno.test("Multi-info counts devices by their number, also where one before them is away", () => {
  const gateway = createGateway({ scenario: "three-phase" });
  gateway.removeDevice("xt1");
  const items = [1, 2, Aggregation.master].map((aggregation) => ({ reference: 3089, aggregation }));
  assert.deepEqual([...read(gateway, items).values], [NaN, 2, 2]);
});

Deno.test("Multi-info answers 76 items at once, and refuses 77 or a broken list", () => {
  const gateway = createGateway({ scenario: "house" });
  const items = Array.from({ length: 76 }, () => ({ reference: 3000, aggregation: 1 }));
  assert.equal(read(gateway, items).values.length, 76);
  const tooMany = new Uint8Array(77 * 3);
  assertRefused(request(gateway, tooMany), "INVALID_DATA_LENGTH");
  assertRefused(request(gateway, new Uint8Array(0)), "INVALID_DATA_LENGTH");
  assertRefused(request(gateway, new Uint8Array(4)), "INVALID_DATA_LENGTH");
});

Deno.test("Multi-info refuses the whole request for one unknown reference", () => {
  const gateway = createGateway({ scenario: "house" });
  const items = [{ reference: 3000, aggregation: 1 }, { reference: 3999, aggregation: 1 }];
  assertRefused(request(gateway, encodeMultiInfoRequest(items)), "OBJECT_ID_NOT_FOUND");
  // A parameter is no info.
  const parameter = encodeMultiInfoRequest([{ reference: 1138, aggregation: 1 }]);
  assertRefused(request(gateway, parameter), "OBJECT_ID_NOT_FOUND");
});

Deno.test("Multi-info refuses an aggregation that there is not", () => {
  const gateway = createGateway({ scenario: "house" });
  for (const aggregation of [16, 0xFC, 0xFF]) {
    const data = encodeMultiInfoRequest([{ reference: 3000, aggregation }]);
    assertRefused(request(gateway, data), "INVALID_SERVICE_ARGUMENT");
  }
});

Deno.test("Multi-info needs firmware 1.6.74", () => {
  const data = encodeMultiInfoRequest([{ reference: 3000, aggregation: 1 }]);
  for (const [firmware, supported] of [["1.6.73", false], ["1.6.74", true], ["1.10.0", true]]) {
    const gateway = createGateway({ scenario: "cabin", firmware: firmware as string });
    assert.equal(request(gateway, data).ok, supported, `${firmware}`);
  }
  assertRefused(request(createGateway({ scenario: "old" }), data), "SERVICE_NOT_SUPPORTED");
});

function read(gateway: SimulatedGateway, items: readonly MultiInfoItem[]) {
  return decodeMultiInfoAnswer(
    items,
    dataOf(request(gateway, encodeMultiInfoRequest(items))),
  );
}

function request(gateway: SimulatedGateway, data: Uint8Array): Response {
  const response = ask(gateway, XCOM, readRequest(multiInfoProperty(REQUEST_NUMBER), data));
  assert.equal(response.property.propertyId, REQUEST_NUMBER);
  return response;
}
