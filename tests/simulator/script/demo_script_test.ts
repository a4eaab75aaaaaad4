import assert from "node:assert/strict";
import { dayInTenMinutes } from "../../../simulator/script/demo_script.ts";
import { Faults, NO_FAULTS } from "../../../simulator/faults.ts";
import { createRandom } from "../../../simulator/random.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { type ScenarioName, Scenarios } from "../../../simulator/scenario/scenarios.ts";
import { checkScript } from "../../../simulator/script/script_check.ts";
import { ScriptPlayer } from "../../../simulator/script/script_player.ts";

const START = "2026-06-21T11:00";

for (const scenario of Object.keys(Scenarios) as ScenarioName[]) {
  Deno.test(`dayInTenMinutes() shows day and night of ${scenario}, its energies in real time`, () => {
    const gateway = createGateway({ scenario, start: START });
    const script = dayInTenMinutes(scenario);
    checkScript(script, gateway.installation);
    const faults = new Faults(NO_FAULTS, createRandom(1));
    const player = new ScriptPlayer(script, { gateway, faults });
    const start = gateway.installation.clockSeconds;
    const [device, power, energy] = gateway.installation.deviceNamed("vt1") === undefined
      ? ["vs1", 15010, 15017] as const
      : ["vt1", 11004, 11007] as const;
    const before = gateway.readInfo(device, energy);
    const powers: number[] = [];
    for (let i = 0; i < 600; i++) {
      player.advance(1);
      powers.push(gateway.readInfo(device, power));
    }
    assert.equal(gateway.installation.clockSeconds, start + 600);
    assert.ok(Math.max(...powers) > 0.5, `at most ${Math.max(...powers)} kW`);
    assert.ok(Math.min(...powers) < 0.01, `at least ${Math.min(...powers)} kW`);
    const integral = powers.reduce((sum, each) => sum + each / 3600, 0);
    const gained = gateway.readInfo(device, energy) - before;
    assert.ok(Math.abs(gained - integral) <= 0.001 * integral, `${gained}, not ${integral} kWh`);
  });
}
