import assert from "node:assert/strict";
import { regulatedCurrent } from "../../../../simulator/plant/battery/current_regulation.ts";
import { installed } from "../../installed.ts";

Deno.test("regulatedCurrent() comes the same way to its limit however the time is cut", () => {
  let current = 100;
  for (let i = 0; i < 60; i++) current = regulatedCurrent(current, 20, 0.15, 1);
  assert.ok(Math.abs(current - regulatedCurrent(100, 20, 0.15, 60)) < 1e-9);
  assert.equal(regulatedCurrent(100, 20, 1, 1), 20);
  assert.equal(regulatedCurrent(Infinity, 20, 0.15, 1), 20);
});

Deno.test("An Xcom-CAN comes to another charge current the sooner, the higher {6082} is", () => {
  const after = (gain: number, seconds: number) => {
    const { gateway, installation, write } = installed("three-phase", "2026-06-21T10:00");
    installation.disturb({ cloudCover: 0 });
    write("bms", 6082, gain);
    write("bms", 6069, 100);
    write("bms", 6068, 1);
    gateway.advance(900);
    const { current } = installation.plant.battery;
    assert.ok(Math.abs(current - 100) < 1, `${current} A before`);
    write("bms", 6069, 20);
    gateway.advance(seconds);
    return installation.plant.battery.current;
  };
  assert.ok(Math.abs(after(100, 2) - 20) < 0.5);
  // 80 A above the limit, of which an e-th is left after some 6 s.
  assert.ok(Math.abs(after(15, 6) - 50) < 5);
  assert.ok(after(1, 6) > 90);
  assert.ok(Math.abs(after(1, 900) - 20) < 0.5);
});
