import assert from "node:assert/strict";
import { datapointsOf, findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { Idle } from "../../../simulator/idle_parameters.ts";
import { actingParameters } from "../../../simulator/plant/acting_parameters.ts";
import { Signals } from "../../../simulator/signals.ts";

const Acting = actingParameters();

Deno.test("actingParameters() names parameters that there are, each once", () => {
  const seen = new Set<string>();
  for (const { family, number, input } of Acting) {
    assert.equal(findDatapoint(family, number)?.kind, "parameter", `${family} ${number} ${input}`);
    const key = `${family} ${number}`;
    assert.ok(!seen.has(key), `${key} sets two inputs, the second is ${input}`);
    seen.add(key);
  }
  assert.ok(Acting.length > 600, `${Acting.length}`);
});

/** What the official name of a parameter says, by the end of the path to what it sets. */
const Names: readonly (readonly [path: RegExp, name: RegExp])[] = [
  [/^auxiliary\..*\.mode$/, /^Operating mode/],
  [/^auxiliary\..*\.all$/, /^Combination of the events/],
  [/\.(schedules|restrictions)\.\d\.(on|days)$/, /^(Day of the week|Contact activated with fixed)/],
  [/\.(schedules|restrictions)\.\d\.start$/, /^Start hour/],
  [/\.(schedules|restrictions)\.\d\.end$/, /^End hour/],
  [/\.voltage\.levels\.\d\.on$/, /^Battery voltage \d activate/],
  [/\.voltage\.levels\.\d\.at$/, /^Battery voltage \d \(/],
  [/\.(voltage|charge)\.levels\.\d\.after$/, /^Delay \d/],
  [/\.voltage\.off$/, /^Battery voltage to deactivate/],
  [/\.(voltage|charge)\.offAfter$/, /^Delay to deactivate/],
  [/\.offInFloating$/, /^Deactivate if battery in floating phase/],
  [/\.power\.levels\.\d\.on$/, /^Inverter power level \d activate/],
  [/\.power\.levels\.\d\.at$/, /^Power level \d/],
  [/\.power\.levels\.\d\.after$/, /^Time delay \d/],
  [/\.power\.off$/, /^Inverter power level to deactivate/],
  [/\.charge\.levels\.\d\.on$/, /^Contact activated with the SOC \d/],
  [/\.charge\.levels\.\d\.at$/, /^Contact activated below SOC \d/],
  [/\.charge\.off$/, /^Contact deactivated over SOC/],
  [/\.temperature\.on$/, /^Contact activated with the temperature/],
  [/\.temperature\.over$/, /^Contact activated over/],
  [/\.temperature\.below$/, /^Contact deactivated below/],
  [/\.notInBulk$/, /^Only activated if the battery is not in bulk/],
  [/\.night\.on$/, /^Activated in night mode/],
  [/\.night\.delay$/, /^Delay of activation after entering night/],
  [/\.night\.lasts$/, /^Activation time for the auxiliary relay/],
  [/\.security\.on$/, /^Security, maximum time/],
  [/\.security\.seconds$/, /^Maximum time of operation/],
  [/\.events\.on$/, / (is )?ON \(/],
  [/\.events\.off$/, / is OFF \(/],
  [/\.events\.undervoltage$/, /^Battery undervoltage/],
  [/\.events\.overvoltage$/, /^Battery overvoltage/],
  [/\.events\.earth_fault$/, /^Earth fault/],
  [/\.events\.no_sun$/, /^PV error/],
  [/\.events\.overtemperature$/, /^Overtemperature/],
  [/\.events\.(bulk|absorption|equalization|floating|reduced_floating|periodic_absorption)$/, /./],
  [/\.events\.periodic_absorption$/, /^Periodic absorption/],
  [/\.events\.floating$/, /^Floating/],
  [/\.events\.remote_entry$/, /^Remote entry/],
  [/\.events\.partial_overload$/, /partial overload$/i],
  [/\.events\.output$/, /^AC out presence/],
  [/absorptionVoltage$/i, /^(Periodic a|A)bsorption voltage/],
  [/equalizationVoltage$/, /^Equalization voltage/],
  [/floatingVoltage$/i, /^(Reduced f|F)loating voltage/],
  [/newCycleVoltage1$/, /^Voltage level 1 to start/],
  [/newCycleSeconds2$/, /^Time period under voltage level 2/],
  [/chargeCurrentLimit$/, /^Battery charge current/],
  [/temperatureCompensation$/, /^Temperature compensation/],
];

Deno.test("actingParameters() sets inputs by parameters whose names say the same", () => {
  for (const { family, number, input } of Acting) {
    const { name } = findDatapoint(family, number)!;
    for (const [path, expected] of Names) {
      if (path.test(input)) assert.match(name, expected, `${family} ${number} sets ${input}`);
    }
  }
  for (const [path] of Names) assert.ok(Acting.some(({ input }) => path.test(input)), `${path}`);
});

Deno.test("Every auxiliary contact's parameters of one number end in that contact's name", () => {
  for (const { family, number, input } of Acting) {
    const contact = /^auxiliary\.(\d)\./.exec(input)?.[1];
    if (contact === undefined || input.endsWith(".partial_overload")) continue;
    const { name } = findDatapoint(family, number)!;
    assert.match(name, new RegExp(`\\(AUX ${Number(contact) + 1}\\)$`), `${family} ${number}`);
  }
});

/** Watchdogs and what keeps a device from saving to flash: of the devices, not of the plant. */
const OfDevices = [1550, 1628, 1629, 10058, 10342, 10343, 14069, 14218, 14219];

Deno.test("Every parameter of a device acts, or is named as one that does nothing, and none is both", () => {
  const counted = new Map<string, number>();
  const count = (family: string, number: number) =>
    counted.set(`${family} ${number}`, (counted.get(`${family} ${number}`) ?? 0) + 1);
  for (const { family, numbers } of Idle) numbers.forEach((number) => count(family, number));
  for (const { family, number } of Acting) count(family, number);
  for (const family of ["xt", "vt", "vs", "bsp", "bms"] as const) {
    for (const number of Object.keys(Signals[family])) count(family, Number(number));
    for (const { kind, number } of datapointsOf(family)) {
      if (kind === "info" || OfDevices.includes(number)) continue;
      assert.equal(counted.get(`${family} ${number}`), 1, `${family} ${number}`);
    }
  }
});
