import assert from "node:assert/strict";
import { Languages } from "../../../agent/setup/texts/languages.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { setup } from "./setup_context.ts";

Deno.test("setup blames no silent gateway where the agent that runs knows the plant by no such id", async () => {
  await using directory = await temporaryDirectory();
  const gateway = `${directory.path}/gateway`;
  const plant = await simulator({ scenario: "cabin", pty: gateway }, fastClock(1));
  const configOf = (id: string, path: string) =>
    configText(directory.path, {
      installations: [{ id, link: { type: "serial", path } }],
      mqtt: { url: "embedded", port: 0 },
    });
  await Deno.writeTextFile(`${directory.path}/agent.config.yaml`, configOf("hut", gateway));
  {
    await using _running = await agentAt(configOf("home", "/nonexistent/tty"), fastClock(1));
    for (const [language, texts] of Object.entries(Languages)) {
      const words = ["--yes", "--language", language];
      const { exitCode, out, err } = await setup(directory.path, words);
      assert.deepEqual([exitCode, err], [0, []]);
      assert.ok(out.includes(texts.noValuesYet(texts.agentLost.outdated)), out.join("\n"));
      assert.ok(!out.join("\n").includes(texts.lineLost), out.join("\n"));
    }
  }
  await plant.close();
});
