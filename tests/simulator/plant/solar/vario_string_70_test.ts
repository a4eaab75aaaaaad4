import assert from "node:assert/strict";
import { generator, VS_120, VS_70 } from "../../../../simulator/scenario/models.ts";
import { offerOf } from "../../../../simulator/plant/solar/solar_offer.ts";
import { type Scenario, Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { installed } from "../../installed.ts";

const TrackingOf = { openVoltageRatio: 2, fixedVoltage: 4 } as const;
const [CURRENT_LIMIT, ALGORITHM, FIXED_VOLTAGE, OPEN_RATIO] = [14217, 14197, 14198, 14199] as const;
const [BATTERY_CURRENT, WIRING, PV_VOLTAGE, PV_CURRENT, PV_POWER, MODE] = [
  15001,
  15003,
  15004,
  15007,
  15010,
  15013,
] as const;
/** Of inputs 1 and 2: voltage, current, power, energies, the day's most, minutes, to earth. */
const INFOS_OF_TWO = [
  [15005, 15008, 15011, 15018, 15021, 15024, 15028, 15034, 15038, 15045, 15059, 15062],
  [15006, 15009, 15012, 15019, 15022, 15025, 15029, 15035, 15039, 15046, 15060, 15063],
].flat();

/** A house whose battery takes whatever one VarioString with some modules gives it. */
function houseWith(peakPower: number, modulesInRow = 12, model = VS_70) {
  const scenario: Scenario = {
    ...Scenarios.house,
    varioTracks: [],
    varioStrings: [{ model, generators: [generator(peakPower, modulesInRow)] }],
  };
  const house = installed(scenario);
  house.installation.disturb({ cloudCover: 0, extraLoad: 6000 });
  house.gateway.advance(5);
  const read = (info: number) => house.gateway.readInfo("vs1", info);
  const written = (parameter: number, value: number) => {
    house.write("vs1", parameter, value);
    house.gateway.advance(2);
  };
  return { ...house, read, written };
}

Deno.test("A VarioString with one input is tracked by {14197} to {14199}, as its infos tell", () => {
  const { read, written } = houseWith(3000);
  const [best, voltage] = [read(PV_POWER), read(PV_VOLTAGE)];
  assert.ok(best > 1.8 && best < 3, `${best} kW`);
  written(ALGORITHM, TrackingOf.fixedVoltage);
  written(FIXED_VOLTAGE, 200);
  assert.equal(Math.round(read(PV_VOLTAGE)), 200);
  assert.ok(read(PV_POWER) < 0.75 * best && read(PV_POWER) > 0.5 * best);
  written(FIXED_VOLTAGE, 2 * Math.round(voltage / 2));
  assert.ok(read(PV_POWER) > 0.97 * best);
  written(ALGORITHM, TrackingOf.openVoltageRatio);
  written(OPEN_RATIO, 0.6);
  assert.ok(read(PV_POWER) < 0.85 * best && read(PV_VOLTAGE) < 0.85 * voltage);
});

Deno.test("The parameters of the other VarioString do nothing: each model has its own", () => {
  const seventy = houseWith(3000);
  const power = seventy.read(PV_POWER);
  for (const parameter of [14176, 14043]) seventy.written(parameter, TrackingOf.fixedVoltage);
  seventy.written(14177, 100);
  seventy.written(14001, 0);
  assert.ok(Math.abs(seventy.read(PV_POWER) - power) < 0.01);
  seventy.written(CURRENT_LIMIT, 10);
  assert.ok(Math.abs(seventy.read(BATTERY_CURRENT) - 10) < 0.1);
  const other = houseWith(3000, 12, VS_120);
  other.written(ALGORITHM, TrackingOf.fixedVoltage);
  other.written(FIXED_VOLTAGE, 100);
  other.written(CURRENT_LIMIT, 0);
  assert.ok(other.read(PV_POWER) > 0.97 * power);
});

Deno.test("A VarioString with one input has the plain infos, and none of two inputs", () => {
  const { read } = houseWith(3000);
  assert.equal(read(15074), 13057);
  for (const info of INFOS_OF_TWO) assert.ok(Number.isNaN(read(info)), `${info}: ${read(info)}`);
  assert.deepEqual([read(WIRING), read(15014), read(15015)], [0, 9, 9]);
  const [voltage, current, power] = [PV_VOLTAGE, PV_CURRENT, PV_POWER].map(read);
  assert.ok(Math.abs(voltage! * current! - power! * 1000) < 10);
  assert.ok(read(15017) > 1 && read(15023) > 1);
});

const CHARGE_CURRENT = 5;
const CHARGE_PV_CURRENT = 7;

Deno.test("A VarioString's input takes 13 A, and more from its modules raises their voltage", () => {
  const { read } = houseWith(5000, 6);
  assert.equal(read(MODE), CHARGE_PV_CURRENT);
  assert.ok(Math.abs(read(PV_CURRENT) - 13) < 0.1, `${read(PV_CURRENT)} A`);
});

Deno.test("A VarioString with one input gives 70 A and 4.2 kW at the most", () => {
  const { read, installation } = houseWith(8000, 15);
  assert.equal(read(MODE), CHARGE_CURRENT);
  assert.ok(Math.abs(read(BATTERY_CURRENT) - 70) < 0.5, `${read(BATTERY_CURRENT)} A`);
  const { weather, solarChargers: [charger] } = installation.plant;
  const { power, limit } = offerOf(charger!, weather, 64, Infinity);
  assert.deepEqual([power, limit], [4200, "power"]);
});
