import assert from "node:assert/strict";
import { mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { listen } from "./listener.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";

mosquittoTest("Of two agents at one broker, only the one addressed answers an order", async () => {
  await using directory = await temporaryDirectory();
  const mosquitto = await startMosquitto();
  const clock = fastClock(1);
  const plant = await simulator({ listen: 0, scenario: "cabin" }, clock);
  const link = { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port };
  const agentOf = (id: string) =>
    agentAt(
      configText(`${directory.path}/${id}`, {
        agent: { id: `pi-${id}` },
        installations: [{ id, link }],
        mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
      }),
      clock,
    );
  {
    await using listener = await listen(mosquitto.port, "studer/#");
    await using _home = await agentOf("home");
    await using _cabin = await agentOf("cabin");
    const { newest } = listener;
    for (const id of ["home", "cabin"]) {
      await until(() => newest.has(`studer/${id}/xt1/standby_level`), `parameters of ${id}`);
      assert.equal(newest.get(`studer/agent/pi-${id}/status`), "online");
    }
    const answers = () =>
      listener.messages.filter(({ topic }) => topic.endsWith("/result"))
        .map(({ topic, payload }) => [topic.split("/")[1], JSON.parse(payload).id]);
    // An order to each in turn: when the last is answered, so are those before.
    for (const [order, id] of ["home", "cabin", "home", "cabin"].entries()) {
      listener.publish(
        `studer/${id}/xt1/standby_level/set`,
        JSON.stringify({ value: 20, id: order }),
      );
      await until(() => answers().some(([, answered]) => answered === order), `answer ${order}`);
    }
    listener.publish("studer/nobodys/xt1/standby_level/set", "20");
    listener.publish("studer/home/xt1/standby_level/set", JSON.stringify({ value: 20, id: "end" }));
    listener.publish(
      "studer/cabin/xt1/standby_level/set",
      JSON.stringify({ value: 20, id: "end" }),
    );
    await until(() => answers().filter(([, id]) => id === "end").length === 2, "both ends");
    assert.deepEqual(answers().slice(0, 4), [["home", 0], ["cabin", 1], ["home", 2], ["cabin", 3]]);
    assert.equal(answers().length, 6);
  }
  await plant.close();
  await mosquitto.stop();
});
