import assert from "node:assert/strict";
import type { UserInfo } from "../../../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../../../protocol/catalogue/lookup.ts";
import { isInfo, type SimulatedDevice } from "../../../simulator/device.ts";
import type { SimulatedGateway } from "../../../simulator/gateway.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import type { ScenarioName } from "../../../simulator/scenario/scenarios.ts";

const NO_SENSOR = 32767;
const HOUR = 3600;

/** Plausible values by unit, for every plant of the scenarios. */
const Plausible: Readonly<Record<string, readonly [min: number, max: number]>> = {
  V: [-500, 500],
  A: [-2000, 4800],
  W: [-110_000, 150_000],
  VA: [0, 10_000],
  kW: [-15, 15],
  kVA: [-15, 15],
  kWh: [0, 4000],
  MWh: [0, 150],
  Ah: [0, 400_000],
  kAh: [0, 10_000],
  Hz: [0, 51],
  "°C": [-25, 90],
  "%": [0, 100],
  min: [-60_000, 0],
  h: [0, 24 * 40],
  d: [0, 1500],
};

/** Infos that may be absent: the autonomy of a battery that charges. */
const MAY_BE_NAN = new Set(["battery_autonomy"]);

const Days: readonly (readonly [ScenarioName, seed: number, start: string])[] = [
  ["house", 1, "2026-06-21T05:00"],
  ["house", 2, "2026-12-21T20:00"],
  ["house", 3, "2026-03-29T12:00"],
  ["cabin", 1, "2026-01-10T06:00"],
  ["cabin", 4, "2026-07-10T06:00"],
  ["three-phase", 1, "2026-05-01T00:00"],
  ["three-phase", 5, "2026-11-01T18:00"],
  ["ac-coupled", 1, "2026-06-21T05:00"],
  ["old", 1, "2026-08-01T09:00"],
  ["big", 1, "2026-06-01T21:00"],
];

for (const [scenario, seed, start] of Days) {
  Deno.test(`Every info of ${scenario} is plausible and agrees with its neighbours for a day from ${start}, seed ${seed}`, () => {
    const gateway = createGateway({ scenario, seed, start });
    const { devices } = gateway.installation;
    const moved = new Map<string, Set<number>>();
    let before = new Map<SimulatedDevice, Values>();
    let day = dayOf(gateway);
    // An odd step, so that no look falls on the same second of the minute again and again.
    for (let seconds = 0; seconds < 24 * HOUR; seconds += 907) {
      gateway.advance(907);
      const newDay = dayOf(gateway) !== day;
      day = dayOf(gateway);
      const now = new Map(devices.map((device) => [device, valuesOf(device)]));
      for (const [device, values] of now) {
        const where = `${device.name} after ${seconds} s`;
        for (const { info, value } of values.values()) {
          assertPlausible(info, value, `${where}: ${info.number} ${info.name} is ${value}`);
          const key = `${device.name} ${info.number}`;
          moved.set(key, (moved.get(key) ?? new Set()).add(value));
        }
        assertAgree(device, values, where);
        const earlier = before.get(device);
        if (earlier !== undefined) assertCounts(values, earlier, newDay, where);
      }
      before = now;
    }
    for (const device of devices) assertMoved(device, moved);
  });
}

type Values = ReadonlyMap<number, { readonly info: UserInfo; readonly value: number }>;

function valuesOf({ family, infos }: SimulatedDevice): Values {
  return new Map(
    datapointsOf(family).filter(isInfo)
      .map((info) => [info.number, { info, value: infos.read(info.number)! }]),
  );
}

function assertPlausible(info: UserInfo, value: number, message: string): void {
  if (Number.isNaN(value) && MAY_BE_NAN.has(info.quantity)) return;
  assert.ok(Number.isFinite(value), message);
  if (info.quantity === "battery_temperature" && value === NO_SENSOR) return;
  const isCode = info.format === "short_enum" || info.encoding === "code";
  if (isCode) {
    assert.ok(info.options.some(({ code }) => code === value), message);
    return;
  }
  const range = Plausible[info.unit];
  if (range !== undefined) assert.ok(value >= range[0] && value <= range[1], message);
}

function assertAgree({ family }: SimulatedDevice, values: Values, where: string): void {
  const value = (number: number) => values.get(number)!.value;
  const close = (actual: number, expected: number, message: string) =>
    assert.ok(
      Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
      `${where}: ${message}: ${actual} is not ${expected}`,
    );
  assertMinutes(values, where);
  switch (family) {
    case "xt": {
      close(value(3139), value(3021) * value(3022) / 1000, "kVA out = V × A");
      close(value(3138), value(3011) * value(3012) / 1000, "kVA in = V × A");
      close(value(3087) / 1000, value(3136), "W out = kW out");
      close(value(3088) / 1000, value(3137), "W in = kW in");
      assert.ok(Math.abs(value(3139)) >= Math.abs(value(3136)), `${where}: kVA ≥ kW out`);
      assert.ok(Math.abs(value(3138)) >= Math.abs(value(3137)), `${where}: kVA ≥ kW in`);
      const connected = value(3020) === 1;
      const converter = value(3166) * value(3167) / 1000;
      if (connected) close(value(3137), value(3136) - converter, "in = out − converter");
      else assert.equal(value(3137), 0, `${where}: nothing comes in through an open relay`);
      const state = value(3028);
      assert.equal(state >= 2, connected, `${where}: only a connected Xtender charges or injects`);
      // Without its converter only solar inverters at its output feed through it.
      const feeds = value(3137) < 0 && converter > 0;
      assert.equal(state === 4, feeds, `${where}: it injects while its power goes out`);
      if (value(3137) < 0 && !feeds) assert.ok(value(3136) < 0, `${where}: nobody feeds`);
      assert.equal(value(3019), state === 3 ? 1 : 0, `${where}: boost`);
      assert.equal(value(3049), state === 0 ? 0 : 1, `${where}: on`);
      // What a converter takes at one side it gives at the other, less its losses.
      const battery = value(3000) * value(3005) / 1000;
      assert.ok(battery <= -converter + 1e-9, `${where}: ${battery} kW from ${-converter} kW`);
      break;
    }
    case "vt":
      close(value(11004), value(11002) * value(11003) / 1000, "PV power = V × A");
      assertConversion(value(11000) * value(11001) / 1000, value(11004), where);
      assert.ok(value(11019) >= value(11004) && value(11017) >= value(11002), where);
      assert.ok(value(11020) >= value(11000) && value(11021) <= value(11000), where);
      break;
    case "vs":
      close(value(15010), value(15004) * value(15007) / 1000, "PV power = V × A");
      close(value(15011), value(15005) * value(15008) / 1000, "PV1 power = V × A");
      close(value(15012), value(15006) * value(15009) / 1000, "PV2 power = V × A");
      close(value(15010), value(15011) + value(15012), "PV = PV1 + PV2");
      close(value(15017), value(15018) + value(15019), "PV energy = PV1 + PV2");
      assertConversion(value(15000) * value(15001) / 1000, value(15010), where);
      break;
    case "bsp":
    case "bms":
      close(value(7003), value(7000) * value(7001), "battery power = V × A");
      break;
    case "rcc":
      break;
  }
}

function assertConversion(batteryPower: number, pvPower: number, where: string): void {
  // In kW: by night a charger that is on draws a watt.
  const least = pvPower > 0 ? 0.97 * pvPower : -0.001;
  assert.ok(batteryPower <= pvPower && batteryPower >= least - 1e-9, where);
}

/** Minute min ≤ avg ≤ max of every quantity that has them. */
function assertMinutes(values: Values, where: string): void {
  const byQuantity = new Map<string, { min?: number; avg?: number; max?: number }>();
  for (const { info: { quantity, statistic }, value } of values.values()) {
    const part = /^minute_(min|avg|max)$/.exec(statistic)?.[1];
    if (part === undefined) continue;
    byQuantity.set(quantity, { ...byQuantity.get(quantity), [part]: value });
  }
  for (const [quantity, { min = -Infinity, avg = min, max = Infinity }] of byQuantity) {
    assert.ok(min <= avg && avg <= max, `${where}: ${quantity} ${min} ≤ ${avg} ≤ ${max}`);
  }
}

/** Counters only grow; those of the day begin anew at midnight and become yesterday's. */
function assertCounts(now: Values, before: Values, newDay: boolean, where: string): void {
  for (const { info, value } of now.values()) {
    const earlier = before.get(info.number)!.value;
    const message = `${where}: ${info.number} ${info.name} went from ${earlier} to ${value}`;
    switch (info.statistic) {
      case "today":
        if (/_min$/.test(info.quantity)) assert.ok(newDay || value <= earlier, message);
        else assert.ok(newDay || value >= earlier, message);
        break;
      case "lifetime":
      case "resettable":
        assert.ok(value >= earlier, message);
        break;
      case "yesterday": {
        const today = [...before.values()].find(({ info: other }) =>
          other.statistic === "today" && other.quantity === info.quantity
        )!.value;
        assert.ok(newDay ? value >= today : value === earlier, message);
        break;
      }
      case "static":
        assert.equal(value, earlier, message);
        break;
    }
  }
}

/** What an owner looks at must not stand still for a day. */
function assertMoved({ name, family }: SimulatedDevice, moved: Map<string, Set<number>>): void {
  const lively: Readonly<Record<string, readonly number[]>> = {
    xt: [3000, 3005, 3021, 3022, 3083, 3092, 3101, 3104, 3136],
    vt: [11000, 11001, 11002, 11004, 11007, 11009, 11016, 11039],
    vs: [15000, 15001, 15004, 15010, 15013, 15017, 15023],
    bsp: [7000, 7001, 7002, 7003, 7004, 7007, 7008, 7029],
    bms: [7000, 7001, 7002, 7003, 7007, 7058],
    rcc: [],
  };
  for (const number of lively[family]!) {
    assert.ok(moved.get(`${name} ${number}`)!.size > 1, `${name} ${number} stood still`);
  }
}

function dayOf({ installation }: SimulatedGateway): number {
  return Math.floor(installation.clockSeconds / (24 * HOUR));
}
