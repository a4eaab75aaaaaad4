import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb } from "../../../../simulator/plant/plant.ts";
import { installed } from "../../installed.ts";
import { eventsOf, live, plantOf } from "../plants.ts";

const NIGHT = "2026-06-21T23:00";

/** A house that charges from its grid, and reads what its first Xtender shows. */
function charging() {
  const house = installed("old", NIGHT);
  for (const [parameter, value] of [[1296, 0], [1138, 40], [1107, 30]] as const) {
    house.write("xt1", parameter, value);
  }
  const showAt = (voltage: number, seconds: number) => {
    house.installation.disturb({ grid: { ...GOOD_GRID, voltage } });
    house.gateway.advance(seconds);
    const read = (info: number) => house.gateway.readInfo("xt1", info)!;
    return { current: read(3005), setpoint: read(3006), limit: read(3017), input: read(3137) };
  };
  return { ...house, showAt };
}

Deno.test("The charge current falls to {1199} over {1433} as {1295} says", () => {
  const { write, showAt } = charging();
  assert.ok(Math.abs(showAt(230, 5).current - 40) < 1);
  // Half of the range of ten volts above {1199}, which is 200 V.
  assert.ok(Math.abs(showAt(205, 5).current - 20) < 1);
  assert.ok(Math.abs(showAt(200, 5).current) < 1, "no charge current at the limit");
  write("xt1", 1295, 50);
  assert.ok(Math.abs(showAt(200, 5).current - 20) < 1);
  write("xt1", 1295, 0);
  assert.ok(Math.abs(showAt(200, 5).current - 40) < 1);
  write("xt1", 1309, 210);
  assert.ok(showAt(205, 5).current <= 0, "below {1309} nothing is charged");
});

Deno.test("The input limit falls with the voltage at once, and rises again as fast as {1553} says", () => {
  const { write, showAt } = charging();
  write("xt1", 1527, 1);
  assert.equal(showAt(230, 5).limit, 30);
  const risen = (speed: number) => {
    write("xt1", 1553, speed);
    assert.ok(Math.abs(showAt(203, 1).limit - 9) < 0.1);
    return (showAt(230, 3).limit - 9) / 30;
  };
  assert.ok(Math.abs(risen(0) - 0.03) < 0.005);
  assert.ok(Math.abs(risen(50) - 0.3) < 0.01);
  assert.ok(Math.abs(risen(100) - 0.7) < 0.01);
});

Deno.test("A weak source is kept where the input limit adapts to it by {1527}, slowly by {1553}, and lost where not", () => {
  const charge = (adapts: number, speed: number) =>
    disturb(
      plantOf("old", {
        start: NIGHT,
        charge: 0.5,
        settings: { xt: { 1296: 0, 1138: 60, 1107: 32, 1527: adapts, 1553: speed } },
      }),
      { grid: { ...GOOD_GRID, off: true } },
    );
  const connectedShare = (adapts: number, speed: number) => {
    const back = disturb(live(charge(adapts, speed), 10, 1), {
      grid: { ...GOOD_GRID, voltage: 230, maxCurrent: 8 },
    });
    let connected = 0;
    live(back, 300, 1, ({ inverters }) => connected += inverters[0]!.connected ? 1 : 0);
    return connected / 300;
  };
  assert.ok(connectedShare(1, 10) > 0.95, `${connectedShare(1, 10)}`);
  assert.ok(connectedShare(1, 100) < 0.5, `${connectedShare(1, 100)}`);
  assert.ok(connectedShare(0, 10) < 0.5, `${connectedShare(0, 10)}`);
});

Deno.test("A charger of {1646} takes nothing from AC-In, and what is over at AC-Out", () => {
  const { write, showAt, installation } = charging();
  assert.ok(showAt(230, 5).input > 1);
  write("xt1", 1646, 1);
  const dark = showAt(230, 5);
  assert.ok(dark.current <= 0, `${dark.current} A`);
  // Somebody feeds into the output: more than the consumers need.
  installation.disturb({ extraLoad: -2500 });
  const fed = showAt(230, 5);
  const [{ input, output, batteryPower }] = installation.plant.inverters as [
    typeof installation.plant.inverters[0],
  ];
  assert.ok(output.activePower < -500 && batteryPower > 300, `${batteryPower} W`);
  assert.ok(input.activePower <= 1e-6 && fed.current > 5, `${input.activePower} W`);
});

Deno.test("More than the transfer relay is rated for opens it, also where {1436} lets the limit be overrun", () => {
  const loaded = (extraLoad: number) =>
    disturb(
      plantOf("old", {
        start: NIGHT,
        charge: 0.9,
        settings: { xt: { 1126: 0, 1296: 0, 1436: 1, 1107: 10 } },
      }),
      { extraLoad },
    );
  assert.equal(live(loaded(9000), 30, 1).inverters[0]!.connected, true);
  assert.equal(live(loaded(14_000), 30, 1).inverters[0]!.connected, false);
  assert.ok(eventsOf(loaded(14_000), 30).includes("xt1 transfer_opened_over_limit"));
});
