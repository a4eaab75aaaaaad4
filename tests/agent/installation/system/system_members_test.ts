import assert from "node:assert/strict";
import {
  systemDatapoints,
  systemMembers,
} from "../../../../agent/installation/system/system_members.ts";
import { SystemKeys, SystemPoints } from "../../../../agent/installation/system/system_points.ts";
import { devices } from "./system_support.ts";

function membersOf(names: string): Record<string, string[]> {
  const groups = [...systemMembers(devices(names))];
  return Object.fromEntries(groups.map(([group, members]) => [
    group,
    members.map(({ device, datapoint }) => `${device}/${datapoint}`),
  ]));
}

function keysOf(names: string): string[] {
  return systemDatapoints(devices(names)).map(({ key }) => key);
}

Deno.test("SystemPoints has every key of the interface, each with a number of its own", () => {
  assert.equal(SystemKeys.length, 21);
  assert.deepEqual(
    SystemKeys.map((key) => SystemPoints[key].number),
    [...Array(22).keys()].slice(1),
  );
  for (const key of SystemKeys) assert.equal(SystemPoints[key].key, key);
});

Deno.test("systemMembers() names what belongs into one request", () => {
  assert.deepEqual(membersOf("xcom xt2 xt1 vt1 vs1 bsp"), {
    pv_power: ["vt1/11004", "vs1/15010"],
    load_power: ["xt1/3136", "xt2/3136"],
    grid_power: ["xt1/3137", "xt2/3137"],
    battery: ["bsp/7003", "bsp/7000", "bsp/7001"],
    state_of_charge: ["bsp/7002"],
    pv_energy: ["vt1/11007", "vs1/15017"],
    load_energy: ["xt1/3083", "xt2/3083"],
    grid_in_energy: ["xt1/3081", "xt2/3081"],
  });
});

Deno.test("systemMembers() estimates the battery from all devices where no monitor measures it", () => {
  const { battery, state_of_charge } = membersOf("xcom xt3 xt2 vt1 vs1");
  assert.deepEqual(battery, [
    "xt2/3000",
    "xt3/3000",
    "xt2/3005",
    "xt3/3005",
    "vt1/11001",
    "vs1/15001",
  ]);
  assert.deepEqual(state_of_charge, ["xt2/3007"]);
});

Deno.test("systemMembers() takes an Xcom-CAN BMS for a battery monitor", () => {
  assert.deepEqual(membersOf("xt1 bms").battery, ["bms/7003", "bms/7000", "bms/7001"]);
});

Deno.test("systemMembers() does not add the phases to the Xtenders that they are", () => {
  assert.deepEqual(membersOf("xt1 l1 l2 l3").load_power, ["xt1/3136"]);
});

Deno.test("systemDatapoints() leaves out what the plant cannot have", () => {
  assert.deepEqual(keysOf("xcom xt1 vt1 bsp"), [...SystemKeys]);
  const withoutSolar = keysOf("xcom xt1 bsp");
  assert.deepEqual(SystemKeys.filter((key) => !withoutSolar.includes(key)), [
    "pv_power",
    "pv_energy_today",
    "pv_energy_total",
    "self_consumption_today",
  ]);
  assert.deepEqual(keysOf("xcom vt1"), ["pv_power", "pv_energy_today", "pv_energy_total"]);
  assert.deepEqual(systemDatapoints([]), []);
});
