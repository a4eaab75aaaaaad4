import assert from "node:assert/strict";
import { datapointsOf } from "../../protocol/catalogue/lookup.ts";
import { Faults, NO_FAULTS } from "../../simulator/faults.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { GatewayLine } from "../../simulator/gateway_line.ts";
import { createRandom } from "../../simulator/random.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { parseScript } from "../../simulator/script/script.ts";
import { ScriptPlayer } from "../../simulator/script/script_player.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** Simulated, in seconds. */
const LENGTH = 7200;
const TICK_SECONDS = 0.25;
const SCRIPT = `
steps:
  - { at: "+0:10:07", load: 3000, clouds: 0.9 }
  - { at: "+0:20:31", grid: off }
  - { at: "+0:41:00", grid: on, load: 0, disconnect: bsp }
  - { at: "+1:02:03", restore: bsp, restart: xt2, clouds: weather }
`;

Deno.test("GatewayLine comes to the same plant, values and messages at 1 to 10,000 times the speed", async () => {
  const expected = await playedAt(1);
  for (const speed of [10, 144, 997, 10_000]) {
    const gateway = await playedAt(speed);
    assert.deepEqual(gateway.installation.plant, expected.installation.plant, `speed ${speed}`);
    assert.deepEqual(valuesOf(gateway), valuesOf(expected), `speed ${speed}`);
    assert.deepEqual(
      gateway.installation.messages.latest(99),
      expected.installation.messages.latest(99),
    );
  }
});

Deno.test("GatewayLine lets the simulated time fall behind on a machine that is too slow for it", async () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T10:00" });
  const clock = new ManualClock();
  let slept = 0;
  // Each portion takes this machine 50 ms.
  const slow = {
    now: () => clock.now() + slept,
    wallTime: () => clock.wallTime(),
    sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
  };
  let passed = 0;
  const course = {
    advance: (seconds: number) => {
      passed += seconds;
      slept += 50;
    },
  };
  const ended = new AbortController();
  const line = new GatewayLine({
    gateway,
    course,
    clock: slow,
    faults: new Faults(NO_FAULTS, createRandom(1)),
    baudRate: undefined,
    delayMs: 0,
    speed: 10_000,
  });
  const running = line.run(ended.signal);
  await clock.advance(250);
  // 2500 s were due; after 200 ms there is time for requests again.
  assert.equal(passed, 240);
  ended.abort();
  await running;
});

async function playedAt(speed: number): Promise<SimulatedGateway> {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T11:00" });
  const clock = new ManualClock();
  const faults = new Faults(NO_FAULTS, createRandom(1));
  const ended = new AbortController();
  const course = new ScriptPlayer(parseScript(SCRIPT, "test.yaml"), { gateway, faults });
  const line = new GatewayLine({
    gateway,
    course,
    clock,
    faults,
    baudRate: undefined,
    delayMs: 0,
    speed,
  });
  const running = line.run(ended.signal);
  // Whole ticks at this speed, and the rest of the time by hand.
  const ticks = Math.floor(LENGTH / speed / TICK_SECONDS);
  await clock.advance(ticks * TICK_SECONDS * 1000);
  ended.abort();
  await running;
  course.advance(LENGTH - ticks * TICK_SECONDS * speed);
  return gateway;
}

function valuesOf({ installation }: SimulatedGateway): Map<string, number | undefined> {
  return new Map(
    installation.devices.flatMap(({ name, family, infos }) =>
      datapointsOf(family).map(({ number }) => [`${name} ${number}`, infos.read(number)] as const)
    ),
  );
}
