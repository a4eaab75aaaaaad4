import assert from "node:assert/strict";
import {
  type BatteryDesign,
  createBattery,
  openCircuitVoltage,
  powerAtVoltage,
  stepBattery,
} from "../../../../simulator/plant/battery/battery.ts";

const LeadAcid: BatteryDesign = { chemistry: "lead_acid", nominalVoltage: 48, capacity: 400 };
const Lithium: BatteryDesign = { chemistry: "lithium", nominalVoltage: 48, capacity: 400 };
const ROOM = 20;

Deno.test("stepBattery() counts what goes in and out, and rises and sags with the current", () => {
  const battery = createBattery(LeadAcid, 0.5);
  const charged = stepBattery(battery, 1000, ROOM, 60);
  const discharged = stepBattery(battery, -1000, ROOM, 60);
  assert.ok(charged.voltage > battery.voltage && battery.voltage > discharged.voltage);
  assert.ok(charged.current > 0 && discharged.current < 0);
  const out = -discharged.current / 60 / 400;
  assert.ok(Math.abs(0.5 - discharged.charge - out) < 1e-6);
  // Not all that goes in comes out again.
  assert.ok(charged.charge - 0.5 < charged.current / 60 / 400);
});

Deno.test("stepBattery() takes exactly the power that it is given, up to its end", () => {
  for (const design of [LeadAcid, Lithium]) {
    for (const power of [-8000, -200, 0, 150, 4000]) {
      const { voltage, current, power: taken } = stepBattery(
        createBattery(design, 0.6),
        power,
        ROOM,
        1,
      );
      assert.ok(Math.abs(taken - power) < 1e-6 * Math.max(1, Math.abs(power)));
      assert.ok(Math.abs(voltage * current - taken) < 1e-9 * Math.max(1, Math.abs(power)));
    }
  }
});

Deno.test("powerAtVoltage() is the power with which stepBattery() comes to the voltage", () => {
  const battery = createBattery(LeadAcid, 0.7);
  for (const voltage of [48.5, 50.5, 54.4, 57.6]) {
    const { voltage: reached } = stepBattery(battery, powerAtVoltage(battery, voltage), ROOM, 1);
    assert.ok(Math.abs(reached - voltage) < 1e-6, `${reached} V`);
  }
});

Deno.test("A lead-acid battery returns 80 to 90 % of the energy of a cycle", () => {
  const efficiency = cycleEfficiency(LeadAcid, 57.6, 0.98);
  assert.ok(efficiency >= 0.8 && efficiency <= 0.9, `${efficiency}`);
});

Deno.test("A lithium battery returns 92 to 97 % of the energy of a cycle", () => {
  const efficiency = cycleEfficiency(Lithium, 56, 0.995);
  assert.ok(efficiency >= 0.92 && efficiency <= 0.97, `${efficiency}`);
});

Deno.test("The current of a lead-acid battery in absorption falls about exponentially", () => {
  let battery = createBattery(LeadAcid, 0.85);
  const logs: number[] = [];
  for (let minute = 0; minute < 120; minute++) {
    battery = stepBattery(battery, powerAtVoltage(battery, 57.6), ROOM, 60);
    logs.push(Math.log(battery.current));
  }
  // A straight line through the logarithms explains nearly all of them.
  const { slope, explained } = line(logs.slice(20));
  assert.ok(slope < 0 && explained > 0.95, `slope ${slope}, explained ${explained}`);
  const half = Math.LN2 / -slope;
  assert.ok(half > 15 && half < 120, `halves in ${half} min`);
});

Deno.test("A battery that nobody uses loses some per cent a month", () => {
  for (const design of [LeadAcid, Lithium]) {
    let battery = createBattery(design, 0.9);
    for (let hour = 0; hour < 30 * 24; hour++) battery = stepBattery(battery, 0, ROOM, 3600);
    const lost = 0.9 - battery.charge;
    assert.ok(lost > 0.01 && lost < 0.05, `${design.chemistry} lost ${lost}`);
  }
});

Deno.test("A battery is never fuller than full nor emptier than empty, and stiffer when warm", () => {
  let full = createBattery(LeadAcid, 0.9);
  for (let minute = 0; minute < 3000; minute++) full = stepBattery(full, 3000, ROOM, 60);
  assert.ok(full.charge > 0.99 && full.charge <= 1);
  let empty = createBattery(Lithium, 0.1);
  for (let minute = 0; minute < 300; minute++) empty = stepBattery(empty, -3000, ROOM, 60);
  assert.equal(empty.charge, 0);
  const sag = (temperature: number) => {
    const battery = { ...createBattery(LeadAcid, 0.5), temperature };
    return battery.voltage - stepBattery(battery, -3000, ROOM, 1).voltage;
  };
  assert.ok(sag(0) > sag(30) * 1.1);
});

Deno.test("A battery warms with its losses and comes back to its room's temperature", () => {
  let battery = createBattery(LeadAcid, 0.3);
  for (let minute = 0; minute < 120; minute++) battery = stepBattery(battery, 4000, ROOM, 60);
  const warm = battery.temperature;
  assert.ok(warm > 21 && warm < 30, `${warm} °C`);
  for (let hour = 0; hour < 48; hour++) battery = stepBattery(battery, 0, ROOM, 3600);
  assert.ok(Math.abs(battery.temperature - ROOM) < 1);
});

Deno.test("The voltage of a battery follows its charge and breaks down at the end", () => {
  for (const design of [LeadAcid, Lithium]) {
    let before = 0;
    for (let charge = 0; charge <= 1; charge += 0.05) {
      const voltage = openCircuitVoltage(design, charge);
      assert.ok(voltage > before && voltage > 44 && voltage < 54, `${voltage} V at ${charge}`);
      before = voltage;
    }
    const drop = openCircuitVoltage(design, 0.1) - openCircuitVoltage(design, 0);
    assert.ok(drop > openCircuitVoltage(design, 0.5) - openCircuitVoltage(design, 0.4));
  }
});

/** Energy out over energy in, from 90 % to 40 % at a tenth of the capacity, and back. */
function cycleEfficiency(design: BatteryDesign, voltage: number, until: number): number {
  const most = design.capacity / 10 * 50;
  let battery = createBattery(design, until);
  let out = 0;
  let into = 0;
  while (battery.charge > 0.4) {
    battery = stepBattery(battery, -most, ROOM, 60);
    out -= battery.power;
  }
  while (battery.charge < until) {
    battery = stepBattery(battery, Math.min(most, powerAtVoltage(battery, voltage)), ROOM, 60);
    into += battery.power;
  }
  return out / into;
}

function line(values: readonly number[]): { readonly slope: number; readonly explained: number } {
  const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
  const x = values.map((_, i) => i);
  const [mx, my] = [mean(x), mean(values)];
  const sxy = mean(values.map((y, i) => (i - mx) * (y - my)));
  const sxx = mean(x.map((each) => (each - mx) ** 2));
  const syy = mean(values.map((y) => (y - my) ** 2));
  return { slope: sxy / sxx, explained: sxy ** 2 / sxx / syy };
}
