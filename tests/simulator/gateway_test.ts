import assert from "node:assert/strict";
import {
  customDatalogFieldProperty,
  encodeCustomDatalogField,
} from "../../protocol/custom_datalog_field.ts";
import { encodeFrame, FrameFlag } from "../../protocol/frame.ts";
import { decodeGuid, guidProperty } from "../../protocol/guid.ts";
import { messageProperty } from "../../protocol/message.ts";
import { encodeRequest, readRequest, writeRequest } from "../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../protocol/value.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import {
  ask,
  askFrame,
  assertRefused,
  dataOf,
  info,
  parameter,
  readFloat,
  writeFloat,
  writeSignal,
} from "./gateway_client.ts";

const XT1 = 101;
const XCOM = 501;

Deno.test("SimulatedGateway gives no answer to a frame with a bad checksum", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const good = encodeFrame({
    flags: 0,
    source: 1,
    destination: XT1,
    data: encodeRequest(readRequest(info(3000))),
  });
  for (let i = 0; i < good.length; i++) {
    const damaged = good.slice();
    damaged[i]! ^= 0x10;
    assert.deepEqual(gateway.receive(damaged), [], `byte ${i}`);
    // What was left of it must not swallow the next request for good.
    const answers = [...gateway.receive(good), ...gateway.receive(good)];
    assert.ok(answers.length >= 1, `byte ${i}`);
  }
});

Deno.test("SimulatedGateway answers requests that come in pieces, joined, or with CR LF behind", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const request = encodeFrame({
    flags: 0,
    source: 1,
    destination: XT1,
    data: encodeRequest(readRequest(info(3124))),
  });
  const joined = new Uint8Array([...request, 0x0D, 0x0A, ...request]);
  assert.equal(gateway.receive(joined).length, 2);
  const answers = [...joined].flatMap((byte) => gateway.receive(Uint8Array.of(byte)));
  assert.equal(answers.length, 2);
});

Deno.test("SimulatedGateway puts CR LF behind its answers in LAN mode", () => {
  const gateway = createGateway({ scenario: "cabin", mode: "lan" });
  const [answer] = gateway.receive(encodeFrame({
    flags: 0,
    source: 1,
    destination: XT1,
    data: encodeRequest(readRequest(info(3000))),
  }));
  assert.equal(answer!.length, 30 + 2);
  assert.deepEqual([...answer!.subarray(-2)], [0x0D, 0x0A]);
});

Deno.test("SimulatedGateway gives no answer to a response or to a frame without a service", () => {
  const gateway = createGateway({ scenario: "cabin" });
  for (const data of [[], [0], [0x02, 0x01, 1, 0, 1, 0, 0, 0, 1, 0]]) {
    const frame = { flags: 0, source: 1, destination: XT1, data: Uint8Array.from(data) };
    assert.deepEqual(gateway.receive(encodeFrame(frame)), []);
  }
});

Deno.test("SimulatedGateway answers an info at any property id", () => {
  const gateway = createGateway({ scenario: "house" });
  for (const propertyId of [0, 1, 5, 0x0D, 0xFFFF]) {
    assert.equal(readFloat(gateway, XT1, info(3125, propertyId)), 7000);
  }
});

Deno.test("SimulatedGateway reads a phase from its master and writes to all its Xtenders", () => {
  const gateway = createGateway({ scenario: "big" });
  // xt2, xt5 and xt8 are on L2.
  gateway.installation.deviceNamed("xt2")!.parameters.install(1138, 77);
  assert.equal(readFloat(gateway, 192, parameter(1138)), 77);
  assert.ok(writeFloat(gateway, 192, parameter(1138), 88).ok);
  for (const [address, expected] of [[102, 88], [105, 88], [108, 88], [101, 60], [103, 60]]) {
    assert.equal(readFloat(gateway, address!, parameter(1138)), expected, `at ${address}`);
  }
});

Deno.test("SimulatedGateway has no phases where no Xtender feeds them", () => {
  const gateway = createGateway({ scenario: "house" });
  assert.ok(ask(gateway, 191, readRequest(info(3000))).ok);
  assertRefused(ask(gateway, 192, readRequest(info(3000))), "DEVICE_NOT_FOUND");
});

Deno.test("SimulatedGateway lets a multicast write reach all devices of the class", () => {
  const gateway = createGateway({ scenario: "house" });
  assert.ok(writeFloat(gateway, 100, parameter(1138), 42).ok);
  assert.equal(readFloat(gateway, 101, parameter(1138)), 42);
  assert.equal(readFloat(gateway, 102, parameter(1138)), 42);
});

Deno.test("SimulatedGateway refuses multicast reads, and answers like the first device if lenient", () => {
  const strict = createGateway({ scenario: "house" });
  const lenient = createGateway({ scenario: "house", lenient: true });
  for (const [address, number] of [[100, 3124], [300, 11047], [600, 7034], [700, 15074]] as const) {
    assertRefused(ask(strict, address, readRequest(info(number))), "MULTICAST_READ_NOT_SUPPORTED");
    const first = address === 100 ? 101 : address + 1;
    assert.equal(
      readFloat(lenient, address, info(number)),
      readFloat(lenient, first, info(number)),
    );
  }
});

Deno.test("SimulatedGateway tells BSP and BMS apart: 7054 and 7034 exist only on one of them", () => {
  const bsp = createGateway({ scenario: "house" });
  assert.equal(readFloat(bsp, 601, info(7034)), 10241);
  assertRefused(ask(bsp, 601, readRequest(info(7054))), "OBJECT_ID_NOT_FOUND");
  const bms = createGateway({ scenario: "three-phase" });
  assert.ok(readFloat(bms, 601, info(7054)) > 0);
  assertRefused(ask(bms, 601, readRequest(info(7034))), "OBJECT_ID_NOT_FOUND");
});

Deno.test("SimulatedGateway refuses with each error code of the specification that it has a reason for", () => {
  const gateway = createGateway({ scenario: "house" });
  const read = (address: number, property = info(3000)) =>
    ask(gateway, address, readRequest(property));
  const write = (property: ReturnType<typeof parameter>, data: Uint8Array) =>
    ask(gateway, XT1, writeRequest(property, data));
  const float = (value: number) => encodeValue("float", value);

  assertRefused(read(109), "DEVICE_NOT_FOUND");
  assertRefused(read(12345), "DEVICE_NOT_FOUND");
  assertRefused(
    ask(gateway, XT1, { service: 7, property: info(3000), data: new Uint8Array() }),
    "SERVICE_NOT_SUPPORTED",
  );
  assertRefused(read(XT1, { ...info(3000), objectType: 0x77 }), "TYPE_NOT_SUPPORTED");
  assertRefused(read(XT1, guidProperty), "TYPE_NOT_SUPPORTED");
  assertRefused(read(199, guidProperty), "DEVICE_NOT_FOUND");
  assertRefused(read(XT1, info(3999)), "OBJECT_ID_NOT_FOUND");
  assertRefused(read(XT1, parameter(1999)), "OBJECT_ID_NOT_FOUND");
  // A parameter is no info, and an info of another family is none here.
  assertRefused(read(XT1, info(1138)), "OBJECT_ID_NOT_FOUND");
  assertRefused(read(XT1, info(11000)), "OBJECT_ID_NOT_FOUND");
  assertRefused(read(XT1, { ...parameter(1138), propertyId: 1 }), "PROPERTY_NOT_SUPPORTED");
  assertRefused(write({ ...parameter(1138), propertyId: 1 }, float(1)), "PROPERTY_NOT_SUPPORTED");
  assertRefused(write(info(3000), float(1)), "PROPERTY_IS_READ_ONLY");
  assertRefused(write(parameter(1138, "min"), float(1)), "PROPERTY_IS_READ_ONLY");
  assertRefused(write(parameter(1138, "max"), float(1)), "PROPERTY_IS_READ_ONLY");
  assertRefused(write(parameter(1138, "level"), Uint8Array.of(0, 0)), "ACCESS_DENIED");
  assertRefused(write(parameter(1138), Uint8Array.of(1)), "INVALID_DATA_LENGTH");
  assertRefused(write(parameter(1138), new Uint8Array(5)), "INVALID_DATA_LENGTH");
  assertRefused(write(parameter(1138), float(-1)), "DATA_TOO_SMALL");
  assertRefused(write(parameter(1138), float(200.5)), "DATA_TOO_BIG");
  assertRefused(write(parameter(1138), float(Infinity)), "DATA_TOO_BIG");
  assertRefused(write(parameter(1138), float(NaN)), "INVALID_DATA");
  assertRefused(write(parameter(1124), Uint8Array.of(2)), "INVALID_DATA");
  assertRefused(write(parameter(1552), encodeValue("long_enum", 3)), "INVALID_DATA");
  assertRefused(write(parameter(1468), encodeValue("int32", 2)), "INVALID_DATA");
  assertRefused(read(XCOM, parameter(5012)), "OBJECT_NOT_SUPPORTED");
  assertRefused(read(XCOM, { ...guidProperty, objectType: 5 }), "SERVICE_NOT_SUPPORTED");
  assertRefused(
    ask(gateway, XCOM, writeRequest(guidProperty, new Uint8Array(16))),
    "SERVICE_NOT_SUPPORTED",
  );
  assertRefused(read(XCOM, messageProperty(5000)), "OBJECT_ID_NOT_FOUND");
});

Deno.test("SimulatedGateway answers a GUID of 32 digits", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const guid = decodeGuid(dataOf(ask(gateway, XCOM, readRequest(guidProperty))));
  assert.match(guid, /^[0-9A-F]{32}$/);
});

Deno.test("SimulatedGateway takes a custom datalog field without separators of at most 250 bytes", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const set = (data: Uint8Array, propertyId = 1) =>
    ask(gateway, XCOM, writeRequest({ ...customDatalogFieldProperty, propertyId }, data));
  assert.ok(set(encodeCustomDatalogField("Günther")).ok);
  assert.ok(set(new Uint8Array(250).fill(65)).ok);
  assertRefused(set(new Uint8Array(251).fill(65)), "INVALID_DATA_LENGTH");
  for (const separator of ";,#") {
    assertRefused(set(Uint8Array.of(separator.charCodeAt(0))), "INVALID_DATA");
  }
  assertRefused(set(Uint8Array.of(65), 2), "PROPERTY_NOT_SUPPORTED");
});

Deno.test("SimulatedGateway raises the restart flag at its restart until {5104} is written", () => {
  const gateway = createGateway({ scenario: "house" });
  const restarted = () =>
    (askFrame(gateway, XT1, readRequest(info(3000))).frame.flags & FrameFlag.restarted) !== 0;
  assert.ok(!restarted());
  gateway.restartGateway();
  assert.ok(restarted());
  // Inverters go on: their values in RAM are still there.
  assert.ok(writeFloat(gateway, XT1, parameter(1138, "unsavedValue"), 33).ok);
  gateway.restartGateway();
  assert.equal(readFloat(gateway, XT1, parameter(1138, "unsavedValue")), 33);
  assert.ok(writeSignal(gateway, XCOM, 5104).ok);
  assert.ok(!restarted());
});

Deno.test("SimulatedGateway keeps its clock: {5002} runs with simulated time and can be put", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T23:59:30" });
  const clock = () =>
    decodeValue("int32", dataOf(ask(gateway, XCOM, readRequest(parameter(5002)))));
  const start = Date.UTC(2026, 5, 21, 23, 59, 30) / 1000;
  assert.equal(clock(), start);
  gateway.advance(20.5);
  assert.equal(clock(), start + 20);
  const energy = gateway.readInfo("xt1", 3083);
  assert.ok(energy > 0);

  const put = encodeValue("int32", Date.UTC(2026, 5, 21, 23, 0) / 1000);
  assert.ok(ask(gateway, XCOM, writeRequest(parameter(5002, "unsavedValue"), put)).ok);
  assert.equal(clock(), Date.UTC(2026, 5, 21, 23, 0) / 1000);
  gateway.advance(60);
  // Midnight is the gateway's, and that is an hour away again.
  assert.ok(gateway.readInfo("xt1", 3083) >= energy);
  gateway.advance(3600);
  assert.ok(gateway.readInfo("xt1", 3083) < energy);
  assert.ok(gateway.readInfo("xt1", 3082) > energy);
});

Deno.test("SimulatedGateway ends the day once where its clock is put to the next midnight", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T12:00" });
  gateway.advance(0.5);
  const today = gateway.readInfo("xt1", 3083);
  const midnight = encodeValue("int32", Date.UTC(2026, 5, 22) / 1000);
  ask(gateway, XCOM, writeRequest(parameter(5002), midnight));
  gateway.advance(5);
  assert.ok(gateway.readInfo("xt1", 3083) < 0.01);
  assert.ok(Math.abs(gateway.readInfo("xt1", 3082) - today) < 0.01);
});

Deno.test("SimulatedGateway reports a device that left the bus and forgets nothing of it", () => {
  const gateway = createGateway({ scenario: "house" });
  writeFloat(gateway, 102, parameter(1138), 42);
  gateway.removeDevice("xt2");
  assertRefused(ask(gateway, 102, readRequest(info(3000))), "DEVICE_NOT_FOUND");
  const { frame } = askFrame(gateway, 101, readRequest(info(3000)));
  assert.ok((frame.flags & FrameFlag.messagePending) !== 0);
  gateway.restoreDevice("xt2");
  assert.equal(readFloat(gateway, 102, parameter(1138)), 42);
});

Deno.test("SimulatedGateway names the devices there are where a test asks for another", () => {
  const gateway = createGateway({ scenario: "cabin" });
  assert.throws(() => gateway.readInfo("vt9", 11000), /vt9: there are xt1, vt1, xcom/);
  assert.throws(() => gateway.readInfo("vt1", 3000), RangeError);
});

Deno.test("SimulatedGateway gives the same bytes for the same seed, and others for another", () => {
  const run = (seed: number) => {
    const gateway = createGateway({ scenario: "house", seed });
    return [3000, 3136, 3156].flatMap((number) => {
      gateway.advance(100);
      return [...dataOf(ask(gateway, XT1, readRequest(info(number))))];
    });
  };
  assert.deepEqual(run(11), run(11));
  assert.notDeepEqual(run(11), run(12));
});

Deno.test("SimulatedGateway comes to the same values in many small steps as in a large one", () => {
  const [small, large] = [1, 2].map(() => createGateway({ scenario: "house" }));
  for (let i = 0; i < 8 * 600; i++) small!.advance(0.125);
  large!.advance(600);
  for (const number of [3000, 3083, 3092, 3136]) {
    assert.equal(small!.readInfo("xt1", number), large!.readInfo("xt1", number));
  }
});

Deno.test("Each device has a serial number of its own, another one with another seed", () => {
  const serials = [1, 2].flatMap((seed) => {
    const { devices } = createGateway({ scenario: "big", seed }).installation;
    return devices.map(({ identity }) => identity.serialNumber);
  });
  assert.equal(new Set(serials).size, serials.length);
});
