import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { connect } from "node:net";
import {
  type EmbeddedBroker,
  EmbeddedBrokerError,
  type EmbeddedBrokerOptions,
  startEmbeddedBroker,
} from "../../../agent/mqtt/embedded_broker.ts";
import { until } from "../../support/until.ts";
import { observe, RecordingLog, serverThat, startAgentAt } from "./parts.ts";

async function withEmbedded(
  options: Partial<EmbeddedBrokerOptions>,
  test: (embedded: EmbeddedBroker) => Promise<void>,
): Promise<void> {
  const embedded = await startEmbeddedBroker({
    listen: "127.0.0.1",
    port: 0,
    log: new RecordingLog(),
    ...options,
  });
  try {
    await test(embedded);
  } finally {
    await embedded.close();
  }
}

const v4 = { protocolVersion: 4 } as const;

Deno.test("startEmbeddedBroker() serves loopback without a password", async () => {
  await withEmbedded({}, async ({ url, port }) => {
    assert.equal(url, `mqtt://127.0.0.1:${port}`);
    await using agent = startAgentAt([url]);
    agent.broker.publish("studer/home/a", "1", { retain: true });
    await until(() => agent.broker.connected, "connected");
    await using observer = await observe(url, "studer/#", v4);
    await until(() => observer.messages.length === 1, "what is retained");
    assert.equal(observer.newest("studer/home/a"), "1");
  });
});

Deno.test("startEmbeddedBroker() publishes the will of a client that dies", async () => {
  await withEmbedded({}, async ({ url }) => {
    await using observer = await observe(url, "wills/#", v4);
    const will = { topic: "wills/a", payload: Buffer.from("gone"), qos: 1 as const, retain: true };
    await using _mortal = await observe(url, "none", { ...v4, will });
    await _mortal[Symbol.asyncDispose]();
    await until(() => observer.newest("wills/a") === "gone", "the will");
  });
});

Deno.test("startEmbeddedBroker() demands its user name and password of everybody", async () => {
  const credentials = { username: "agent", password: "secret" };
  await withEmbedded({ listen: "0.0.0.0", ...credentials }, async ({ url, port }) => {
    assert.equal(url, `mqtt://127.0.0.1:${port}`);
    for (
      const wrong of [
        {},
        { username: "agent" },
        { username: "agent", password: "Secret" },
        { username: "agen", password: "secret" },
        { username: "agent", password: "" },
      ]
    ) {
      await assert.rejects(observe(url, "#", { ...v4, ...wrong }), /Bad username or password/);
    }
    await using agent = startAgentAt([url], credentials);
    await until(() => agent.broker.connected, "connected");
  });
});

Deno.test("MqttBroker names the password that an embedded broker refuses", async () => {
  await withEmbedded({ username: "agent", password: "secret" }, async ({ url }) => {
    await using agent = startAgentAt([url], { username: "agent", password: "wrong" });
    await until(() => agent.log.of("warn").length === 1, "a warning");
    assert.deepEqual(agent.log.of("warn"), [
      `MQTT broker ${url}: the broker refuses the user name or password; correct mqtt.username and mqtt.password`,
    ]);
  });
});

Deno.test("startEmbeddedBroker() refuses to serve a network without a password", async () => {
  for (const listen of ["0.0.0.0", "::", "192.168.1.2", "localhost.example.com", "127.evil.com"]) {
    for (const credentials of [{}, { username: "agent" }, { username: "agent", password: "" }]) {
      const options = { listen, port: 0, log: new RecordingLog(), ...credentials };
      await assert.rejects(
        startEmbeddedBroker(options),
        new EmbeddedBrokerError(
          `Cannot open the MQTT broker at ${listen} to everybody: give mqtt.username and mqtt.password, or listen at 127.0.0.1`,
        ),
      );
    }
  }
});

Deno.test("startEmbeddedBroker() names a port that is in use, and leaves nothing behind", async () => {
  await using other = await serverThat(() => {});
  await assert.rejects(
    startEmbeddedBroker({ listen: "127.0.0.1", port: other.port, log: new RecordingLog() }),
    (error) =>
      error instanceof EmbeddedBrokerError &&
      error.message.startsWith(
        `Cannot start the MQTT broker at 127.0.0.1, port ${other.port}: the port is in use; `,
      ),
  );
});

Deno.test("startEmbeddedBroker() names an address that the machine lacks", async () => {
  await assert.rejects(
    withEmbedded({ listen: "192.0.2.1", username: "agent", password: "secret" }, async () => {}),
    (error: Error) =>
      error instanceof EmbeddedBrokerError &&
      /192\.0\.2\.1.*does not have that address; correct mqtt\.listen/.test(error.message),
  );
});

Deno.test("startEmbeddedBroker() takes no payload and no topic that is its own", async () => {
  await withEmbedded({}, async ({ url }) => {
    for (const [topic, payload] of [["$SYS/a", "1"], ["a", "x".repeat(2_000_000)]] as const) {
      await using observer = await observe(url, "#", v4);
      await using rude = await observe(url, "none", v4);
      rude.publish(topic, payload);
      observer.publish("b", "2");
      await until(() => observer.newest("b") === "2", "the others are served");
      assert.equal(observer.newest(topic), undefined);
    }
  });
});

Deno.test("EmbeddedBroker.close() ends connections that never said who they are", async () => {
  const embedded = await startEmbeddedBroker({
    listen: "127.0.0.1",
    port: 0,
    log: new RecordingLog(),
  });
  const silent = connect(embedded.port, "127.0.0.1");
  const ended = new Promise((resolve) => silent.once("close", resolve));
  await new Promise((resolve) => silent.once("connect", resolve));
  silent.on("error", () => {});
  await using client = await observe(embedded.url, "#", v4);
  assert.equal(client.messages.length, 0);
  await embedded.close();
  await embedded.close();
  await ended;
});
