import assert from "node:assert/strict";
import { datapointsOf } from "../../protocol/catalogue/lookup.ts";
import { readRequest, writeRequest } from "../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../protocol/value.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { Scenarios } from "../../simulator/scenario/scenarios.ts";
import {
  ask,
  assertRefused,
  dataOf,
  parameter,
  readFloat,
  writeFloat,
  writeSignal,
} from "./gateway_client.ts";

const XT1 = 101;
const VT1 = 301;
const XCOM = 501;
const RESTART_SECONDS = 10;

Deno.test("A parameter that was written in RAM is in force, and lost at the device's restart", () => {
  const gateway = createGateway({ scenario: "house" });
  const flash = () => readFloat(gateway, XT1, parameter(1138, "value"));
  const ram = () => readFloat(gateway, XT1, parameter(1138, "unsavedValue"));
  assert.deepEqual([flash(), ram()], [60, 60]);
  assert.ok(writeFloat(gateway, XT1, parameter(1138, "unsavedValue"), 25).ok);
  assert.deepEqual([flash(), ram()], [60, 25]);
  gateway.restartDevice("xt1");
  assert.deepEqual([flash(), ram()], [60, 60]);
});

Deno.test("A parameter that was written in flash is in force, and kept over a restart", () => {
  const gateway = createGateway({ scenario: "house" });
  writeFloat(gateway, XT1, parameter(1138, "unsavedValue"), 25);
  assert.ok(writeFloat(gateway, XT1, parameter(1138, "value"), 30).ok);
  assert.equal(readFloat(gateway, XT1, parameter(1138, "unsavedValue")), 30);
  gateway.restartDevice("xt1");
  assert.equal(readFloat(gateway, XT1, parameter(1138, "value")), 30);
  assert.equal(readFloat(gateway, XT1, parameter(1138, "unsavedValue")), 30);
});

Deno.test("A device that saves nothing to flash takes a write in flash as one in RAM", () => {
  for (const [address, device, saving, limit] of SavingSwitches) {
    const gateway = createGateway({ scenario: "house" });
    const saves = (value: number) =>
      ask(gateway, address, writeRequest(parameter(saving), encodeValue("bool", value)));
    const before = readFloat(gateway, address, parameter(limit));
    assert.ok(saves(0).ok);
    assert.ok(writeFloat(gateway, address, parameter(limit), 20).ok);
    assert.equal(readFloat(gateway, address, parameter(limit, "unsavedValue")), 20);
    gateway.restartDevice(device);
    assert.equal(readFloat(gateway, address, parameter(limit, "unsavedValue")), before);
    // The switch itself was saved, and can be put back.
    assert.ok(saves(1).ok);
    assert.ok(writeFloat(gateway, address, parameter(limit), 20).ok);
    gateway.restartDevice(device);
    assert.equal(readFloat(gateway, address, parameter(limit)), 20);
  }
});

const SavingSwitches = [
  [101, "xt1", 1550, 1138],
  [301, "vt1", 10058, 10002],
  [701, "vs1", 14069, 14001],
] as const;

Deno.test("A parameter tells its limits for the battery's voltage and its level", () => {
  const house = createGateway({ scenario: "house" });
  const cabin = createGateway({ scenario: "cabin" });
  const limits = (gateway: typeof house) =>
    (["value", "min", "max"] as const).map((property) =>
      readFloat(gateway, XT1, parameter(1140, property))
    );
  assert.deepEqual(limits(house), [54.4, 37.9, 72].map(Math.fround));
  assert.deepEqual(limits(cabin), [27.2, 18.95, 36].map(Math.fround));
  // The owner of a 24 V battery can write what a table for 48 V would refuse.
  assert.ok(writeFloat(cabin, XT1, parameter(1140), 27).ok);
  assertRefused(writeFloat(house, XT1, parameter(1140), 27), "DATA_TOO_SMALL");
  const level = dataOf(ask(house, XT1, readRequest(parameter(1140, "level"))));
  assert.equal(decodeValue("format", level), 0x20);
});

Deno.test("A parameter takes its very limits", () => {
  const gateway = createGateway({ scenario: "cabin" });
  for (const bound of ["min", "max"] as const) {
    const limit = readFloat(gateway, XT1, parameter(1140, bound));
    assert.ok(writeFloat(gateway, XT1, parameter(1140), limit).ok, bound);
  }
});

Deno.test("An Xtender for 120 Vac has the limits of its variant", () => {
  const gateway = createGateway({ scenario: { ...Scenarios.cabin, acVoltage: 120 } });
  assert.equal(readFloat(gateway, XT1, parameter(1286)), 120);
  assert.equal(readFloat(gateway, XT1, parameter(1286, "max")), 140);
  assertRefused(writeFloat(gateway, XT1, parameter(1286), 230), "DATA_TOO_BIG");
});

Deno.test("Firmware that knows no values in RAM answers that it does not support the property", () => {
  const gateway = createGateway({ scenario: "old", firmware: "1.6.12" });
  const vtRam = parameter(10002, "unsavedValue");
  assert.ok(ask(gateway, XT1, readRequest(parameter(1138, "unsavedValue"))).ok);
  assertRefused(ask(gateway, VT1, readRequest(vtRam)), "PROPERTY_NOT_SUPPORTED");
  assertRefused(writeFloat(gateway, VT1, vtRam, 10), "PROPERTY_NOT_SUPPORTED");
});

Deno.test("Every parameter of every family reads its default, and takes it in RAM", () => {
  for (const scenario of ["house", "three-phase"] as const) {
    const gateway = createGateway({ scenario });
    for (const { address, family } of gateway.installation.devices) {
      for (const { kind, number, format, encoding } of datapointsOf(family)) {
        if (kind === "info" || format === undefined) continue;
        const [value, ram] = (["value", "unsavedValue"] as const).map((property) =>
          dataOf(ask(gateway, address, readRequest(parameter(number, property))))
        );
        assert.deepEqual(value, ram, `${family} ${number}`);
        // Signals have no default, and what they do is tested below.
        if (encoding === "signal") continue;
        const written = ask(
          gateway,
          address,
          writeRequest(parameter(number, "unsavedValue"), value!),
        );
        assert.ok(written.ok, `${family} ${number}`);
      }
    }
  }
});

Deno.test("The signal {1468} restarts all Xtenders: off, their RAM lost, a message each", () => {
  const gateway = createGateway({ scenario: "house" });
  writeFloat(gateway, 102, parameter(1138, "unsavedValue"), 25);
  assert.ok(writeSignal(gateway, XT1, 1468).ok);
  assert.equal(readFloat(gateway, 102, parameter(1138, "unsavedValue")), 60);
  gateway.advance(1);
  assert.equal(gateway.readInfo("xt1", 3028), 0);
  assert.equal(gateway.readInfo("xt2", 3049), 0);
  assert.equal(gateway.readInfo("xt1", 3136), 0);
  gateway.advance(RESTART_SECONDS);
  assert.equal(gateway.readInfo("xt1", 3049), 1);
  assert.deepEqual(
    gateway.installation.messages.latest(5).map(({ type, source }) => [type, source]),
    [[177, 102], [177, 101]],
  );
});

Deno.test("Signals switch devices off and on, and set counters back", () => {
  const gateway = createGateway({ scenario: "house" });
  const signal = (address: number, number: number) => {
    assert.ok(writeSignal(gateway, address, number).ok, `${number}`);
    gateway.advance(1);
  };
  signal(VT1, 10040);
  assert.equal(gateway.readInfo("vt1", 11069), 0);
  assert.equal(gateway.readInfo("vt1", 11004), 0);
  signal(VT1, 10039);
  assert.equal(gateway.readInfo("vt1", 11069), 1);
  signal(100, 1399);
  assert.equal(gateway.readInfo("xt2", 3049), 0);
  signal(100, 1415);
  assert.equal(gateway.readInfo("xt2", 3049), 1);

  assert.ok(gateway.readInfo("vt1", 11007) > 1);
  signal(VT1, 10043);
  assert.ok(gateway.readInfo("vt1", 11007) < 0.01);
  assert.ok(gateway.readInfo("vt1", 11008) > 1);
  signal(VT1, 10200);
  assert.ok(gateway.readInfo("vt1", 11008) < 0.01);
  assert.ok(gateway.readInfo("vt1", 11009) > 0.1);
  signal(VT1, 10201);
  assert.ok(gateway.readInfo("vt1", 11009) < 0.001);
  signal(601, 6031);
  assert.ok(gateway.readInfo("bsp", 7019) < 0.01);
});

Deno.test("A signal that restores defaults undoes what was written to flash", () => {
  const gateway = createGateway({ scenario: "house" });
  writeFloat(gateway, XT1, parameter(1138), 25);
  assert.ok(writeSignal(gateway, XT1, 1395).ok);
  assert.equal(readFloat(gateway, XT1, parameter(1138)), 60);
});

Deno.test("Parameters in force act: transfer, input limit, charge current, grid feeding", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T12:00", seed: 3 });
  const set = (address: number, number: number, format: "bool" | "float", value: number) => {
    const data = encodeValue(format, value);
    assert.ok(ask(gateway, address, writeRequest(parameter(number, "unsavedValue"), data)).ok);
    gateway.advance(2);
  };
  assert.equal(gateway.readInfo("xt1", 3020), 1);
  set(100, 1127, "bool", 0);
  assert.ok(gateway.readInfo("xt1", 3137) >= 0);
  set(100, 1128, "bool", 0);
  assert.equal(gateway.readInfo("xt1", 3020), 0);
  assert.equal(gateway.readInfo("xt1", 3028), 1);
  assert.equal(gateway.readInfo("xt1", 3137), 0);
  set(101, 1107, "float", 12);
  assert.equal(gateway.readInfo("xt1", 3017), 12);
  set(301, 10002, "float", 4);
  assert.ok(gateway.readInfo("vt1", 11001) <= 4.2);
});

Deno.test("A device's watchdog restarts it when writes stop while values in RAM are in use", () => {
  const gateway = createGateway({ scenario: "house" });
  const on = encodeValue("bool", 1);
  const ram = parameter(1138, "unsavedValue");
  ask(gateway, XT1, writeRequest(parameter(1628), on));
  gateway.advance(120);
  // Nothing is in RAM only: nothing to lose.
  assert.equal(gateway.readInfo("xt1", 3049), 1);
  for (let i = 0; i < 4; i++) {
    writeFloat(gateway, XT1, ram, 25);
    gateway.advance(50);
    assert.equal(readFloat(gateway, XT1, ram), 25);
  }
  gateway.advance(15);
  assert.equal(readFloat(gateway, XT1, ram), 60);
});

Deno.test("The gateway's watchdog {5095} restarts it when no request comes, with a message", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const enabled = { ...parameter(5095) };
  ask(gateway, XCOM, writeRequest(enabled, encodeValue("bool", 1)));
  for (let i = 0; i < 4; i++) {
    gateway.advance(50);
    assert.ok(ask(gateway, XCOM, readRequest(enabled)).ok);
  }
  assert.ok(!gateway.installation.restarted);
  gateway.advance(62);
  assert.ok(gateway.installation.restarted);
  assert.equal(gateway.installation.messages.latest(1)[0]!.type, 216);
});
