import assert from "node:assert/strict";
import type { SimulatedInstallation } from "../../../simulator/installation.ts";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import { installed } from "../installed.ts";

Deno.test("Info 3056 has a bit for each function that is not allowed, and those of the permissions", () => {
  const { gateway, write } = installed("cabin");
  const before = gateway.readInfo("xt1", 3056)!;
  write("xt1", 1124, 0);
  write("xt1", 1128, 0);
  write("xt1", 1127, 1);
  write("xt1", 1461, 0);
  gateway.advance(2);
  // Inverter and transfer are locked now; feeding is not any more, and more Xtenders are not allowed.
  assert.equal(gateway.readInfo("xt1", 3056), before + 2 ** 0 + 2 ** 3 - 2 ** 4 - 2 ** 8);
});

Deno.test("Infos 3158 and 3159 tell that a fast grid holds what is fed", () => {
  const { gateway, write } = installed("house");
  write("xt1", 1627, 1);
  gateway.advance(60);
  assert.equal(gateway.readInfo("xt1", 3159), 0);
  const allowed = gateway.readInfo("xt1", 3158)!;
  gateway.installation.disturb({ grid: { ...GOOD_GRID, frequency: 51.2 } });
  gateway.advance(5);
  assert.equal(gateway.readInfo("xt1", 3159), 1);
  assert.ok(gateway.readInfo("xt1", 3158)! < allowed);
});

Deno.test("Infos 7065 and 7066 are {6078} and {6093} of the battery's limits", () => {
  const { gateway, write } = installed("three-phase");
  write("bms", 6078, 80);
  write("bms", 6093, 85);
  gateway.advance(2);
  const [charge, discharge, wantedCharge, wantedDischarge] = [7063, 7064, 7065, 7066].map((info) =>
    gateway.readInfo("bms", info)!
  );
  assert.ok(Math.abs(wantedCharge! - 0.8 * charge!) < 1e-9);
  assert.ok(Math.abs(wantedDischarge! - 0.85 * discharge!) < 1e-9);
});

Deno.test("Info 7002 is 7047 between {6055} and {6056}, and the shunt's parameters scale what is measured", () => {
  const { gateway, write, installation } = installed("house", "2026-06-21T23:00");
  write("bsp", 6055, 30);
  write("bsp", 6056, 90);
  gateway.advance(2);
  const read = (info: number) => gateway.readInfo("bsp", info)!;
  assert.ok(Math.abs(read(7002) - (read(7047) - 30) / 0.6) < 1e-6);
  const current = read(7001) / installation.plant.battery.current;
  write("bsp", 6017, 1000);
  gateway.advance(2);
  assert.ok(Math.abs(read(7001) / installation.plant.battery.current - 2 * current) < 1e-6);
  assert.ok(Math.abs(read(7003) - read(7000) * read(7001)) < 1e-6);
});

Deno.test("Info 7035 is the voltage that {6057} tells the BSP, or that of the battery", () => {
  const { gateway, write } = installed("house");
  const told = (code: number) => {
    write("bsp", 6057, code);
    gateway.advance(1);
    return gateway.readInfo("bsp", 7035);
  };
  assert.deepEqual([1, 2, 4, 8].map(told), [48, 12, 24, 48]);
});

Deno.test("The datalog stands still while {5101} does not let it run", () => {
  const { gateway, write, installation } = installed("cabin");
  const lines = () => installation.datalog.day(dayOf(installation))!.text().split("\r\n").length;
  gateway.advance(120);
  const before = lines();
  write("xcom", 5101, 4);
  gateway.advance(600);
  assert.equal(lines(), before);
  write("xcom", 5101, 2);
  gateway.advance(600);
  assert.ok(lines() > before);
});

function dayOf({ clockSeconds }: SimulatedInstallation): number {
  return Math.floor(clockSeconds / 86_400);
}
