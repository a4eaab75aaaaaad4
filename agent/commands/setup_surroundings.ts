import { lookup } from "node:dns/promises";
import { join } from "node:path";
import { parseConfig } from "../config/load.ts";
import { absolutePath, defaultStateDirectory } from "../config/machine.ts";
import { ConfigError } from "../config/problem.ts";
import { connectControl } from "../control/control_client.ts";
import { CONTROL_SOCKET } from "../control/control_message.ts";
import { probe, type ProbeDependencies } from "../find/probe.ts";
import { search, type SearchOptions } from "../find/search.ts";
import { LinkError } from "../link/link_error.ts";
import { type LinkConfig, linkSource } from "../link/open.ts";
import { probeBroker } from "../mqtt/broker_probe.ts";
import type { BrokerVerdict } from "../mqtt/broker_verdict.ts";
import { Places } from "../service/places.ts";
import { namesOf } from "../setup/findings_text.ts";
import { SetupError } from "../setup/setup_error.ts";
import type {
  Base,
  BrokerTrial,
  LinkTrial,
  NoService,
  Surroundings,
} from "../setup/surroundings.ts";
import { Languages } from "../setup/texts/languages.ts";
import type { Texts } from "../setup/texts/texts.ts";
import { drawSourceAddress } from "./agent_dependencies.ts";
import { type CommandContext, commandLog } from "./command_context.ts";
import { configOfLink } from "./chosen_config.ts";
import type { CommonOptions } from "./common_options.ts";
import { mayNotCommand } from "./plant_connection.ts";
import { UserError } from "./user_error.ts";
import { wireTrace } from "./wire_trace.ts";

/** What the surroundings are made of. */
export interface SurroundingsParts {
  readonly options: CommonOptions;
  readonly context: CommandContext;
  readonly base: Base;
  readonly texts: Texts;
  readonly where: SearchOptions;
  readonly tests: boolean;
  readonly noService: NoService | undefined;
}

/** So long a gateway may take to connect to us. */
const DIAL_IN_MS = 60_000;
const OPEN_MS = 10_000;
const LOOKUP_MS = 3000;

const LOCAL_BROKER = "mqtt://localhost:1883";
const HOME_ASSISTANT = "homeassistant.local";

/** What the setup finds around this process. */
export function setupSurroundings(parts: SurroundingsParts): Surroundings {
  const { options, context, base, texts, where, tests, noService } = parts;
  const { clock, machine, signal, terminal } = context;
  const log = commandLog(context, options);
  const probing: ProbeDependencies = {
    clock,
    signal,
    source: drawSourceAddress(),
    // The search speaks English; in between there is nothing that another language lacks.
    onProgress: (text) => texts === Languages.en && terminal.progress(text),
    trace: wireTrace(options, terminal),
  };
  /** Whatever was found out while the user interrupted it is not worth knowing. */
  const unlessInterrupted = async <T>(work: Promise<T>): Promise<T> => {
    const interrupted = () => {
      terminal.progress("");
      if (signal.aborted) throw new SetupError("interrupted", texts.interrupted);
    };
    const result = await work.catch((error) => {
      interrupted();
      throw error;
    });
    interrupted();
    return result;
  };
  const tryBroker = (trial: BrokerTrial) => probeBroker(...probeArguments(trial, base, context));
  return {
    timeZone: machine.timeZone,
    timeZoneComplaint: (name) => timeZoneComplaint(name, context),
    givenLink: options.link === undefined
      ? undefined
      : configOfLink(options, machine).config.installations[0]?.link,
    tests,
    noService,
    findGateways: () => unlessInterrupted(search(where, probing, log)),
    tryLink: (link) => unlessInterrupted(tryLink(link, probing, context, options)),
    askRunningAgent: ({ id }) => unlessInterrupted(devicesOfRunning(base, id, context)),
    isAgentElsewhere: async () => {
      const directories = [Places.state, defaultStateDirectory(machine)];
      const served = await Promise.all(directories.map(isServed));
      return served.some((each) => each);
    },
    parseLink(link) {
      try {
        const [installation] = configOfLink({ link }, machine).config.installations;
        return { link: installation!.link };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { problem: error.message };
      }
    },
    brokersNearby: () =>
      unlessInterrupted(
        brokersNearby((url) =>
          tryBroker({ url, username: undefined, password: undefined, caFile: undefined })
        ),
      ),
    probeBroker: (trial) => unlessInterrupted(tryBroker(trial)),
    isPortTaken,
    readableFile(file) {
      const path = absolutePath(file, machine.directory, machine);
      try {
        machine.readTextFile(path);
        return path;
      } catch {
        return undefined;
      }
    },
  };
}

async function tryLink(
  link: LinkConfig,
  probing: ProbeDependencies,
  context: CommandContext,
  options: CommonOptions,
): Promise<LinkTrial> {
  const { clock, signal } = context;
  const links = linkSource(link, commandLog(context, options));
  const late = new AbortController();
  const opened = new AbortController();
  const limit = link.type === "tcp-listen" ? DIAL_IN_MS : OPEN_MS;
  void clock.sleep(limit, AbortSignal.any([signal, opened.signal])).then(() => late.abort());
  try {
    const open = await links.open(AbortSignal.any([signal, late.signal]));
    opened.abort();
    const result = await probe(open, probing);
    if (result.kind === "unanswered") return result;
    return {
      kind: "answered",
      devices: namesOf(result.devices),
      ...(result.incomplete !== undefined && { incomplete: result.incomplete }),
    };
  } catch (error) {
    if (late.signal.aborted && link.type === "tcp-listen") {
      return { kind: "nobody", port: link.port };
    }
    if (!late.signal.aborted && !(error instanceof LinkError)) throw error;
    return { kind: "closed", problem: error instanceof Error ? error.message : String(error) };
  } finally {
    opened.abort();
    await links.close();
  }
}

async function devicesOfRunning(
  { config }: Base,
  installation: string,
  { signal }: CommandContext,
): Promise<readonly string[] | undefined> {
  const running = await connectControl(config.stateDirectory, installation)
    .catch(mayNotCommand);
  if (running === undefined) return undefined;
  const close = () => running.close();
  signal.addEventListener("abort", close);
  try {
    const result = await running.scan();
    if (result.kind === "lost") return undefined;
    return namesOf(result.devices);
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

async function brokersNearby(
  probeAt: (url: string) => Promise<BrokerVerdict>,
): Promise<readonly string[]> {
  const verdict = await probeAt(LOCAL_BROKER);
  const isThere = ["ok", "bad_credentials", "not_authorised", "declined"].includes(verdict.kind);
  return [
    ...(isThere ? [LOCAL_BROKER] : []),
    ...(await resolves(HOME_ASSISTANT) ? [`mqtt://${HOME_ASSISTANT}:1883`] : []),
  ];
}

async function resolves(host: string): Promise<boolean> {
  // Without anybody who knows such names the answer may take its time.
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LOOKUP_MS);
  try {
    return await Promise.race([lookup(host).then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

function probeArguments(
  { url, username, password, caFile }: BrokerTrial,
  { config: { mqtt } }: Base,
  { clock, machine, signal }: CommandContext,
): Parameters<typeof probeBroker> {
  const { certFile, keyFile } = (mqtt.url === "embedded" ? undefined : mqtt.tls) ?? {};
  const read = (file: string | undefined) =>
    file === undefined ? undefined : machine.readTextFile(file);
  const [ca, cert, key] = [read(caFile), read(certFile), read(keyFile)];
  const name = `setup-${drawSourceAddress().toString(16)}`;
  return [{
    url,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
    topic: `${mqtt.baseTopic}/agent/${name}/status`,
  }, { clock, signal, clientId: `studer-agent-${name}` }];
}

function isPortTaken(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.AddrInUse;
  }
}

async function isServed(stateDirectory: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path: join(stateDirectory, CONTROL_SOCKET) })).close();
    return true;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied;
  }
}

function timeZoneComplaint(name: string, { machine }: CommandContext): string | undefined {
  const installations = [{ id: "home", timeZone: name, link: { type: "tcp-listen" } }];
  try {
    parseConfig(JSON.stringify({ installations }), "--time-zone", machine.directory, machine);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems[0]!.message;
  }
}
