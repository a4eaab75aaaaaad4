import assert from "node:assert/strict";
import {
  discoveriesOf,
  type Discovery,
  type DiscoveryContext,
  discoveryTopic,
} from "../../../agent/homeassistant/discovery.ts";
import { attributesOf, hasState } from "../../../agent/mqtt/payload.ts";
import { isPublishable } from "../../../agent/mqtt/topics.ts";
import { CommonComponentFields, ComponentFields, DeviceFields } from "./home_assistant_rules.ts";
import { bigPlant, deviceOf, GUID, house } from "./plant.ts";

const context: DiscoveryContext = {
  prefix: "homeassistant",
  baseTopic: "studer",
  installationId: "home",
  agentId: "cellar",
  version: "1.2.3",
};

function messageOf(discoveries: readonly Discovery[], id: string): Discovery["message"] {
  const discovery = discoveries.find((candidate) => candidate.id === id);
  assert.ok(discovery, `${id} is not among ${discoveries.map(({ id }) => id).join(" ")}`);
  return discovery.message;
}

Deno.test("discoveriesOf() announces a house", async (t) => {
  const discoveries = discoveriesOf(house(), context);
  await t.assertSnapshot(messageOf(discoveries, `studer_${GUID}_system`));
  for (const { id, message } of discoveries) {
    const { components, ...rest } = message;
    // The second Xtender says what the first one does.
    if (message.device.name === "Xtender 2") continue;
    const lines = Object.entries(components).map(([key, component]) => {
      const { unique_id: _1, default_entity_id: _2, state_topic: _3, ...own } = component;
      return `${key} ${JSON.stringify(own)}`;
    });
    await t.assertSnapshot([id, JSON.stringify(rest), ...lines].join("\n"));
  }
});

Deno.test("discoveriesOf() says everything in strings, and nothing that is not understood", () => {
  for (const { id, message } of discoveriesOf(bigPlant(), context)) {
    assert.match(id, /^[A-Za-z0-9_-]+$/);
    assert.ok(isPublishable(discoveryTopic(context.prefix, id)));
    const { identifiers, ...fields } = message.device;
    assert.deepEqual(identifiers, [id]);
    for (const [field, value] of Object.entries(fields)) {
      assert.ok(DeviceFields.includes(field), field);
      assert.equal(typeof value, "string", `${id} ${field}`);
      assert.notEqual(value, "", `${id} ${field}`);
    }
    assert.deepEqual(message.origin, { name: "studer-agent", sw_version: "1.2.3" });
    for (const [key, component] of Object.entries(message.components)) {
      const allowed = [...CommonComponentFields, ...ComponentFields[component.platform]!];
      for (const [field, value] of Object.entries(component)) {
        assert.ok(allowed.includes(field), `${id} ${key}: ${field}`);
        assert.notEqual(value, undefined, `${id} ${key}: ${field}`);
      }
      assert.match(component.default_entity_id, new RegExp(`^${component.platform}\\.[a-z0-9_]+$`));
      assert.equal(component.state_topic.split("/").at(-1), key);
      assert.ok(isPublishable(component.state_topic));
    }
  }
});

Deno.test("discoveriesOf() gives every device and entity of a big plant its own identity", () => {
  const discoveries = discoveriesOf(bigPlant(), context);
  const ids = discoveries.map(({ id }) => id);
  assert.equal(new Set(ids).size, 46);
  const entities = discoveries.flatMap(({ message }) => Object.values(message.components));
  for (const field of ["unique_id", "default_entity_id", "state_topic"] as const) {
    assert.equal(new Set(entities.map((entity) => entity[field])).size, entities.length, field);
  }
});

Deno.test("discoveriesOf() repeats no device's name in its entities' names", () => {
  for (const { message } of discoveriesOf(bigPlant(), context)) {
    const deviceName = message.device.name.toLowerCase();
    for (const { name } of Object.values(message.components)) {
      assert.ok(!name.toLowerCase().startsWith(deviceName), `${deviceName}: ${name}`);
      assert.equal(name, name.trim());
      assert.notEqual(name, "");
    }
  }
  const bsp = messageOf(discoveriesOf(house(), context), "studer_00040001");
  assert.equal(bsp.components.bsp_temperature?.name, "Temperature");
});

Deno.test("discoveriesOf() names two entities of a device differently", () => {
  for (const { message } of discoveriesOf(bigPlant(), context)) {
    const names = Object.values(message.components).map(({ name }) => name);
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);
    assert.deepEqual(repeated, [], message.device.name);
  }
});

Deno.test("discoveriesOf() identifies a device by its serial number, not by its address", () => {
  const [first, second] = [101, 102].map((address) =>
    discoveriesOf([deviceOf(`xt${address - 100}`, "xt", "0000ABCD", { address })], context)[0]
  );
  assert.equal(first?.id, "studer_0000ABCD");
  assert.equal(second?.id, first?.id);
  const uniqueIds = (discovery: Discovery | undefined) =>
    Object.values(discovery!.message.components).map(({ unique_id }) => unique_id);
  assert.deepEqual(uniqueIds(second), uniqueIds(first));
});

Deno.test("discoveriesOf() keeps two installations apart", () => {
  const cabin = house().map((device) => ({
    ...device,
    serialNumber: device.serialNumber.replace(/^0/, "F"),
  }));
  const uniqueIds = [
    ...discoveriesOf(house(), context),
    ...discoveriesOf(cabin, { ...context, installationId: "cabin" }),
  ].flatMap(({ message }) => Object.values(message.components).map(({ unique_id }) => unique_id));
  assert.equal(new Set(uniqueIds).size, uniqueIds.length);
});

Deno.test("discoveriesOf() keeps two installations apart whose devices tell no serial number", () => {
  const nameless = house().map((device) => ({ ...device, serialNumber: "" }));
  const idsOf = (installationId: string) =>
    discoveriesOf(nameless, { ...context, installationId }).map(({ id }) => id);
  const ids = [...idsOf("home"), ...idsOf("cabin")];
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("discoveriesOf() keeps devices apart that bear the same serial number", () => {
  const twins = [deviceOf("vt1", "vt", "00000000"), deviceOf("vt2", "vt", "00000000")];
  assert.deepEqual(discoveriesOf(twins, context).map(({ id }) => id), [
    "studer_00000000_vt1",
    "studer_00000000_vt2",
  ]);
});

Deno.test("discoveriesOf() puts the gateway first, and all other devices behind it", () => {
  const devices = bigPlant();
  const [gateway, ...others] = discoveriesOf(devices, context);
  assert.equal(gateway?.id, `studer_${GUID}_xcom`);
  assert.equal(gateway?.message.device.via_device, undefined);
  assert.equal(others.length, devices.length - 1);
  for (const { message } of others) assert.equal(message.device.via_device, gateway?.id);
});

Deno.test("discoveriesOf() puts the lowest Xtender in the place of a missing gateway", () => {
  const devices = house().filter(({ family }) => family !== "rcc").toReversed();
  const discoveries = discoveriesOf(devices, context);
  assert.equal(discoveries[0]?.id, "studer_00010001");
  assert.equal(discoveries[0]?.message.device.via_device, undefined);
  const system = messageOf(discoveries, "studer_00010001_system");
  assert.equal(system.device.via_device, "studer_00010001");
});

Deno.test("discoveriesOf() tells a gateway without GUID from the Xtender whose number it uses", () => {
  const devices = house().map((device) =>
    device.serialNumber === GUID ? { ...device, serialNumber: "00010001" } : device
  );
  assert.deepEqual(discoveriesOf(devices, context).slice(0, 2).map(({ id }) => id), [
    "studer_00010001_xcom",
    "studer_00010001",
  ]);
});

Deno.test("discoveriesOf() believes a device while agent, gateway and device are online", () => {
  const discoveries = discoveriesOf(house(), context);
  const xtender = messageOf(discoveries, "studer_00010002");
  assert.equal(xtender.availability_mode, "all");
  assert.deepEqual(xtender.availability, [
    { topic: "studer/agent/cellar/status" },
    { topic: "studer/home/status" },
    { topic: "studer/home/xt2/status" },
  ]);
});

Deno.test("discoveriesOf() puts the installation's name before its devices'", () => {
  const names = (installationName: string) =>
    discoveriesOf(house(), { ...context, installationName }).map(({ message }) =>
      message.device.name
    );
  assert.deepEqual(names("Cabin").slice(0, 2), ["Cabin Xcom", "Cabin Xtender 1"]);
});

Deno.test("discoveriesOf() serves the energy dashboard", () => {
  const system = messageOf(discoveriesOf(house(), context), `studer_${GUID}_system`);
  for (const what of ["grid_in", "grid_out", "pv", "battery_in", "battery_out"]) {
    const component = system.components[`${what}_energy_total`];
    assert.ok(component, what);
    const { platform, device_class, state_class, unit_of_measurement, enabled_by_default } =
      component;
    assert.deepEqual(
      { platform, device_class, state_class, unit_of_measurement, enabled_by_default },
      {
        platform: "sensor",
        device_class: "energy",
        state_class: "total_increasing",
        unit_of_measurement: "kWh",
        enabled_by_default: undefined,
      },
    );
  }
});

Deno.test("discoveriesOf() announces attributes only where there can be any", () => {
  const xtender = messageOf(discoveriesOf(house(), context), "studer_00010001").components;
  assert.equal(xtender.battery_voltage?.json_attributes_topic, undefined);
  assert.equal(
    xtender.operating_state?.json_attributes_topic,
    "studer/home/xt1/operating_state/attributes",
  );
  assert.equal(
    xtender.inverter_allowed?.json_attributes_topic,
    "studer/home/xt1/inverter_allowed/attributes",
  );
});

Deno.test("discoveriesOf() announces the attributes of whatever has some", () => {
  const point = { installation: "home", device: "", datapoint: 0 };
  for (const device of bigPlant()) {
    const [discovery] = discoveriesOf([device], context);
    for (const datapoint of device.datapoints.filter(hasState)) {
      for (const value of [0, 1, 2]) {
        if (Object.keys(attributesOf(datapoint, { point, value, at: 0 })).length === 0) continue;
        const component = discovery?.message.components[datapoint.key];
        assert.ok(component?.json_attributes_topic, `${device.name} ${datapoint.key}`);
      }
    }
  }
});

Deno.test("discoveriesOf() stays below what brokers take in one message", () => {
  // Mosquitto's limit is two million bytes.
  const sizes = discoveriesOf(bigPlant(), context).map(({ message }) =>
    new TextEncoder().encode(JSON.stringify(message)).length
  );
  assert.ok(Math.max(...sizes) < 300_000, `${Math.max(...sizes)} bytes`);
});
