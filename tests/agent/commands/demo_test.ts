import assert from "node:assert/strict";
import { freePort } from "../../support/free_port.ts";
import { until } from "../../support/until.ts";
import { listen } from "../../end_to_end/listener.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { run } from "./plant_context.ts";

/** What `deno task demo` runs, without the task runner between a signal and the demo. */
const WITHOUT_RUNNER = ["run", "--allow-all", "agent/main.ts", "demo"];

/** The demo as a process of its own. */
function spawn(args: readonly string[], temporary: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { TMPDIR: temporary },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  const stdout = (async () => {
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      lines.push(...parts);
    }
  })();
  const stderr = new Response(child.stderr).text();
  return {
    lines,
    /** Sends signals at once: they wait for a process that stands still. */
    kill(signals: readonly Deno.Signal[]) {
      for (const signal of ["SIGSTOP", ...signals, "SIGCONT"] as const) child.kill(signal);
    },
    async ended() {
      await stdout;
      return { ...await child.status, stderr: await stderr };
    },
  };
}

/** Waits for the end: without a fault, and with nothing left behind. */
async function endsCleanly(demo: ReturnType<typeof spawn>, temporary: string): Promise<void> {
  const { code, stderr } = await demo.ended();
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.deepEqual([...Deno.readDirSync(temporary)], []);
}

const PV_POWER = /^system +PV power +[\d.]+ W$/;

Deno.test("demo shows live values, and serves them", async () => {
  await using directory = await temporaryDirectory();
  // Whoever holds the usual ports, the demo finds others.
  using _web = hold(8080);
  using _mqtt = hold(1883);
  const demo = spawn(["task", "--quiet", "demo", "--scenario", "cabin"], directory.path);
  await until(() => demo.lines.some((line) => PV_POWER.test(line)), "a live value");
  const place = (name: string) => demo.lines.find((line) => line.startsWith(name))!;
  const port = Number(/-p (\d+)/.exec(place("MQTT"))![1]);
  assert.notEqual(port, 1883);
  const url = /http:\S+/.exec(place("state"))![0];
  assert.notEqual(new URL(url).port, "8080");
  const state = await (await fetch(url)).json();
  assert.equal(state.installations[0].status, "online");
  {
    await using listener = await listen(port, "studer/demo/#", { protocolVersion: 4 });
    await until(() => listener.newest.has("studer/demo/system/pv_power"), "values by MQTT");
    await until(() => listener.newest.get("studer/demo/status") === "online", "the status");
  }
  demo.kill(["SIGINT"]);
  await endsCleanly(demo, directory.path);
});

Deno.test("demo ends by itself after its seconds", async () => {
  await using directory = await temporaryDirectory();
  const options = ["--seconds", "0.1", "--scenario", "cabin"];
  await endsCleanly(spawn([...WITHOUT_RUNNER, ...options], directory.path), directory.path);
});

// Two come at once where a task runner hands on what the terminal gave to both.
for (const signals of [["SIGTERM"], ["SIGINT", "SIGTERM"]] as const) {
  Deno.test(`demo ends cleanly at ${signals.join(" and ")}, at any point`, async () => {
    await using directory = await temporaryDirectory();
    for (const [point, speed] of [[/^MQTT/, 1], [PV_POWER, 600]] as const) {
      const [mqttPort, webPort] = [await freePort(), await freePort()];
      const options =
        `--scenario cabin --speed ${speed} --mqtt-port ${mqttPort} --web-port ${webPort}`;
      const demo = spawn([...WITHOUT_RUNNER, ...options.split(" ")], directory.path);
      await until(() => demo.lines.some((line) => point.test(line)), `a line like ${point}`);
      demo.kill(signals);
      await endsCleanly(demo, directory.path);
    }
  });
}

Deno.test("demo tells why it is night at eleven in the morning, where a day passes quickly", async () => {
  const quickDay = /^sun +a day passes in ten minutes, night included; the clocks keep real time$/;
  const tells = async (words: string) =>
    (await run(`demo --scenario cabin --seconds 0.1${words}`)).out.slice(0, 4).some((line) =>
      quickDay.test(line)
    );
  assert.deepEqual([await tells(""), await tells(" --speed 2")], [true, false]);
});

Deno.test("demo says in one line what it was asked for and cannot have", async () => {
  using broker = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using web = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const ports = `--mqtt-port ${broker.addr.port} --web-port ${web.addr.port}`;
  const { exitCode, out, err } = await run(`demo --scenario cabin --seconds 0.1 ${ports}`);
  assert.equal(exitCode, 0);
  assert.ok(out.some((line) => line.startsWith("Looking for devices")));
  assert.equal(err.length, 2);
  assert.match(err[0]!, /ERROR Cannot start the MQTT broker .*the port is in use/);
  assert.match(err[1]!, /ERROR Cannot serve the state .*another program uses that port/);
  const wrong = await run("demo --scenario hut");
  assert.equal(wrong.exitCode, 2);
  assert.equal(wrong.err.length, 1);
});

/** Takes a port, unless somebody has it already. */
function hold(port: number): Disposable {
  try {
    return Deno.listen({ hostname: "127.0.0.1", port });
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return { [Symbol.dispose]() {} };
  }
}
