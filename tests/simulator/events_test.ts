import assert from "node:assert/strict";
import { findMessage } from "../../protocol/catalogue/lookup.ts";
import { CommunicationLost, MessageOfEvent, MessageType } from "../../simulator/events.ts";
import { Faults, NO_FAULTS } from "../../simulator/faults.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createRandom } from "../../simulator/random.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import type { ScenarioName } from "../../simulator/scenario/scenarios.ts";
import { parseScript } from "../../simulator/script/script.ts";
import { ScriptPlayer } from "../../simulator/script/script_player.ts";

const HOUR = 3600;
const NOON = "2026-06-21T12:00";
const DECEMBER_EVENING = "2026-12-15T22:00";

/** Seconds from the start, source address, message type. */
type Told = readonly [seconds: number, source: number, type: number];

Deno.test("MessageOfEvent and its neighbours name messages of the catalogue", () => {
  const types = [
    ...Object.values(MessageOfEvent),
    ...Object.values(MessageType),
    ...Object.values(CommunicationLost),
  ];
  for (const type of types) assert.ok(findMessage(type) !== undefined, `message ${type}`);
});

Deno.test("SimulatedInstallation tells nothing of what happened before the start", () => {
  const { installation } = createGateway({ scenario: "cabin", start: DECEMBER_EVENING });
  assert.deepEqual(installation.messages.latest(1), []);
});

Deno.test("SimulatedInstallation tells that the grid is lost and back, of each Xtender", () => {
  assert.deepEqual(
    told("house", NOON, "- { at: +0:01, grid: off }\n- { at: +0:10, grid: on }", 900),
    [
      [61, 101, 7],
      [61, 102, 7],
      [601, 101, 3],
      [601, 102, 3],
    ],
  );
});

const Sources: readonly (readonly [what: string, grid: string, type: number])[] = [
  ["voltage is too high", "voltage: 280", 6],
  ["voltage is too low for long", "voltage: 190", 185],
  ["frequency is wrong", "frequency: 60", 4],
];

for (const [what, grid, type] of Sources) {
  Deno.test(`SimulatedInstallation tells that the AC input's ${what}`, () => {
    const messages = told("house", NOON, `- { at: +0:01, grid: { ${grid} } }`, 600);
    assert.deepEqual(messages.map(([, source, type]) => [source, type]), [[101, type], [
      102,
      type,
    ]]);
  });
}

Deno.test("SimulatedInstallation tells of an overload at each of three attempts, and then stays off", () => {
  const { gateway, messages } = play("cabin", NOON, "- { at: +0:01, load: 5000 }", 2 * HOUR);
  const ofOverload = messages.filter(([, , type]) => type === 15 || type === 177);
  assert.deepEqual(ofOverload.map(([, , type]) => type), [15, 177, 15, 177, 15]);
  assert.equal(gateway.readInfo("xt1", 3021), 0);
});

Deno.test("SimulatedInstallation tells of a battery that is low, the stop, and the restart", () => {
  const steps = "- { at: +0:01, load: 300, clouds: 0, write: [" +
    "{ device: xt1, parameter: 1108, value: 24.8 }, " +
    "{ device: xt1, parameter: 1191, value: 0 }, " +
    "{ device: xt1, parameter: 1110, value: 25.6 }] }";
  const messages = told("cabin", "2026-06-21T01:00", steps, 10 * HOUR);
  assert.deepEqual(messages.slice(0, 3).map(([, source, type]) => [source, type]), [
    [101, 0],
    [101, 19],
    [101, 177],
  ]);
  const [[low], [stop]] = messages as [Told, Told];
  // {1190}: three minutes under the threshold.
  assert.ok(Math.abs(stop - low - 180) <= 2, `${stop - low} s`);
});

Deno.test("SimulatedInstallation warns of an Xtender that is hot, tells its stop and its restart", () => {
  const steps = "- { at: +0:01, temperature: 60, load: 2600, clouds: 0 }";
  const types = told("cabin", "2026-06-21T07:00", steps, 1.5 * HOUR).map(([, , type]) => type);
  assert.deepEqual(types.slice(0, 3), [41, 14, 177]);
});

Deno.test("SimulatedInstallation tells of an earth fault and of the battery's temperature", () => {
  assert.deepEqual(told("house", NOON, "- { at: +0:01, earth_fault: vt1 }", 120), [[61, 301, 81]]);
  const cold = told("cabin", DECEMBER_EVENING, "- { at: +0:01, temperature: -50 }", 16 * HOUR);
  assert.deepEqual(cold.map(([, source, type]) => [source, type]), [[101, 202]]);
});

Deno.test("SimulatedInstallation tells that a remote entry is closed and opened", () => {
  const steps = "- { at: +0:00:30, write: { device: xt1, parameter: 1545, value: 0 } }\n" +
    "- { at: +0:01, remote_entry: xt1 }\n- { at: +0:02, remote_entry: none }";
  assert.deepEqual(told("house", NOON, steps, 180).slice(1), [[61, 101, 180], [121, 101, 211]]);
});

Deno.test("SimulatedInstallation tells that {1545} makes an entry inactive that nobody touched", () => {
  const steps = "- { at: +0:01, write: { device: xt1, parameter: 1545, value: 0 } }";
  assert.deepEqual(told("house", NOON, steps, 120), [[61, 101, 211]]);
});

Deno.test("SimulatedInstallation tells nothing of the remote entry of an Xtender that is off", () => {
  const steps = "- { at: +0:01, write: { device: xt1, parameter: 1399, value: 1 } }\n" +
    "- { at: +0:02, remote_entry: xt1 }\n- { at: +0:03, remote_entry: none }";
  assert.deepEqual(told("house", NOON, steps, 300), []);
});

Deno.test("SimulatedInstallation tells nothing of a device whose communication is lost, but that", () => {
  const steps = "- { at: +0:01, disconnect: xt2 }\n- { at: +0:02, grid: off }";
  assert.deepEqual(told("house", NOON, steps, 300), [[60, 102, 163], [121, 101, 7]]);
});

Deno.test("SimulatedInstallation stamps its messages with the gateway's clock", () => {
  const steps = '- { at: +0:01, sun: { at: "5:00", rate: 100 } }\n- { at: +0:02, grid: off }';
  assert.deepEqual(told("house", NOON, steps, 300), [[121, 101, 7], [121, 102, 7]]);
});

function told(scenario: ScenarioName, start: string, steps: string, seconds: number): Told[] {
  return play(scenario, start, steps, seconds).messages;
}

function play(
  scenario: ScenarioName,
  start: string,
  steps: string,
  seconds: number,
): { gateway: SimulatedGateway; messages: Told[] } {
  const gateway = createGateway({ scenario, start });
  const { installation } = gateway;
  const startOfClock = installation.clockSeconds;
  const faults = new Faults(NO_FAULTS, createRandom(1));
  new ScriptPlayer(parseScript(`steps:\n${steps}`, "test.yaml"), { gateway, faults }).advance(
    seconds,
  );
  const messages = installation.messages.latest(Infinity).toReversed()
    .map(({ type, source, timestamp }): Told => [timestamp - startOfClock, source, type]);
  return { gateway, messages };
}
