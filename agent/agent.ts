import { laterKeys } from "./config/later_keys.ts";
import type { Config } from "./config/schema.ts";
import { type ControlServer, startControlServer } from "./control/control_server.ts";
import { accessThrough } from "./control/plant_access.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { DeviceDirectory } from "./installation/device_directory.ts";
import { Values } from "./installation/values.ts";
import type { Log } from "./log.ts";
import type { Broker } from "./mqtt/broker.ts";
import { listenForCommands } from "./mqtt/command_listener.ts";
import { openBroker } from "./mqtt/open_broker.ts";
import { formatValue, hasState } from "./mqtt/payload.ts";
import { Publisher } from "./mqtt/publisher.ts";
import { agentStatusTopic } from "./mqtt/topics.ts";
import { buildPlant, type Plant } from "./plant.ts";
import type { AgentHealth } from "./service/health.ts";
import { startWebServer } from "./web/server.ts";
import { snapshot } from "./web/state.ts";
import { errorText } from "./error_text.ts";

/** A running agent. */
export interface Agent {
  /** Every reading, as it comes. */
  readonly values: Values;
  readonly directory: DeviceDirectory;
  /** Everything that the agent knows now; becomes JSON. */
  readonly state: () => unknown;
  /** Resolves when one of the lines was open for the first time, or could not be opened. */
  readonly tried: Promise<void>;
  /** How the parts are that may fail by themselves. */
  readonly health: () => AgentHealth;
  /** Where the web server listens; undefined where it could not. */
  readonly webUrl: string | undefined;
  /** Where the embedded broker listens; undefined where there is none. */
  readonly embeddedBrokerUrl: string | undefined;
  /** Says goodbye to everybody, saves what must be kept, and releases everything. */
  stop(): Promise<void>;
}

/**
 * Builds every part, joins them, and sets them going. What breaks while they run is each part's
 * own matter. Rejects with a `StateDirectoryInUseError` where another agent runs there.
 */
export async function startAgent(config: Config, deps: AgentDependencies): Promise<Agent> {
  const { clock, log } = deps;
  let plants: readonly Plant[] = [];
  // First of all: whoever has the socket has the state directory.
  const control = await controlOf(config, (id) => plants.find((plant) => plant.id === id), log);
  for (const { path, message } of laterKeys(config)) log.info(`The setting ${path} ${message}`);
  const stopping = new AbortController();
  const values = new Values((error) =>
    log.error("A listener to values failed; the others go on", {
      problem: errorText(error),
    })
  );
  const directory = new DeviceDirectory();
  const { baseTopic } = config.mqtt;
  const agentStatus = agentStatusTopic(baseTopic, config.agent.id);
  const { broker, embeddedUrl, close: closeBroker } = await openBroker(config.mqtt, {
    will: { topic: agentStatus, payload: "offline" },
    agentId: config.agent.id,
    readTextFile: deps.readTextFile,
    clock,
    log,
  });
  const publisher = new Publisher({
    values,
    broker,
    baseTopic,
    clock,
    describe: (point) => directory.describe(point),
    log,
  });
  publisher.publishStatus(agentStatus, true);
  const publishing = publisher.run(stopping.signal);
  const ends = [
    listenForCommands({
      broker,
      baseTopic,
      owns: (id) => config.installations.some((installation) => installation.id === id),
      describe: ({ installation, device, key }) => directory.find(installation, device, key),
    }),
  ];
  plants = await Promise.all(
    config.installations.map((installation) =>
      buildPlant(config, installation, { broker, values, directory, publisher, deps })
    ),
  );
  const running = plants.map((plant) => plant.run(stopping.signal));
  const state = () => stateOf(config, plants, broker, deps);
  const { host, port } = config.web.listen;
  const web = startWebServer({ host, port, password: config.web.password, state, log });

  return {
    values,
    directory,
    state,
    tried: Promise.race(plants.map(({ installation }) => installation.session.tried)),
    health: () => healthOf(plants, broker),
    webUrl: web?.url,
    embeddedBrokerUrl: embeddedUrl,
    async stop() {
      for (const end of ends) end();
      stopping.abort();
      await Promise.all([...running, web?.close()]);
      for (const plant of plants) await plant.stop();
      await publishing;
      publisher.publishStatus(agentStatus, false);
      await closeBroker();
      // Last of all: the next agent may take over the state directory now.
      await control?.close();
    },
  };
}

/** Lets commands reach the plants of this agent, each as soon as it is built. */
function controlOf(
  { stateDirectory }: Config,
  plantOf: (id: string) => Plant | undefined,
  log: Log,
): Promise<ControlServer | undefined> {
  return startControlServer({
    stateDirectory,
    accessTo: (id) => {
      const plant = plantOf(id);
      return plant &&
        accessThrough((destination, request) =>
          plant.installation.request(destination, request, "command")
        );
    },
    lineOf: (id) => plantOf(id)?.line,
    log,
  });
}

function healthOf(plants: readonly Plant[], broker: Broker): AgentHealth {
  return {
    brokerConnected: broker.connected,
    installations: plants.map(({ id, installation: { session } }) => ({
      id,
      isAnswering: session.answering,
      isAlive: session.pulse.isAlive,
    })),
  };
}

function stateOf(
  { agent }: Config,
  plants: readonly Plant[],
  broker: Broker,
  { clock, version }: AgentDependencies,
): unknown {
  return snapshot(
    {
      id: agent.id,
      version,
      brokerConnected: broker.connected,
      installations: plants.map(({ view }) => view),
      text: (datapoint, value) => hasState(datapoint) ? formatValue(datapoint, value) : undefined,
    },
    clock.now(),
    clock.wallTime(),
  );
}
