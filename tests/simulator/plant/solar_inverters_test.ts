import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import { Coupled, read, sunny, text } from "./coupled.ts";
import { writeParameter } from "../gateway_client.ts";

Deno.test("What a solar inverter gives beyond the consumers charges with at most {1138} A, the rest is fed", () => {
  const gateway = sunny(Coupled, { charge: 0.3 });
  writeParameter(gateway, "xt1", 1138, 20);
  gateway.advance(5);
  assert.ok(read(gateway, 3136) < -1.5, `${read(gateway, 3136)} kW`);
  assert.ok(read(gateway, 3139) < 0 && read(gateway, 3022) < 0);
  assert.ok(Math.abs(read(gateway, 3005) - 20) < 0.1, `${read(gateway, 3005)} A`);
  assert.equal(text(gateway, 3028), "Charger");
  assert.equal(text(gateway, 3160), "Ibatt");
  assert.equal(read(gateway, 3155), 0);
  const fed = -read(gateway, 3137);
  const charged = read(gateway, 3000) * read(gateway, 3005) / 1000;
  assert.ok(fed > 0.2 && fed < -read(gateway, 3136) - charged, `${fed} kW`);
  writeParameter(gateway, "xt1", 1138, 100);
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6, `${read(gateway, 3137)} kW`);
  assert.equal(text(gateway, 3160), "PchNeg");
  writeParameter(gateway, "xt1", 1125, 0);
  gateway.advance(5);
  assert.ok(read(gateway, 3005) < 0);
  assert.ok(Math.abs(read(gateway, 3137) - read(gateway, 3136)) < 1e-6);
});

Deno.test("What a solar inverter gives beyond the consumers goes to the grid where {1438} says no", () => {
  const gateway = sunny(Coupled, { charge: 0.3 });
  assert.ok(read(gateway, 3005) > 20);
  writeParameter(gateway, "xt1", 1438, 0);
  gateway.advance(5);
  assert.ok(read(gateway, 3005) <= 0, `${read(gateway, 3005)} A`);
  assert.ok(read(gateway, 3137) < -1.5, `${read(gateway, 3137)} kW`);
});

Deno.test("Info 3083 counts what goes out to consumers, and not what solar inverters bring", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  const before = read(gateway, 3083);
  gateway.advance(600);
  assert.ok(read(gateway, 3101) < -1.5);
  assert.equal(read(gateway, 3083), before);
});

Deno.test("{1646} lets the charger use what AC-Out leaves over alone, until an active entry lifts that by {1647}", () => {
  const gateway = sunny(Coupled, { charge: 0.15 });
  const { installation } = gateway;
  writeParameter(gateway, "bms", 6071, 0);
  gateway.advance(5);
  assert.ok(read(gateway, 3137) > 0.2, `${read(gateway, 3137)} kW`);
  writeParameter(gateway, "xt1", 1646, 1);
  writeParameter(gateway, "xt1", 1545, 0);
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6, `${read(gateway, 3137)} kW`);
  const surplus = -read(gateway, 3136) * 1000 / read(gateway, 3011);
  assert.ok(Math.abs(read(gateway, 3165) - surplus) < 1e-6, `${read(gateway, 3165)} A`);
  installation.disturb({ closedEntries: ["xt1"] });
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6);
  writeParameter(gateway, "xt1", 1647, 1);
  gateway.advance(5);
  assert.ok(read(gateway, 3137) > 0.2, `${read(gateway, 3137)} kW`);
});

Deno.test("A solar inverter feeds a voltage that has stood for a minute", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  const given = () => gateway.installation.plant.solarInverters[0]!.power;
  assert.ok(given() > 2000);
  gateway.installation.disturb({ broken: ["xt1"] });
  gateway.advance(5);
  assert.equal(given(), 0);
  gateway.installation.disturb({ broken: [] });
  gateway.advance(50);
  assert.equal(given(), 0);
  gateway.advance(60);
  assert.ok(given() > 2000, `${given()} W`);
});

Deno.test("A fast grid makes solar inverters give less", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  writeParameter(gateway, "xt1", 1505, 5);
  const given = () => gateway.installation.plant.solarInverters[0]!.power;
  const before = given();
  gateway.installation.disturb({ grid: { ...GOOD_GRID, frequency: 51.85 } });
  gateway.advance(3);
  assert.ok(Math.abs(given() / before - 0.5) < 0.02, `${given()} of ${before} W`);
});

Deno.test("Two Xtenders of a phase share what its solar inverters give", () => {
  const scenario = { ...Coupled, xtenders: [...Coupled.xtenders, ...Coupled.xtenders] };
  const gateway = sunny(scenario, { charge: 0.5 });
  assert.ok(read(gateway, 3136) < -0.5);
  for (const info of [3136, 3137, 3005]) {
    const [one, two] = ["xt1", "xt2"].map((name) => gateway.readInfo(name, info));
    assert.ok(Math.abs(one! - two!) < 1e-6 * Math.abs(one!), `${info}: ${one} and ${two}`);
  }
});
