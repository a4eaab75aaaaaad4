import { type Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import { EndpointError } from "../../simulator/endpoint/endpoint_error.ts";
import type { EndpointOptions } from "../../simulator/endpoint/serve_all.ts";
import { type FaultOptions, NO_FAULTS } from "../../simulator/faults.ts";
import { DEFAULT_HISTORY_DAYS, MAX_HISTORY_DAYS } from "../../simulator/datalog/history_days.ts";
import { GatewayModes } from "../../simulator/gateway_mode.ts";
import { InputError } from "../../simulator/input/input_error.ts";
import { parseLocalTime } from "../../simulator/local_time.ts";
import type { SimulatorOptions } from "../../simulator/main.ts";
import { type Scenario, type ScenarioName, Scenarios } from "../../simulator/scenario/scenarios.ts";
import type { Script } from "../../simulator/script/script.ts";
import { knowsFastLine } from "../../simulator/version.ts";
import { fileTrouble } from "../config/file_trouble.ts";
import type { Machine } from "../config/machine.ts";
import { nearest } from "../config/nearest.ts";
import { LinkError } from "../link/link_error.ts";
import type { Log } from "../log.ts";
import { openRecording } from "./capture/recording.ts";
import { type CommandContext, commandLog } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import {
  daysUpTo,
  hostAndPort,
  milliseconds,
  portOrAny,
  positive,
  version,
  wholeNumber,
} from "./cli/option_values.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

interface SimulateOptions
  extends
    CommonOptions,
    Omit<SimulatorOptions, "scenario" | "udp" | "delayMs" | "historyDays" | "script" | "wire"> {
  /** One of ours, or a file. */
  readonly scenario: string;
  readonly wire: string;
  readonly history: number;
  readonly script?: string;
  readonly udp?: number;
  readonly udpReply?: number;
  readonly delay?: number;
  readonly seconds?: number;
  /** A file that `capture` wrote. */
  readonly replay?: string;
}

type LoggedContext = CommandContext & { readonly log: Log };

/** What goes with a recording; everything else shapes a simulation. */
const ReplayOptions = ["pty", "listen", "connect", "udp", "udpReply", "seconds", "replay"];

/** `--scenario list` asks for the names. */
const LIST = "list";
const YAML_FILE = /\.ya?ml$/;
const ScenarioNames = Object.keys(Scenarios) as ScenarioName[];
const WireRates: Readonly<Record<string, number | undefined>> = {
  "38400": 38400,
  "115200": 115200,
  none: undefined,
};

const HELP = `
Example: --scenario cabin --faults drop=0.01,split=8 --pty /tmp/xcom

A script tells times of the gateway's clock, or behind a + from the start on; whoever writes a key
that there is none of is told them all:
  steps:
    - { at: +0:10, clouds: 0.9, grid: off }
    - { at: "18:00", grid: on }`;

/** `simulate`: an installation without hardware, for this agent and for every other client. */
export function registerSimulate(program: Command, context: CommandContext): void {
  program.command("simulate")
    .description("simulate a gateway with an installation behind it")
    .option("--pty <path>", "serve a pseudo-terminal, with a link to it at this path")
    .option("--listen <port>", "serve TCP at this port", portOrAny)
    .option("--connect <host:port>", "dial, as a Moxa does as TCP client", hostAndPort)
    .option("--udp <port>", "take requests by UDP at this port", portOrAny)
    .option("--udp-reply <port>", "send the answers by UDP to this port", portOrAny)
    .option(
      "--scenario <name>",
      "the installation, or a YAML file; list shows all",
      scenario,
      "house",
    )
    .option("--speed <factor>", "simulated seconds in a second", positive, 1)
    .option("--seed <number>", "another weather, other consumers, other faults", wholeNumber, 1)
    .option("--start <time>", "the gateway's clock, as 2026-06-21T05:00 (default: now)", localTime)
    .addOption(
      new Option("--wire <rate>", "take the time that a real line takes")
        .choices(Object.keys(WireRates)).default("none"),
    )
    .option("--delay <time>", "the gateway's own time for an answer, as 20ms", milliseconds, 0)
    .option("--firmware <version>", "of the whole installation, as 1.6.20", version)
    .addOption(
      new Option("--mode <mode>", "lan puts CR LF behind each answer").choices(GatewayModes)
        .default("232i"),
    )
    .option("--faults <list>", `what goes wrong: ${Object.keys(NO_FAULTS).join(", ")}`, faults)
    .option(
      "--history <days>",
      "logged before the start",
      daysUpTo(MAX_HISTORY_DAYS),
      DEFAULT_HISTORY_DAYS,
    )
    .option("--script <file>", "what happens, at which times: a YAML file, see below")
    .option("--replay <file>", "play back what capture recorded, instead of a simulation")
    .option("--lenient", "answer reads at multicast addresses, like the first device")
    .option("--seconds <number>", "end by itself", positive)
    .addHelpText("after", HELP)
    .action(async (_options, command: Command) => {
      const options = optionsOf<SimulateOptions>(command);
      if (options.scenario === LIST) return listScenarios(context);
      const log = commandLog(context, options, { level: "info", format: "text" });
      try {
        if (options.replay === undefined) await playPlant(options, { ...context, log });
        else {
          refuseBesideReplay(command);
          await playCapture(options, options.replay, { ...context, log });
        }
      } catch (error) {
        if (error instanceof InputError) {
          throw new UserError(error.message, ExitCode.usage, { cause: error });
        }
        throw notServed(error);
      }
    });
}

// The simulator is loaded by those who want it: an agent that only runs has less to carry.

async function playPlant(options: SimulateOptions, context: LoggedContext): Promise<void> {
  const { simulate } = await import("../../simulator/main.ts");
  await simulate(await simulatorOptions(options, context.machine), context);
}

async function playCapture(
  options: SimulateOptions,
  file: string,
  context: LoggedContext,
): Promise<void> {
  const { replay } = await import("../../simulator/replay/replay_server.ts");
  const places = placesOf(options);
  await replay({ ...places, capture: openRecording(file, context) }, context);
}

/** Why a simulator was not started, as a command's end; throws on what nobody foresaw. */
export function notServed(cause: unknown): UserError {
  // Without a C library that it knows, a pseudo-terminal is a LinkError.
  const isForeseen = cause instanceof EndpointError || cause instanceof LinkError;
  if (!isForeseen) throw cause;
  return new UserError(cause.message, ExitCode.noConnection, { cause });
}

function listScenarios({ terminal }: CommandContext): void {
  const width = Math.max(...ScenarioNames.map(({ length }) => length));
  for (const name of ScenarioNames) {
    terminal.out(`${name.padEnd(width)}  ${Scenarios[name].title}`);
  }
}

/** A recording is what it is. */
function refuseBesideReplay(command: Command): void {
  const given = command.options.find((option) =>
    !ReplayOptions.includes(option.attributeName()) &&
    command.getOptionValueSource(option.attributeName()) === "cli"
  );
  if (given === undefined) return;
  throw new UserError(
    `${given.long} does not go with --replay, which plays what was recorded; leave it out`,
    ExitCode.usage,
  );
}

/** Throws a `UserError` where there is no such file. */
function readInput(file: string, machine: Machine): string {
  try {
    return machine.readTextFile(resolve(machine.directory, file));
  } catch (error) {
    const problem = `${file} cannot be read: ${fileTrouble(error)}; give the path of a YAML file`;
    throw new UserError(problem, ExitCode.usage, { cause: error });
  }
}

async function scenarioOf(
  text: string,
  firmware: string | undefined,
  machine: Machine,
): Promise<ScenarioName | Scenario> {
  if (!YAML_FILE.test(text)) return text as ScenarioName;
  const { parseScenario } = await import("../../simulator/scenario/scenario.ts");
  return parseScenario(readInput(text, machine), text, firmware);
}

async function scriptOf(file: string, machine: Machine): Promise<Script> {
  const { parseScript } = await import("../../simulator/script/script.ts");
  return parseScript(readInput(file, machine), file);
}

/** Where to serve; throws a `UserError` where that is nowhere. */
function placesOf<
  T extends Pick<SimulateOptions, "pty" | "listen" | "connect" | "udp" | "udpReply">,
>(
  { udp, udpReply, ...others }: T,
): Omit<T, "udp" | "udpReply"> & EndpointOptions {
  if ((udp === undefined) !== (udpReply === undefined)) {
    throw new UserError("give --udp and --udp-reply together", ExitCode.usage);
  }
  const { pty, listen, connect } = others;
  if ([pty, listen, connect, udp].every((place) => place === undefined)) {
    throw new UserError(
      "nowhere to serve; give --pty, --listen, --connect or --udp with --udp-reply",
      ExitCode.usage,
    );
  }
  return {
    ...others,
    udp: udp === undefined || udpReply === undefined
      ? undefined
      : { port: udp, replyPort: udpReply },
  };
}

async function simulatorOptions(
  options: SimulateOptions,
  machine: Machine,
): Promise<SimulatorOptions & { readonly seconds?: number | undefined }> {
  const { delay, wire, scenario, script, history, ...others } = placesOf(options);
  const { firmware } = others;
  if (wire === "115200" && firmware !== undefined && !knowsFastLine(firmware)) {
    throw new UserError(
      `--firmware ${firmware} knows no 115200 baud; give --wire 38400, or 1.6.20 and newer`,
      ExitCode.usage,
    );
  }
  return {
    ...others,
    scenario: await scenarioOf(scenario, firmware, machine),
    script: script === undefined ? undefined : await scriptOf(script, machine),
    historyDays: history,
    delayMs: delay,
    wire: WireRates[wire],
  };
}

function scenario(text: string): string {
  if (text === LIST || YAML_FILE.test(text) || Object.hasOwn(Scenarios, text)) return text;
  const meant = nearest(text, ScenarioNames);
  const hint = meant === undefined
    ? `give one of ${ScenarioNames.join(", ")}, or a file that ends in .yaml`
    : `did you mean ${meant}?`;
  throw new InvalidArgumentError(`There is no such scenario; ${hint}`);
}

function faults(text: string): Partial<FaultOptions> {
  const all = text.split(",").map((entry) => fault(entry));
  const names = all.map(([name]) => name);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated === undefined) return Object.fromEntries(all);
  throw new InvalidArgumentError(`${repeated} is given twice; leave one of them out`);
}

function fault(entry: string): [name: string, value: number] {
  const [name = "", value = ""] = entry.split("=", 2);
  if (!Object.hasOwn(NO_FAULTS, name)) {
    const names = Object.keys(NO_FAULTS);
    const meant = nearest(name, names);
    const hint = meant === undefined ? `give ${names.join(", ")}` : `did you mean ${meant}?`;
    throw new InvalidArgumentError(`There is no fault ${JSON.stringify(name)}; ${hint}`);
  }
  const number = value === "" ? NaN : Number(value);
  const fits = name === "split"
    ? Number.isInteger(number) && number >= 0
    : number >= 0 && number <= 1;
  if (fits) return [name, number];
  const expected = name === "split" ? "a number of bytes" : "a probability from 0 to 1";
  throw new InvalidArgumentError(`${name} is ${JSON.stringify(value)}; give ${expected}`);
}

function localTime(text: string): string {
  try {
    parseLocalTime(text);
    return text;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new InvalidArgumentError("Give a time from 1970 to 2037, as 2026-06-21T05:00");
    }
    throw error;
  }
}
