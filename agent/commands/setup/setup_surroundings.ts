import { absolutePath, defaultStateDirectory } from "../../config/machine.ts";
import type { ProbeDependencies } from "../../find/probe.ts";
import { search, type SearchOptions } from "../../find/search.ts";
import type { LinkConfig } from "../../link/open.ts";
import { Places } from "../../service/places.ts";
import { isHidden } from "../../service/refusals.ts";
import { SetupError } from "../../setup/setup_error.ts";
import type { Base, BrokerTrial, NoService, Surroundings } from "../../setup/surroundings.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import { drawSourceAddress } from "../plant/agent_dependencies.ts";
import { configOfLink } from "../cli/chosen_config.ts";
import { type CommandContext, commandLog } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import { brokersNearby, tryBroker } from "./setup_brokers.ts";
import { ownAddresses } from "./own_addresses.ts";
import { devicesOfRunning, isServed, tryLink } from "./setup_links.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";
import { wireTrace } from "../cli/wire_trace.ts";

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

/** What the setup finds around this process. */
export function setupSurroundings(parts: SurroundingsParts): Surroundings {
  const { options, context, base, texts, where, tests, noService } = parts;
  const { machine } = context;
  // What a link warns of is for the agent's log, in English; here it is part of the findings.
  const log = commandLog(context, options, { level: "error", format: "text" });
  const probing = probingOf(parts);
  const tried = (trial: BrokerTrial) => tryBroker(trial, base, texts, context);
  const heard = <T>(work: Promise<T>) => unlessInterrupted(work, texts, context);
  const mayNot = (cause: unknown): never => {
    if (!(cause instanceof Deno.errors.PermissionDenied)) throw cause;
    throw new SetupError("no_connection", texts.mayNotCommand, { cause });
  };
  return {
    timeZone: machine.timeZone,
    givenLink: givenLink(options, texts, context),
    tests,
    noService,
    findGateways: () => heard(search(where, probing, log)),
    tryLink: (link) => heard(tryLink(link, probing, log)),
    askRunningAgent: ({ id }) =>
      heard(devicesOfRunning(base.config.stateDirectory, id, context).catch(mayNot)),
    isAgentElsewhere: async () => {
      const directories = [Places.state, defaultStateDirectory(machine)];
      return (await heard(Promise.all(directories.map(isServed)))).includes(true);
    },
    parseLink: (link) => parsedLink({ link }, context),
    brokersNearby: () => heard(brokersNearby(tried)),
    probeBroker: (trial) => heard(tried(trial)),
    isPortTaken,
    ownAddresses() {
      const addresses = ownAddresses(Deno.networkInterfaces());
      return addresses.length > 0 ? addresses : [machine.hostName];
    },
    readableFile: (file) => readableFile(file, context),
    isHiddenFromService: isHidden,
  };
}

function probingOf({ options, context, texts }: SurroundingsParts): ProbeDependencies {
  const { clock, signal, terminal } = context;
  return {
    clock,
    signal,
    source: drawSourceAddress(),
    onProgress: (progress) => terminal.progress(texts.progress(progress)),
    trace: wireTrace(options, terminal),
  };
}

/** Whatever was found out while the user interrupted it is not worth knowing. */
async function unlessInterrupted<T>(
  work: Promise<T>,
  texts: Texts,
  { signal, terminal }: CommandContext,
): Promise<T> {
  const [result] = await Promise.allSettled([work]);
  terminal.progress("");
  if (signal.aborted) throw new SetupError("interrupted", texts.interrupted);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** It is about the link alone: whether its port goes with the rest is the dialogue's to say. */
const NoWeb = { web: { listen: "127.0.0.1:0" } };

function givenLink(
  options: CommonOptions,
  texts: Texts,
  context: CommandContext,
): LinkConfig | undefined {
  if (options.link === undefined) return undefined;
  const link = parsedLink(options, context);
  if (link !== undefined) return link;
  const complaint = texts.linkWrong(options.link);
  throw new UserError(`--link${texts.colon}${complaint}`, ExitCode.usage);
}

function parsedLink(
  options: CommonOptions,
  { machine }: CommandContext,
): LinkConfig | undefined {
  try {
    return configOfLink(options, machine, NoWeb).config.installations[0]?.link;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}

function isPortTaken(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.AddrInUse;
  }
}

function readableFile(file: string, { machine }: CommandContext): string | undefined {
  const path = absolutePath(file, machine.directory, machine);
  try {
    machine.readTextFile(path);
    return path;
  } catch {
    return undefined;
  }
}
