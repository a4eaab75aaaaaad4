import assert from "node:assert/strict";
import { installed } from "../installed.ts";

const NIGHT = "2026-06-21T23:00";

Deno.test("Xtenders tell the state of charge that the BSP counts, not what is in the battery", () => {
  const { gateway, write, installation } = installed("house", NIGHT);
  write("bsp", 6044, 0);
  write("bsp", 6001, 20);
  gateway.advance(3600);
  const shown = gateway.readInfo("bsp", 7002)!;
  assert.ok(Math.abs(installation.plant.battery.charge * 100 - shown) > 2);
  for (const xtender of ["xt1", "xt2"]) assert.equal(gateway.readInfo(xtender, 3007), shown);
  write("bsp", 6055, 0);
  gateway.advance(1);
  assert.equal(gateway.readInfo("xt1", 3007), gateway.readInfo("bsp", 7047));
});

Deno.test("Xtenders tell what the battery's management tells, and the true charge where nobody counts", () => {
  const managed = installed("three-phase", NIGHT);
  assert.equal(managed.gateway.readInfo("xt1", 3007), managed.gateway.readInfo("bms", 7002));
  const alone = installed("cabin", NIGHT);
  const { charge } = alone.installation.plant.battery;
  assert.equal(alone.gateway.readInfo("xt1", 3007), charge * 100);
});

Deno.test("An auxiliary contact's level of charge is one of what the BSP shows", () => {
  const closed = (emptyAt: number) => {
    const { gateway, write, installation } = installed("house", NIGHT);
    const { charge } = installation.plant.count;
    const level = Math.floor(charge * 20) * 5;
    assert.ok(level >= 20 && level < 100, `${level} %`);
    write("bsp", 6055, emptyAt);
    for (const [device, first] of [["xt1", 1439], ["vt1", 10129]] as const) {
      write(device, first, 1);
      write(device, first + 1, level);
    }
    write("xt1", 1581, 0);
    write("vt1", 10131, 0);
    gateway.advance(2);
    return [gateway.readInfo("xt1", 3031), gateway.readInfo("vt1", 11061)];
  };
  assert.deepEqual(closed(0), [0, 0]);
  assert.deepEqual(closed(60), [1, 1]);
});
