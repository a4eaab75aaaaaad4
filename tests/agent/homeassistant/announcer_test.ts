import assert from "node:assert/strict";
import { Announcer, type AnnouncerOptions } from "../../../agent/homeassistant/announcer.ts";
import type { Device } from "../../../agent/installation/device.ts";
import { createLog } from "../../../agent/log.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { basic, deviceOf, house, without } from "./plant.ts";
import { type Recorded, RecordingBroker } from "./recording_broker.ts";

const silent = createLog({
  level: "error",
  format: "text",
  clock: new ManualClock(),
  write: () => {},
});

function announcerOn(broker: RecordingBroker, rest: Partial<AnnouncerOptions> = {}): Announcer {
  const announcer = new Announcer({
    broker,
    prefix: "homeassistant",
    baseTopic: "studer",
    installationId: "home",
    agentId: "cellar",
    version: "1.2.3",
    log: silent,
    ...rest,
  });
  announcer.start();
  return announcer;
}

const xt1 = basic(deviceOf("xt1", "xt", "00010001"));
const vt1 = basic(deviceOf("vt1", "vt", "00020001"));
const topicOf = (id: string) => `homeassistant/device/${id}/config`;
const xt1Topic = topicOf("studer_00010001");
const vt1Topic = topicOf("studer_00020001");

function topicsOf(recorded: readonly Recorded[]): string[] {
  return recorded.map(({ topic }) => topic);
}

// deno-lint-ignore no-explicit-any -- read as Home Assistant does: JSON.
function componentsOf({ payload }: Recorded): Record<string, any> {
  return JSON.parse(payload).components;
}

Deno.test("Announcer.announce() publishes one retained message a device", () => {
  const broker = new RecordingBroker();
  announcerOn(broker).announce(house());
  const recorded = broker.take();
  assert.equal(recorded.length, 7);
  assert.equal(new Set(topicsOf(recorded)).size, 7);
  assert.ok(recorded.every(({ retain }) => retain));
});

Deno.test("Announcer.announce() says nothing again that did not change", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  broker.take();
  announcer.announce([xt1, { ...vt1, firmware: "1.6.80" }]);
  assert.deepEqual(topicsOf(broker.take()), [vt1Topic]);
});

Deno.test("Announcer.announce() removes an entity by its bare platform, then leaves it out", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1]);
  broker.take();
  announcer.announce([without(xt1, "battery_voltage", "inverter_allowed")]);
  const [removal, message, ...rest] = broker.take();
  assert.deepEqual(rest, []);
  assert.deepEqual([removal?.topic, message?.topic], [xt1Topic, xt1Topic]);
  assert.deepEqual(componentsOf(removal!).battery_voltage, { platform: "sensor" });
  assert.deepEqual(componentsOf(removal!).inverter_allowed, { platform: "binary_sensor" });
  assert.equal(componentsOf(removal!).battery_temperature.unit_of_measurement, "°C");
  assert.equal(removal!.retain, false);
  assert.equal(componentsOf(message!).battery_voltage, undefined);
  assert.equal(componentsOf(message!).battery_temperature.unit_of_measurement, "°C");
  assert.equal(broker.retained.get(xt1Topic), message!.payload);
});

Deno.test("Announcer.announce() takes back a device that is gone", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  broker.take();
  announcer.announce([xt1]);
  assert.deepEqual(broker.take(), [{ topic: vt1Topic, payload: "", retain: true }]);
  announcer.announce([xt1]);
  assert.deepEqual(broker.take(), []);
});

Deno.test("Announcer takes back what was replaced while the agent was not running", () => {
  const broker = new RecordingBroker();
  const earlier = announcerOn(broker);
  earlier.announce([xt1, vt1]);
  earlier.stop();
  broker.take();

  announcerOn(broker).announce([without(xt1, "battery_voltage")]);
  const [removal, message, retraction, ...rest] = broker.take();
  assert.deepEqual(componentsOf(removal!).battery_voltage, { platform: "sensor" });
  assert.equal(componentsOf(message!).battery_voltage, undefined);
  assert.deepEqual(retraction, { topic: vt1Topic, payload: "", retain: true });
  assert.deepEqual(rest, []);
});

for (const retainedArrive of ["before", "after"] as const) {
  Deno.test(`Announcer takes back what the broker shows to be left, ${retainedArrive} it tells of its connection`, () => {
    const broker = new RecordingBroker();
    const earlier = announcerOn(broker);
    earlier.announce([xt1, vt1]);
    earlier.stop();
    broker.take();

    broker.disconnect();
    announcerOn(broker).announce([without(xt1, "battery_voltage")]);
    assert.deepEqual(broker.take(), []);
    broker.connect(retainedArrive);
    const recorded = broker.take();
    const last = (topic: string) => recorded.findLast((one) => one.topic === topic);
    const removals = recorded.filter((one) =>
      one.topic === xt1Topic && componentsOf(one).battery_voltage !== undefined
    );
    assert.deepEqual(last(vt1Topic), { topic: vt1Topic, payload: "", retain: true });
    assert.equal(removals.length, 1);
    assert.deepEqual(componentsOf(removals[0]!).battery_voltage, { platform: "sensor" });
    assert.equal(componentsOf(last(xt1Topic)!).battery_voltage, undefined);
    assert.deepEqual([...broker.retained.keys()], [xt1Topic]);
  });

  Deno.test(`Announcer leaves alone what the broker shows to be taken over, ${retainedArrive} it tells of its connection`, () => {
    const broker = new RecordingBroker();
    const announcer = announcerOn(broker);
    announcer.announce([xt1, vt1]);
    broker.disconnect();
    announcer.announce([vt1]);
    const theirs = broker.retained.get(xt1Topic)!.replaceAll("agent/cellar", "agent/roof");
    broker.retained.set(xt1Topic, theirs);
    broker.connect(retainedArrive);
    announcer.announce([]);
    assert.equal(broker.retained.get(xt1Topic), theirs);
    assert.equal(broker.retained.has(vt1Topic), false);
  });
}

Deno.test("Announcer never touches another agent's, installation's or program's devices", () => {
  const broker = new RecordingBroker();
  const others = [
    announcerOn(broker, { agentId: "roof" }),
    announcerOn(broker, { installationId: "cabin" }),
    announcerOn(broker, { baseTopic: "studer2" }),
  ];
  for (const [index, other] of others.entries()) {
    other.announce([deviceOf("xt1", "xt", `0000000${index}`)]);
  }
  const foreign = {
    device: { identifiers: ["lamp"], name: "studer-agent" },
    origin: { name: "lamps" },
    availability: [{ topic: "studer/agent/cellar/status" }, { topic: "studer/home/status" }],
    components: {},
  };
  broker.deliver(topicOf("lamp"), JSON.stringify(foreign), true);
  broker.deliver(topicOf("broken"), '{"origin":{"name":"studer-agent"', true);
  broker.deliver(topicOf("list"), '["studer-agent"]', true);
  broker.deliver(topicOf("null"), '{"origin":"studer-agent","availability":[null]}', true);
  for (const other of others) other.stop();
  broker.take();

  const announcer = announcerOn(broker);
  announcer.announce([xt1]);
  announcer.announce([]);
  assert.deepEqual(topicsOf(broker.take()), [xt1Topic, xt1Topic]);
});

Deno.test("Announcer leaves alone a device that another agent takes over while it listens", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  const theirs = broker.retained.get(xt1Topic)!.replaceAll("agent/cellar", "agent/roof");
  broker.deliver(xt1Topic, theirs, true);
  announcer.announce([]);
  assert.equal(broker.retained.get(xt1Topic), theirs);
  assert.equal(broker.retained.has(vt1Topic), false);
});

Deno.test("Announcer announces all again and asks for states when Home Assistant starts", () => {
  const broker = new RecordingBroker();
  let births = 0;
  const announcer = announcerOn(broker, { onBirth: () => births++ });
  broker.deliver("homeassistant/status", "online");
  assert.equal(births, 1);
  announcer.announce([xt1, vt1]);
  broker.take();
  broker.deliver("homeassistant/status", "offline");
  assert.equal(births, 1);
  assert.deepEqual(broker.take(), []);
  broker.deliver("homeassistant/status", "online");
  assert.equal(births, 2);
  assert.deepEqual(topicsOf(broker.take()), [xt1Topic, vt1Topic]);
});

Deno.test("Announcer does not take a retained birth message for a start", () => {
  const broker = new RecordingBroker();
  broker.deliver("homeassistant/status", "online", true);
  announcerOn(broker, { onBirth: () => assert.fail("nothing has started") });
});

Deno.test("Announcer announces all again to a broker that may have forgotten", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  broker.take();
  broker.disconnect();
  broker.retained.clear();
  broker.connect();
  assert.deepEqual(topicsOf(broker.take()), [xt1Topic, vt1Topic]);
  assert.equal(broker.retained.size, 2);
});

Deno.test("Announcer keeps a removal until somebody can hear it", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  broker.disconnect();
  broker.take();
  announcer.announce([without(xt1, "battery_voltage")]);
  announcer.announce([without(xt1, "battery_voltage", "battery_temperature")]);
  assert.deepEqual(broker.take(), []);
  broker.connect();
  const [retraction, removal, message] = broker.take();
  assert.deepEqual(componentsOf(removal!).battery_voltage, { platform: "sensor" });
  assert.deepEqual(componentsOf(removal!).battery_temperature, { platform: "sensor" });
  assert.equal(componentsOf(message!).battery_voltage, undefined);
  assert.deepEqual(retraction, { topic: vt1Topic, payload: "", retain: true });
});

Deno.test("Announcer does not answer the echo of its own messages", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1, vt1]);
  const echo = broker.retained.get(vt1Topic)!;
  announcer.announce([xt1]);
  broker.take();
  broker.deliver(vt1Topic, echo);
  announcer.announce([xt1]);
  assert.deepEqual(broker.take(), []);
});

Deno.test("Announcer.stop() leaves nothing behind that listens, and all that was announced", () => {
  const broker = new RecordingBroker();
  const announcer = announcerOn(broker);
  announcer.announce([xt1]);
  announcer.stop();
  assert.equal(broker.listeners, 0);
  assert.equal(broker.retained.size, 1);
});

Deno.test("Announcer survives a plant without devices", () => {
  const broker = new RecordingBroker();
  const nothing: Device[] = [];
  announcerOn(broker).announce(nothing);
  assert.deepEqual(broker.take(), []);
});
