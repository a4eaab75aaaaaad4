import assert from "node:assert/strict";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen } from "./listener.ts";
import { agentAt, configText, simulator, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { heardOfEverything } from "./published.ts";

mosquittoTest("Home Assistant gets every state again when it starts", async () => {
  await using directory = await temporaryDirectory();
  const mosquitto = await startMosquitto();
  const clock = fastClock(1);
  const plant = await simulator({ listen: 0, scenario: "cabin", speed: STANDSTILL }, clock);
  {
    await using listener = await listen(mosquitto.port, "#");
    await using _atWork = await agentAt(
      configText(directory.path, {
        installations: [
          {
            id: "home",
            link: { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port },
            lanes: { fast: "200ms", normal: "200ms", slow: "1h" },
          },
        ],
        mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
      }),
      clock,
    );
    await heardOfEverything(listener, plant, "home");
    const states = [...listener.newest.keys()].filter((topic) => topic.startsWith("studer/"));
    assert.ok(states.includes("studer/home/vt1/status"));
    const since = listener.messages.length;
    listener.publish("homeassistant/status", "online");
    const again = () => new Set(listener.messages.slice(since).map(({ topic }) => topic));
    const missing = () => states.filter((topic) => !again().has(topic));
    await until(() => missing().length === 0, "every state once more").catch((error) => {
      assert.deepEqual(missing(), []);
      throw error;
    });

    const message = [...listener.newest.values()].find((payload) =>
      payload.includes('"studer/home/xt1/battery_voltage"')
    );
    const { battery_voltage } = JSON.parse(message!).components;
    // Three times the slowest lane, so that nothing expires between two readings.
    assert.equal(battery_voltage.expire_after, 10_800);
  }
  await plant.close();
  await mosquitto.stop();
});
