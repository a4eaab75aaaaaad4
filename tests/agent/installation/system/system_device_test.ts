import assert from "node:assert/strict";
import fc from "fast-check";
import type { SystemKey } from "../../../../agent/installation/system/system_points.ts";
import { settle } from "../../../support/manual_clock.ts";
import { MemoryFiles } from "../../../support/memory_files.ts";
import { type Batch, devices, SystemRun } from "./system_support.ts";

const NOON = "2026-06-21T12:00:00";

async function started(
  names: string,
  { files = new MemoryFiles(), time = NOON, serialNumbers = {} }: {
    files?: MemoryFiles;
    time?: string | null;
    serialNumbers?: Record<string, string>;
  } = {},
): Promise<SystemRun> {
  const run = new SystemRun(devices(names, serialNumbers), files, time ?? undefined);
  await run.device.start();
  return run;
}

Deno.test("SystemDevice adds up what the devices of a family read, in watts", async () => {
  const run = await started("xcom xt1 xt2 vt1 vs1 bsp");
  run.put({
    xt1: { 3136: 1.5, 3137: -0.25 },
    xt2: { 3136: 0.5, 3137: -0.5 },
    vt1: { 11004: 2.5 },
    vs1: { 15010: 3.25 },
    bsp: { 7000: 51.5, 7001: 20, 7002: 80, 7003: 1030 },
  });
  assert.equal(run.value("load_power"), 2000);
  assert.equal(run.value("grid_power"), -750);
  assert.equal(run.value("pv_power"), 5750);
  assert.equal(run.value("battery_power"), 1030);
  assert.equal(run.value("battery_voltage"), 51.5);
  assert.equal(run.value("battery_current"), 20);
  assert.equal(run.value("state_of_charge"), 80);
  assert.equal(run.reading("battery_power")?.attributes, undefined);
});

Deno.test("SystemDevice tells only what a request touches", async () => {
  const run = await started("xcom xt1 vt1 bsp");
  run.put({ xt1: { 3136: 1.5, 3028: 1 } });
  assert.deepEqual(run.told.map(({ point }) => point.datapoint), [2]);
  run.put({ xt1: { 3028: 1 }, xcom: { 5002: 77 } });
  run.put({ xt1: { 3136: 9 } }, "elsewhere");
  assert.equal(run.told.length, 1);
});

Deno.test("SystemDevice says that a sum with a missing member is not available", async () => {
  const run = await started("xcom xt1 xt2 bsp");
  run.put({ xt1: { 3136: 1.5 } });
  assert.equal(run.value("load_power"), null);
  run.put({ xt2: { 3136: 1 } });
  assert.equal(run.value("load_power"), 2500);
  run.put({ xt2: { 3136: null } });
  assert.equal(run.value("load_power"), null);
});

Deno.test("SystemDevice takes a value that was not read for three periods for missing", async () => {
  const run = await started("xcom xt1 xt2");
  run.put({ xt1: { 3136: 1, 3083: 4 }, xt2: { 3136: 1, 3083: 4 } });
  await run.clock.advance(6000);
  run.put({ xt1: { 3136: 2, 3083: 4 } });
  assert.equal(run.value("load_power"), 3000);
  await run.clock.advance(1000);
  run.put({ xt1: { 3136: 2, 3083: 4 } });
  assert.equal(run.value("load_power"), null);
  assert.equal(run.value("load_energy_today"), 8);
  await run.clock.advance(180_000);
  run.put({ xt1: { 3083: 4 } });
  assert.equal(run.value("load_energy_today"), null);
  assert.equal(run.value("load_energy_total"), null);
});

Deno.test("SystemDevice estimates the battery without a monitor, and says so", async () => {
  const run = await started("xcom xt1 xt2 vt1 vs1", { time: "2026-06-21T00:00:00" });
  run.put({
    xt1: { 3000: 51, 3005: -10, 3007: 66 },
    xt2: { 3000: 53, 3005: -20, 3007: 67 },
    vt1: { 11001: 30 },
    vs1: { 15001: 15 },
  });
  assert.equal(run.value("battery_voltage"), 52);
  assert.equal(run.value("battery_current"), 15);
  assert.equal(run.value("battery_power"), 780);
  assert.equal(run.value("state_of_charge"), 66);
  for (const key of ["battery_power", "battery_voltage", "battery_current"] as const) {
    assert.deepEqual(run.reading(key)?.attributes, { estimated: true });
  }
  assert.deepEqual(run.reading("battery_in_energy_today")?.attributes, { estimated: true });
  run.put({ vt1: { 11001: null } });
  assert.equal(run.value("battery_power"), null);
  assert.equal(run.value("battery_voltage"), 52);
});

Deno.test("SystemDevice adds up the day's counters and never stops the totals", async () => {
  const run = await started("xcom xt1 xt2 vt1 bsp", { time: "2026-06-21T23:58:00" });
  run.put({ xt1: { 3083: 8, 3081: 1 }, xt2: { 3083: 2, 3081: 0.5 }, vt1: { 11007: 20 } });
  assert.equal(run.value("load_energy_today"), 10);
  assert.equal(run.value("grid_in_energy_today"), 1.5);
  assert.equal(run.value("pv_energy_today"), 20);
  await run.clock.advance(60_000);
  run.put({ xt1: { 3083: 8.5 }, xt2: { 3083: 2 } });
  assert.equal(run.value("load_energy_today"), 10.5);
  await run.clock.advance(90_000);
  run.put({ xt1: { 3083: 0.25 }, xt2: { 3083: 0 } });
  assert.equal(run.value("load_energy_today"), 0.25);
  assert.equal(run.value("load_energy_total"), 10.75);
});

Deno.test("SystemDevice begins all energies of the day anew together when the gateway's date changes", async () => {
  const run = await started("xcom xt1 vt1 bsp", { time: "2026-06-21T23:59:50" });
  run.put({ xt1: { 3083: 8, 3081: 1, 3137: -1 }, vt1: { 11007: 20 }, bsp: { 7003: 100 } });
  assert.equal(run.value("autarky_today"), 87.5);
  await run.clock.advance(12_000);
  run.put({ bsp: { 7003: 100 } });
  assert.equal(run.value("load_energy_today"), 0);
  assert.equal(run.value("grid_in_energy_today"), 0);
  assert.equal(run.value("grid_out_energy_today"), 0);
  assert.equal(run.value("pv_energy_today"), 0);
  assert.equal(run.value("load_energy_total"), 8);
  assert.equal(run.value("autarky_today"), null);
});

Deno.test("SystemDevice begins a day once, however the gateway's clock hesitates at midnight", async () => {
  const run = await started("xcom xt1", { time: "2026-06-22T00:00:00" });
  run.put({ xt1: { 3083: 0 } });
  await run.clock.advance(60_000);
  run.put({ xt1: { 3083: 0.5 } });
  run.setGatewayTime("2026-06-21T23:59:59");
  run.put({ xt1: { 3083: 0.5 } });
  assert.equal(run.value("load_energy_today"), 0.5);
  await run.clock.advance(60_000);
  run.put({ xt1: { 3083: 0.75 } });
  assert.equal(run.value("load_energy_today"), 0.75);
});

Deno.test("SystemDevice integrates the battery's and the grid's powers, each direction apart", async () => {
  const run = await started("xcom xt1 bsp", { time: "2026-06-21T00:00:00" });
  for (let second = 0; second <= 3600; second += 10) {
    const charging = second < 1800;
    run.put({ xt1: { 3137: charging ? -2 : 1 }, bsp: { 7003: charging ? 1000 : -500 } });
    await run.clock.advance(10_000);
  }
  const near = (key: SystemKey, expected: number) => {
    const value = run.value(key) ?? NaN;
    assert.ok(Math.abs(value - expected) < 0.005, `${key} is ${value}, not ${expected}`);
  };
  near("battery_in_energy_today", 0.5);
  near("battery_out_energy_today", 0.25);
  near("grid_out_energy_today", 1);
  near("grid_out_energy_total", 1);
  await run.clock.advance(400_000);
  run.put({ bsp: { 7003: -500 } });
  near("battery_out_energy_today", 0.25);
  assert.deepEqual(run.reading("battery_out_energy_today")?.attributes, { gaps: 1 });
});

Deno.test("SystemDevice keeps autarky and self-consumption within 0 and 100, and None without a divisor", async () => {
  const run = await started("xcom xt1 vt1", { time: "2026-06-21T00:00:00" });
  run.put({ xt1: { 3083: 0, 3081: 0, 3137: 0 }, vt1: { 11007: 0 } });
  assert.equal(run.value("autarky_today"), null);
  assert.equal(run.value("self_consumption_today"), null);
  run.put({ xt1: { 3083: 4, 3081: 1 }, vt1: { 11007: 0.1 } });
  assert.equal(run.value("autarky_today"), 75);
  assert.equal(run.value("self_consumption_today"), 100);
  // The battery charged from the grid.
  run.put({ xt1: { 3083: 4, 3081: 6 } });
  assert.equal(run.value("autarky_today"), 0);
  for (let minute = 0; minute < 10; minute++) {
    run.put({ xt1: { 3137: -5 }, vt1: { 11007: 0.1 } });
    await run.clock.advance(60_000);
  }
  run.put({ xt1: { 3137: -5 }, vt1: { 11007: 0.1 } });
  assert.equal(run.value("self_consumption_today"), 0);
});

Deno.test("SystemDevice tells no self-consumption of 98 % on a day whose morning's export it did not see", async () => {
  const run = await started("xcom xt1 vt1", { time: "2026-06-21T11:00:00" });
  for (let minute = 0; minute <= 10; minute++) {
    run.put({ xt1: { 3137: -5 }, vt1: { 11007: 18 } });
    await run.clock.advance(60_000);
  }
  assert.equal(run.value("self_consumption_today"), null);
  assert.deepEqual(run.reading("self_consumption_today")?.attributes, { gaps: 1 });
  assert.deepEqual(run.reading("grid_out_energy_today")?.attributes, { gaps: 1 });
});

Deno.test("SystemDevice goes on with its energies after a restart of the agent", async () => {
  const files = new MemoryFiles();
  const first = await started("xcom xt1 vt1 bsp", { files });
  first.put({ xt1: { 3083: 3, 3081: 1 }, bsp: { 7003: 3600 } });
  await first.clock.advance(100_000);
  first.put({ xt1: { 3083: 4, 3081: 1 }, bsp: { 7003: 3600 } });
  await first.device.stop();
  first.put({ xt1: { 3083: 99 } });
  const second = await started("xcom xt1 vt1 bsp", { files, time: "2026-06-21T12:30:00" });
  assert.deepEqual(second.told, []);
  second.put({ xt1: { 3083: 4.5, 3081: 1 }, bsp: { 7003: 3600 } });
  assert.equal(second.value("load_energy_today"), 4.5);
  assert.equal(second.value("load_energy_total"), 4.5);
  assert.equal(second.value("battery_in_energy_today"), 0.1);
  await second.device.stop();
  const tomorrow = await started("xcom xt1 vt1 bsp", { files, time: "2026-06-22T18:00:00" });
  tomorrow.put({ xt1: { 3083: 6, 3081: 1 }, bsp: { 7003: 3600 } });
  assert.equal(tomorrow.value("load_energy_today"), 6);
  assert.equal(tomorrow.value("load_energy_total"), 10.5);
  assert.equal(tomorrow.value("battery_in_energy_today"), 0);
  assert.equal(tomorrow.value("battery_in_energy_total"), 0.1);
});

Deno.test("SystemDevice counts nothing before it knows what time it is on the gateway", async () => {
  const files = new MemoryFiles();
  const first = await started("xcom xt1", { files, time: "2019-01-01T12:00:00" });
  first.put({ xt1: { 3083: 4, 3136: 1 } });
  await first.device.stop();
  // This machine's date is another: by that, all of the counter would be new.
  const second = await started("xcom xt1", { files, time: null });
  second.put({ xt1: { 3083: 4.5, 3136: 1 } });
  assert.equal(second.value("load_energy_total"), undefined);
  assert.equal(second.value("load_power"), 1000);
  second.setGatewayTime("2019-01-01T12:01:00");
  second.put({ xt1: { 3083: 4.5 } });
  assert.equal(second.value("load_energy_total"), 4.5);
});

Deno.test("SystemDevice counts a device that replaces another from its own beginning", async () => {
  const run = await started("xcom xt1 vt1", { serialNumbers: { vt1: "AAAAAAAA" } });
  run.put({ vt1: { 11007: 9 } });
  run.device.setDevices(devices("xcom xt1 vt1", { vt1: "BBBBBBBB" }));
  run.put({ vt1: { 11007: 0.5 } });
  assert.equal(run.value("pv_energy_today"), 9.5);
  assert.equal(run.value("pv_energy_total"), 9.5);
  run.put({ vt1: { 11007: 1 } });
  assert.equal(run.value("pv_energy_total"), 10);
});

Deno.test("SystemDevice counts nothing twice when two devices swap their addresses", async () => {
  const run = await started("xcom xt1 vt1 vt2", { serialNumbers: { vt1: "AA", vt2: "BB" } });
  run.put({ vt1: { 11007: 9 }, vt2: { 11007: 4 } });
  run.device.setDevices(devices("xcom xt1 vt1 vt2", { vt1: "BB", vt2: "AA" }));
  run.put({ vt1: { 11007: 4 }, vt2: { 11007: 9 } });
  assert.equal(run.value("pv_energy_total"), 13);
});

Deno.test("SystemDevice tells devices apart that claim the same serial number", async () => {
  const run = await started("xcom xt1 vt1 vt2", { serialNumbers: { vt1: "00", vt2: "00" } });
  for (let i = 0; i < 5; i++) run.put({ vt1: { 11007: 9 }, vt2: { 11007: 1 } });
  assert.equal(run.value("pv_energy_total"), 10);
});

Deno.test("SystemDevice keeps the energy of devices that are gone, and in time forgets the devices", async () => {
  const files = new MemoryFiles();
  const run = await started("xcom xt1 vt1 vt2", { files, serialNumbers: { vt2: "BB" } });
  run.put({ vt1: { 11007: 9 }, vt2: { 11007: 4 } });
  run.device.setDevices(devices("xcom xt1 vt1"));
  run.put({ vt1: { 11007: 10 } });
  assert.equal(run.value("pv_energy_today"), 14);
  for (let day = 0; day < 10; day++) {
    await run.clock.advance(86_400_000);
    run.put({ vt1: { 11007: 1 } });
  }
  assert.equal(run.value("pv_energy_today"), 1);
  assert.equal(run.value("pv_energy_total"), 24);
  await run.device.stop();
  assert.doesNotMatch(files.contents.get("/state/totals-home.json")!, /BB/);
});

Deno.test("SystemDevice forgets what the plant has no more, and finds what it has gained", async () => {
  const run = await started("xcom xt1 vt1");
  run.put({ xt1: { 3136: 1 }, vt1: { 11004: 2 } });
  run.device.setDevices(devices("xcom xt1"));
  assert.equal(run.value("pv_power"), undefined);
  run.device.setDevices(devices("xcom xt1 vs1"));
  run.put({ xt1: { 3136: 1 }, vs1: { 15010: 3 } });
  assert.equal(run.value("pv_power"), 3000);
  assert.equal(run.value("load_power"), 1000);
});

Deno.test("SystemDevice is not led astray by absurd values", async () => {
  const run = await started("xcom xt1 bsp");
  run.put({ xt1: { 3083: 4 }, bsp: { 7003: 1000 } });
  for (const value of [1e30, Infinity, -3, NaN]) {
    await run.clock.advance(1000);
    run.put({ xt1: { 3083: value }, bsp: { 7003: value === -3 ? -1e30 : value } });
  }
  run.put({ xt1: { 3083: 4.5 }, bsp: { 7003: 1000 } });
  assert.equal(run.value("load_energy_total"), 4.5);
  assert.ok((run.value("battery_in_energy_total") ?? NaN) < 0.01);
});

Deno.test("SystemDevice writes once a minute however much is read, and the rest at the end", async () => {
  const files = new MemoryFiles();
  const run = await started("xcom xt1 bsp", { files });
  for (let second = 0; second < 600; second += 2) {
    run.put({ bsp: { 7003: 1000 } });
    await run.clock.advance(2000);
  }
  assert.equal(files.writes, 9);
  await run.device.stop();
  assert.equal(files.writes, 10);
});

type Event =
  | { readonly kind: "poll"; readonly seconds: number; readonly kilowatts: number }
  | { readonly kind: "restart_agent"; readonly seconds: number }
  | { readonly kind: "restart_device" }
  | { readonly kind: "device_away"; readonly seconds: number }
  | { readonly kind: "machine_clock_jumps"; readonly hours: number }
  | { readonly kind: "gateway_clock_set"; readonly days: number };

const events = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Event>[]>(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant("poll" as const),
        seconds: fc.integer({ min: 2, max: 250 }),
        kilowatts: fc.double({ min: -5, max: 5, noNaN: true }),
      }),
    },
    fc.record({
      kind: fc.constant("restart_agent" as const),
      seconds: fc.integer({ min: 1, max: 100_000 }),
    }),
    fc.constant({ kind: "restart_device" as const }),
    fc.record({
      kind: fc.constant("device_away" as const),
      seconds: fc.integer({ min: 1, max: 100_000 }),
    }),
    fc.record({
      kind: fc.constant("machine_clock_jumps" as const),
      hours: fc.integer({ min: -10_000, max: 10_000 }),
    }),
    fc.record({
      kind: fc.constant("gateway_clock_set" as const),
      days: fc.integer({ min: -3, max: 3 }),
    }),
  ),
  { minLength: 10, maxLength: 40, size: "max" },
);

/** A house of one Xtender and one VarioTrack, with counters like the real ones'. */
class House {
  local = Date.UTC(2026, 5, 21, 18) / 1000;
  load = 0;
  pv = 0;
  kilowatts = 1;

  pass(seconds: number): void {
    const midnight = (Math.floor(this.local / 86400) + 1) * 86400;
    const sinceMidnight = Math.min(seconds, this.local + seconds - midnight);
    if (sinceMidnight >= 0) this.restart();
    const counted = sinceMidnight >= 0 ? sinceMidnight : seconds;
    this.load += Math.abs(this.kilowatts) * counted / 3600;
    this.pv += counted / 3600;
    this.local += seconds;
  }

  restart(): void {
    this.load = 0;
    this.pv = 0;
  }

  batch(): Batch {
    return {
      xt1: {
        3083: Math.fround(this.load),
        3081: Math.fround(this.load / 2),
        3136: Math.abs(this.kilowatts),
        3137: this.kilowatts,
      },
      vt1: { 11004: 1, 11007: Math.fround(this.pv) },
      bsp: { 7003: this.kilowatts * 900 },
    };
  }

  get time(): string {
    return new Date(this.local * 1000).toISOString().slice(0, 19);
  }
}

const Energies = ["pv", "load", "grid_in", "grid_out", "battery_in", "battery_out"] as const;
const Away: Batch = {
  xt1: { 3083: null, 3081: null, 3136: null, 3137: null },
  vt1: { 11004: null, 11007: null },
  bsp: { 7003: null },
};

Deno.test("SystemDevice's energies never run backwards but at midnight, through restarts, gaps and clocks that jump", async () => {
  await fc.assert(
    fc.asyncProperty(events, async (events) => {
      const files = new MemoryFiles();
      const house = new House();
      const names = "xcom xt1 vt1 bsp";
      let run = await started(names, { files, time: house.time });
      let dayBefore = "";
      const before = new Map<string, number>();
      const look = () => {
        const day = run.gatewayClock.dateAt(run.clock.now());
        for (const energy of Energies) {
          for (const period of ["today", "total"] as const) {
            const key = `${energy}_energy_${period}` as const;
            const value = run.reading(key)?.value ?? undefined;
            if (value === undefined) continue;
            const least = period === "today" && day !== dayBefore ? 0 : before.get(key) ?? 0;
            assert.ok(value >= least - 1e-9, `${key} fell from ${least} to ${value}`);
            before.set(key, value);
          }
        }
        dayBefore = day;
      };
      run.put(house.batch());
      look();
      for (const event of events) {
        switch (event.kind) {
          case "poll":
            house.pass(event.seconds);
            await run.clock.advance(event.seconds * 1000);
            house.kilowatts = event.kilowatts;
            break;
          case "restart_agent":
            await run.device.stop();
            house.pass(event.seconds);
            run = await started(names, { files, time: house.time });
            break;
          case "restart_device":
            house.restart();
            break;
          case "device_away":
            run.put(Away);
            look();
            house.pass(event.seconds);
            await run.clock.advance(event.seconds * 1000);
            break;
          case "machine_clock_jumps":
            run.clock.jump(event.hours * 3_600_000);
            break;
          case "gateway_clock_set":
            house.local += event.days * 86400;
            run.setGatewayTime(house.time);
            break;
        }
        run.put(house.batch());
        look();
      }
      await run.device.stop();
      await settle();
    }),
    { numRuns: 60 },
  );
});
