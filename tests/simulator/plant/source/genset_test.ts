import assert from "node:assert/strict";
import { Faults, NO_FAULTS } from "../../../../simulator/faults.ts";
import { createRandom } from "../../../../simulator/random.ts";
import { Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { parseScript } from "../../../../simulator/script/script.ts";
import { checkScript } from "../../../../simulator/script/script_check.ts";
import { ScriptPlayer } from "../../../../simulator/script/script_player.ts";
import { installed } from "../../installed.ts";

const MODE_OF_AUX1 = 1202;
const MANUAL_ON = 4;
const GENSET_CONTROL = 1491;
const ATTEMPTS = 1493;
const [AUX1, AUX2, AC_IN_VOLTAGE] = [3031, 3032, 3011];
const NO_AC_IN = 62;

function cabinWithGenset(steps = "") {
  const { gateway, installation, write } = installed({
    ...Scenarios.cabin,
    source: { kind: "genset", maxCurrent: 25 },
  });
  const script = parseScript(`steps:\n- { at: +0:00, genset: 1 }\n${steps}`, "genset.yaml");
  checkScript(script, installation);
  const player = new ScriptPlayer(script, {
    gateway,
    faults: new Faults(NO_FAULTS, createRandom(1)),
  });
  const pass = (seconds: number) => player.advance(seconds);
  player.advance(0);
  const read = (info: number) => gateway.readInfo("xt1", info);
  return { installation, write, pass, read };
}

Deno.test("Written {1491} and {1202} start a genset that charges by AC-In, as the infos tell", () => {
  const { write, pass, read } = cabinWithGenset();
  write("xt1", GENSET_CONTROL, 1);
  write("xt1", MODE_OF_AUX1, MANUAL_ON);
  pass(2);
  assert.deepEqual([read(AUX1!), read(AUX2!), read(AC_IN_VOLTAGE!)], [1, 0, 0]);
  pass(3);
  assert.deepEqual([read(AUX1!), read(AUX2!)], [1, 1]);
  pass(20);
  assert.deepEqual([read(AUX1!), read(AUX2!)], [1, 0]);
  assert.ok(read(AC_IN_VOLTAGE!) > 200);
});

Deno.test("A script's genset that fails is told by message 62 after {1493} attempts", () => {
  const { installation, write, pass, read } = cabinWithGenset("- { at: +0:01, genset: fails }");
  pass(61);
  write("xt1", GENSET_CONTROL, 1);
  write("xt1", ATTEMPTS, 2);
  write("xt1", MODE_OF_AUX1, MANUAL_ON);
  pass(60);
  assert.deepEqual([read(AUX1!), read(AUX2!), read(AC_IN_VOLTAGE!)], [0, 0, 0]);
  const messages = installation.messages.latest(20).map(({ type, source }) => [type, source]);
  assert.equal(messages.filter(([type]) => type === NO_AC_IN).length, 1);
  assert.ok(messages.every(([, source]) => source === 101));
  // Two pulses at the starter, 209 and 210 each.
  assert.equal(messages.filter(([type]) => type === 209).length, 2);
});
