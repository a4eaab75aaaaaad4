import assert from "node:assert/strict";
import {
  customDatalogFieldProperty,
  encodeCustomDatalogField,
} from "../../protocol/custom_datalog_field.ts";
import {
  DatalogAction,
  datalogProperty,
  decodeDirectory,
  encodeFileName,
} from "../../protocol/datalog.ts";
import { FrameFlag } from "../../protocol/frame.ts";
import { readRequest, writeRequest } from "../../protocol/service.ts";
import { decodeText } from "../../protocol/text.ts";
import { Datalog } from "../../simulator/datalog.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createGateway } from "../../simulator/scenario.ts";
import { ask, askFrame, assertRefused, dataOf } from "./gateway_client.ts";

const XCOM = 501;
const DAY = 86400;

Deno.test("Datalog files are read block by block, each of 512 bytes but the last", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T10:00" });
  const { blocks, text } = readFile(gateway, "LG260620.CSV");
  assert.ok(blocks.length > 10);
  assert.ok(blocks.slice(0, -1).every(({ length }) => length === 512));
  const lines = text.split("\r\n");
  assert.equal(lines.pop(), "");
  assert.equal(lines.length, 3 + 1440);
  assert.match(lines[3]!, /^20\.06\.2026 00:00;/);
  assert.match(lines.at(-1)!, /^20\.06\.2026 23:59;/);
  const columns = lines[0]!.split(";").length;
  assert.ok(columns > 10);
  assert.ok(lines.every((line) => line.split(";").length === columns));
});

Deno.test("Datalog lists today's file with the minutes so far, and those of the days before", () => {
  const gateway = createGateway({
    scenario: "cabin",
    start: "2026-03-01T00:30",
    historyDays: 3,
  });
  assert.deepEqual(directory(gateway), [
    "LG260226.CSV",
    "LG260227.CSV",
    "LG260228.CSV",
    "LG260301.CSV",
  ]);
  const { text } = readFile(gateway, "LG260301.CSV");
  assert.equal(text.trimEnd().split("\r\n").length, 3 + 30);
});

Deno.test("Datalog sends a block again for a nack, and goes on for an ack", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const first = step(gateway, "start", encodeFileName("LG260620.CSV"));
  assert.deepEqual(step(gateway, "nackRetry"), first);
  assert.deepEqual(step(gateway, "nackRetry"), first);
  const second = step(gateway, "ackContinue");
  assert.notDeepEqual(second, first);
  assert.deepEqual(step(gateway, "nackRetry"), second);
  // A start always begins anew.
  assert.deepEqual(step(gateway, "start", encodeFileName("LG260620.CSV")), first);
});

Deno.test("Datalog ends a transfer at an abort, and has nothing to continue then", () => {
  const gateway = createGateway({ scenario: "cabin" });
  step(gateway, "start", encodeFileName("LG260620.CSV"));
  assert.deepEqual(step(gateway, "abort"), {
    action: DatalogAction.finish,
    data: new Uint8Array(),
  });
  for (const action of ["ackContinue", "nackRetry"] as const) {
    const answer = ask(gateway, XCOM, readRequest(datalogProperty("file", action)));
    assertRefused(answer, "INVALID_SERVICE_ARGUMENT");
  }
});

Deno.test("Datalog tells the end again to a client that did not get it", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const last = step(gateway, "start", new Uint8Array(), "directory");
  assert.equal(last.action, DatalogAction.finish);
  assert.deepEqual(step(gateway, "nackRetry", new Uint8Array(), "directory"), last);
});

Deno.test("Datalog refuses files that are not there, names without an end, unknown steps", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const start = datalogProperty("file", "start");
  const read = (property: typeof start, data: Uint8Array = new Uint8Array()) =>
    ask(gateway, XCOM, readRequest(property, data));
  assertRefused(read(start, encodeFileName("LG990101.CSV")), "FILE_OR_DIR_NOT_PRESENT");
  assertRefused(read(start, Uint8Array.of(76, 71)), "INVALID_DATA");
  assertRefused(read({ ...start, propertyId: 0x30 }), "PROPERTY_NOT_SUPPORTED");
  assertRefused(read({ ...start, objectId: 3 }), "OBJECT_ID_NOT_FOUND");
  assertRefused(
    ask(gateway, XCOM, writeRequest(start, new Uint8Array())),
    "SERVICE_NOT_SUPPORTED",
  );
});

Deno.test("Datalog shows a new file by its frame flag until the directory is read", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T23:59:50" });
  const hasNew = () => {
    const request = readRequest(datalogProperty("file", "abort"));
    return (askFrame(gateway, XCOM, request).frame.flags & FrameFlag.newDatalogFile) !== 0;
  };
  assert.ok(hasNew());
  directory(gateway);
  assert.ok(!hasNew());
  // The first line of the new day is written a minute later.
  gateway.advance(75);
  assert.ok(hasNew());
});

Deno.test("Datalog writes the custom field into today's file", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const field = encodeCustomDatalogField("wood fetched");
  assert.ok(ask(gateway, XCOM, writeRequest(customDatalogFieldProperty, field)).ok);
  gateway.advance(60);
  assert.match(readFile(gateway, "LG260621.CSV").text, /\r\nCustom;wood fetched\r\n$/);
  assert.doesNotMatch(readFile(gateway, "LG260620.CSV").text, /Custom/);
});

Deno.test("Datalog keeps seven files, and none longer than a day", () => {
  const datalog = new Datalog([]);
  for (let day = 0; day < 40; day++) datalog.record(day * DAY);
  assert.deepEqual(datalog.fileNames.length, 7);
  assert.deepEqual(datalog.fileNames.at(-1), "LG700209.CSV");
  for (let minute = 0; minute < 5000; minute++) datalog.record(39 * DAY);
  datalog.transfer(datalogProperty("file", "start"), encodeFileName("LG700209.CSV"));
  datalog.eraseOldest(Infinity);
  assert.deepEqual(datalog.fileNames, ["LG700209.CSV"]);
});

Deno.test("Datalog ends a file of whole blocks with an empty one", () => {
  const datalog = new Datalog([{
    title: "x".repeat(512 - "Date;\r\nDevice;d\r\nUnit;u\r\n01.01.1970 00:00;0.000\r\n".length),
    device: "d",
    unit: "u",
    read: () => 0,
  }]);
  datalog.record(0);
  const first = datalog.transfer(datalogProperty("file", "start"), encodeFileName("LG700101.CSV"));
  assert.ok(first.ok && first.propertyId === DatalogAction.datablock && first.data.length === 512);
  const last = datalog.transfer(datalogProperty("file", "ackContinue"), new Uint8Array());
  assert.ok(last.ok && last.propertyId === DatalogAction.finish && last.data.length === 0);
});

function directory(gateway: SimulatedGateway): string[] {
  return decodeDirectory(step(gateway, "start", new Uint8Array(), "directory").data);
}

function readFile(gateway: SimulatedGateway, name: string): { blocks: Uint8Array[]; text: string } {
  const blocks: Uint8Array[] = [];
  let block = step(gateway, "start", encodeFileName(name));
  while (block.action === DatalogAction.datablock) {
    blocks.push(block.data);
    block = step(gateway, "ackContinue");
  }
  assert.equal(block.action, DatalogAction.finish);
  blocks.push(block.data);
  return { blocks, text: blocks.map(decodeText).join("") };
}

function step(
  gateway: SimulatedGateway,
  action: keyof typeof DatalogAction,
  data: Uint8Array = new Uint8Array(),
  object: "directory" | "file" = "file",
): { action: number; data: Uint8Array } {
  const response = ask(gateway, XCOM, readRequest(datalogProperty(object, action), data));
  return { action: response.property.propertyId, data: dataOf(response) };
}
