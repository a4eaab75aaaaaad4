import assert from "node:assert/strict";
import { createGateway, parseScenario } from "../../../simulator/scenario/scenario.ts";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import { XTM_4000_48 } from "../../../simulator/scenario/models.ts";

const FARM = `title: A farm
latitude: 47
source: genset
mean_load: 900
battery: { chemistry: lead_acid, nominal_voltage: 48, capacity: 800, monitor: bsp }
xtenders:
  - { model: XTM-4000-48 }
vario_tracks:
  - model: VT-65
    generators:
      - { peak_power: 3600, modules_in_row: 3, tilt: 40, azimuth: 160 }
vario_strings:
  - { model: VS-120, generators: [{ peak_power: 3000, modules_in_row: 12 }] }
settings:
  xt: { 1107: 25 }
`;
const COUPLED = `${FARM}solar_inverters:
  - { nominal_power: 3000, generators: [{ peak_power: 3300, tilt: 30, azimuth: 90 }] }
`;

Deno.test("parseScenario() reads an installation that works", () => {
  const scenario = parseScenario(FARM, "farm.yaml");
  assert.equal(scenario.xtenders[0]!.model, XTM_4000_48);
  assert.deepEqual([scenario.acVoltage, scenario.source.kind], [230, "genset"]);
  const gateway = createGateway({ scenario, start: "2026-06-21T10:00" });
  gateway.advance(3600);
  const { devices } = gateway.installation;
  assert.deepEqual(devices.map(({ name }) => name), ["xt1", "vt1", "vs1", "bsp", "xcom"]);
  assert.equal(devices[0]!.parameters.inForce(1107), 25);
  assert.ok(gateway.readInfo("vt1", 11004) > 0.5);
});

Deno.test("A plant for 120 V runs at 60 Hz, whether a grid or its Xtender makes them", () => {
  const american = FARM.replace("source: genset", "source: grid\nac_voltage: 120");
  const at = (text: string) => {
    const scenario = parseScenario(text, "farm.yaml");
    const gateway = createGateway({ scenario, start: "2026-06-21T10:00" });
    const { installation } = gateway;
    const [connected, frequency] = [gateway.readInfo("xt1", 3020), gateway.readInfo("xt1", 3084)];
    assert.equal(connected, 1);
    installation.disturb({ grid: { ...GOOD_GRID, off: true } });
    gateway.advance(60);
    return [Math.round(frequency), gateway.readInfo("xt1", 3085)];
  };
  assert.deepEqual(at(american), [60, 60]);
  assert.deepEqual(at(american.replace("ac_voltage: 120", "ac_voltage: 230")), [50, 50]);
  assert.deepEqual(at(`${american}ac_frequency: 50\n`), [50, 50]);
  assert.deepEqual(at(american.replace("1107: 25", "1107: 25, 1112: 61")), [60, 61]);
});

Deno.test("A genset for 120 V turns at 60 Hz, and less under load", () => {
  const american = FARM.replace("source: genset", "source: genset\nac_voltage: 120")
    .replace("1107: 25", "1107: 25, 1202: 4");
  const scenario = parseScenario(american, "farm.yaml");
  const gateway = createGateway({ scenario, start: "2026-06-21T10:00" });
  gateway.advance(60);
  const frequency = gateway.readInfo("xt1", 3084);
  assert.ok(frequency > 59.5 && frequency < 62, `${frequency} Hz`);
});

Deno.test("parseScenario() reads what a genset takes to start", () => {
  const genset = "genset: { max_current: 16, starter_pulse: 4, starter_pulses: 3 }";
  const { source } = parseScenario(`${FARM}${genset}\n`, "farm.yaml");
  assert.deepEqual(source, {
    kind: "genset",
    maxCurrent: 16,
    needs: { pulseSeconds: 4, pulses: 3 },
  });
});

Deno.test("parseScenario() reads solar inverters at the AC output, as they usually are", () => {
  const { solarInverters } = parseScenario(COUPLED, "farm.yaml");
  assert.deepEqual(
    solarInverters!.map(({ generators, ...rest }) => [rest, generators[0]!.peakPower]),
    [[{
      phase: 1,
      nominalPower: 3000,
      efficiency: 0.97,
      deratingStart: 1,
      deratingEnd: 2.7,
    }, 3300]],
  );
});

Deno.test("parseScenario() refuses a setting that another firmware than the file's does not take", () => {
  const set = (settings: string) => FARM.replace("xt: { 1107: 25 }", settings);
  const unknown = set("xt: { 1651: 1 }");
  const tooMuch = set("vt: { 10103: 150 }");
  for (const text of [unknown, tooMuch]) parseScenario(text, "farm.yaml");
  assert.throws(() => parseScenario(unknown, "farm.yaml", "1.6.20"), {
    name: "InputError",
    message: /:15: xt has no parameter 1651 with firmware 1\.6\.20; give a newer firmware/,
  });
  assert.throws(() => parseScenario(tooMuch, "farm.yaml", "1.6.20"), {
    name: "InputError",
    message: /:15: 10103 of vt cannot be 150; give a value from 0 to 145/,
  });
});

const SMALL = `latitude: 46
source: none
mean_load: 60
battery: { chemistry: lead_acid, nominal_voltage: 12, capacity: 600, monitor: none }
xtenders: [{ model: XTM-2000-12 }]
vario_tracks:
  - { model: VT-80, generators: [{ peak_power: 640, modules_in_row: 1 }] }
`;

Deno.test("A battery of 12 V, that scenarios may have, finds an Xtender, and the sun charges it", () => {
  const scenario = parseScenario(SMALL, "hut.yaml");
  const gateway = createGateway({ scenario, start: "2026-06-21T10:00" });
  const { battery } = gateway.installation.plant;
  gateway.advance(3600);
  const { charge, voltage } = gateway.installation.plant.battery;
  assert.ok(voltage > 12 && voltage < 14.5, `${voltage} V`);
  assert.ok(charge > battery.charge);
  assert.equal(
    gateway.installation.deviceNamed("xt1")!.parameters.inForce(1140),
    Math.fround(13.6),
  );
});

const Possible: readonly (readonly [what: string, from: string, to: string])[] = [
  [
    "three Xtenders on a phase",
    "  - { model: XTM-4000-48 }\n",
    "  - { model: XTM-4000-48 }\n".repeat(3),
  ],
  [
    "another model on each phase",
    "  - { model: XTM-4000-48 }\n",
    "  - { model: XTM-4000-48 }\n  - { model: XTH-8000-48, phase: 3 }\n",
  ],
  ["two modules in a row at a VarioTrack", "modules_in_row: 3", "modules_in_row: 2"],
  [
    "inputs of a VarioString with different modules",
    "{ peak_power: 3000, modules_in_row: 12 }",
    "{ peak_power: 4700, modules_in_row: 15 }, { peak_power: 1250, modules_in_row: 4, azimuth: 90 }",
  ],
];

for (const [what, from, to] of Possible) {
  Deno.test(`parseScenario() lets be built: ${what}`, () => {
    assert.ok(FARM.includes(from));
    parseScenario(FARM.replace(from, to), "farm.yaml");
  });
}

const Mistakes: readonly (readonly [from: string, to: string, message: RegExp])[] = [
  ["latitude: 47", "latitude: north", /:2: latitude is "north"; give a number from -65 to 65/],
  ["latitude: 47\n", "", /:1: latitude is missing; give a number/],
  [
    "mean_load",
    "meanLoad",
    /:4: there is no key "meanLoad"; give one of title, .*mean_load|mean_load is missing/,
  ],
  [
    "source: genset",
    "source: windmill",
    /:3: source is "windmill"; give one of grid, none, genset/,
  ],
  [
    "source: genset",
    "source: grid\ngenset: { max_current: 16 }",
    /:4: the source is grid; give source: genset, or leave genset out/,
  ],
  ["XTM-4000-48", "XTM-9000-48", /:7: model is "XTM-9000-48"; give one of XTH-8000-48/],
  [
    "XTM-4000-48",
    "XTM-3500-24",
    /:7: XTM-3500-24 is for a battery of 24 V, and nominal_voltage is 48/,
  ],
  [
    "modules_in_row: 3",
    "modules_in_row: 4",
    /:11: so many modules in a row give 154 V without load, and the input takes 150 V/,
  ],
  [
    "model: VS-120, generators: [",
    "model: VS-70, generators: [{ peak_power: 900, modules_in_row: 3 }, ",
    /:13: this model has 1 input, and generators are 2; leave one of them out/,
  ],
  ["modules_in_row: 3", "modules_in_row: 2.5", /:11: modules_in_row is 2\.5; give a whole number/],
  [
    "modules_in_row: 3",
    "modules_in_row: 1",
    /:11: so few modules in a row give 31 V at their best, and the input needs 57\.6 V; give more/,
  ],
  [
    "modules_in_row: 12",
    "modules_in_row: 2",
    /:13: so few modules in a row give 62 V at their best, and the input needs 100 V; give more/,
  ],
  [
    "  - { model: XTM-4000-48 }\n",
    "  - { model: XTM-4000-48 }\n".repeat(4),
    /:10: phase 1 has 3 Xtenders already; give another phase/,
  ],
  [
    "  - { model: XTM-4000-48 }\n",
    "  - { model: XTM-4000-48 }\n  - { model: XTH-8000-48 }\n",
    /:8: phase 1 has another model already, .*; give that model, or another phase/,
  ],
  [
    "xt: { 1107: 25 }",
    "xt:\n    1107: 25\n    1138: 20000",
    /:17: 1138 of xt cannot be 20000; give a value from/,
  ],
  ["xt: { 1107: 25 }", "bms: { 6062: 20 }", /:15: there is no bms in this scenario; leave these/],
  ["1107: 25", "1468: 1", /:15: 1468 of xt is a signal, and keeps no value; leave it out/],
  ["1107: 25", "1525: 90.5", /:15: 1525 of xt cannot be 90\.5; give a whole number/],
  ["1107: 25", "charge: 1", /:15: xt has no parameter charge; look it up/],
  ["1107: 25", "1107: .nan", /:15: 1107 is null; give a number/],
  ["title: A farm", "title: A farm\nfirmware: 1.6", /:2: firmware is 1\.6; give a version such as/],
  ["{ model: XTM-4000-48 }", "{ model: XTM-4000-48, phase: 2 }", /:6: no Xtender feeds phase 1/],
  ["monitor: bsp", "monitor: bms", /:5: a lead_acid battery has no bms/],
  [
    "1107: 25 }\n",
    "1650: 1 }\nfirmware: 1.6.20\n",
    /:15: xt has no parameter 1650 with firmware 1\.6\.20; give a newer firmware/,
  ],
  ["1107: 25", "1107: 500", /:15: 1107 of xt cannot be 500; give a value from 2 to 50/],
  [
    "1107: 25 }\n",
    "1286: 230 }\nac_voltage: 120\n",
    /:15: 1286 of xt cannot be 230; give a value from 55 to 140/,
  ],
  ["1107: 25", "3000: 25", /:15: xt has no parameter 3000/],
  ["  - { model: XTM-4000-48 }", "", /:6: xtenders is null; give a list of 1 to 9/],
  ["nominal_power: 3000", "phase: 2", /:17: no Xtender feeds phase 2; give another/],
  [
    "nominal_power: 3000",
    "nominal_power: 4000",
    /:17: with it 4000 W come to phase 1, and its Xtenders take 3500 W; give less/,
  ],
  [
    "nominal_power: 3000",
    "derating_start: 3",
    /:17: 2.7 is not above derating_start, 3; give more/,
  ],
  [
    "nominal_power: 3000",
    "efficiency: 97",
    /:17: efficiency is 97; give a number from 0.5 to 1/,
  ],
  ["source: genset", "source: grid\nsource: none", /:4: this key stands here a second time/],
];

for (const [from, to, message] of Mistakes) {
  Deno.test(`parseScenario() refuses in one line: ${to.replaceAll("\n", " ").trim() || `no ${from.trim()}`}`, () => {
    assert.ok(COUPLED.includes(from));
    const text = COUPLED.replace(from, to);
    assert.throws(() => parseScenario(text, "farm.yaml"), { name: "InputError", message });
  });
}
