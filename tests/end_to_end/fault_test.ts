import assert from "node:assert/strict";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen } from "./listener.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";

mosquittoTest(
  "A listener to values that fails stops nobody, and each failure is told",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const clock = fastClock(10);
    const plant = await simulator({ listen: 0, scenario: "cabin" }, clock);
    const { port } = plant.endpoints[0]!;
    {
      await using listener = await listen(mosquitto.port, "studer/home/#");
      await using atWork = await agentAt(
        configText(directory.path, {
          installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
      );
      let failures = 0;
      atWork.agent.values.listen(() => {
        failures++;
        throw new Error("no more memory cards");
      });
      await until(() => failures > 3, "failures");
      const heard = listener.messages.length;
      await until(
        () =>
          listener.messages.slice(heard).some(({ topic }) => topic.endsWith("/xt1/output_power")),
        "values go on",
      );
      assert.equal(listener.newest.get("studer/home/status"), "online");
      const told = atWork.said.filter(({ level }) => level === "error");
      assert.equal(told.length, failures);
      for (const { message, fields } of told) {
        assert.match(message, /^A listener to values failed/);
        assert.deepEqual(fields, { problem: "no more memory cards" });
      }
    }
    await plant.close();
    await mosquitto.stop();
  },
);

mosquittoTest(
  "An installation that fails by a bug is started again, the other one goes on",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const clock = fastClock(10);
    const plants = [
      await simulator({ listen: 0, scenario: "cabin" }, clock),
      await simulator({ listen: 0, scenario: "cabin" }, clock),
    ];
    const installations = ["home", "cabin"].map((id, index) => {
      const { port } = plants[index]!.endpoints[0]!;
      return { id, link: { type: "tcp", host: "127.0.0.1", port } };
    });
    {
      await using listener = await listen(mosquitto.port, "studer/#");
      const { newest } = listener;
      let bugs = 0;
      const sound = (id: string) => newest.get(`studer/${id}/status`) === "online";
      await using atWork = await agentAt(
        configText(directory.path, {
          installations,
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
        {
          trace(id, direction) {
            // Where nobody expects it: in the middle of an exchange.
            if (id !== "home" || direction !== "sent" || bugs >= 3) return;
            bugs++;
            throw new TypeError("Cannot read properties of undefined");
          },
        },
      );
      await until(() => newest.has("studer/home/xt1/output_power") && sound("home"), "home works");
      await until(
        () => newest.has("studer/cabin/xt1/output_power") && sound("cabin"),
        "cabin works",
      );
      const problems = atWork.said.filter(({ level, fields }) =>
        (level === "warn" || level === "error") && fields.installation !== undefined
      );
      assert.deepEqual(
        problems.map(({ message, fields }) => [message, fields.installation]),
        Array(3).fill(["Reading failed by a fault of the agent; starting it again", "home"]),
      );
    }
    for (const plant of plants) await plant.close();
    await mosquitto.stop();
  },
);
