import assert from "node:assert/strict";
import { HastyClock } from "../support/hasty_clock.ts";
import { freePort } from "../support/free_port.ts";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen, retainedAt } from "./listener.ts";
import { agentAt, configText, simulator, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { assertTrue, discoveryIds, heardOfEverything } from "./published.ts";

const LISTEN_MS = 10_000;
const SETTLE_MS = 10 * 60_000;

/** What was retained by runs long ago, and by others. */
const Stale = [
  "studer/home/xt9/status",
  "studer/home/xt9/battery_voltage",
  "studer/home/xt9/battery_voltage/attributes",
  "studer/home/xt1/no_such_key",
  "studer/home/xt1/battery_voltage/attributes",
];
const Kept = ["studer/cabin/xt9/status", "studer/home/last_message", "other/home/xt9/status"];

async function seed(port: number): Promise<void> {
  await using seeder = await listen(port, "seed/#");
  for (const topic of [...Stale, ...Kept]) seeder.publish(topic, "online", { retain: true });
  seeder.publish("seed/end", "");
  await until(() => seeder.newest.has("seed/end"), "the seed");
}

mosquittoTest("What earlier runs left at the broker is removed, and nothing else", async () => {
  await using directory = await temporaryDirectory();
  const mosquitto = await startMosquitto();
  const plant = await simulator(
    { listen: 0, scenario: "cabin", speed: STANDSTILL },
    fastClock(1),
  );
  await seed(mosquitto.port);
  const clock = new HastyClock(fastClock(1));
  {
    await using listener = await listen(mosquitto.port, "#");
    await using atWork = await agentAt(
      configText(directory.path, {
        installations: [
          {
            id: "home",
            link: { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port },
          },
        ],
        mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
      }),
      clock,
    );
    await heardOfEverything(listener, plant, "home");
    // The answer comes behind all that was retained.
    listener.publish("studer/home/xt1/battery_voltage/set", "1");
    await until(() => listener.newest.has("studer/home/xt1/battery_voltage/result"), "an answer");
    await clock.skip(LISTEN_MS);
    await clock.skip(SETTLE_MS);
    await until(() => Stale.every((topic) => listener.newest.get(topic) === ""), "all removed");
    const told = atWork.said.filter(({ message }) => message.startsWith("Removed"));
    assert.deepEqual(told.map(({ fields }) => fields), [
      { installation: "home", topics: Stale.length },
    ]);
    const retained = await retainedAt(mosquitto.port);
    assert.deepEqual(Stale.filter((topic) => retained.has(topic)), []);
    assert.deepEqual(Kept.filter((topic) => !retained.has(topic)), []);
    assertTrue(plant, retained, "home");
    for (const name of ["status", "xcom/status", "xt1/status", "vt1/status", "system/status"]) {
      assert.equal(retained.get(`studer/home/${name}`), "online", name);
    }
  }
  await plant.close();
  await mosquitto.stop();
});

mosquittoTest(
  "Nothing is removed while the gateway is silent: its devices may be there",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    await seed(mosquitto.port);
    const clock = new HastyClock(fastClock(1));
    {
      await using atWork = await agentAt(
        configText(directory.path, {
          installations: [
            { id: "home", link: { type: "tcp", host: "127.0.0.1", port: await freePort() } },
          ],
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
      );
      await using listener = await listen(mosquitto.port, "studer/#");
      // Once it says that it is there, it listens.
      await until(() => listener.newest.get("studer/agent/pi/status") === "online", "the agent");
      listener.publish("studer/home/xt1/battery_voltage/set", "1");
      await until(() => listener.newest.has("studer/home/xt1/battery_voltage/result"), "an answer");
      await clock.skip(LISTEN_MS);
      await clock.skip(SETTLE_MS);
      listener.publish("studer/home/xt2/battery_voltage/set", "1");
      await until(() => listener.newest.has("studer/home/xt2/battery_voltage/result"), "another");
      const retained = await retainedAt(mosquitto.port);
      assert.deepEqual([...Stale, ...Kept].filter((topic) => !retained.has(topic)), []);
      assert.ok(atWork.said.every(({ message }) => !message.startsWith("Removed")));
    }
    await mosquitto.stop();
  },
);

mosquittoTest(
  "A device that is gone leaves Home Assistant, however long its announcement",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    /** One run, which knows of no other one, until every device of the scenario is announced. */
    const announcedBy = async (scenario: "house" | "cabin") => {
      const clock = fastClock(1);
      const plant = await simulator({ listen: 0, scenario, seed: 1 }, clock);
      const { devices } = plant.gateway.installation;
      const before = discoveryIds(await retainedAt(mosquitto.port));
      await using listener = await listen(mosquitto.port, "homeassistant/#");
      await until(() => discoveryIds(listener.newest).size === before.size, "what was announced");
      {
        await using _atWork = await agentAt(
          configText(`${directory.path}/${scenario}`, {
            installations: [
              {
                id: "home",
                link: { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port },
                parameters: "expert",
              },
            ],
            mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
          }),
          clock,
        );
        await until(() => {
          const ids = discoveryIds(listener.newest);
          // What is gone must have been taken back, too.
          return ids.size === devices.length + 1 &&
            (scenario === "house" || before.size > ids.size);
        }, `the devices of the ${scenario}, and no others`);
      }
      await plant.close();
      return await retainedAt(mosquitto.port, "homeassistant/#");
    };
    const house = await announcedBy("house");
    const cabin = await announcedBy("cabin");
    const gone = [...house].filter(([topic]) => !cabin.has(topic));
    assert.ok(gone.some(([, payload]) => payload.length > 65_536), "a message over 64 KiB");
    await mosquitto.stop();
  },
);

mosquittoTest(
  "Another device at the same address takes the topics of the one before it",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const [port, clock] = [await freePort(), fastClock(10)];
    // A BSP measures the battery of the house, a BMS that of the other one: both are at 601.
    let plant = await simulator({ listen: port, scenario: "house" }, clock);
    {
      await using listener = await listen(mosquitto.port, "#");
      const { newest } = listener;
      await using _atWork = await agentAt(
        configText(directory.path, {
          installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
      );
      await until(() => newest.has("studer/home/bsp/state_of_charge"), "values of the BSP");
      await plant.close();
      plant = await simulator({ listen: port, scenario: "three-phase" }, clock);
      await until(() => newest.get("studer/home/bms/status") === "online", "the BMS");
      const left = (published: ReadonlyMap<string, string>) =>
        [...published].filter(([topic, payload]) =>
          topic.startsWith("studer/home/bsp/") && payload !== "" ||
          topic.startsWith("homeassistant/") && payload.includes("studer/home/bsp/")
        );
      await until(() => left(newest).length === 0, "no BSP any more");
      const retained = await retainedAt(mosquitto.port);
      assert.deepEqual(left(retained), []);
      // An inverter that is missed only is not gone.
      assert.equal(retained.get("studer/home/vt1/status"), "offline");
    }
    await plant.close();
    await mosquitto.stop();
  },
);
