import assert from "node:assert/strict";
import { systemClock } from "../../agent/system_clock.ts";
import type { RunningSimulator } from "../../simulator/main.ts";
import { freePort } from "../support/free_port.ts";
import { type Mosquitto, mosquittoTest, startMosquitto } from "../support/mosquitto.ts";
import { until } from "../support/until.ts";
import { type Heard, listen, type Listener, retainedAt } from "./listener.ts";
import {
  agentAt,
  type AgentAtWork,
  configText,
  simulator,
  STANDSTILL,
  temporaryDirectory,
} from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";
import { assertTrue, discoveryIds, heardOfEverything } from "./published.ts";

type Part = "broker" | "simulator" | "agent";

/** What dies in which order, and what comes back in which order. */
const Cycles: readonly (readonly [dying: readonly Part[], reviving: readonly Part[]])[] = [
  [["broker"], ["broker"]],
  [["simulator"], ["simulator"]],
  [["agent"], ["agent"]],
  [["broker", "simulator"], ["broker", "simulator"]],
  [["broker", "simulator"], ["simulator", "broker"]],
  [["simulator", "broker"], ["broker", "simulator"]],
  [["simulator", "broker"], ["simulator", "broker"]],
  ...permutations<Part>(["broker", "simulator", "agent"]).map((order) => [order, order] as const),
];

/** A broker, a simulator and an agent that die and come back at the same places. */
class House {
  readonly #clock = fastClock(10);
  readonly #directory: string;
  readonly #brokerPort: number;
  readonly #gatewayPort: number;
  #hour = 8;
  broker: Mosquitto | undefined;
  simulator: RunningSimulator | undefined;
  agent: AgentAtWork | undefined;

  constructor(directory: string, brokerPort: number, gatewayPort: number) {
    this.#directory = directory;
    this.#brokerPort = brokerPort;
    this.#gatewayPort = gatewayPort;
  }

  async start(part: Part): Promise<void> {
    switch (part) {
      case "broker":
        this.broker = await startMosquitto({ port: this.#brokerPort });
        break;
      case "simulator":
        // At another time of day, so that what was published before is no longer true.
        this.#hour = this.#hour % 20 + 1;
        this.simulator = await simulator({
          listen: this.#gatewayPort,
          scenario: "cabin",
          speed: STANDSTILL,
          start: `2026-06-21T${String(this.#hour).padStart(2, "0")}:30`,
        }, this.#clock);
        break;
      case "agent":
        this.agent = await agentAt(
          configText(this.#directory, {
            installations: [
              { id: "home", link: { type: "tcp", host: "127.0.0.1", port: this.#gatewayPort } },
            ],
            mqtt: { url: `mqtt://127.0.0.1:${this.#brokerPort}` },
          }),
          this.#clock,
        );
        break;
    }
  }

  async end(part: Part): Promise<void> {
    switch (part) {
      case "broker":
        await this.broker?.stop("SIGKILL");
        this.broker = undefined;
        break;
      case "simulator":
        await this.simulator?.close();
        this.simulator = undefined;
        break;
      case "agent":
        await this.agent?.[Symbol.asyncDispose]();
        this.agent = undefined;
        break;
    }
  }

  /** Waits until the broker holds what the simulator knows, and all are online. */
  async settled(listener: Listener): Promise<void> {
    const { newest } = listener;
    const { devices: found } = this.simulator!.gateway.installation;
    const devices = ["system", ...found.map(({ name }) => name)];
    // Every device of the last run is offline until it is found again.
    for (const who of ["agent/pi", "home", ...devices.map((device) => `home/${device}`)]) {
      await until(() => newest.get(`studer/${who}/status`) === "online", `${who} online`);
    }
    await heardOfEverything(listener, this.simulator!, "home");
    await until(() => discoveryIds(newest).size >= devices.length, "discovery of every device");
    await until(() => succeeds(() => assertTrue(this.simulator!, newest, "home")), "true values")
      .catch((error) => {
        assertTrue(this.simulator!, newest, "home");
        throw error;
      });
  }
}

mosquittoTest("Everything comes back by itself, in whatever order it died", async () => {
  await using directory = await temporaryDirectory();
  const port = await freePort();
  const house = new House(directory.path, port, await freePort());
  for (const part of ["broker", "simulator", "agent"] as const) await house.start(part);
  let ids: ReadonlySet<string> | undefined;
  for (const [dying, reviving] of [[[], []], ...Cycles] as typeof Cycles) {
    const name = `${dying.join(", ")} → ${reviving.join(", ")}`;
    for (const part of dying) {
      await using listener = house.broker && await listen(port, "studer/#");
      await house.end(part);
      if (listener === undefined || house.broker === undefined) continue;
      // Who is still there hears of it.
      const topic = { agent: "studer/agent/pi/status", simulator: "studer/home/status" }[
        part as "agent" | "simulator"
      ];
      await until(() => listener.newest.get(topic) === "offline", `${name}: ${topic} offline`);
    }
    for (const part of reviving) await house.start(part);
    await using listener = await listen(port, "#");
    await house.settled(listener);
    const retained = await retainedAt(port);
    assertTrue(house.simulator!, retained, "home");
    // The same devices under the same ids as ever, and no others.
    ids ??= discoveryIds(retained);
    assert.equal(ids.size, house.simulator!.gateway.installation.devices.length + 1);
    assert.deepEqual(discoveryIds(retained), ids, name);
    const offline = [...retained].filter(([, payload]) => payload === "offline");
    assert.deepEqual(offline, [], name);
  }
  for (const part of ["agent", "simulator", "broker"] as const) await house.end(part);
});

mosquittoTest("The plant's totals never fall, whatever restarts", async () => {
  await using directory = await temporaryDirectory();
  const clock = fastClock(20);
  const mosquitto = await startMosquitto();
  const port = await freePort();
  const text = configText(directory.path, {
    installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
    mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
  });
  const startSimulator = () => simulator({ listen: port, speed: 30 }, clock);
  {
    await using listener = await listen(mosquitto.port, "studer/home/system/+");
    const totals = () =>
      listener.messages.filter(({ topic, payload }) =>
        topic.endsWith("_energy_total") && payload !== "None"
      );
    const pv = () => Number(listener.newest.get("studer/home/system/pv_energy_total"));
    const grows = async (what: string) => {
      const before = pv();
      await until(() => pv() > (Number.isNaN(before) ? 0 : before), `${what}: PV energy grows`);
    };
    let plant = await startSimulator();
    for (let run = 0; run < 3; run++) {
      await using _atWork = await agentAt(text, clock);
      await grows(`run ${run}`);
    }
    {
      await using _atWork = await agentAt(text, clock);
      await grows("before");
      // Another gateway whose day has just begun, as far as its counters know.
      await plant.close();
      plant = await startSimulator();
      await grows("after the gateway restarted");
      await until(() => new Set(totals().map(({ topic }) => topic)).size === 6, "every total");
    }
    await plant.close();
    const highest = new Map<string, number>();
    for (const { topic, payload } of totals()) {
      const value = Number(payload);
      assert.ok(value >= (highest.get(topic) ?? 0), `${topic} fell to ${payload}`);
      highest.set(topic, value);
    }
    assert.equal(highest.size, 6);
  }
  await mosquitto.stop();
});

mosquittoTest("An agent that is killed leaves its will, and takes its place again", async () => {
  await using directory = await temporaryDirectory();
  const mosquitto = await startMosquitto();
  const port = await freePort();
  const plant = await simulator({ listen: port, scenario: "cabin" }, systemClock);
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(
    file,
    configText(directory.path, {
      installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
      mqtt: { url: `mqtt://127.0.0.1:${mosquitto.port}` },
    }),
  );
  const start = () =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "agent/main.ts", "run", "--config", file],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  {
    await using listener = await listen(mosquitto.port, "studer/#");
    const status = () => listener.newest.get("studer/agent/pi/status");
    const first = start();
    await until(() => listener.newest.has("studer/home/xt1/battery_voltage"), "values");
    assert.equal(status(), "online");
    first.kill("SIGKILL");
    await until(() => status() === "offline", "the will");
    await first.output();
    // Its socket for commands was left behind.
    assert.ok((await Deno.stat(`${directory.path}/state/control.sock`)).isSocket);
    const heard = listener.messages.length;
    const second = start();
    for (const who of ["agent/pi", "home"]) {
      const isBack = ({ topic, payload }: Heard) =>
        topic === `studer/${who}/status` && payload === "online";
      await until(() => listener.messages.slice(heard).some(isBack), `${who} online again`);
    }
    second.kill("SIGTERM");
    const { code, stderr } = await second.output();
    const said = new TextDecoder().decode(stderr);
    assert.equal(code, 0, said);
    // A gateway of ours that stood still for a while is no trouble of the agent's.
    const told = said.split("\n").filter((line) => !/ WARN .*does not answer/.test(line));
    assert.doesNotMatch(told.join("\n"), / (WARN|ERROR) |^\s+at /m);
    await until(() => status() === "offline", "its good-bye");
    await assert.rejects(Deno.stat(`${directory.path}/state/control.sock`), Deno.errors.NotFound);
  }
  await plant.close();
  await mosquitto.stop();
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest])
  );
}

function succeeds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) return false;
    throw error;
  }
}
