import assert from "node:assert/strict";
import { freePort, freeUdpPort } from "../support/free_port.ts";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import type { SimulatorOptions } from "../../simulator/main.ts";
import { agentAt, configText, simulator, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { listen, retainedAt } from "./listener.ts";
import { assertTrue, discoveryIds, heardOfEverything } from "./published.ts";

/** Both ends of a line: where the gateway is, and how the agent is told to reach it. */
interface Ends {
  readonly gateway: SimulatorOptions;
  readonly link: object;
}

const Lines: Readonly<Record<string, (directory: string) => Promise<Ends>>> = {
  "a pseudo-terminal": (directory) => {
    const path = `${directory}/gateway`;
    return Promise.resolve({
      gateway: { pty: path },
      link: { type: "serial", path, parity: "none" },
    });
  },
  "TCP that the agent dials": async () => {
    const port = await freePort();
    return { gateway: { listen: port }, link: { type: "tcp", host: "127.0.0.1", port } };
  },
  "TCP that the gateway dials": async () => {
    const port = await freePort();
    return {
      gateway: { connect: { host: "127.0.0.1", port } },
      link: { type: "tcp-listen", port },
    };
  },
  "UDP": async () => {
    const [port, replyPort] = [await freeUdpPort(), await freeUdpPort()];
    return {
      gateway: { udp: { port, replyPort } },
      link: { type: "udp", host: "127.0.0.1", port, localPort: replyPort },
    };
  },
};

for (const [name, endsIn] of Object.entries(Lines)) {
  mosquittoTest(`The agent publishes over ${name} what the gateway knows`, async () => {
    await using directory = await temporaryDirectory();
    const { gateway, link } = await endsIn(directory.path);
    const mosquitto = await startMosquitto();
    const clock = fastClock(1);
    const plant = await simulator({ ...gateway, speed: STANDSTILL }, clock);
    {
      await using listener = await listen(mosquitto.port, "#");
      await using atWork = await agentAt(
        configText(directory.path, {
          installations: [{ id: "home", name: "Home", link }],
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
      );
      await heardOfEverything(listener, plant, "home");
      await until(() => listener.newest.has("studer/home/xcom/date"), "parameters");
      const devices = ["system", ...plant.gateway.installation.devices.map(({ name }) => name)];
      // To a broker that comes late, the devices are announced behind their values.
      await until(() => discoveryIds(listener.newest).size >= devices.length, "the devices");

      const retained = await retainedAt(mosquitto.port);
      assertTrue(plant, retained, "home");
      for (const status of ["agent/pi", "home", ...devices.map((device) => `home/${device}`)]) {
        assert.equal(retained.get(`studer/${status}/status`), "online", status);
      }
      const load = ["xt1", "xt2"].map((xt) => Math.fround(plant.gateway.readInfo(xt, 3136)));
      const sum = Math.fround((load[0]! + load[1]!) * 1000);
      const told = () => Math.fround(Number(listener.newest.get("studer/home/system/load_power")));
      await until(() => told() === sum, `a load of ${sum} W`);
      const configs = [...retained.keys()].filter((topic) => topic.startsWith("homeassistant/"));
      assert.equal(configs.length, devices.length);
      assert.deepEqual(atWork.said.filter(({ level }) => level === "error"), []);
    }
    const retained = await retainedAt(mosquitto.port, "studer/+/+/status");
    assert.equal(retained.get("studer/agent/pi/status"), "offline");
    await plant.close();
    await mosquitto.stop();
  });
}
