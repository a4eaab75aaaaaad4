import { dirname, relative, resolve } from "node:path";
import { loadConfig } from "../config/load.ts";
import type { Machine } from "../config/machine.ts";
import { ConfigError, problemLine } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";
import type { InstallOptions } from "../service/install.ts";
import { Places } from "../service/places.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

/** What of the configuration concerns the service. */
export type ServiceNeeds = Pick<
  InstallOptions,
  "configPath" | "ports" | "readPaths" | "writablePaths"
>;

/** Below it are the ports that only root may listen on. */
const FIRST_FREE_PORT = 1024;

/**
 * The configuration as the service will read it: in its own surroundings, without the user's
 * variables. `root` is where the machine's file system begins. Throws a `UserError` that says what
 * is wrong with it; the problems go to `say`.
 */
export function configOfService(
  path: string,
  machine: Machine,
  root: string,
  say: (line: string) => void,
): Config {
  const variables: Readonly<Record<string, string>> = {
    STATE_DIRECTORY: Places.state,
    HOME: Places.state,
  };
  try {
    return loadConfig(path, {
      ...machine,
      variable: (name) => variables[name],
      readTextFile: (file) => machine.readTextFile(`${root}${file}`),
      fileMode: (file) => machine.fileMode(`${root}${file}`),
    }).config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const place = `${root}${path}`;
    for (const problem of error.problems) say(problemLine({ ...problem, file: place }));
    throw new UserError(
      `the service needs a configuration without problems: ${setupFor(place)} writes one`,
      ExitCode.usage,
      { cause: error },
    );
  }
}

/**
 * What a plan says of a configuration that is not there yet; undefined where it is. `place` is where
 * this machine has it.
 */
export function missingConfig(place: string, machine: Machine): string | undefined {
  try {
    machine.fileMode(place);
    return undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return undefined;
    return `missing: ${place}, without which nothing is installed: ${setupFor(place)} writes it; ` +
      "what it names, such as serial ports, comes on top of all this";
  }
}

function setupFor(place: string): string {
  return `studer-agent setup${place === Places.config ? "" : ` --config ${place}`}`;
}

/**
 * The adapters that get a name, what the service reads, and where it writes beside its state: none
 * as long as there is no configuration.
 */
export function serviceNeeds(path: string, config: Config | undefined): ServiceNeeds {
  if (config === undefined) {
    return { configPath: path, ports: [], readPaths: [], writablePaths: [] };
  }
  const { installations, mqtt, web, stateDirectory, history } = config;
  const tls = mqtt.url === "embedded" ? undefined : mqtt.tls;
  return {
    configPath: path,
    ports: installations.flatMap(({ id, link }) =>
      link.type === "serial" ? [{ installation: id, path: link.path }] : []
    ),
    readPaths: [
      ...[mqtt.usernameFile, mqtt.passwordFile, web.passwordFile],
      ...[tls?.caFile, tls?.certFile, tls?.keyFile],
    ].filter((file) => file !== undefined),
    writablePaths: [...new Set([stateDirectory, dirname(history.path)])].filter((path) =>
      !isBelow(path, Places.state)
    ),
  };
}

/** What the service will not be able to do, and what the owner may not expect; a line each. */
export function serviceRemarks(path: string, config: Config, machine: Machine): string[] {
  const remarks = listeningPorts(config)
    .filter(({ port }) => port > 0 && port < FIRST_FREE_PORT)
    .map(({ setting, port }) =>
      `${setting}: the service may not listen on port ${port}; choose one from ${FIRST_FREE_PORT} on`
    );
  if (config.stateDirectory === Places.state && !namesState(path, machine)) {
    remarks.push(
      `add stateDirectory: ${Places.state} to the configuration, so that commands such as read ` +
        "find the service",
    );
  }
  return remarks;
}

interface ListeningPort {
  readonly setting: string;
  readonly port: number;
}

function listeningPorts({ installations, mqtt, web }: Config): ListeningPort[] {
  const ports: ListeningPort[] = [{ setting: "web.listen", port: web.listen.port }];
  if (mqtt.url === "embedded") ports.push({ setting: "mqtt.port", port: mqtt.port });
  for (const { id, link } of installations) {
    if (link.type === "tcp-listen") ports.push({ setting: `link.port of ${id}`, port: link.port });
    if (link.type === "udp") {
      ports.push({ setting: `link.localPort of ${id}`, port: link.localPort });
    }
  }
  return ports;
}

/** Whether commands, which systemd gives no directory, take the service's for theirs. */
function namesState(path: string, machine: Machine): boolean {
  return loadConfig(path, machine).config.stateDirectory === Places.state;
}

function isBelow(path: string, directory: string): boolean {
  return !relative(directory, resolve(path)).startsWith("..");
}

/** The file of this program, to be run as a service; undefined where it runs from its source. */
export function ownProgram(machine: Machine): string | undefined {
  // The portable file and packages run Deno by a script, which tells its own name.
  const script = machine.variable("STUDER_AGENT_PROGRAM");
  if (script !== undefined && script !== "") return resolve(machine.directory, script);
  return Deno.build.standalone ? Deno.execPath() : undefined;
}
