import { type Command, Option } from "commander";
import { join } from "node:path";
import { type ScenarioName, Scenarios } from "../../simulator/scenario/scenarios.ts";
import { type Agent, startAgent } from "../agent.ts";
import { parseConfig } from "../config/load.ts";
import { withoutVariables } from "../config/variables.ts";
import { agentDependencies } from "./plant/agent_dependencies.ts";
import { type CommandContext, commandLog } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { demoTable } from "./plant/demo_table.ts";
import { notServed } from "./simulate.ts";
import { port, positive } from "./cli/option_values.ts";

interface DemoOptions extends CommonOptions {
  readonly scenario: ScenarioName;
  readonly speed: number;
  readonly webPort?: number;
  readonly mqttPort?: number;
  readonly seconds?: number;
}

const REDRAW_EVERY_MS = 1000;

/** Where nobody watches, a table now and then is enough. */
const REPRINT_EVERY_MS = 5000;

const WEB_PORT = 8080;
const MQTT_PORT = 1883;

/** The gateway's own time for an answer, as real ones have it. */
const GATEWAY_DELAY_MS = 20;

/** A late morning of the longest day: the counters have something to show. */
const START = "2026-06-21T11:00";

/** Enough for yesterday's counters, and quick on a small computer. */
const HISTORY_DAYS = 2;

/** Without it, a night at eleven in the morning looks like a fault. */
const QUICK_DAY = "sun     a day passes in ten minutes, night included; the clocks keep real time";

/** Puts the cursor home and clears what is below it. */
const CLEAR = "\x1b[H\x1b[J";

/** `demo`: a simulated plant, a broker and the agent in one process. */
export function registerDemo(program: Command, context: CommandContext): void {
  program.command("demo")
    .description("show everything at once, without hardware: simulator, broker and agent")
    .addOption(
      new Option("--scenario <name>", "the installation to simulate")
        .choices(Object.keys(Scenarios)).default("house"),
    )
    .option(
      "--speed <factor>",
      "simulated seconds in a second; at 1 a day's sun takes ten minutes",
      positive,
      1,
    )
    .option("--web-port <port>", `of the web server (default: ${WEB_PORT} or a free one)`, port)
    .option("--mqtt-port <port>", `of the broker (default: ${MQTT_PORT} or a free one)`, port)
    .option("--seconds <number>", "end by itself", positive)
    .action((_options, command: Command) => demo(optionsOf<DemoOptions>(command), context));
}

async function demo(options: DemoOptions, context: CommandContext): Promise<void> {
  const { startSimulator } = await import("../../simulator/main.ts");
  const { dayInTenMinutes } = await import("../../simulator/script/demo_script.ts");
  const { clock, machine, signal } = context;
  const log = commandLog(context, options);
  await using stack = new AsyncDisposableStack();
  const directory = await Deno.makeTempDir({ prefix: "studer-demo-" });
  stack.defer(() => Deno.remove(directory, { recursive: true }));
  const pty = join(directory, "gateway");
  const { scenario, speed } = options;
  // The agent integrates powers over its own time: the simulated energies must keep the same. So a
  // quick day is one of the sun and the consumers alone, unless somebody asks for speed.
  const script = speed === 1 ? dayInTenMinutes(scenario) : undefined;
  const simulator = await startSimulator(
    {
      scenario,
      speed,
      script,
      start: START,
      historyDays: HISTORY_DAYS,
      pty,
      wire: 38400,
      delayMs: GATEWAY_DELAY_MS,
    },
    { clock, log },
  ).catch((cause) => {
    throw notServed(cause);
  });
  stack.defer(() => simulator.close());
  const { config } = parseConfig(
    JSON.stringify(withoutVariables({
      installations: [
        { id: "demo", name: "Demo", link: { type: "serial", path: pty, parity: "none" } },
      ],
      mqtt: { url: "embedded", port: options.mqttPort ?? usualOrAny(MQTT_PORT) },
      web: { listen: `127.0.0.1:${options.webPort ?? usualOrAny(WEB_PORT)}` },
      stateDirectory: join(directory, "state"),
    })),
    "the demo's configuration",
    directory,
    machine,
  );
  const agent = await startAgent(config, agentDependencies(context, log));
  stack.defer(() => agent.stop());
  const ended = new AbortController();
  stack.defer(() => ended.abort());
  const anyEnd = AbortSignal.any([signal, ended.signal]);
  if (options.seconds !== undefined) {
    void clock.sleep(options.seconds * 1000, anyEnd).then(() => ended.abort());
  }
  const heading = [
    `studer-agent demo, ${scenario}: ${Scenarios[scenario].title}`,
    ...(script === undefined ? [] : [QUICK_DAY]),
    ...placesOf(agent),
  ];
  await show(agent, heading, context, anyEnd);
}

/** Where the values can be read on this machine, too. */
function placesOf({ webUrl, embeddedBrokerUrl }: Agent): string[] {
  return [
    `state   ${webUrl === undefined ? "not served" : `${webUrl}/api/state`}`,
    embeddedBrokerUrl === undefined
      ? "MQTT    not served"
      : `MQTT    mosquitto_sub -p ${new URL(embeddedBrokerUrl).port} -v -t 'studer/#'`,
  ];
}

async function show(
  agent: Agent,
  heading: readonly string[],
  { terminal, clock }: CommandContext,
  signal: AbortSignal,
): Promise<void> {
  const redraw = terminal.isTerminal;
  if (!redraw) { for (const line of heading) terminal.out(line); }
  while (!signal.aborted) {
    const table = demoTable(agent.directory.devicesOf("demo"), "demo", agent.values);
    const lines = table.length > 0 ? table : ["Looking for devices …"];
    if (redraw) {
      terminal.out(CLEAR + [...heading, "", ...lines, "", "Ctrl-C ends it"].join("\n"));
    } else for (const line of ["", ...lines]) terminal.out(line);
    await clock.sleep(redraw || table.length === 0 ? REDRAW_EVERY_MS : REPRINT_EVERY_MS, signal);
  }
}

/** The usual port, or 0 for any free one where another program has it. */
function usualOrAny(usual: number): number {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: usual }).close();
    return usual;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return 0;
  }
}
