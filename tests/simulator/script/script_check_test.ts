import assert from "node:assert/strict";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import type { ScenarioName } from "../../../simulator/scenario/scenarios.ts";
import { parseScript } from "../../../simulator/script/script.ts";
import { checkScript } from "../../../simulator/script/script_check.ts";

const FILE = "storm.yaml";

const Impossibilities: readonly (readonly [ScenarioName, steps: string, message: RegExp])[] = [
  [
    "cabin",
    "- { at: +0:10, grid: off }",
    /^storm\.yaml:2: there is no grid in this scenario; leave grid out/,
  ],
  [
    "cabin",
    "- { at: +0:10, break: vs1 }",
    /^storm\.yaml:2: there is no device "vs1" in this scenario; give one of xt1, vt1, xcom$/,
  ],
  [
    "cabin",
    "- { at: +0:10, break: xcom }",
    /^storm\.yaml:2: xcom is the gateway itself; it can be restarted only/,
  ],
  ["cabin", "- { at: +0:10, earth_fault: xt1 }", /^storm\.yaml:2: xt1 is no solar charger/],
  [
    "house",
    "- { at: +0:10, genset: fails }",
    /^storm\.yaml:2: there is no genset in this scenario/,
  ],
  ["house", "- { at: +0:10, remote_entry: bsp }", /^storm\.yaml:2: bsp has no remote entry/],
  [
    "cabin",
    "- { at: +0:10, write: { device: xt1, parameter: 9, value: 1 } }",
    /^storm\.yaml:2: xt1 has no parameter 9/,
  ],
  [
    "cabin",
    "- { at: +0:10, write: { device: xt1, parameter: 3000, value: 1 } }",
    /^storm\.yaml:2: xt1 has no parameter 3000/,
  ],
  [
    "cabin",
    "- { at: +0:10, write: { device: xt1, parameter: 1138, value: 900 } }",
    /^storm\.yaml:2: 1138 of xt1 cannot be 900; give a value from 0 to \d+/,
  ],
  [
    "house",
    "- at: +0:10\n  grid: off\n- at: +0:10\n  grid: on",
    /^storm\.yaml:5: grid contradicts line 3 at the same time/,
  ],
  [
    "house",
    "- at: 9:00\n  break: vt1\n  restore: vt1",
    /^storm\.yaml:4: restore contradicts line 3 at the same time/,
  ],
  [
    "house",
    "- { at: +2:00, grid: off }\n- { at: 12:00, grid: on }",
    /^storm\.yaml:3: grid contradicts line 2 at the same time/,
  ],
  [
    "house",
    "- { at: +0:10, firmware: 1.6.20 }\n" +
    "- { at: +0:20, write: { device: xt1, parameter: 1651, value: 1 } }",
    /^storm\.yaml:3: xt1 has no parameter 1651 with firmware 1\.6\.20; give it a newer one/,
  ],
  [
    "house",
    "- { at: +0:10, write: { device: xt1, parameter: 1525, value: 90.5 } }",
    /^storm\.yaml:2: 1525 of xt1 cannot be 90\.5; give a whole number/,
  ],
];

for (const [scenario, steps, message] of Impossibilities) {
  Deno.test(`checkScript() refuses in one line: ${steps.replaceAll("\n", " ")} in ${scenario}`, () => {
    const { installation } = createGateway({ scenario });
    const script = parseScript(`steps:\n${steps}`, FILE);
    assert.throws(() => checkScript(script, installation), { name: "InputError", message });
  });
}

Deno.test("checkScript() lets be written what a firmware brings that the script loads before", () => {
  const { installation } = createGateway({ scenario: "old" });
  const check = (...versions: string[]) => {
    const steps = versions.map((version, i) => `- { at: +0:0${i}, firmware: ${version} }`);
    const write = "- { at: +0:09, write: { device: xt1, parameter: 1651, value: 1 } }";
    // The write stands first: the times decide.
    checkScript(parseScript(`steps:\n${[write, ...steps].join("\n")}`, FILE), installation);
  };
  check("1.6.80");
  check("1.6.20", "{ xt1: 1.6.80 }");
  assert.throws(() => check("{ xt1: 1.6.80 }", "1.6.20"), { name: "InputError" });
  assert.throws(() => check("{ vt1: 1.6.80 }"), { name: "InputError" });
});

Deno.test("checkScript() refuses a write in RAM that the firmware does not know", () => {
  const { installation } = createGateway({ scenario: "cabin", firmware: "1.5.6" });
  const check = (storage: string) => {
    const write = `{ device: xt1, parameter: 1138, value: 20, storage: ${storage} }`;
    checkScript(parseScript(`steps:\n- { at: +0:10, write: ${write} }`, FILE), installation);
  };
  check("flash");
  assert.throws(() => check("ram"), {
    message: "storm.yaml:2: xt1 keeps no values in RAM with firmware 1.5.6; give storage: flash",
  });
});
