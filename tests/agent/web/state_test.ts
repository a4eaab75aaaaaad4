import assert from "node:assert/strict";
import type { Device } from "../../../agent/installation/device.ts";
import { Values } from "../../../agent/installation/values.ts";
import { type AgentView, snapshot } from "../../../agent/web/state.ts";
import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";

const voltage = findDatapoint("xt", 3000)!;
const mode = findDatapoint("xt", 3028)!;
const current = findDatapoint("xt", 1138)!;
const xt1: Device = {
  name: "xt1",
  family: "xt",
  address: 101,
  model: "XTH",
  firmware: "1.6.78",
  serialNumber: "0000ABCD",
  nominalVoltage: 48,
  datapoints: [voltage, mode, current],
};

function view(changes: Partial<AgentView["installations"][number]> = {}): AgentView {
  const values = new Values(assert.ifError);
  const point = (datapoint: number) => ({ installation: "home", device: "xt1", datapoint });
  values.put([
    { point: point(3000), value: 48.5, at: 1000 },
    { point: point(3028), value: null, at: 9500 },
    { point: point(1138), value: 40, at: 10_000, attributes: { flash: 60, differs: true } },
  ]);
  return {
    id: "pi",
    version: "1.2.3",
    brokerConnected: true,
    installations: [{
      id: "home",
      name: "Home",
      isAnswering: () => true,
      problem: () => undefined,
      devices: () => [xt1],
      isPresent: () => true,
      reading: (wanted) => values.get(wanted),
      ...changes,
    }],
    text: (_, value) => value === null ? "None" : String(value),
  };
}

/** The snapshot as a browser gets it. */
function told(agent: AgentView) {
  return JSON.parse(JSON.stringify(snapshot(agent, 11_000, Date.UTC(2026, 5, 21, 10))));
}

Deno.test("snapshot() tells of each value its number, text, unit, age and attributes", () => {
  assert.deepEqual(told(view()), {
    agent: { id: "pi", version: "1.2.3", broker: "online" },
    time: "2026-06-21T10:00:00.000Z",
    installations: [{
      id: "home",
      name: "Home",
      status: "online",
      devices: [{
        name: "xt1",
        family: "xt",
        model: "XTH",
        firmware: "1.6.78",
        serialNumber: "0000ABCD",
        status: "online",
        values: {
          [voltage.key]: { value: 48.5, text: "48.5", unit: "V", ageSeconds: 10 },
          [mode.key]: { value: null, text: "None", ageSeconds: 1.5 },
          [current.key]: {
            value: 40,
            text: "40",
            unit: "A",
            ageSeconds: 1,
            attributes: { flash: 60, differs: true },
          },
        },
      }],
    }],
  });
});

Deno.test("snapshot() tells what is offline, and why the gateway does not answer", () => {
  const agent = {
    ...view({ isAnswering: () => false, problem: () => "no such port", isPresent: () => false }),
    brokerConnected: false,
  };
  const { agent: { broker }, installations: [home] } = told(agent);
  assert.equal(broker, "offline");
  assert.equal(home.status, "offline");
  assert.equal(home.problem, "no such port");
  assert.equal(home.devices[0].status, "offline");
});

Deno.test("snapshot() leaves out what was never read, and what has no state", () => {
  const unread = told(view({ reading: () => undefined }));
  assert.deepEqual(unread.installations[0].devices[0].values, {});
  const stateless = told({ ...view(), text: () => undefined });
  assert.deepEqual(stateless.installations[0].devices[0].values, {});
});

Deno.test("snapshot() begins empty, before any device is known", () => {
  assert.deepEqual(told(view({ devices: () => [] })).installations[0].devices, []);
});
