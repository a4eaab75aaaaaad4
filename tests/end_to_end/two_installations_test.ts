import assert from "node:assert/strict";
import { freePort } from "../support/free_port.ts";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen, retainedAt } from "./listener.ts";
import { agentAt, configText, simulator, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { assertTrue, discoveryIds, heardOfEverything } from "./published.ts";

mosquittoTest(
  "One agent keeps two installations apart, and one line's end is only its own",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const [port, path] = [await freePort(), `${directory.path}/gateway`];
    const clock = fastClock(1);
    const house = await simulator({ listen: port, seed: 1 }, clock);
    const cabin = await simulator(
      { pty: path, scenario: "cabin", seed: 2, speed: STANDSTILL },
      clock,
    );
    {
      await using listener = await listen(mosquitto.port, "#");
      const { newest } = listener;
      await using atWork = await agentAt(
        configText(directory.path, {
          installations: [
            { id: "house", link: { type: "tcp", host: "127.0.0.1", port } },
            { id: "cabin", link: { type: "serial", path, parity: "none" } },
          ],
          mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
        }),
        clock,
      );
      for (const [id, plant] of [["house", house], ["cabin", cabin]] as const) {
        await heardOfEverything(listener, plant, id);
        assert.equal(newest.get(`studer/${id}/status`), "online");
      }
      const devices = [house, cabin].flatMap(({ gateway }) => gateway.installation.devices);
      await until(() => discoveryIds(newest).size >= devices.length + 2, "the devices");
      const retained = await retainedAt(mosquitto.port);
      assertTrue(cabin, retained, "cabin");
      for (const topic of ["cabin/xt2/status", "cabin/bsp/status", "cabin/vs1/status"]) {
        assert.ok(!retained.has(`studer/${topic}`), topic);
      }

      const ids = discoveryIds(retained);
      assert.equal(ids.size, devices.length + 2);
      const uniqueIds = new Set<string>();
      for (const id of ids) {
        const message = JSON.parse(retained.get(`homeassistant/device/${id}/config`)!);
        const [own, other] = message.device.name.startsWith("house")
          ? ["house", "cabin"]
          : ["cabin", "house"];
        const text = JSON.stringify(message);
        assert.ok(text.includes(`studer/${own}/`) && !text.includes(`studer/${other}/`), id);
        for (const { unique_id } of Object.values<{ unique_id: string }>(message.components)) {
          assert.ok(!uniqueIds.has(unique_id), unique_id);
          uniqueIds.add(unique_id);
        }
        if (message.device.via_device !== undefined) assert.ok(ids.has(message.device.via_device));
      }

      await cabin.close();
      await until(() => newest.get("studer/cabin/status") === "offline", "cabin offline");
      const heard = listener.messages.length;
      await until(
        () =>
          listener.messages.slice(heard).some(({ topic }) =>
            topic === "studer/house/xt1/output_power"
          ),
        "the house goes on",
      );
      assert.equal(newest.get("studer/house/status"), "online");
      assert.equal(newest.get("studer/agent/pi/status"), "online");
      // That the line ended is one problem, that it cannot be opened again may already be another.
      const problems = atWork.said.filter(({ level }) => level === "warn" || level === "error");
      assert.ok(problems.length > 0);
      for (const { message, fields } of problems) {
        assert.deepEqual([message, fields.installation], ["The gateway does not answer", "cabin"]);
      }
      assert.equal(new Set(problems.map(({ fields }) => fields.problem)).size, problems.length);
    }
    await house.close();
    await mosquitto.stop();
  },
);
