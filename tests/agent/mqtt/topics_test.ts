import assert from "node:assert/strict";
import fc from "fast-check";
import {
  agentStatusTopic,
  attributesTopic,
  deviceStatusTopic,
  installationStatusTopic,
  isPublishable,
  lastMessageTopic,
  messageTopic,
  parseSetTopic,
  resultTopic,
  setFilter,
  setTopic,
  stateTopic,
  topicFits,
} from "../../../agent/mqtt/topics.ts";

Deno.test("topics are those that users rely on", () => {
  assert.deepEqual([
    agentStatusTopic("studer", "pi"),
    installationStatusTopic("studer", "home"),
    deviceStatusTopic("studer", "home", "xt1"),
    stateTopic("studer", "home", "xt1", "battery_voltage"),
    attributesTopic("studer", "home", "xt1", "battery_voltage"),
    setTopic("studer", "home", "xt1", "battery_voltage"),
    resultTopic("studer", "home", "xt1", "battery_voltage"),
    messageTopic("studer", "home"),
    lastMessageTopic("studer", "home"),
  ], [
    "studer/agent/pi/status",
    "studer/home/status",
    "studer/home/xt1/status",
    "studer/home/xt1/battery_voltage",
    "studer/home/xt1/battery_voltage/attributes",
    "studer/home/xt1/battery_voltage/set",
    "studer/home/xt1/battery_voltage/result",
    "studer/home/message",
    "studer/home/last_message",
  ]);
});

Deno.test("parseSetTopic() reads back what setTopic() writes, whatever the base topic", () => {
  const level = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
  const base = fc.constantFrom("studer", "home/solar", "a/b/c");
  fc.assert(
    fc.property(base, level, level, level, (base, installation, device, key) => {
      const topic = setTopic(base, installation, device, key);
      assert.deepEqual(parseSetTopic(base, topic), { installation, device, key });
      assert.ok(topicFits(setFilter(base), topic));
    }),
  );
});

Deno.test("parseSetTopic() knows no other topics", () => {
  for (
    const topic of [
      "",
      "studer",
      "studer/home/xt1/key",
      "studer/home/xt1/key/result",
      "studer/home/xt1/key/set/more",
      "studer/home/xt1//set",
      "studer//xt1/key/set",
      "other/home/xt1/key/set",
      "studer2/home/xt1/key/set",
    ]
  ) assert.equal(parseSetTopic("studer", topic), undefined, topic);
});

Deno.test("topicFits() treats wildcards as MQTT does", () => {
  assert.ok(topicFits("homeassistant/status", "homeassistant/status"));
  assert.ok(topicFits("a/+/c", "a/b/c"));
  assert.ok(topicFits("a/+", "a/"));
  assert.ok(topicFits("a/#", "a/b/c"));
  assert.ok(topicFits("a/#", "a"));
  assert.ok(topicFits("#", "a/b"));
  assert.ok(!topicFits("a/+", "a"));
  assert.ok(!topicFits("a/+", "a/b/c"));
  assert.ok(!topicFits("a/b", "a/b/c"));
  assert.ok(!topicFits("a/b/c", "a/b"));
});

Deno.test("isPublishable() refuses what a broker answers with a closed connection", () => {
  assert.ok(isPublishable("studer/home/status"));
  for (const topic of ["", "a/+", "a/#", "a\u0000b", "x".repeat(70_000)]) {
    assert.ok(!isPublishable(topic), topic.slice(0, 20));
  }
});
