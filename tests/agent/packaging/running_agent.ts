import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmbeddedBroker } from "../../../agent/mqtt/embedded_broker.ts";
import { configText } from "../../end_to_end/parts.ts";
import { listen } from "../../end_to_end/listener.ts";
import { until } from "../../support/until.ts";
import { recordingLog } from "../../support/recording_log.ts";

/** An agent in a process of its own, which ends with the test. */
export interface RunningAgent extends AsyncDisposable {
  /** The newest payload of a topic, as soon as there is one. */
  published(topic: string): Promise<string>;
}

/** Starts a program of the agent at a serial port; it publishes to a broker of the test. */
export async function runningAgent(
  program: string,
  directory: string,
  pty: string,
): Promise<RunningAgent> {
  const broker = await startEmbeddedBroker({
    listen: "127.0.0.1",
    port: 0,
    log: recordingLog().log,
  });
  const { port } = new URL(broker.url);
  const listener = await listen(Number(port), "studer/#", { protocolVersion: 4 });
  const file = join(directory, "agent.config.yaml");
  const installations = [{ id: "home", link: { type: "serial", path: pty, parity: "none" } }];
  const text = configText(directory, { installations, mqtt: { url: broker.url } });
  await Deno.writeTextFile(file, text, { mode: 0o600 });
  const child = new Deno.Command(program, {
    args: ["run", "--config", file],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH")!, HOME: directory, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  return {
    async published(topic) {
      await until(() => listener.newest.has(topic), topic);
      return listener.newest.get(topic)!;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      const { code } = await child.status;
      await listener[Symbol.asyncDispose]();
      await broker.close();
      assert.equal(code, 0, await said);
    },
  };
}
