import assert from "node:assert/strict";
import {
  customDatalogFieldProperty,
  encodeCustomDatalogField,
} from "../../../protocol/custom_datalog_field.ts";
import {
  DatalogAction,
  datalogProperty,
  decodeDirectory,
  encodeFileName,
} from "../../../protocol/datalog.ts";
import { FrameFlag } from "../../../protocol/frame.ts";
import { readRequest, writeRequest } from "../../../protocol/service.ts";
import { decodeText } from "../../../protocol/text.ts";
import { Datalog } from "../../../simulator/datalog/datalog.ts";
import type { DatalogColumn, LogSheet } from "../../../simulator/datalog/datalog_file.ts";
import type { SimulatedGateway } from "../../../simulator/gateway.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { ask, askFrame, assertRefused, dataOf } from "../gateway_client.ts";

const XCOM = 501;
const DAY = 86400;

Deno.test("Datalog files are read block by block, each of 512 bytes but the last", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T10:00" });
  const { blocks, text } = readFile(gateway, "LG260620.CSV");
  assert.ok(blocks.length > 10);
  assert.ok(blocks.slice(0, -1).every(({ length }) => length === 512));
  const lines = text.split("\r\n");
  assert.equal(lines.pop(), "");
  const minutes = lines.filter((line) => /^\d\d\.\d\d\.\d{4} /.test(line));
  assert.equal(minutes.length, 1440);
  assert.deepEqual(lines.slice(3, 3 + 1440), minutes);
  assert.match(lines[3]!, /^20\.06\.2026 00:00;/);
  assert.match(minutes.at(-1)!, /^20\.06\.2026 23:59;/);
  const columns = lines[0]!.split(";").length;
  assert.ok(columns > 10);
  for (const line of [...lines.slice(0, 3), ...minutes]) {
    assert.equal(line.split(";").length, columns, line);
    assert.ok(line.endsWith(";"), line);
  }
  // Behind the last minute: parameters, then the day's counters, a value for each device.
  assert.ok(lines.slice(3 + 1440).every((line) => /^[PI]\d+;[-\d.;]+;$/.test(line)));
  assert.ok(lines.some((line) => line.startsWith("P1138;60.00;")));
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
  assert.match(readFile(gateway, "LG260621.CSV").text, /\r\nCustom;wood fetched;\r\n$/);
  assert.doesNotMatch(readFile(gateway, "LG260620.CSV").text, /Custom/);
});

Deno.test("Datalog keeps 31 files, and none longer than a day", () => {
  const datalog = new Datalog(sheet());
  for (let day = 0; day < 60; day++) datalog.record(day * DAY);
  assert.equal(datalog.fileNames.length, 31);
  assert.equal(datalog.fileNames.at(-1), "LG700301.CSV");
  for (let minute = 0; minute < 5000; minute++) datalog.record(59 * DAY);
  assert.equal(linesOf(datalog, 59), 1440);
  datalog.eraseOldest(Infinity);
  assert.deepEqual(datalog.fileNames, ["LG700301.CSV"]);
});

Deno.test("Datalog of a big installation holds fewer days, but today and yesterday", () => {
  const wide = sheet(Array.from({ length: 2000 }, () => column("x")));
  const datalog = new Datalog(wide);
  for (let day = 0; day < 5; day++) datalog.record(day * DAY);
  assert.deepEqual(datalog.fileNames, ["LG700104.CSV", "LG700105.CSV"]);
});

Deno.test("Datalog ends a file of whole blocks with an empty one", () => {
  const head = "v7.6;;\r\n;I1;\r\n;d;\r\n01.01.1970 00:00;0.00;\r\n";
  const datalog = new Datalog(sheet([column("x".repeat(512 - head.length))]));
  datalog.record(0);
  const first = datalog.transfer(datalogProperty("file", "start"), encodeFileName("LG700101.CSV"));
  assert.ok(first.ok && first.propertyId === DatalogAction.datablock && first.data.length === 512);
  const last = datalog.transfer(datalogProperty("file", "ackContinue"), new Uint8Array());
  assert.ok(last.ok && last.propertyId === DatalogAction.finish && last.data.length === 0);
});

Deno.test("Datalog writes nothing on a full card until its files are erased, and has none where it is removed", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T10:00" });
  const { installation } = gateway;
  const flags = () =>
    askFrame(gateway, XCOM, readRequest(datalogProperty("file", "abort"))).frame.flags &
    (FrameFlag.sdCardPresent | FrameFlag.sdCardFull);
  assert.equal(flags(), FrameFlag.sdCardPresent);
  installation.setSdCard("full");
  assert.equal(flags(), FrameFlag.sdCardPresent | FrameFlag.sdCardFull);
  const lines = () => linesOf(installation.datalog, installation.clockSeconds / DAY);
  const before = lines();
  gateway.advance(600);
  assert.equal(lines(), before);
  installation.datalog.eraseOldest(1);
  assert.equal(flags(), FrameFlag.sdCardPresent);
  gateway.advance(600);
  assert.equal(lines(), before + 10);
  installation.setSdCard("removed");
  assert.equal(flags(), 0);
  const start = readRequest(datalogProperty("directory", "start"));
  assertRefused(ask(gateway, XCOM, start), "FILE_OR_DIR_NOT_PRESENT");
  assert.deepEqual(installation.messages.latest(2).map(({ type, source }) => [type, source]), [
    [148, XCOM],
    [71, XCOM],
  ]);
});

Deno.test("Datalog has the head of the real files: titles once, references, phases and numbers", () => {
  const gateway = createGateway({ scenario: "three-phase" });
  const [titles, references, devices] = readFile(gateway, "LG260620.CSV").text.split("\r\n");
  const start = "v7.6;XT-Ubat- (MIN) [Vdc];;;XT-Uin [Vac];;;XT-Iin [Aac];;;XT-Pout [kVA];;;";
  assert.equal(titles!.slice(0, start.length), start);
  assert.match(references!, /^;I3090;I3090;I3090;I3113;/);
  assert.match(devices!, /^;L1-1;L2-2;L3-3;L1-1;/);
  assert.match(
    titles!,
    /;BMS-SOC \[%\];.*;Solar power \(ALL\) \[kW\];.*;DEV SYS MSG;DEV SYS SCOM ERR;$/,
  );
});

Deno.test("Datalog reaches 30 days back, and each midnight joins the next day", () => {
  const gateway = createGateway({
    scenario: "house",
    start: "2026-06-21T10:00",
    historyDays: 30,
    seed: 4,
  });
  const names = directory(gateway);
  assert.equal(names.length, 31);
  assert.equal(names[0], "LG260522.CSV");
  let before: number | undefined;
  for (const name of [...names.slice(0, 3), ...names.slice(-3)]) {
    const { text } = readFile(gateway, name);
    const charge = valuesOf(text, "I7032");
    if (before !== undefined && name !== names.at(-3)) {
      assert.ok(Math.abs(charge[0]! - before) < 0.5, `${name}: ${before} % to ${charge[0]} %`);
    }
    before = charge.at(-1)!;
  }
});

Deno.test("Datalog of a past day is the same each time, and its minutes make the day's energies", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T10:00", historyDays: 10 });
  const { text } = readFile(gateway, "LG260613.CSV");
  assert.equal(readFile(gateway, "LG260613.CSV").text, text);
  for (const [power, energy] of [["I11043", "I11007"], ["I15061", "I15017"]] as const) {
    const kilowattHours = valuesOf(text, power).reduce((sum, value) => sum + value / 60, 0);
    const counted = Number(new RegExp(`\r\n${energy};([^;]+);`).exec(text)![1]);
    assert.ok(counted > 1, `${energy} is ${counted}`);
    // A line is rounded to 10 W.
    assert.ok(Math.abs(kilowattHours - counted) < 0.01 * 12, `${kilowattHours}, not ${counted}`);
  }
});

function sheet(columns: readonly DatalogColumn[] = []): LogSheet {
  return { columns, summaries: [] };
}

function column(title: string): DatalogColumn {
  return { title, reference: "I1", device: "d", decimals: 2, read: () => 0 };
}

function linesOf(datalog: Datalog, day: number): number {
  const text = datalog.day(Math.floor(day))!.text();
  return text.split("\r\n").filter((line) => /^\d\d\./.test(line)).length;
}

/** The first column of an info, minute by minute. */
function valuesOf(text: string, reference: string): number[] {
  const lines = text.split("\r\n").map((line) => line.split(";"));
  const column = lines[1]!.indexOf(reference);
  return lines.filter(([time]) => /^\d\d\./.test(time!)).map((fields) => Number(fields[column]));
}

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
