import assert from "node:assert/strict";
import { generator, VS_70 } from "../../../../simulator/scenario/models.ts";
import { type Scenario, Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { installed } from "../../installed.ts";

const [UNCHECKED, PLUS, MINUS, FLOATING] = [1, 2, 4, 8] as const;
const [BATTERY, BOTH, FIRST, SECOND, ONLY] = [14040, 14041, 14175, 14042, 14196] as const;
const IN_SERIES = 4;
const WIRING = 14002;
const ERROR = 15049;
const [BATTERY_TO_EARTH, PV_TO_EARTH, PV1_TO_EARTH, PV2_TO_EARTH] = [15043, 15044, 15045, 15046];

const WithOneInput: Scenario = {
  ...Scenarios.house,
  varioStrings: [{ model: VS_70, generators: [generator(3000, 12)] }],
};

/** A house whose VarioString looks for no earth fault yet. */
function house(scenario: Scenario = Scenarios.house) {
  const { gateway, installation, write } = installed(scenario);
  const written = (parameter: number, value: number) => {
    write("vs1", parameter, value);
    gateway.advance(2);
  };
  written(BATTERY, UNCHECKED);
  return { installation, written, read: (info: number) => gateway.readInfo("vs1", info) };
}

Deno.test("A VarioString finds an earth fault where {14040} to {14042}, {14175} and {14196} look for it", () => {
  const { installation, written, read } = house();
  installation.disturb({ earthFaults: ["vs1"] });
  written(BATTERY, UNCHECKED);
  assert.equal(read(ERROR), 0);
  for (const [parameter, error] of [[SECOND, 11], [FIRST, 10], [BATTERY, 8]] as const) {
    written(parameter, FLOATING);
    assert.equal(read(ERROR), error, `${parameter}`);
  }
  const told = installation.messages.latest(20).filter(({ type }) => type === 81);
  assert.deepEqual(told.map(({ source }) => source), [701]);
});

Deno.test("Inputs in series, or one alone, have one grounding: {14041} or {14196}", () => {
  const joined = house();
  joined.installation.disturb({ earthFaults: ["vs1"] });
  joined.written(WIRING, IN_SERIES);
  joined.written(FIRST, MINUS);
  assert.equal(joined.read(ERROR), 0);
  joined.written(BOTH, MINUS);
  assert.equal(joined.read(ERROR), 9);
  const single = house(WithOneInput);
  single.installation.disturb({ earthFaults: ["vs1"] });
  for (const parameter of [BOTH, FIRST, SECOND]) single.written(parameter, MINUS);
  assert.equal(single.read(ERROR), 0);
  single.written(ONLY, MINUS);
  assert.equal(single.read(ERROR), 9);
});

Deno.test("Infos 15043 to 15046 tell the negative poles' voltages as they are grounded", () => {
  const { written, read } = house();
  written(BATTERY, MINUS);
  written(FIRST, PLUS);
  written(SECOND, FLOATING);
  assert.equal(read(BATTERY_TO_EARTH!), 0);
  assert.equal(read(PV1_TO_EARTH!), -read(15005));
  assert.equal(read(PV2_TO_EARTH!), -read(15006) / 2);
  written(BATTERY, PLUS);
  assert.equal(read(BATTERY_TO_EARTH!), -read(15000));
  const single = house(WithOneInput);
  single.written(ONLY, MINUS);
  assert.equal(single.read(PV_TO_EARTH!), 0);
});
