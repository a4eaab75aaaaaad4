import assert from "node:assert/strict";
import type { Datapoint, WireFormat } from "../../../../protocol/catalogue/datapoint.ts";
import { datapointsOf, findDatapoint } from "../../../../protocol/catalogue/lookup.ts";
import { deviceNamed, GATEWAY_ADDRESS } from "../../../../protocol/address.ts";
import { ErrorCode } from "../../../../protocol/error_code.ts";
import { decodeMultiInfoRequest, encodeMultiInfoAnswer } from "../../../../protocol/multi_info.ts";
import { ObjectType } from "../../../../protocol/object.ts";
import { encodeValue } from "../../../../protocol/value.ts";
import { Faults } from "../../../../simulator/faults.ts";
import { createRandom, type Random } from "../../../../simulator/random.ts";
import { answerTo, type Asked, refusalOf, scriptedPeer } from "../../../support/gateway_script.ts";
import {
  SimulatedInstallation,
  withInstallation,
} from "../../../support/simulated_installation.ts";
import type { Crossing } from "../../../support/simulated_line.ts";

const newSeed = () => Math.floor(Math.random() * 0x1_0000_0000);

/** A number that only this point has; exact in a FLOAT, and in an enumeration's 16 bits. */
function token(address: number, number: number, format: WireFormat): number {
  switch (format) {
    case "float":
    case "int32":
    case "long_enum":
      return address * 16_000 + number;
    case "short_enum":
      return (number % 1000) * 16 + address % 100;
    case "bool":
      return (address + number) % 2;
  }
}

/** Three inverters and a gateway whose every value tells where it belongs. */
function tellingGateway(multiInfo: boolean): (asked: Asked) => Uint8Array[] {
  const isThere = (address: number) => address >= 101 && address <= 103;
  return (asked) => {
    const { destination, request: { property, data } } = asked;
    if (property.objectType === ObjectType.multiInfo && multiInfo) {
      const items = decodeMultiInfoRequest(data);
      const values = items.map(({ reference, aggregation }) =>
        token(100 + aggregation, reference, findDatapoint("xt", reference)!.format!)
      );
      return [answerTo(asked, encodeMultiInfoAnswer(items, { flags: 0x21, time: 1e9, values }))];
    }
    if (property.objectType === ObjectType.multiInfo || destination === GATEWAY_ADDRESS) {
      return [refusalOf(asked, ErrorCode.SERVICE_NOT_SUPPORTED)];
    }
    if (!isThere(destination)) return [refusalOf(asked, ErrorCode.DEVICE_NOT_FOUND)];
    const { format } = findDatapoint("xt", property.objectId)!;
    const value = token(destination, property.objectId, format!);
    return [answerTo(asked, encodeValue(format!, value))];
  };
}

/** What a bad line and its serial server do to an answer: any delay, loss, damage, repetition. */
function ragged(random: Random): (answer: Uint8Array) => readonly Crossing[] {
  return (bytes) => {
    const kind = random();
    if (kind < 0.5) return [{ delayMs: 20 + random() * 60, bytes }];
    // Around the deadline, and up to several requests after it.
    if (kind < 0.7) return [{ delayMs: 1900 + random() * 200, bytes }];
    if (kind < 0.8) return [{ delayMs: 2000 + random() * 15_000, bytes }];
    if (kind < 0.85) return [];
    if (kind < 0.9) return [{ delayMs: 10, bytes }, { delayMs: 30 + random() * 4000, bytes }];
    if (kind < 0.95) return cut(bytes, random);
    const damaged = bytes.slice();
    damaged[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
    return [{ delayMs: 20, bytes: damaged }];
  };
}

/** Two pieces, the second sometimes much later or never. */
function cut(bytes: Uint8Array, random: Random): Crossing[] {
  const at = Math.floor(random() * bytes.length);
  const first = { delayMs: 10, bytes: bytes.subarray(0, at) };
  if (random() < 0.3) return [first];
  return [first, { delayMs: 10 + random() * 3000, bytes: bytes.subarray(at) }];
}

for (const multiInfo of [true, false]) {
  const manner = multiInfo ? "many infos a request" : "one value at a time";
  Deno.test(`Installation never gives a value to another point than its own, whatever comes late: ${manner}`, async () => {
    const seed = newSeed();
    const random = createRandom(seed);
    const home = new SimulatedInstallation({
      peer: scriptedPeer(tellingGateway(multiInfo)),
      delayMs: 20,
    });
    let right = 0;
    const wrong: string[] = [];
    home.values.listen((readings) => {
      for (const { point: { device, datapoint }, value } of readings) {
        if (value === null) continue;
        const { format } = findDatapoint("xt", datapoint)!;
        const expected = token(deviceNamed(device)!.address, datapoint, format!);
        if (value === expected) right++;
        else wrong.push(`${device}/${datapoint}: ${value} in place of ${expected}`);
      }
    });
    await home.start();
    await home.advance(30);
    assert.equal(home.installation.canMultiInfo, multiInfo);
    home.line.crossing = ragged(random);
    await home.advance(1800);
    home.line.crossing = (bytes) => [{ delayMs: 20, bytes }];
    await home.advance(120);
    const { timeouts, unrelated, damaged } = home.installation.session.statistics;
    await home.stop();
    assert.deepEqual(wrong, [], `seed ${seed}`);
    assert.ok(right > 2500, `only ${right} values were read, seed ${seed}`);
    assert.ok(timeouts > 50 && unrelated > 20 && damaged > 5, `too kind a line, seed ${seed}`);
    assert.equal(home.clock.sleeping, 0);
    for (const device of ["xt1", "xt2", "xt3"]) {
      for (const { number, format } of infosOf(device)) {
        const expected = token(deviceNamed(device)!.address, number, format!);
        assert.equal(home.value(device, number), expected, `${device}/${number}, seed ${seed}`);
      }
    }
  });
}

Deno.test("Installation reads the plant's truth for every info of every device", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    const { wrong, right } = compareWithTruth(home);
    await home.advance(900);
    assert.deepEqual(wrong, []);
    assert.ok(right() > 10_000);
    for (const [device, number] of home.infos()) {
      assert.notEqual(home.value(device, number), undefined, `${device}/${number}`);
    }
  });
});

for (const scenario of ["house", "old"] as const) {
  Deno.test(`Installation reads the plant's truth over a line that loses, damages and delays: ${scenario}`, async () => {
    const seed = newSeed();
    await withInstallation({ scenario }, async (home) => {
      await home.advance(2);
      const faults = new Faults(
        { drop: 0.05, corrupt: 0.05, noise: 0.05, foreign: 0.05, late: 0.05, split: 8 },
        createRandom(seed),
      );
      home.line.crossing = (answer) => {
        let at = 0;
        return faults.apply(answer).map(({ delayMs, bytes }) => ({
          delayMs: at += delayMs,
          bytes,
        }));
      };
      const { wrong, right } = compareWithTruth(home, { ignoringNull: true });
      // The plant stands still, so that a late answer is as true as one in time.
      await home.clock.advance(1_200_000);
      assert.deepEqual(wrong, [], `seed ${seed}`);
      assert.ok(right() > 2500, `${right()} values, seed ${seed}`);
      home.line.crossing = (bytes) => [{ delayMs: 0, bytes }];
      await home.clock.advance(960_000);
      for (const [device, number] of home.infos()) {
        const told = home.value(device, number);
        assert.equal(told, home.truth(device, number), `${device}/${number}, seed ${seed}`);
      }
    });
  });
}

/** Holds every reading from now on against the plant; what is not there now may be ignored. */
function compareWithTruth(
  home: SimulatedInstallation,
  { ignoringNull = false } = {},
): { wrong: string[]; right: () => number } {
  const wrong: string[] = [];
  let right = 0;
  home.values.listen((readings) => {
    for (const { point: { device, datapoint }, value } of readings) {
      if (value === null && ignoringNull) continue;
      const truth = home.truth(device, datapoint);
      if (value === truth) right++;
      else wrong.push(`${device}/${datapoint}: ${value} in place of ${truth}`);
    }
  });
  return { wrong, right: () => right };
}

/** Without temperatures: such tokens would be sensors that are not connected. */
function infosOf(device: string): Datapoint[] {
  return datapointsOf(deviceNamed(device)!.family).filter(({ kind, unit }) =>
    kind === "info" && unit !== "°C"
  );
}
