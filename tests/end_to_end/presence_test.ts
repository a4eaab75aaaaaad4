import assert from "node:assert/strict";
import { freePort } from "../support/free_port.ts";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen, type Listener, retainedAt } from "./listener.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";

/** Every status of the installation: its own, its devices', the plant's as a whole. */
const Statuses = ["status", ...["xcom", "xt1", "vt1", "system"].map((name) => `${name}/status`)];

async function allAre(payload: "online" | "offline", { newest }: Listener): Promise<void> {
  const different = () => Statuses.filter((name) => newest.get(`studer/home/${name}`) !== payload);
  await until(() => different().length === 0, `all ${payload}`).catch((error) => {
    assert.deepEqual(different(), [], `not ${payload}`);
    throw error;
  });
}

mosquittoTest(
  "No device stays online when the line is lost, nor after the agent ended",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const port = await freePort();
    const clock = fastClock(2);
    const plantAt = () => simulator({ listen: port, scenario: "cabin" }, clock);
    let plant = await plantAt();
    {
      await using listener = await listen(mosquitto.port, "studer/#");
      const text = configText(directory.path, {
        installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
        mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
      });
      {
        await using _atWork = await agentAt(text, clock);
        for (let loss = 0; loss < 2; loss++) {
          await allAre("online", listener);
          await plant.close();
          await allAre("offline", listener);
          assert.equal(listener.newest.get("studer/agent/pi/status"), "online");
          plant = await plantAt();
        }
        await allAre("online", listener);
      }
      await allAre("offline", listener);
      // Whoever comes later sees the same.
      const retained = await retainedAt(mosquitto.port, "studer/#");
      const online = [...retained].filter(([, payload]) => payload === "online");
      assert.deepEqual(online, []);
      assert.equal(retained.get("studer/agent/pi/status"), "offline");
    }
    await plant.close();
    await mosquitto.stop();
  },
);
