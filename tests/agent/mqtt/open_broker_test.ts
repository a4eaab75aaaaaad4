import assert from "node:assert/strict";
import { type BrokerConfig, openBroker } from "../../../agent/mqtt/open_broker.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { observe, RecordingLog } from "./parts.ts";

function open(config: BrokerConfig, files: Readonly<Record<string, string>> = {}) {
  const log = new RecordingLog();
  const clock = new ManualClock();
  const opening = openBroker(config, {
    will: { topic: "studer/agent/pi/status", payload: "offline" },
    agentId: "pi",
    readTextFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Deno.errors.NotFound(`No such file (os error 2)`);
      return text;
    },
    clock,
    log,
  });
  return { opening, log, clock };
}

Deno.test("openBroker() starts the embedded broker and connects to it", async () => {
  const { opening, clock } = open({ url: "embedded", port: 0, listen: "127.0.0.1" });
  const { broker, embeddedUrl, close } = await opening;
  await until(() => broker.connected, "connected");
  broker.publish("studer/home/a", "1", { retain: true });
  {
    await using observer = await observe(embeddedUrl!, "studer/#", { protocolVersion: 4 });
    await until(() => observer.newest("studer/home/a") === "1", "the value");
  }
  await close();
  assert.equal(broker.connected, false);
  assert.equal(clock.sleeping, 0);
});

Deno.test("openBroker() connects to its own broker with the password that it demands", async () => {
  const { opening, log } = open({
    url: "embedded",
    port: 0,
    listen: "0.0.0.0",
    username: "agent",
    password: "secret",
  });
  const { broker, close } = await opening;
  await until(() => broker.connected, "connected");
  await close();
  assert.deepEqual(log.of("error"), []);
});

Deno.test("openBroker() says in one line that the embedded broker's port is in use, and the rest goes on", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const { port } = taken.addr as Deno.NetAddr;
    const { opening, log } = open({ url: "embedded", port, listen: "127.0.0.1" });
    const { broker, embeddedUrl, close } = await opening;
    assert.equal(log.entries.length, 1);
    assert.equal(log.of("error").length, 1);
    assert.match(log.of("error")[0]!, new RegExp(`${port}.*nothing is published until then`));
    assert.equal(embeddedUrl, undefined);
    assert.equal(broker.connected, false);
    broker.publish("studer/home/a", "1", { retain: true });
    broker.subscribe("studer/#", () => assert.fail("nothing can arrive"))();
    broker.onConnect(() => assert.fail("there is no connection"))();
    await close();
  } finally {
    taken.close();
  }
});

Deno.test("openBroker() names each TLS file that is missing, and the setting that names it", async () => {
  const tls = { caFile: "/etc/ca.pem", certFile: "/etc/cert.pem", keyFile: "/etc/key.pem" };
  const { opening, log } = open({ url: ["mqtts://127.0.0.1:1"], tls });
  const { broker, close } = await opening;
  const errors = log.of("error");
  assert.equal(errors.length, 3);
  for (const [i, [name, path]] of Object.entries(tls).entries()) {
    assert.match(errors[i]!, new RegExp(`mqtt.tls.${name}: No such file .*path=${path}`));
  }
  assert.equal(broker.connected, false);
  await close();
});

Deno.test("openBroker() outlives TLS files that hold no certificates", async () => {
  const tls = { caFile: "ca", certFile: "cert", keyFile: "key" };
  const files = { ca: "no certificate", cert: "nonsense", key: "" };
  const { opening, log, clock } = open({ url: ["mqtts://127.0.0.1:1"], tls }, files);
  const { broker, close } = await opening;
  await until(() => log.of("warn").length + log.of("error").length > 0, "a line in the log");
  assert.equal(broker.connected, false);
  await close();
  assert.equal(clock.sleeping, 0);
});
