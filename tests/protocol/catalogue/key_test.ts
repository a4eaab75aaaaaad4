import assert from "node:assert/strict";
import fc from "fast-check";
import { keysOf } from "../../../protocol/catalogue/key.ts";
import { datapointsOf, Families } from "../../../protocol/catalogue/lookup.ts";

function keyOfName(name: string): string | undefined {
  return keysOf([{ number: 1, name }], []).get(1);
}

Deno.test("keysOf() makes one _ of every run of other characters, and none at the ends", () => {
  assert.equal(keyOfName("Battery voltage"), "battery_voltage");
  assert.equal(keyOfName("Battery voltage (minute min)"), "battery_voltage_minute_min");
  assert.equal(
    keyOfName("Production in (kWh) for the current day"),
    "production_in_kwh_for_the_current_day",
  );
  assert.equal(keyOfName("PV voltage fixed -> MPP"), "pv_voltage_fixed_mpp");
  assert.equal(keyOfName("  {Température} +20 °C "), "temp_rature_20_c");
});

Deno.test("keysOf() appends the number to the later of two infos with the same key", () => {
  const keys = keysOf(
    [{ number: 20, name: "Input power" }, { number: 10, name: "input Power" }],
    [],
  );
  assert.deepEqual([...keys], [[10, "input_power"], [20, "input_power_20"]]);
});

Deno.test("keysOf() leaves the plain key to an info, though a parameter has the lower number", () => {
  const keys = keysOf([{ number: 3005, name: "Battery charge current" }], [
    { number: 1138, name: "Battery charge current" },
  ]);
  assert.deepEqual([...keys], [[3005, "battery_charge_current"], [
    1138,
    "battery_charge_current_1138",
  ]]);
});

Deno.test("keysOf() appends the number to each of several parameters after the first", () => {
  const keys = keysOf([], [3, 1, 2].map((number) => ({ number, name: "Start hour" })));
  assert.deepEqual([...keys.values()], ["start_hour", "start_hour_2", "start_hour_3"]);
});

Deno.test("keysOf() gives words of a–z and 0–9, joined by single _, whatever the name", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (name) => {
    assert.match(keyOfName(`x${name}`) ?? "", /^[a-z0-9]+(_[a-z0-9]+)*$/);
  }));
});

Deno.test("keysOf() gives every datapoint of the catalogue the key that is promised", () => {
  const promised = Deno.readTextFileSync(new URL("keys.txt", import.meta.url)).trim().split("\n");
  const actual = Families.flatMap(datapointsOf)
    .map(({ family, number, key }) => `${family} ${number} ${key}`);
  assert.equal(promised.length, 1262);
  assert.deepEqual(actual, promised);
});

Deno.test("keysOf() gives no key twice in a family", () => {
  for (const family of Families) {
    const keys = datapointsOf(family).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, family);
  }
});
