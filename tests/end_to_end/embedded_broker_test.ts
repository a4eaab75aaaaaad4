import assert from "node:assert/strict";
import { parseConfig } from "../../agent/config/load.ts";
import { ConfigError } from "../../agent/config/problem.ts";
import { testMachine } from "../agent/config/test_machine.ts";
import { until } from "../support/until.ts";
import { listen } from "./listener.ts";
import { agentAt, configText, simulator, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { assertTrue, discoveryIds, heardOfEverything } from "./published.ts";

const v311 = { protocolVersion: 4 } as const;

Deno.test("The embedded broker shows everything to whoever comes late", async () => {
  await using directory = await temporaryDirectory();
  const clock = fastClock(1);
  const plant = await simulator({ pty: `${directory.path}/gateway`, speed: STANDSTILL }, clock);
  {
    await using atWork = await agentAt(
      configText(directory.path, {
        installations: [{
          id: "home",
          link: { type: "serial", path: `${directory.path}/gateway`, parity: "none" },
        }],
        mqtt: { url: "embedded", port: 0, username: "studer", password: "sun" },
      }),
      clock,
    );
    const port = Number(new URL(atWork.agent.embeddedBrokerUrl!).port);
    const credentials = { ...v311, username: "studer", password: "sun" };
    {
      await using early = await listen(port, "#", credentials);
      await heardOfEverything(early, plant, "home");
      await until(
        () => discoveryIds(early.newest).size === plant.gateway.installation.devices.length + 1,
        "discovery of every device",
      );
    }
    await using late = await listen(port, "#", credentials);
    await heardOfEverything(late, plant, "home");
    await until(() => discoveryIds(late.newest).size > 6, "discovery");
    assertTrue(plant, late.newest, "home");
    for (const topic of ["studer/agent/pi/status", "studer/home/status"]) {
      await until(() => late.newest.has(topic), topic);
      assert.equal(late.newest.get(topic), "online");
    }
    await assert.rejects(
      listen(port, "#", { ...credentials, password: "moon" }),
      /[Nn]ot authorized|[Bb]ad/,
    );
  }
  await plant.close();
});

Deno.test("The embedded broker is not opened beyond this machine without user and password", () => {
  const withMqtt = (mqtt: object) =>
    parseConfig(
      configText("/tmp", {
        installations: [{ id: "home", link: { type: "tcp-listen" } }],
        mqtt: { url: "embedded", ...mqtt },
      }),
      "agent.config.yaml",
      "/",
      testMachine(),
    );
  assert.throws(() => withMqtt({ listen: "0.0.0.0" }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.problems.map(({ message }) => message).join("\n"), /username.*password/);
    return true;
  });
  withMqtt({ listen: "0.0.0.0", username: "studer", password: "sun" });
  withMqtt({ listen: "127.0.0.1" });
});
