import assert from "node:assert/strict";
import { isCurrent, sweepRetained } from "../../../agent/mqtt/retained_sweeper.ts";
import { deviceFilters, topicFits } from "../../../agent/mqtt/topics.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { deviceOf } from "../homeassistant/plant.ts";
import { RecordingBroker } from "../homeassistant/recording_broker.ts";
import { RecordingLog } from "./parts.ts";

const LISTEN_MS = 10_000;
const SETTLE_MS = 10 * 60_000;

/** A sweeper of `studer/home`, for which everything of xt9 is stale. */
function sweeping(broker: RecordingBroker) {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const stopping = new AbortController();
  const asked: string[] = [];
  const swept = sweepRetained({
    broker,
    root: "studer/home",
    isCurrent: (levels) => {
      asked.push(levels.join("/"));
      return levels[0] !== "xt9";
    },
    clock,
    log,
  }, stopping.signal);
  return { clock, log, asked, swept, stop: () => stopping.abort() };
}

function brokerWith(...topics: readonly string[]): RecordingBroker {
  const broker = new RecordingBroker();
  for (const topic of topics) broker.deliver(topic, "online", true);
  return broker;
}

Deno.test("sweepRetained() removes a device that was taken away while the agent was off", async () => {
  const broker = brokerWith(
    "studer/home/status",
    "studer/home/xt1/status",
    "studer/home/xt1/battery_voltage",
    "studer/home/xt9/status",
    "studer/home/xt9/battery_voltage",
    "studer/home/xt9/battery_voltage/attributes",
    "studer/cabin/xt9/status",
    "studer/homestead/xt9/status",
  );
  const { clock, log, asked, swept } = sweeping(broker);
  await clock.advance(LISTEN_MS + SETTLE_MS);
  await swept;
  assert.deepEqual(broker.take(), [
    { topic: "studer/home/xt9/status", payload: "", retain: true },
    { topic: "studer/home/xt9/battery_voltage", payload: "", retain: true },
    { topic: "studer/home/xt9/battery_voltage/attributes", payload: "", retain: true },
  ]);
  assert.deepEqual(asked.slice(0, 2), ["xt1/status", "xt1/battery_voltage"]);
  assert.deepEqual(log.of("info"), ["Removed what an earlier run left topics=3"]);
  assert.deepEqual([broker.listeners, clock.sleeping], [0, 0]);
});

Deno.test("sweepRetained() leaves alone what is published while it listens", async () => {
  const broker = brokerWith();
  const { clock, log, swept } = sweeping(broker);
  await clock.advance(1000);
  broker.deliver("studer/home/xt9/battery_voltage", "52", true);
  await clock.advance(LISTEN_MS + SETTLE_MS);
  await swept;
  assert.deepEqual([broker.take(), log.entries], [[], []]);
});

Deno.test("sweepRetained() lets the agent publish for ten minutes before it judges", async () => {
  const broker = brokerWith("studer/home/xt9/status");
  const { clock, asked, swept } = sweeping(broker);
  await clock.advance(LISTEN_MS);
  assert.equal(broker.listeners, 0, "it does not go on listening");
  await clock.advance(SETTLE_MS - 1);
  assert.deepEqual(asked, []);
  await clock.advance(1);
  await swept;
  assert.deepEqual(asked, ["xt9/status"]);
});

Deno.test("sweepRetained() waits for the broker, and sweeps once", async () => {
  const broker = brokerWith("studer/home/xt9/status");
  broker.disconnect();
  const { clock, swept } = sweeping(broker);
  await clock.advance(24 * 60 * 60_000);
  assert.deepEqual(broker.take(), []);
  broker.connect();
  await clock.advance(LISTEN_MS + SETTLE_MS);
  await swept;
  assert.equal(broker.take().length, 1);
  broker.deliver("studer/home/xt9/status", "online", true);
  broker.disconnect();
  broker.connect();
  await clock.advance(LISTEN_MS + SETTLE_MS);
  assert.deepEqual([broker.take(), broker.listeners], [[], 0]);
});

Deno.test("sweepRetained() ends at once when the agent stops, and removes nothing then", async () => {
  for (const afterMs of [undefined, 0, LISTEN_MS / 2, LISTEN_MS + SETTLE_MS / 2]) {
    const broker = brokerWith("studer/home/xt9/status");
    if (afterMs === undefined) broker.disconnect();
    const { clock, swept, stop } = sweeping(broker);
    await clock.advance(afterMs ?? 0);
    stop();
    await swept;
    assert.deepEqual([broker.take(), broker.listeners, clock.sleeping], [[], 0, 0], `${afterMs}`);
  }
});

Deno.test("sweepRetained() listens to no orders: one that fits two filters comes twice", () => {
  for (const filter of deviceFilters("studer/home")) {
    for (const verb of ["set", "result"]) {
      assert.ok(!topicFits(filter, `studer/home/xt1/standby_level/${verb}`), `${filter} ${verb}`);
    }
    assert.ok(!topicFits(filter, "studer/home/status"), filter);
  }
});

Deno.test("sweepRetained() keeps no more topics than any installation has", async () => {
  const topics = Array.from({ length: 50_010 }, (_, index) => `studer/home/xt9/key_${index}`);
  const broker = brokerWith(...topics);
  const { clock, log, swept } = sweeping(broker);
  await clock.advance(LISTEN_MS + SETTLE_MS);
  await swept;
  assert.deepEqual(log.of("info"), ["Removed what an earlier run left topics=50000"]);
});

const xt1 = deviceOf("xt1", "xt", "00010001");

/** Judges `topic`, given below the root, by an agent that knows xt1 and published `published`. */
function judged(topic: string, published: readonly string[] = [], devices = [xt1]): boolean {
  return isCurrent(topic.split("/"), {
    devices,
    hasPublished: (levels) => published.includes(levels.join("/")),
  });
}

Deno.test("isCurrent() keeps what a device that is there has to say, read or not", () => {
  assert.ok(judged("xt1/status"));
  assert.ok(judged("xt1/battery_voltage"));
  assert.ok(judged("xt1/battery_voltage", ["xt1/battery_voltage"]));
});

Deno.test("isCurrent() gives up devices and keys that are not there", () => {
  for (const topic of ["xt9/status", "xt9/battery_voltage", "xt1/no_such_key", "xt1", ""]) {
    assert.ok(!judged(topic), topic);
  }
  assert.ok(!judged("xt1/no_such_key/attributes"));
});

Deno.test("isCurrent() gives up attributes that a value of this run came without", () => {
  const [state, attributes] = ["xt1/battery_voltage", "xt1/battery_voltage/attributes"];
  assert.ok(judged(attributes), "not read yet");
  assert.ok(judged(attributes, [state, attributes]));
  assert.ok(!judged(attributes, [state]));
});

Deno.test("isCurrent() keeps everything where the gateway told of no device", () => {
  for (const topic of ["xt9/status", "xt1/no_such_key/attributes"]) {
    assert.ok(judged(topic, [], []), topic);
  }
});
