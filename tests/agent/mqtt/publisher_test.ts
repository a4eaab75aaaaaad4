import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlantDatapoint } from "../../../agent/installation/device.ts";
import { type Value, Values } from "../../../agent/installation/values.ts";
import { isHeartbeatDue, Publisher } from "../../../agent/mqtt/publisher.ts";
import { deviceStatusTopic } from "../../../agent/mqtt/topics.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { RecordingLog } from "./parts.ts";
import { RecordingBroker } from "./recording_broker.ts";
import { infoWith, operatingState, parameterOf, parameterWith } from "./samples.ts";

const voltage = infoWith();
const signal = parameterWith({ ...parameterOf("int32", "signal"), number: 1468, key: "restart" });
const unsupported = parameterWith({ number: 5012, key: "user_level", format: undefined });
const current = parameterWith({ min: 0, max: 60 });
const datapoints: readonly PlantDatapoint[] = [
  voltage,
  operatingState,
  signal,
  unsupported,
  current,
];

const minute = 60_000;

class Bench {
  readonly values = new Values(assert.ifError);
  readonly broker = new RecordingBroker();
  readonly clock = new ManualClock();
  readonly #stop = new AbortController();
  readonly publisher = new Publisher({
    values: this.values,
    broker: this.broker,
    baseTopic: "studer",
    clock: this.clock,
    describe: ({ datapoint }) => datapoints.find(({ number }) => number === datapoint),
    log: new RecordingLog(),
  });
  #running: Promise<void> | undefined;

  start(): void {
    this.#running = this.publisher.run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  read(
    datapoint: PlantDatapoint,
    value: Value,
    device = "xt1",
    attributes?: Record<string, unknown>,
  ): void {
    this.values.put([{
      point: { installation: "home", device, datapoint: datapoint.number },
      value,
      at: this.clock.now(),
      ...(attributes && { attributes }),
    }]);
  }
}

async function withPublisher(test: (bench: Bench) => Promise<void> | void): Promise<void> {
  const bench = new Bench();
  bench.broker.connect();
  bench.start();
  await test(bench);
  await bench.stop();
  assert.equal(bench.broker.listeners, 0);
  assert.equal(bench.clock.sleeping, 0);
}

Deno.test("Publisher publishes a value retained, and again when it changes", async () => {
  await withPublisher((bench) => {
    const { broker } = bench;
    bench.read(voltage, 52.5);
    assert.deepEqual(broker.published.splice(0), [
      { topic: "studer/home/xt1/battery_voltage", payload: "52.5", retain: true },
    ]);
    bench.read(voltage, 52.5);
    assert.deepEqual(broker.take(), []);
    bench.read(voltage, 52.6);
    bench.read(voltage, null);
    assert.deepEqual(broker.take(), [
      "studer/home/xt1/battery_voltage 52.6",
      "studer/home/xt1/battery_voltage None",
    ]);
  });
});

Deno.test("Publisher publishes attributes where there is something to say, when they change", async () => {
  await withPublisher((bench) => {
    const { broker } = bench;
    bench.read(operatingState, 1);
    assert.deepEqual(broker.take(), [
      "studer/home/xt1/operating_state Inverter",
      'studer/home/xt1/operating_state/attributes {"number":1}',
    ]);
    bench.read(operatingState, 1);
    assert.deepEqual(broker.take(), []);
    bench.read(operatingState, 77);
    assert.deepEqual(broker.take(), [
      "studer/home/xt1/operating_state None",
      'studer/home/xt1/operating_state/attributes {"number":77}',
    ]);
    bench.read(current, 50, "xt1", { flash: 40, differs: true });
    assert.deepEqual(broker.take(), [
      "studer/home/xt1/battery_charge_current_1138 50",
      "studer/home/xt1/battery_charge_current_1138/attributes " +
      '{"level":"expert","min":0,"max":60,"flash":40,"differs":true}',
    ]);
  });
});

Deno.test("Publisher empties attributes of which nothing is left, in words that Home Assistant reads", async () => {
  await withPublisher((bench) => {
    bench.read(voltage, 52, "xt1", { estimated: true });
    bench.broker.take();
    bench.read(voltage, 52);
    assert.deepEqual(bench.broker.take(), ["studer/home/xt1/battery_voltage/attributes {}"]);
    bench.read(voltage, 52);
    assert.deepEqual(bench.broker.take(), []);
  });
});

Deno.test("Publisher has no topic for signals, unsupported formats and unknown points", async () => {
  await withPublisher((bench) => {
    bench.read(signal, 1);
    bench.read(unsupported, 1);
    bench.read(infoWith({ number: 9999 }), 1);
    assert.deepEqual(bench.broker.take(), []);
  });
});

Deno.test("Publisher publishes a value that is read and stays the same every five minutes", async () => {
  await withPublisher(async (bench) => {
    const beats: number[] = [];
    for (let second = 0; second <= 30 * 60; second += 10) {
      bench.read(operatingState, 1);
      const published = bench.broker.take();
      if (second === 0) assert.equal(published.length, 2);
      else if (published.length > 0) {
        assert.deepEqual(published, ["studer/home/xt1/operating_state Inverter"]);
        beats.push(bench.clock.now());
      }
      await bench.clock.advance(10_000);
    }
    assert.ok(beats[0]! <= 5 * minute);
    assert.equal(beats.length, 6);
    for (const [index, beat] of beats.entries()) {
      if (index > 0) assert.equal(beat - beats[index - 1]!, 5 * minute);
    }
  });
});

Deno.test("Publisher is silent about a value that is no longer read", async () => {
  await withPublisher(async (bench) => {
    bench.read(voltage, 52.5);
    bench.broker.take();
    await bench.clock.advance(60 * minute);
    assert.deepEqual(bench.broker.take(), []);
  });
});

Deno.test("Publisher spreads the heartbeats of topics that began together", () => {
  const beatsInSecond = new Map<number, number>();
  for (let topic = 0; topic < 3000; topic++) {
    for (let second = 1; second <= 300; second++) {
      const now = second * 1000;
      if (isHeartbeatDue(`studer/home/xt1/${topic}`, now - 1000, now, 5 * minute)) {
        beatsInSecond.set(second, (beatsInSecond.get(second) ?? 0) + 1);
      }
    }
  }
  const beats = [...beatsInSecond.values()];
  assert.equal(beats.reduce((sum, count) => sum + count), 3000);
  assert.ok(Math.max(...beats) < 40, `${Math.max(...beats)} at once`);
});

Deno.test("isHeartbeatDue() is true once in every period, however often it is asked", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.array(fc.integer({ min: 1, max: 4 * minute }), { minLength: 1, maxLength: 30 }),
      (topic, start, steps) => {
        let last = start;
        let now = start;
        for (const step of steps) {
          now += step;
          const due = isHeartbeatDue(topic, last, now, 5 * minute);
          if (now - last >= 5 * minute) assert.ok(due);
          if (due) last = now;
        }
      },
    ),
  );
});

Deno.test("Publisher publishes everything again after each connection", async () => {
  const bench = new Bench();
  bench.read(voltage, 52.5);
  bench.start();
  bench.publisher.publishStatus("studer/home/status", true);
  bench.read(operatingState, 1);
  bench.broker.take();
  for (let connection = 0; connection < 2; connection++) {
    bench.broker.connect();
    assert.deepEqual(bench.broker.take(), [
      "studer/home/status online",
      "studer/home/xt1/battery_voltage 52.5",
      "studer/home/xt1/operating_state Inverter",
      'studer/home/xt1/operating_state/attributes {"number":1}',
    ]);
    bench.read(voltage, 52.5);
    assert.deepEqual(bench.broker.take(), []);
    bench.broker.disconnect();
  }
  await bench.stop();
});

Deno.test("Publisher publishes what was read before it ran", async () => {
  const bench = new Bench();
  bench.read(voltage, 52.5);
  bench.start();
  assert.deepEqual(bench.broker.take(), ["studer/home/xt1/battery_voltage 52.5"]);
  await bench.stop();
  bench.read(voltage, 53);
  assert.deepEqual(bench.broker.take(), []);
});

Deno.test("Publisher.publishStatus() tells a change once", async () => {
  await withPublisher(({ publisher, broker }) => {
    const topic = deviceStatusTopic("studer", "home", "xt1");
    publisher.publishStatus(topic, true);
    publisher.publishStatus(topic, true);
    publisher.publishStatus(topic, false);
    assert.deepEqual(broker.published, [
      { topic, payload: "online", retain: true },
      { topic, payload: "offline", retain: true },
    ]);
  });
});

Deno.test("Publisher.retract() removes a device's topics, and no other's", async () => {
  await withPublisher((bench) => {
    const { publisher, broker, values } = bench;
    publisher.publishStatus("studer/home/xt1/status", true);
    publisher.publishStatus("studer/home/xt11/status", true);
    bench.read(operatingState, 1, "xt1");
    bench.read(voltage, 52, "xt11");
    broker.take();
    values.forget("home", "xt1");
    publisher.retract("home", "xt1");
    assert.ok(broker.published.every(({ retain }) => retain));
    assert.deepEqual(broker.take(), [
      "studer/home/xt1/operating_state ",
      "studer/home/xt1/operating_state/attributes ",
      "studer/home/xt1/status ",
    ]);
    broker.connect();
    assert.deepEqual(broker.take(), [
      "studer/home/xt11/status online",
      "studer/home/xt11/battery_voltage 52",
    ]);
  });
});
