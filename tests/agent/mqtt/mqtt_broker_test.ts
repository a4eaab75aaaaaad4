import assert from "node:assert/strict";
import type { IncomingMessage } from "../../../agent/mqtt/broker.ts";
import { startEmbeddedBroker } from "../../../agent/mqtt/embedded_broker.ts";
import { freePort } from "../../support/free_port.ts";
import {
  makeCertificates,
  makePasswordFile,
  mosquittoTest,
  startMosquitto,
} from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";
import { lineTo, observe, RecordingLog, serverThat, startAgentAt } from "./parts.ts";

const retain = { retain: true };

mosquittoTest("MqttBroker.publish() leaves retained state to who comes later", async () => {
  const mosquitto = await startMosquitto();
  const url = `mqtt://localhost:${mosquitto.port}`;
  {
    await using agent = startAgentAt([url]);
    agent.broker.publish("studer/home/xt1/battery_voltage", "52.5", retain);
    await until(() => agent.broker.connected, "connected");
    agent.broker.publish("studer/home/message", "{}", { retain: false });
    assert.deepEqual(agent.log.of("info"), [
      `Connected to the MQTT broker url=${url} version=5`,
    ]);
  }
  {
    await using observer = await observe(url, "studer/#");
    await until(() => observer.messages.length > 0, "retained state");
    assert.deepEqual(observer.messages, [
      { topic: "studer/home/xt1/battery_voltage", payload: "52.5", retained: true },
    ]);
  }
  await mosquitto.stop();
});

mosquittoTest(
  "MqttBroker's last will is published when the line is cut, not at close()",
  async () => {
    const mosquitto = await startMosquitto();
    {
      await using line = await lineTo(mosquitto.port);
      await using observer = await observe(`mqtt://127.0.0.1:${mosquitto.port}`, "studer/agent/#");
      const status = () => observer.newest("studer/agent/pi/status");
      const agent = startAgentAt([`mqtt://127.0.0.1:${line.port}`]);
      agent.broker.onConnect(() =>
        agent.broker.publish("studer/agent/pi/status", "online", retain)
      );
      await until(() => status() === "online", "online");
      line.cut();
      await until(() => status() === "offline", "the will");
      await until(() => !agent.broker.connected, "loss noticed");
      await agent.clock.advance(1000);
      await until(() => status() === "online", "online again");
      await agent.broker.close();
      agent.broker.publish("studer/agent/pi/status", "too late", retain);
      observer.publish("studer/agent/end", "");
      await until(() => observer.newest("studer/agent/end") === "", "all that came before");
      assert.equal(status(), "online");
      assert.equal(agent.clock.sleeping, 0);
    }
    await mosquitto.stop();
  },
);

mosquittoTest("MqttBroker sends the newest payloads only when a broker is back", async () => {
  let mosquitto = await startMosquitto();
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  {
    await using agent = startAgentAt([url]);
    let connections = 0;
    const received: string[] = [];
    agent.broker.onConnect(() => connections++);
    agent.broker.subscribe("studer/+/+/+/set", ({ topic }) => received.push(topic));
    await until(() => connections === 1, "connected");
    await mosquitto.stop();
    await until(() => !agent.broker.connected, "loss noticed");
    agent.broker.publish("studer/home/a", "1", retain);
    agent.broker.publish("studer/home/b", "1", retain);
    agent.broker.publish("studer/home/a", "2", retain);
    agent.broker.publish("studer/home/message", "lost", { retain: false });
    mosquitto = await startMosquitto({ port: mosquitto.port });
    await using observer = await observe(url, "#");
    await agent.clock.advance(1000);
    await until(() => observer.messages.length >= 2, "payloads");
    agent.broker.publish("studer/home/end", "", { retain: false });
    await until(() => observer.newest("studer/home/end") === "", "the end");
    assert.deepEqual(observer.messages.map(({ topic, payload }) => [topic, payload]), [
      ["studer/home/a", "2"],
      ["studer/home/b", "1"],
      ["studer/home/end", ""],
    ]);
    assert.equal(connections, 2);
    observer.publish("studer/home/xt1/key/set", "1");
    await until(() => received.length === 1, "subscription made again");
    assert.match(agent.log.of("warn")[0]!, /connection lost, it is looked for again/);
    assert.equal(agent.log.of("info").length, 2);
  }
  await mosquitto.stop();
});

mosquittoTest("MqttBroker sends again what was on its way when the line broke", async () => {
  const mosquitto = await startMosquitto();
  {
    await using line = await lineTo(mosquitto.port);
    await using agent = startAgentAt([`mqtt://127.0.0.1:${line.port}`]);
    await using observer = await observe(`mqtt://127.0.0.1:${mosquitto.port}`, "studer/home/#");
    await until(() => agent.broker.connected, "connected");
    line.plugged = true;
    agent.broker.publish("studer/home/a", "1", retain);
    agent.broker.publish("studer/home/b", "1", retain);
    line.cut();
    await until(() => !agent.broker.connected, "loss noticed");
    agent.broker.publish("studer/home/b", "2", retain);
    line.plugged = false;
    await agent.clock.advance(1000);
    await until(() => observer.messages.length === 2, "payloads");
    assert.equal(observer.newest("studer/home/a"), "1");
    assert.equal(observer.newest("studer/home/b"), "2");
  }
  await mosquitto.stop();
});

mosquittoTest("MqttBroker.close() sends all that is pending, in the broker's window", async () => {
  const mosquitto = await startMosquitto();
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  {
    await using observer = await observe(url, "studer/#");
    const agent = startAgentAt([url]);
    await until(() => agent.broker.connected, "connected");
    for (let round = 0; round < 3; round++) {
      for (let topic = 0; topic < 300; topic++) {
        agent.broker.publish(`studer/home/${topic}`, `${topic} ${round}`, retain);
      }
    }
    await agent.broker.close();
    const complete = () =>
      Array.from({ length: 300 }, (_, topic) => topic)
        .every((topic) => observer.newest(`studer/home/${topic}`) === `${topic} 2`);
    await until(complete, "the newest payload of every topic");
    assert.ok(observer.messages.length < 400, "older payloads were left out");
    assert.deepEqual(agent.log.of("warn"), []);
  }
  await mosquitto.stop();
});

mosquittoTest(
  "MqttBroker.close() leaves a broker that takes nothing after two seconds",
  async () => {
    const mosquitto = await startMosquitto();
    {
      await using line = await lineTo(mosquitto.port);
      const agent = startAgentAt([`mqtt://127.0.0.1:${line.port}`]);
      await until(() => agent.broker.connected, "connected");
      line.plugged = true;
      agent.broker.publish("studer/home/a", "1", retain);
      const closed = agent.broker.close();
      await agent.clock.advance(2000);
      await agent.clock.advance(1000);
      await closed;
      assert.equal(agent.clock.sleeping, 0);
    }
    await mosquitto.stop();
  },
);

mosquittoTest(
  "An agent that ends while its broker is slow does not stay online there",
  async () => {
    const mosquitto = await startMosquitto();
    {
      await using line = await lineTo(mosquitto.port);
      await using observer = await observe(`mqtt://127.0.0.1:${mosquitto.port}`, "studer/agent/#");
      const status = () => observer.newest("studer/agent/pi/status");
      const agent = startAgentAt([`mqtt://127.0.0.1:${line.port}`]);
      agent.broker.publish("studer/agent/pi/status", "online", retain);
      await until(() => status() === "online", "online");
      line.holdAnswers();
      // More than go out unconfirmed, and behind them what does not go out any more.
      for (let topic = 0; topic < 100; topic++) {
        agent.broker.publish(`studer/home/${topic}`, "1", retain);
      }
      agent.broker.publish("studer/agent/pi/status", "offline", retain);
      const closed = agent.broker.close();
      await agent.clock.advance(2000);
      line.letThrough();
      await closed;
      await until(() => status() === "offline", "the will");
    }
    await mosquitto.stop();
  },
);

mosquittoTest(
  "MqttBroker takes the second broker of the list where the first is down",
  async () => {
    const mosquitto = await startMosquitto();
    const down = `mqtt://user:secret@127.0.0.1:${await freePort()}`;
    const up = `mqtt://127.0.0.1:${mosquitto.port}`;
    {
      await using agent = startAgentAt([down, up]);
      await until(() => agent.broker.connected, "connected");
      assert.deepEqual(agent.log.of("warn"), [
        `MQTT broker ${
          down.replace("user:secret@", "")
        }: connection refused; start the broker, or correct host and port in mqtt.url`,
      ]);
      assert.deepEqual(agent.log.of("info"), [`Connected to the MQTT broker url=${up} version=5`]);
    }
    await mosquitto.stop();
  },
);

mosquittoTest(
  "MqttBroker names a wrong password once, and goes on with the right one",
  async () => {
    const passwords = await makePasswordFile("agent", "right");
    const mosquitto = await startMosquitto({
      listener: ["allow_anonymous false", `password_file ${passwords}`],
    });
    const url = `mqtt://127.0.0.1:${mosquitto.port}`;
    {
      await using agent = startAgentAt([url], { username: "agent", password: "wrong" });
      const { log, clock } = agent;
      await until(() => log.of("warn").length === 1, "a warning");
      await clock.advance(1000);
      await until(() => log.of("debug").length === 1, "the same, not as a warning");
      assert.deepEqual(log.of("warn"), [
        `MQTT broker ${url}: the broker does not authorize this user; correct mqtt.username and mqtt.password, or allow the user in the broker`,
      ]);
      assert.deepEqual(log.of("debug"), log.of("warn"));
    }
    {
      await using agent = startAgentAt([url], { username: "agent", password: "right" });
      await until(() => agent.broker.connected, "connected");
      assert.deepEqual(agent.log.of("warn"), []);
    }
    await mosquitto.stop();
    await Deno.remove(passwords);
  },
);

mosquittoTest(
  "MqttBroker speaks TLS with a client certificate, and names what is missing",
  async () => {
    const certificates = await makeCertificates();
    const { directory, ca, clientCert: cert, clientKey: key } = certificates;
    const mosquitto = await startMosquitto({
      listener: [
        "allow_anonymous true",
        `cafile ${directory}/ca.crt`,
        `certfile ${directory}/server.crt`,
        `keyfile ${directory}/server.key`,
        "require_certificate true",
      ],
    });
    const url = `mqtts://localhost:${mosquitto.port}`;
    {
      await using agent = startAgentAt([url], { tls: { ca, cert, key } });
      await until(() => agent.broker.connected, "connected");
    }
    {
      await using agent = startAgentAt([url], { tls: { ca } });
      await until(() => agent.log.of("warn").length === 1, "a warning");
      assert.match(
        agent.log.of("warn")[0]!,
        /demands a client certificate; give mqtt.tls.certFile/,
      );
    }
    {
      await using agent = startAgentAt([url]);
      await until(() => agent.log.of("warn").length === 1, "a warning");
      assert.match(agent.log.of("warn")[0]!, /certificate is not trusted; .* mqtt.tls.caFile$/);
    }
    await mosquitto.stop();
    await Deno.remove(directory, { recursive: true });
  },
);

mosquittoTest("MqttBroker speaks over a websocket", async () => {
  const mosquitto = await startMosquitto({
    listener: [
      "protocol websockets",
      "allow_anonymous true",
      // Mosquitto 2.0.11 does not start with websockets alone.
      `listener ${await freePort()} 127.0.0.1`,
    ],
  });
  const url = `ws://127.0.0.1:${mosquitto.port}`;
  {
    await using observer = await observe(url, "studer/#");
    await using agent = startAgentAt([url]);
    agent.broker.publish("studer/home/a", "1", retain);
    await until(() => observer.newest("studer/home/a") === "1", "a payload");
  }
  await mosquitto.stop();
});

mosquittoTest("MqttBroker hands on what MQTT 5 says of the answer that is wanted", async () => {
  const mosquitto = await startMosquitto();
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  {
    await using agent = startAgentAt([url]);
    const received: IncomingMessage[] = [];
    const end = agent.broker.subscribe("studer/+/+/+/set", (message) => {
      received.push(message);
      if (received.length === 1) throw new Error("a fault of the handler");
    });
    await using observer = await observe(url, "answers/#");
    await until(() => agent.broker.connected, "connected");
    const correlationData = new Uint8Array([1, 2, 255]);
    observer.publish("studer/home/xt1/key/set", "1", {
      responseTopic: "answers/1",
      correlationData,
    });
    observer.publish("studer/home/xt1/key/set", "2", { retain: true });
    await until(() => received.length === 2, "two messages");
    assert.deepEqual([...received], [
      {
        topic: "studer/home/xt1/key/set",
        payload: "1",
        retained: false,
        responseTopic: "answers/1",
        correlationData,
      },
      { topic: "studer/home/xt1/key/set", payload: "2", retained: false },
    ]);
    assert.match(agent.log.of("error")[0]!, /a fault of the handler/);
    end();
    agent.broker.subscribe("studer/#", (message) => received.push(message));
    await until(() => received.length === 3, "what is retained");
    assert.equal(received[2]?.retained, true);
    agent.broker.publish("answers/1", "done", { retain: false, correlationData });
    await until(() => observer.newest("answers/1") === "done", "the answer");
  }
  await mosquitto.stop();
});

mosquittoTest("MqttBroker names what the broker does not take, and goes on", async () => {
  const rules = await Deno.makeTempFile();
  await Deno.writeTextFile(rules, "topic readwrite allowed/#\n");
  const mosquitto = await startMosquitto({
    listener: ["allow_anonymous true", `acl_file ${rules}`],
  });
  {
    const url = `mqtt://127.0.0.1:${mosquitto.port}`;
    await using observer = await observe(url, "allowed/#");
    await using agent = startAgentAt([url]);
    await until(() => agent.broker.connected, "connected");
    agent.broker.publish("wild/#", "1", retain);
    agent.broker.publish("forbidden/a", "1", retain);
    agent.broker.publish("allowed/a", "1", retain);
    await until(() => observer.newest("allowed/a") === "1", "what is allowed");
    await until(() => agent.log.of("warn").length === 2, "warnings");
    assert.deepEqual(agent.log.of("warn"), [
      "Cannot publish to this topic: MQTT does not allow it topic=wild/#",
      "The broker does not take a payload topic=forbidden/a reason=Publish error: Not authorized",
    ]);
  }
  await mosquitto.stop();
  await Deno.remove(rules);
});

mosquittoTest("MqttBroker does not fight another client with its id", async () => {
  const mosquitto = await startMosquitto();
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  {
    await using agent = startAgentAt([url]);
    await until(() => agent.broker.connected, "connected");
    await using _twin = await observe(url, "#", { clientId: "studer-agent-pi" });
    await until(() => !agent.broker.connected, "thrown out");
    await agent.clock.advance(999);
    assert.equal(agent.log.of("info").length, 1);
  }
  await mosquitto.stop();
});

Deno.test("MqttBroker names another client with its id, where the broker tells of it", async () => {
  // MQTT 5: a CONNACK that accepts, a DISCONNECT with the reason "session taken over".
  const answer = new Uint8Array([0x20, 3, 0, 0, 0, 0xe0, 1, 0x8e]);
  await using server = await serverThat((socket) => {
    socket.once("data", () => socket.end(answer));
  });
  await using agent = startAgentAt([`mqtt://127.0.0.1:${server.port}`]);
  await until(() => agent.log.of("warn").length === 1, "a warning");
  assert.match(agent.log.of("warn")[0]!, /same client id; give each agent its own agent.id$/);
});

Deno.test("MqttBroker falls back to MQTT 3.1.1 and remembers it", async () => {
  const embedded = await startEmbeddedBroker({
    listen: "127.0.0.1",
    port: 0,
    log: new RecordingLog(),
  });
  {
    await using line = await lineTo(embedded.port);
    await using observer = await observe(embedded.url, "studer/home/#", { protocolVersion: 4 });
    await using agent = startAgentAt([`mqtt://127.0.0.1:${line.port}`]);
    const received: string[] = [];
    agent.broker.subscribe("studer/+/+/+/set", ({ payload }) => received.push(payload));
    agent.broker.publish("studer/home/a", "1", retain);
    await until(() => observer.newest("studer/home/a") === "1", "a payload");
    line.cut();
    await until(() => !agent.broker.connected, "loss noticed");
    agent.broker.publish("studer/home/a", "2", retain);
    await agent.clock.advance(1000);
    await until(() => observer.newest("studer/home/a") === "2", "a payload");
    observer.publish("studer/home/xt1/key/set", "7");
    await until(() => received[0] === "7", "a message");
    assert.ok(agent.log.of("info").every((line) => line.endsWith("version=3.1.1")));
    assert.equal(agent.log.of("warn").length, 1, "only the loss");
  }
  await embedded.close();
});

const foreigners: readonly [string, string, RegExp][] = [
  ["a web server", "HTTP/1.1 400 Bad Request\r\n\r\n", /a web server answers, not an MQTT broker/],
  ["a server with TLS", "\x15\x03\x03\x00\x02\x02\x28", /a server with TLS answers; use mqtts:/],
  ["an SSH server", "SSH-2.0-OpenSSH_9.2\r\n", /something that is not MQTT answers \(53 53 48/],
  ["a chatterbox", "\xff".repeat(100_000), /something that is not MQTT answers \(ff ff ff/],
];
for (const [what, answer, line] of foreigners) {
  Deno.test(`MqttBroker names ${what} in a broker's place`, async () => {
    await using server = await serverThat((socket) => {
      socket.once("data", () => socket.write(answer, "latin1"));
    });
    await using agent = startAgentAt([`mqtt://127.0.0.1:${server.port}`]);
    await until(() => agent.log.of("warn").length === 1, "a warning");
    assert.match(agent.log.of("warn")[0]!, line);
  });
}

Deno.test("MqttBroker names a server that hangs up, after asking in both versions", async () => {
  let connections = 0;
  await using server = await serverThat((socket) => {
    connections++;
    socket.destroy();
  });
  await using agent = startAgentAt([`mqtt://127.0.0.1:${server.port}`]);
  await until(() => agent.log.of("warn").length === 1, "a warning");
  assert.match(agent.log.of("warn")[0]!, /check that a broker listens there and not one with TLS/);
  assert.equal(connections, 2);
});

for (const scheme of ["mqtt", "mqtts", "ws"]) {
  Deno.test(`MqttBroker gives up a broker that never answers over ${scheme}`, async () => {
    await using server = await serverThat(() => {});
    await using agent = startAgentAt([`${scheme}://127.0.0.1:${server.port}`]);
    await agent.clock.advance(9_999);
    assert.deepEqual(agent.log.of("warn"), []);
    await agent.clock.advance(1);
    assert.match(agent.log.of("warn")[0]!, /no answer within 10 s/);
  });
}

Deno.test("MqttBroker waits longer after each failure, up to a minute", async () => {
  let connections = 0;
  await using server = await serverThat((socket) => {
    connections++;
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await using agent = startAgentAt([`mqtt://127.0.0.1:${server.port}`]);
  for (const [failures, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
    await until(() => agent.log.entries.length === failures + 1, `failure ${failures + 1}`);
    await agent.clock.advance(seconds * 1000 - 1);
    assert.equal(connections, failures + 1);
    await agent.clock.advance(1);
  }
});

Deno.test("MqttBroker.close() does not wait for a broker that is not there", async () => {
  const agent = startAgentAt([`mqtt://127.0.0.1:${await freePort()}`]);
  agent.broker.publish("studer/home/a", "1", retain);
  await agent.broker.close();
  await agent.broker.close();
  assert.equal(agent.clock.sleeping, 0);
});

Deno.test("MqttBroker keeps payloads of 50,000 topics while it is away, and says when it is full", async () => {
  await using agent = startAgentAt([`mqtt://127.0.0.1:${await freePort()}`]);
  await until(() => agent.log.of("warn").length === 1, "refused");
  for (let topic = 0; topic < 50_010; topic++) agent.broker.publish(`t/${topic}`, "1", retain);
  agent.broker.publish("t/0", "2", retain);
  assert.equal(agent.log.of("warn").length, 2);
  assert.match(agent.log.of("warn")[1]!, /further topics are dropped .* waiting=50000$/);
});
