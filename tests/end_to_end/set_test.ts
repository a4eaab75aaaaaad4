import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { freePort } from "../support/free_port.ts";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen, type Listener } from "./listener.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";

mosquittoTest("Every order at a set topic gets its answer", async () => {
  await using directory = await temporaryDirectory();
  const mosquitto = await startMosquitto();
  const port = await freePort();
  const clock = fastClock(1);
  const plant = await simulator({ listen: port, scenario: "cabin" }, clock);
  // An order from before the agent was there.
  {
    await using early = await listen(mosquitto.port, "none");
    early.publish("studer/home/xt1/standby_level/set", "20", { retain: true });
    await using _check = await listen(mosquitto.port, "studer/home/xt1/standby_level/set");
    await until(() => _check.messages.length > 0, "the retained order");
  }
  {
    await using listener = await listen(mosquitto.port, "#");
    await using _atWork = await agentAt(
      configText(directory.path, {
        installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
        mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
      }),
      clock,
    );
    const { newest } = listener;
    assert.equal((await answered(listener, "xt1/standby_level")).error, "retained");
    await until(() => newest.has("studer/home/xt1/standby_level"), "parameters");

    for (
      const [name, payload, expected] of [
        ["xt1/standby_level", "20", { error: "unsupported" }],
        ["xt1/standby_level", '{"value":20,"id":"order-7"}', {
          error: "unsupported",
          id: "order-7",
        }],
        ["xt1/battery_voltage", "48", { error: "read-only" }],
        ["system/pv_power", "1000", { error: "read-only" }],
        ["xt1/stanby_level", "20", { error: "unknown" }],
        ["xt7/standby_level", "20", { error: "unknown" }],
      ] as const
    ) {
      const heard = listener.messages.length;
      listener.publish(`studer/home/${name}/set`, payload);
      const { ok, message, ...rest } = await answered(listener, name, heard);
      assert.deepEqual({ ok, ...rest }, { ok: false, ...expected }, name);
      assert.match(message, /^\w.*[^.]$/, "words for people");
    }

    listener.publish("studer/home/xt1/standby_level/set", "20", {
      properties: { responseTopic: "my/answers", correlationData: Buffer.from("order 8") },
    });
    await until(() => newest.has("my/answers"), "the answer at the response topic");
    const answer = listener.messages.find(({ topic }) => topic === "my/answers")!;
    assert.equal(JSON.parse(answer.payload).error, "unsupported");
    assert.equal(answer.correlationData, "order 8");
    assert.equal(plant.gateway.installation.deviceNamed("xt1")!.parameters.inForce(1187), 10);
    assert.deepEqual(
      listener.messages.filter(({ topic, retained }) => topic.endsWith("/result") && retained),
      [],
    );
  }
  await plant.close();
  await mosquitto.stop();
});

async function answered(listener: Listener, name: string, since = 0) {
  const topic = `studer/home/${name}/result`;
  const find = () => listener.messages.slice(since).find((heard) => heard.topic === topic);
  await until(() => find() !== undefined, `an answer about ${name}`);
  return JSON.parse(find()!.payload);
}
