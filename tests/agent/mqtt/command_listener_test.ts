import assert from "node:assert/strict";
import type { Broker, IncomingMessage, PublishOptions } from "../../../agent/mqtt/broker.ts";
import { listenForCommands } from "../../../agent/mqtt/command_listener.ts";
import { SystemPoints } from "../../../agent/installation/system/system_points.ts";
import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";

/** A broker by which one message arrives, and that keeps what is published. */
class OneHandlerBroker implements Broker {
  readonly connected = true;
  readonly published: { topic: string; payload: string; options: PublishOptions }[] = [];
  filter: string | undefined;
  #handler: ((message: IncomingMessage) => void) | undefined;

  publish(topic: string, payload: string, options: PublishOptions): void {
    this.published.push({ topic, payload, options });
  }

  subscribe(filter: string, handler: (message: IncomingMessage) => void): () => void {
    this.filter = filter;
    this.#handler = handler;
    return () => (this.#handler = undefined);
  }

  onConnect(): () => void {
    return () => {};
  }

  receive(topic: string, payload: string, rest: Partial<IncomingMessage> = {}): void {
    this.#handler?.({ topic, payload, retained: false, ...rest });
  }
}

const Known = {
  battery_voltage: findDatapoint("xt", 3000)!,
  battery_charge_current_1138: findDatapoint("xt", 1138)!,
  pv_power: SystemPoints.pv_power,
} as const;

function listening() {
  const broker = new OneHandlerBroker();
  const end = listenForCommands({
    broker,
    baseTopic: "studer",
    owns: (installation) => installation === "home",
    describe: ({ installation, device, key }) =>
      installation === "home" && (device === "xt1" || device === "system")
        ? Known[key as keyof typeof Known]
        : undefined,
  });
  const answer = () => JSON.parse(broker.published.at(-1)!.payload);
  return { broker, end, answer };
}

const SETTING = "studer/home/xt1/battery_charge_current_1138/set";

const Refusals: readonly [topic: string, retained: boolean, error: string][] = [
  [SETTING, false, "unsupported"],
  [SETTING, true, "retained"],
  ["studer/home/xt1/battery_voltage/set", false, "read-only"],
  ["studer/home/system/pv_power/set", false, "read-only"],
  ["studer/home/xt1/nonsense/set", false, "unknown"],
  ["studer/home/xt9/battery_voltage/set", false, "unknown"],
];

for (const [topic, retained, error] of Refusals) {
  const manner = retained ? "a retained order" : "an order";
  Deno.test(`listenForCommands() answers ${error} to ${manner} at ${topic}`, () => {
    const { broker, answer } = listening();
    broker.receive(topic, "12", { retained });
    assert.equal(broker.published.length, 1);
    assert.equal(broker.published[0]!.topic, topic.replace(/set$/, "result"));
    assert.deepEqual(broker.published[0]!.options, { retain: false });
    const { ok, error: told, message, ...rest } = answer();
    assert.deepEqual({ ok, told, rest }, { ok: false, told: error, rest: {} });
    assert.ok(message.length > 20, "an owner needs to know why");
  });
}

Deno.test("listenForCommands() repeats the order's id, whatever it is", () => {
  const { broker, answer } = listening();
  for (const id of ["a1", 7, null, { step: 3 }, ["x"]]) {
    broker.receive(SETTING, JSON.stringify({ value: 12, id }));
    assert.deepEqual(answer().id, id);
  }
  broker.receive(SETTING, ` \n{ "value": 12, "id": 9 }`);
  assert.equal(answer().id, 9);
});

Deno.test("listenForCommands() answers without an id where the order has none, or is nonsense", () => {
  const { broker, answer } = listening();
  for (const payload of ["12", "{}", "{", '{"id":', "null", '"id"', "[1]", "{".repeat(10_000)]) {
    broker.receive(SETTING, payload);
    assert.equal("id" in answer(), false, payload.slice(0, 20));
    assert.equal(answer().error, "unsupported");
  }
});

Deno.test("listenForCommands() answers where MQTT 5 wants it, with the correlation data", () => {
  const { broker } = listening();
  const correlationData = Uint8Array.of(1, 2, 3);
  broker.receive(SETTING, "12", { responseTopic: "me/answers", correlationData });
  const { topic, options } = broker.published[0]!;
  assert.equal(topic, "me/answers");
  assert.deepEqual(options, { retain: false, correlationData });
});

Deno.test("listenForCommands() does not answer the empty payload that deletes a retained order", () => {
  const { broker } = listening();
  broker.receive(SETTING, "", { retained: true });
  broker.receive(SETTING, "");
  assert.deepEqual(broker.published, []);
});

Deno.test("listenForCommands() listens to set topics only, until it is ended", () => {
  const { broker, end } = listening();
  assert.equal(broker.filter, "studer/+/+/+/set");
  for (
    const topic of ["studer/home/xt1/battery_voltage", "other/home/xt1/a/set", "studer//a/b/set"]
  ) {
    broker.receive(topic, "1");
  }
  assert.deepEqual(broker.published, []);
  end();
  broker.receive(SETTING, "12");
  assert.deepEqual(broker.published, []);
});
