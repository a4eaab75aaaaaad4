import assert from "node:assert/strict";
import { FrameFlag } from "../../../protocol/frame.ts";
import { readRequest } from "../../../protocol/service.ts";
import { type FaultOptions, Faults, NO_FAULTS } from "../../../simulator/faults.ts";
import type { SimulatedGateway } from "../../../simulator/gateway.ts";
import { createRandom } from "../../../simulator/random.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import type { ScenarioName } from "../../../simulator/scenario/scenarios.ts";
import { parseScript } from "../../../simulator/script/script.ts";
import { ScriptPlayer } from "../../../simulator/script/script_player.ts";
import { ask, askFrame, assertRefused, info, parameter, readFloat } from "../gateway_client.ts";

const NOON = "2026-06-21T12:00";

Deno.test("ScriptPlayer does what is due at its very second, however the time is cut", () => {
  const steps = "- { at: +0:00:10, load: 2000 }\n- { at: +0:00:20, load: 0 }";
  const whole = play("house", steps);
  whole.player.advance(60);
  for (const portion of [0.1, 0.25, 7, 1 / 3]) {
    const { player, gateway } = play("house", steps);
    const portions = Math.floor(60 / portion);
    for (let i = 0; i < portions; i++) player.advance(portion);
    player.advance(60 - portions * portion);
    assert.equal(gateway.installation.clockSeconds, whole.gateway.installation.clockSeconds);
    assert.deepEqual(gateway.installation.plant, whole.gateway.installation.plant);
  }
});

Deno.test("ScriptPlayer sets clouds, temperature, load and grid of the plant", () => {
  const { player, gateway } = play(
    "house",
    "- { at: +0:00, clouds: 1, temperature: -5, load: 800, grid: { voltage: 200 } }\n" +
      "- { at: +0:01, clouds: weather, temperature: weather, load: 0, grid: on }",
  );
  player.advance(1);
  const { disturbances } = gateway.installation.plant;
  assert.deepEqual(
    [disturbances.cloudCover, disturbances.airTemperature, disturbances.extraLoad],
    [1, -5, 800],
  );
  assert.equal(disturbances.grid.voltage, 200);
  player.advance(60);
  const after = gateway.installation.plant.disturbances;
  assert.deepEqual(
    [after.cloudCover, after.airTemperature, after.extraLoad, after.grid.voltage],
    [undefined, undefined, 0, undefined],
  );
});

Deno.test("ScriptPlayer disconnects, breaks and restores devices, with a message", () => {
  const { player, gateway } = play(
    "house",
    "- { at: +0:01, disconnect: bsp, break: vt1 }\n- { at: +0:02, restore: [bsp, vt1] }",
  );
  player.advance(60);
  assertRefused(ask(gateway, 601, readRequest(info(7000))), "DEVICE_NOT_FOUND");
  assertRefused(ask(gateway, 301, readRequest(info(11000))), "DEVICE_NOT_FOUND");
  assert.deepEqual(gateway.installation.plant.disturbances.broken, ["vt1"]);
  assert.deepEqual(messagesOf(gateway), [[166, 301], [164, 601]]);
  player.advance(60);
  assert.ok(ask(gateway, 601, readRequest(info(7000))).ok);
  assert.ok(ask(gateway, 301, readRequest(info(11000))).ok);
  assert.deepEqual(gateway.installation.plant.disturbances.broken, []);
});

Deno.test("ScriptPlayer restarts a device, and the gateway with its flag", () => {
  const { player, gateway } = play(
    "house",
    "- { at: +0:01, write: { device: xt1, parameter: 1138, value: 20 } }\n" +
      "- { at: +0:02, restart: [xt1, xcom] }",
  );
  const current = () => readFloat(gateway, 101, parameter(1138, "unsavedValue"));
  player.advance(90);
  assert.equal(current(), 20);
  assert.equal(flagsOf(gateway) & FrameFlag.restarted, 0);
  player.advance(60);
  assert.equal(current(), 60);
  assert.notEqual(flagsOf(gateway) & FrameFlag.restarted, 0);
  assert.deepEqual(messagesOf(gateway)[0], [177, 101]);
});

Deno.test("ScriptPlayer changes the firmware of all, and with it what they know", () => {
  const { player, gateway } = play("house", "- { at: +0:01, firmware: 1.5.6 }");
  const read = () => ask(gateway, 101, readRequest(parameter(1138, "unsavedValue")));
  assert.ok(read().ok);
  player.advance(90);
  assertRefused(read(), "PROPERTY_NOT_SUPPORTED");
  assert.equal(readFloat(gateway, 101, info(3130)), 0x0100);
  assert.equal(readFloat(gateway, 101, info(3131)), 0x0506);
});

Deno.test("ScriptPlayer sets the faults of the line and the SD card", () => {
  const { player, gateway, faults } = play(
    "house",
    "- { at: +0:01, faults: { drop: 1 }, sd_card: full }\n- { at: +0:02, faults: none, sd_card: ready }",
  );
  player.advance(60);
  assert.deepEqual(faults.apply(Uint8Array.of(1)), []);
  assert.notEqual(flagsOf(gateway) & FrameFlag.sdCardFull, 0);
  player.advance(60);
  assert.equal(faults.apply(Uint8Array.of(1)).length, 1);
  assert.equal(flagsOf(gateway) & FrameFlag.sdCardFull, 0);
});

Deno.test("ScriptPlayer lets the sun's day pass quickly while energies and the clock keep their time", () => {
  const { player, gateway } = play(
    "house",
    '- { at: +0:00, sun: { at: "4:00", rate: 144 }, clouds: 0 }',
  );
  const start = gateway.installation.clockSeconds;
  const before = energyOf(gateway);
  const powers = Array.from({ length: 10 }, () => {
    player.advance(60);
    return gateway.readInfo("vt1", 11004);
  });
  assert.equal(gateway.installation.clockSeconds, start + 600);
  // Dark at the ends, high in the middle of the ten minutes.
  assert.ok(powers[9]! < 0.2 && Math.max(...powers) > 1.5, powers.join(" "));
  const gained = energyOf(gateway) - before;
  assert.ok(gained > 0 && gained < Math.max(...powers) / 6, `${gained} kWh in ten minutes`);
});

function play(scenario: ScenarioName, steps: string, options: Partial<FaultOptions> = {}) {
  const gateway = createGateway({ scenario, start: NOON });
  const faults = new Faults({ ...NO_FAULTS, ...options }, createRandom(1));
  const script = parseScript(`steps:\n${steps}`, "test.yaml");
  return { gateway, faults, player: new ScriptPlayer(script, { gateway, faults }) };
}

function flagsOf(gateway: SimulatedGateway): number {
  return askFrame(gateway, 101, readRequest(info(3000))).frame.flags;
}

function messagesOf(
  { installation }: SimulatedGateway,
): (readonly [type: number, source: number])[] {
  return installation.messages.latest(9).map(({ type, source }) => [type, source]);
}

function energyOf(gateway: SimulatedGateway): number {
  return gateway.readInfo("vt1", 11007);
}
