import assert from "node:assert/strict";
import fc from "fast-check";
import type { Family } from "../../../protocol/catalogue/datapoint.ts";
import { findByKey, findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import type { PlantDatapoint } from "../../../agent/installation/device.ts";
import { formatValue } from "../../../agent/mqtt/payload.ts";
import { entityOf } from "../../../agent/homeassistant/entity.ts";
import type { Entity } from "../../../agent/homeassistant/entity_types.ts";
import {
  BinarySensorDeviceClasses,
  CommonComponentFields,
  ComponentFields,
  MAX_STATE_LENGTH,
  NumericFields,
  StateClassesOfDeviceClass,
  UnitsOfDeviceClass,
} from "./home_assistant_rules.ts";
import { everyDatapoint } from "./plant.ts";

/** How many of the 323 user infos are what: device class and state class, or a binary sensor. */
const COUNTS = {
  "apparent_power:measurement": 7,
  "apparent_power:": 1,
  "battery:measurement": 9,
  "current:measurement": 33,
  "current:": 1,
  "duration:measurement": 3,
  "duration:total_increasing": 5,
  "duration:": 2,
  "energy:total_increasing": 15,
  "energy:": 7,
  "enum:": 42,
  "frequency:measurement": 9,
  "power:measurement": 24,
  "temperature:measurement": 24,
  "voltage:measurement": 47,
  "voltage:": 5,
  ":measurement": 11,
  ":total_increasing": 14,
  ":": 55,
  "binary": 9,
};

function nameOf({ family, number, name }: PlantDatapoint): string {
  return `${family} ${number} ${name}`;
}

function withEntity(): [PlantDatapoint, Entity][] {
  return everyDatapoint().flatMap((datapoint) => {
    const entity = entityOf(datapoint);
    return entity === undefined ? [] : [[datapoint, entity]];
  });
}

function entity(family: Family, number: number): Entity {
  const datapoint = findDatapoint(family, number);
  assert.ok(datapoint, `${family} ${number} is not in the catalogue`);
  const found = entityOf(datapoint);
  assert.ok(found, `${family} ${number} has no entity`);
  return found;
}

Deno.test("entityOf() gives every datapoint an entity but signals and the two unsupported", () => {
  const missing = everyDatapoint().filter((datapoint) => entityOf(datapoint) === undefined);
  const signals = missing.filter(({ kind, format }) => kind === "parameter" && format === "int32");
  const others = missing.filter((datapoint) => !signals.includes(datapoint)).map(nameOf);
  assert.equal(signals.length, 87);
  assert.deepEqual(others, ["rcc 5012 User level", "rcc 5045 Load Xtender parameters preset"]);
  assert.equal(withEntity().length, 1262 - 87 - 2 + 21);
});

Deno.test("entityOf() gives only fields that the platform takes", () => {
  for (const [datapoint, found] of withEntity()) {
    const allowed = [...CommonComponentFields, ...ComponentFields[found.platform]!];
    for (const field of Object.keys(found)) {
      assert.ok(allowed.includes(field), `${nameOf(datapoint)}: ${field}`);
    }
  }
});

Deno.test("entityOf() gives units and state classes that the device class takes", () => {
  for (const [datapoint, found] of withEntity()) {
    const what = `${nameOf(datapoint)}: ${JSON.stringify(found)}`;
    if (found.platform === "binary_sensor") {
      assert.equal(found.unit_of_measurement, undefined, what);
      assert.equal(found.state_class, undefined, what);
      assert.ok(
        found.device_class === undefined || BinarySensorDeviceClasses.includes(found.device_class),
        what,
      );
      continue;
    }
    const { device_class, state_class, unit_of_measurement } = found;
    if (device_class === undefined) continue;
    if (state_class !== undefined) {
      assert.ok(StateClassesOfDeviceClass[device_class]?.includes(state_class), what);
    }
    if (device_class === "enum") {
      assert.equal(unit_of_measurement, undefined, what);
    } else {
      assert.ok(UnitsOfDeviceClass[device_class]?.includes(unit_of_measurement ?? ""), what);
    }
  }
});

Deno.test("entityOf() gives options to enumerations only, each once", () => {
  for (const [datapoint, { device_class, options }] of withEntity()) {
    assert.equal(options !== undefined, device_class === "enum", nameOf(datapoint));
    if (options === undefined) continue;
    assert.ok(options.length > 0, nameOf(datapoint));
    assert.equal(new Set(options).size, options.length, nameOf(datapoint));
    assert.ok(options.every((text) => text.trim() === text && text !== ""), nameOf(datapoint));
  }
});

Deno.test("entityOf() counts nothing that restarts at another value than zero", () => {
  for (const [datapoint, { state_class }] of withEntity()) {
    const isYesterday = datapoint.kind === "info" && datapoint.statistic === "yesterday";
    if (isYesterday || datapoint.kind === "parameter") {
      assert.equal(state_class, undefined, nameOf(datapoint));
    }
  }
});

Deno.test("entityOf() calls a percentage a battery only where it is a state of charge", () => {
  const batteries = withEntity().filter(([, found]) => found.device_class === "battery");
  assert.deepEqual(batteries.map(([{ family, number }]) => `${family} ${number}`), [
    "xt 3007",
    "bsp 7002",
    "bsp 7032",
    "bsp 7047",
    "bms 7002",
    "bms 7022",
    "bms 7032",
    "bms 7047",
    "bms 7058",
    "system 7",
  ]);
});

Deno.test("entityOf() makes settings read-only diagnostics that do not expire", () => {
  for (const [datapoint, found] of withEntity()) {
    if (datapoint.kind !== "parameter") continue;
    assert.equal(found.entity_category, "diagnostic", nameOf(datapoint));
    assert.equal(found.expire_after, undefined, nameOf(datapoint));
  }
});

Deno.test("entityOf() lets measured values expire after three heartbeats, those of a day never", () => {
  assert.equal(entity("xt", 3000).expire_after, 900);
  assert.equal(entity("xt", 3092).expire_after, 900);
  assert.equal(entity("vt", 11007).expire_after, 900);
  assert.equal(entity("xt", 3028).expire_after, 900);
  assert.equal(entity("xt", 3080).expire_after, undefined);
  assert.equal(entity("xt", 3130).expire_after, undefined);
});

Deno.test("entityOf() enables what an owner watches and leaves the long tail to him", () => {
  const enabled = withEntity().filter(([, found]) => found.enabled_by_default !== false);
  const countOf = (family: string) =>
    enabled.filter(([datapoint]) => datapoint.family === family).length;
  assert.deepEqual(
    Object.fromEntries(
      ["xt", "bsp", "bms", "vt", "vs", "rcc", "system"].map((family) => [family, countOf(family)]),
    ),
    { xt: 32, bsp: 10, bms: 11, vt: 14, vs: 14, rcc: 0, system: 21 },
  );
  for (const [family, number] of [["xt", 3136], ["xt", 3137], ["vt", 11004], ["vs", 15010]]) {
    assert.notEqual(entity(family as Family, number as number).enabled_by_default, false);
  }
  for (const [family, number] of [["xt", 3087], ["xt", 3090], ["xt", 3131], ["vs", 15011]]) {
    assert.equal(entity(family as Family, number as number).enabled_by_default, false);
  }
});

Deno.test("entityOf() says of each user info what its unit and statistic make it", () => {
  const counts: Record<string, number> = {};
  for (const [datapoint, found] of withEntity()) {
    if (datapoint.kind !== "info") continue;
    const meaning = found.platform === "binary_sensor"
      ? "binary"
      : `${found.device_class ?? ""}:${found.state_class ?? ""}`;
    counts[meaning] = (counts[meaning] ?? 0) + 1;
  }
  assert.deepEqual(counts, COUNTS);
});

Deno.test("entityOf() tells a text from a number", () => {
  assert.deepEqual(entity("xt", 3000), {
    platform: "sensor",
    name: "Battery voltage",
    device_class: "voltage",
    state_class: "measurement",
    unit_of_measurement: "V",
    suggested_display_precision: 2,
    expire_after: 900,
  });
  assert.deepEqual(entity("xt", 3018), {
    platform: "binary_sensor",
    name: "Input limite reached",
    payload_off: "Off",
    payload_on: "On",
    expire_after: 900,
  });
  assert.deepEqual(entity("xt", 3020).options, ["Opened", "Closed"]);
  assert.equal(entity("xt", 3049).device_class, "running");
  // A known model's name, or a number's text that is not in the list: anything may come.
  assert.deepEqual(entity("xt", 3124), {
    platform: "sensor",
    name: "ID type",
    entity_category: "diagnostic",
    enabled_by_default: false,
  });
  // A time without a zone is no timestamp.
  assert.equal(entity("rcc", 5002).device_class, undefined);
});

Deno.test("entityOf() shows as many decimals as a setting's step has", () => {
  const decimals = (number: number) => entity("xt", number).suggested_display_precision;
  assert.equal(decimals(1107), 0);
  assert.equal(decimals(1108), 1);
  assert.equal(entity("bsp", 6021).suggested_display_precision, 1);
  assert.equal(entity("bsp", 6023).suggested_display_precision, 2);
  assert.equal(entity("xt", 1584).suggested_display_precision, 2);
});

Deno.test("entityOf() names with the number what a family names twice", () => {
  assert.equal(entity("xt", 1138).name, "Battery charge current (1138)");
  assert.equal(entity("xt", 3136).name, "Output active power");
  assert.equal(entity("xt", 3087).name, "Output active power (less accurate)");
  assert.equal(findByKey("xt", "battery_charge_current")?.number, 3005);
});

function assertAcceptable(datapoint: PlantDatapoint, found: Entity, value: number | null): void {
  const payload = formatValue(datapoint, value);
  const what = `${nameOf(datapoint)} = ${value}: ${JSON.stringify(payload)}`;
  assert.ok(payload.length > 0 && payload.length <= MAX_STATE_LENGTH, what);
  // "unknown", for every platform.
  if (payload === "None") return;
  if (found.platform === "binary_sensor") {
    assert.ok([found.payload_on ?? "ON", found.payload_off ?? "OFF"].includes(payload), what);
  } else if (found.options !== undefined) {
    assert.ok(found.options.includes(payload), what);
  } else if (NumericFields.some((field) => found[field] !== undefined)) {
    assert.match(payload, /^-?\d+(\.\d+)?(e[+-]\d+)?$/, what);
  }
}

Deno.test("entityOf() takes every payload that formatValue() can give", () => {
  const entities = withEntity();
  for (const [datapoint, found] of entities) {
    const codes = datapoint.options.map(({ code }) => code);
    for (const value of [null, NaN, Infinity, 0, 1, -1.5, 53.125, 32767, ...codes]) {
      assertAcceptable(datapoint, found, value);
    }
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...entities),
      fc.oneof(fc.float(), fc.integer({ min: 0, max: 70_000 }), fc.integer()),
      ([datapoint, found], value) => assertAcceptable(datapoint, found, value),
    ),
    { numRuns: 2000 },
  );
});

Deno.test("entityOf() offers no option that an enumeration cannot publish", () => {
  for (const [datapoint, { options, payload_on, payload_off }] of withEntity()) {
    const payloads = datapoint.options.map(({ code }) => formatValue(datapoint, code));
    for (const text of [...options ?? [], payload_on ?? [], payload_off ?? []].flat()) {
      assert.ok(payloads.includes(text), `${nameOf(datapoint)}: ${text}`);
    }
  }
});
