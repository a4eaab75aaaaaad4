import assert from "node:assert/strict";
import { Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { installed } from "../../installed.ts";

const LIMITED = 1616;
const DAYS = 1391;
const [TRANSFER, INVERTER, CHARGER, BOOST, FEEDING] = [1617, 1618, 1619, 1620, 1621];
const OUTPUT_VOLTAGE = 3021;
const TRANSFER_STATE = 3020;
const HOUR = 3600;

function cabin(days: number) {
  const { gateway, installation, write } = installed("cabin");
  write("xt1", DAYS, days);
  write("xt1", LIMITED, 1);
  const pass = (hours: number) => {
    installation.settle(installation.plant.time + hours * HOUR);
    installation.advance(2);
  };
  const isServing = () => gateway.readInfo("xt1", OUTPUT_VOLTAGE) > 200;
  return { gateway, write, pass, isServing };
}

Deno.test("{1616} ends an Xtender's inverter after {1391} days of 24 hours", () => {
  const { gateway, pass, isServing } = cabin(2);
  pass(47);
  assert.equal(isServing(), true);
  const locked = gateway.readInfo("xt1", 3056);
  pass(1);
  assert.equal(isServing(), false);
  // Bits 0 and 2: inverter and Smart-Boost, as {1618} and {1620} say by default.
  assert.equal(gateway.readInfo("xt1", 3056), locked + 2 ** 0 + 2 ** 2);
});

Deno.test("Writing {1391} or {1616} again begins the days anew, also with the same number", () => {
  for (const [parameter, value] of [[DAYS, 1], [LIMITED, 1]] as const) {
    const { write, pass, isServing } = cabin(1);
    pass(25);
    assert.equal(isServing(), false);
    write("xt1", parameter, value);
    pass(20);
    assert.equal(isServing(), true, `${parameter}`);
    pass(5);
    assert.equal(isServing(), false, `${parameter}`);
  }
});

Deno.test("Without {1616} no function ends, however few days {1391} grants", () => {
  const { write, pass, isServing } = cabin(0);
  assert.equal(isServing(), true);
  pass(0);
  assert.equal(isServing(), false);
  write("xt1", LIMITED, 0);
  pass(30);
  assert.equal(isServing(), true);
});

Deno.test("A restart of the Xtender does not begin its days anew", () => {
  const { gateway, installation } = installed({
    ...Scenarios.cabin,
    settings: { xt: { [LIMITED]: 1, [DAYS]: 3 } },
  });
  // The plant was there a day and a half before noon.
  installation.settle(installation.plant.time + 30 * HOUR);
  gateway.restartDevice("xt1");
  installation.advance(60);
  assert.ok(gateway.readInfo("xt1", OUTPUT_VOLTAGE) > 200);
  installation.settle(installation.plant.time + 6 * HOUR);
  assert.equal(gateway.readInfo("xt1", OUTPUT_VOLTAGE), 0);
});

Deno.test("After the days {1617} opens the transfer relay, {1619} to {1621} lock the other functions", () => {
  const { gateway, write } = installed("house");
  write("xt1", LIMITED, 1);
  for (const parameter of [INVERTER, BOOST]) write("xt1", parameter!, 0);
  gateway.advance(2);
  assert.equal(gateway.readInfo("xt1", TRANSFER_STATE), 1);
  const free = gateway.readInfo("xt1", 3056);
  for (const parameter of [CHARGER, BOOST, FEEDING]) write("xt1", parameter!, 1);
  gateway.advance(2);
  assert.equal(gateway.readInfo("xt1", 3056), free + 2 ** 1 + 2 ** 2 + 2 ** 4);
  write("xt1", TRANSFER!, 1);
  gateway.advance(2);
  assert.equal(gateway.readInfo("xt1", TRANSFER_STATE), 0);
  assert.equal(gateway.readInfo("xt2", TRANSFER_STATE), 1);
});
