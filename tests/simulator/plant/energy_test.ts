import assert from "node:assert/strict";
import { openCircuitVoltage } from "../../../simulator/plant/battery/battery.ts";
import {
  acOutput,
  type Balance,
  between,
  dcBus,
  type Ledger,
} from "../../../simulator/plant/ledger.ts";
import type { Plant } from "../../../simulator/plant/plant.ts";
import type { ScenarioName } from "../../../simulator/scenario/scenarios.ts";
import { type Changes, live, plantOf, sum } from "./plants.ts";

/** Of what goes through a node in a day. */
const TOLERANCE = 0.001;
const Seasons = ["2026-01-10", "2026-04-15", "2026-06-21", "2026-10-05"] as const;

const NoSource = { kind: "none" } as const;
/** The frequency rises with the battery's voltage. */
const Rising = { xt: { 1549: 1 } };

for (
  const [scenario, seeds] of [["house", 20], ["cabin", 2], ["three-phase", 2], ["ac-coupled", 4], [
    "big",
    2,
  ], ["old", 2]] as const
) {
  Deno.test(`Energy is conserved at every node over a day of ${scenario}, ${seeds} seeds`, () => {
    for (let seed = 1; seed <= seeds; seed++) assertDay(scenario, seed, 10);
  });
}

Deno.test("Energy is conserved at every node over a day of a house in steps of a second", () => {
  assertDay("house", 77, 1);
});

for (
  const [held, changes] of [
    ["an Xcom-CAN", {}],
    ["its voltage", { battery: { chemistry: "lead_acid", monitor: "none" }, settings: Rising }],
    ["nobody", { battery: { chemistry: "lead_acid", monitor: "none" } }],
  ] as const
) {
  Deno.test(`Energy is conserved on an island with a solar inverter that ${held} holds`, () => {
    for (const seed of [1, 2]) assertDay("ac-coupled", seed, 5, { source: NoSource, ...changes });
  });
}

const Genset = { kind: "genset", maxCurrent: 20 } as const;

for (
  const [what, scenario, changes] of [
    ["a genset that AUX 1 starts", "cabin", {
      source: Genset,
      settings: { xt: { 1439: 1, 1440: 60, 1441: 90, 1107: 12, 1491: 1 } },
    }],
    ["a minigrid's genset beside solar inverters", "ac-coupled", {
      source: Genset,
      settings: {
        xt: { 1107: 15 },
        bms: { 6072: 1, 6094: 1, 6095: 1, 6099: 1, 6100: 600, 6101: 60, 6102: 80 },
      },
    }],
    ["an end of the free days", "house", {
      settings: { xt: { 1616: 1, 1391: 0, 1617: 1, 1618: 0, 1619: 1 } },
    }],
    ["overloads and a battery that breaks down", "cabin", {
      meanLoad: 4000,
      battery: { capacity: 60 },
      settings: { xt: { 1190: 0, 1304: 20, 1305: 20 } },
    }],
    ["a quota, forced feeding and phase shift", "three-phase", {
      settings: {
        xt: { 1557: 1, 1559: 2, 1524: 50, 1525: 1080, 1526: 60, 1610: 1, 1622: -0.1, 1624: 0.1 },
      },
    }],
  ] as const
) {
  Deno.test(`Energy is conserved at every node over a day with ${what}`, () => {
    for (const seed of [1, 2]) assertDay(scenario, seed, 5, changes);
  });
}

function assertDay(
  scenario: ScenarioName,
  seed: number,
  stepSeconds: number,
  changes: Changes = {},
): void {
  const start = `${Seasons[seed % Seasons.length]}T00:00`;
  const where = `${scenario}, seed ${seed}, ${start}`;
  const before = plantOf(scenario, { ...changes, seed, start });
  const shown = { load: 0, in: 0, out: 0, battery: 0 };
  const after = live(before, 86400, stepSeconds, (plant) => {
    // As the infos show it: voltage times current times the power factor of each side.
    const hours = stepSeconds / 3600;
    const grid = sum(plant.inverters, ({ input }) => input.activePower);
    shown.load += sum(plant.inverters, ({ output }) => output.activePower) * hours;
    shown.in += sum(plant.inverters, ({ input }) => Math.max(0, input.activePower)) * hours;
    shown.out += Math.max(0, -grid) * hours;
    shown.battery += plant.battery.voltage * plant.battery.current * hours;
  });
  const day = between(before.ledger, after.ledger);
  assertBalance(dcBus(day), `DC bus of ${where}`);
  assertBalance(acOutput(day), `AC output of ${where}`);
  assertBalance(wholePlant(day, stored(after) - stored(before)), `plant of ${where}`);
  assertBalance({ in: shown.load + day.solarToOutput, out: day.consumed }, `load of ${where}`);
  assertBalance({ in: shown.in, out: day.inputToOutput }, `input of ${where}`);
  assertBalance(
    { in: shown.battery + day.batteryToBus, out: day.busToBattery },
    `battery of ${where}`,
  );
}

/** What comes from modules and grid is used, fed, lost, or in the battery. */
function wholePlant(day: Ledger, stored: number): Balance {
  return {
    in: day.pv + day.inputToOutput,
    out: day.consumed + day.outputToInput + day.solarLoss + day.xtenderLoss + day.batteryLoss +
      stored,
  };
}

/** What is in the battery, in Wh: its voltage without current over all its charge. */
function stored({ battery: { design, charge } }: Plant): number {
  const slices = 2000;
  let energy = 0;
  for (let i = 0; i < slices; i++) {
    energy += openCircuitVoltage(design, charge * (i + 0.5) / slices) * charge / slices;
  }
  return energy * design.capacity;
}

function assertBalance({ in: taken, out }: Balance, where: string): void {
  const difference = Math.abs(taken - out) / Math.max(taken, out, 1);
  assert.ok(difference < TOLERANCE, `${where}: ${taken} Wh in, ${out} Wh out`);
}
