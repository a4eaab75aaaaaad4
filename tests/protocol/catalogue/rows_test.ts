import assert from "node:assert/strict";
import type { Datapoint, Family } from "../../../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";

/** What the manufacturer's appendix prints, row by row, for one datapoint of every sort. */
const rows: readonly [Family, number, Partial<Datapoint>][] = [
  ["xt", 3000, { name: "Battery voltage", unit: "V", short: "Ubat", quantity: "battery_voltage" }],
  ["xt", 3001, {
    unit: "°C",
    note: "external BTS-01 sensor; about 32767 when no sensor is fitted",
  }],
  ["xt", 3056, { format: "float", encoding: "bit_mask", statistic: "state" }],
  ["xt", 3090, { key: "battery_voltage_minute_min", statistic: "minute_min" }],
  ["xt", 3124, { encoding: "code", statistic: "static", format: "float" }],
  ["xt", 3130, { name: "ID SOFT msb", encoding: "u16_high", quantity: "firmware_version_msb" }],
  ["xt", 3136, { unit: "kW", quantity: "ac_out_active_power", statistic: "instant" }],
  ["xt", 3081, { unit: "kWh", quantity: "ac_in_energy", statistic: "today" }],
  ["xt", 1107, { unit: "A", default: 32, min: 2, max: 50, step: 1, menus: [1100, 1197] }],
  ["xt", 1108, { unit: "V", default: 46.3, min: 36, max: 72, step: 0.1, for48V: true }],
  ["xt", 1138, { key: "battery_charge_current_1138", level: "basic", for48V: false }],
  ["xt", 1205, { format: "long_enum", encoding: "weekdays", default: 0, min: 0, max: 127 }],
  ["xt", 1206, {
    format: "int32",
    encoding: "minutes_of_day",
    default: 420,
    max: 1440,
    unit: "min",
  }],
  ["xt", 1461, { format: "bool", default: 1, min: 0, max: 1, step: 1 }],
  ["xt", 1468, { format: "int32", encoding: "signal" }],
  ["xt", 1552, { format: "long_enum", default: 2, min: 1, max: 4 }],
  ["xt", 1624, { encoding: "cos_phi_offset", default: 0.1, min: -0.1, max: 0.1, step: 0.01 }],
  ["xt", 1259, { unit: "%", note: "percent of the nominal power" }],
  ["bsp", 6021, { unit: "%/°C", step: 0.0999756, note: "percent of the nominal capacity" }],
  ["bsp", 7002, { key: "state_of_charge", unit: "%", quantity: "soc" }],
  ["bsp", 7034, { encoding: "code", options: [{ code: 10241, text: "BSP500/BSP1200" }] }],
  ["bms", 7067, { format: "short_enum", statistic: "static" }],
  ["vt", 11004, { key: "power_of_the_pv_generator", unit: "kW", quantity: "pv_power" }],
  ["vt", 11009, { unit: "MWh", quantity: "pv_energy", statistic: "lifetime" }],
  ["vt", 11011, { unit: "kWh", statistic: "yesterday" }],
  ["vs", 14045, { step: 0.010009766 }],
  ["vs", 15017, { unit: "kWh", quantity: "pv_energy", statistic: "today" }],
  ["rcc", 5000, { format: "int32", min: 0, max: 3, step: 1, menus: [] }],
  ["rcc", 5002, { format: "int32", encoding: "local_seconds", unit: "s", step: 1 }],
  ["rcc", 5012, { format: undefined, level: "view_only", default: 16, min: 0, max: 111 }],
  ["rcc", 5056, { name: 'Switching ON and OFF of system on level "VIEW ONLY"' }],
  ["rcc", 5104, { encoding: "signal", level: "qsp" }],
];

/** Where lists of other projects differ from the appendix V1.6.42. */
const corrections: readonly [Family, number, Partial<Datapoint>][] = [
  ...[1246, 1249, 1252, 1516, 1333, 1334, 1335, 1336, 1337, 1485].map((
    number,
  ): [Family, number, Partial<Datapoint>] => ["xt", number, { format: "bool", default: 0 }]),
  ["xt", 1311, { default: 1 }],
  ["bms", 6078, { default: 90 }],
  ["vt", 10103, { max: 165 }],
  ["xt", 1622, { max: 0.1 }],
  ["xt", 1623, { max: 0.1 }],
  ["xt", 1624, { max: 0.1 }],
  ["vs", 14044, { step: 2 }],
  ["vs", 14179, { step: 2 }],
  ["vs", 14198, { step: 2 }],
  ["vs", 14177, { step: 10 }],
  ["vs", 14047, { step: 10 }],
  ["xt", 1513, { menus: [1310] }],
  ["rcc", 5012, { format: undefined, options: [] }],
  ["vt", 10350, { name: "Offset of PV voltage to start power derating", default: -30 }],
  ["vt", 10351, { name: "Battery current at PV max", unit: "A", max: 80 }],
  ["vs", 15015, { name: "PV2 operating mode", quantity: "pv2_operating_mode" }],
  ["bms", 6066, { name: "Manufacturer SOC for 0% displayed" }],
  ["bms", 6067, { name: "Manufacturer SOC for 100% displayed" }],
  ["bms", 6079, { name: "Allow periodic full charging" }],
  ["xt", 1295, {
    name: "Charge current decrease coef. at voltage limit to turn back in inverter mode",
  }],
  ["xt", 1436, {
    name: "Overrun AC source current limit without opening the transfer relay (Input limit)",
  }],
  ["xt", 1554, {
    name: "Decrease of the max. current of the source with input voltage activated by remote entry",
  }],
  ["rcc", 5067, { name: "Clear info {17019} Maximum time interval between two scom requests" }],
  ["rcc", 5102, { name: "Disable saving of LAN/GSM connection messages (89/90)" }],
  ["rcc", 5103, {
    name: "Activation of the watchdog hardware (deactivation restarts the Xcom-232i)",
  }],
  ["bms", 6071, {
    name:
      "Use battery priority as energy source when SOC >= SOC for backup (not recommended in parallel)",
  }],
];

for (const [family, number, printed] of [...rows, ...corrections]) {
  Deno.test(`findDatapoint() gives ${family} ${number} its ${Object.keys(printed).join(", ")} as printed`, () => {
    const datapoint = findDatapoint(family, number);
    assert.ok(datapoint !== undefined);
    const found = Object.fromEntries(
      Object.entries(datapoint).filter(([field]) => field in printed),
    );
    assert.deepEqual(found, printed);
  });
}

/** Option lists as printed, where other projects' lists are broken or longer. */
const lists: readonly [Family, number, string][] = [
  ["rcc", 5073, "1 Clock, 2 Xtender, 4 BSP, 8 VarioTrack, 16 VarioString"],
  ["rcc", 5032, "1 Automatic, 2 ;, 4 ,"],
  ["xt", 3054, "0 Invalid value, 1 A, 2 I, 3 M (3), 4 M (4), 5 G"],
  ["xt", 3055, "0 Invalid value, 1 A, 2 I, 3 M (3), 4 M (4), 5 G"],
  ["xt", 3168, "0 No Error, 1 TR.Alarm, 2 TR.Error, 3 EL.Error, 4 EL.Stop"],
  ["vt", 11047, "9079 VT-65/VT-80 (9079), 9729 VT-65/VT-80 (9729)"],
  ["vt", 11079, "0 ---, 1 A, 2 I, 3 M (3), 4 M (4), 5 G"],
  ["vs", 15090, "0 ---, 1 A, 2 I, 3 M (3), 4 M (4)"],
  ["vs", 15074, "12801 VS-120, 13057 VS-70"],
];

for (const [family, number, printed] of lists) {
  Deno.test(`findDatapoint() gives ${family} ${number} its options as printed`, () => {
    const options = findDatapoint(family, number)?.options ?? [];
    assert.equal(options.map(({ code, text }) => `${code} ${text}`).join(", "), printed);
  });
}

Deno.test("findDatapoint() does not know rows that only other projects list", () => {
  assert.equal(findDatapoint("xt", 3079), undefined);
  assert.equal(findDatapoint("xt", 3169), undefined);
  for (const number of [7034, 7035, 7036, 7037, 7038, 7039, 7040, 7041, 7048, 7049, 7060]) {
    assert.equal(findDatapoint("bms", number), undefined);
  }
});
