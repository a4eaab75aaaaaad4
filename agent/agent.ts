import type { Clock } from "../protocol/clock.ts";
import { laterKeys } from "./config/later_keys.ts";
import type { InstallationConfig } from "./config/installation_schema.ts";
import type { Config } from "./config/schema.ts";
import { startControlServer } from "./control/control_server.ts";
import { accessThrough } from "./control/plant_access.ts";
import { Announcer } from "./homeassistant/announcer.ts";
import type { Device } from "./installation/device.ts";
import { DeviceDirectory } from "./installation/device_directory.ts";
import { GatewayClock } from "./installation/gateway_clock.ts";
import { Installation } from "./installation/installation.ts";
import { DAILY_LANE_MS } from "./installation/lanes.ts";
import type { StateFiles } from "./installation/state_files.ts";
import { SystemDevice } from "./installation/system_device.ts";
import { systemDatapoints } from "./installation/system_members.ts";
import { TotalsStore } from "./installation/totals_store.ts";
import { Values } from "./installation/values.ts";
import { linkSource } from "./link/open.ts";
import { type Log, withFields } from "./log.ts";
import type { Broker } from "./mqtt/broker.ts";
import { listenForCommands } from "./mqtt/command_listener.ts";
import { openBroker } from "./mqtt/open_broker.ts";
import { formatValue, hasState } from "./mqtt/payload.ts";
import { Publisher } from "./mqtt/publisher.ts";
import { agentStatusTopic, deviceStatusTopic, installationStatusTopic } from "./mqtt/topics.ts";
import { startWebServer } from "./web/server.ts";
import { type InstallationView, snapshot } from "./web/state.ts";

/** What the agent gets from outside: time, files, randomness, and where to log. */
export interface AgentDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** The agent's own version, as it tells it to Home Assistant. */
  readonly version: string;
  /** Our address on every wire, 32 bits: drawn at random once per run, so that nobody else has it. */
  readonly sourceAddress: number;
  readonly files: StateFiles;
  /** Throws as Deno does where the file is missing or may not be read. */
  readonly readTextFile: (path: string) => string;
  /** Called with every byte that crosses a line. */
  readonly trace?: (
    installation: string,
    direction: "sent" | "received",
    bytes: Uint8Array,
  ) => void;
}

/** A running agent. */
export interface Agent {
  /** Every reading, as it comes. */
  readonly values: Values;
  readonly directory: DeviceDirectory;
  /** Everything that the agent knows now; becomes JSON. */
  readonly state: () => unknown;
  /** Where the web server listens; undefined where it could not. */
  readonly webUrl: string | undefined;
  /** Where the embedded broker listens; undefined where there is none. */
  readonly embeddedBrokerUrl: string | undefined;
  /** Says goodbye to everybody, saves what must be kept, and releases everything. */
  stop(): Promise<void>;
}

/** One installation with what belongs to it alone. */
interface Plant {
  readonly config: InstallationConfig;
  readonly installation: Installation;
  readonly system: SystemDevice;
  readonly announcer: Announcer | undefined;
}

/**
 * Builds every part, joins them, and sets them going. What breaks while they run is each part's
 * own matter; only a programming error rejects.
 */
export async function startAgent(config: Config, deps: AgentDependencies): Promise<Agent> {
  const { clock, log, version } = deps;
  for (const { path, message } of laterKeys(config)) log.info(`The setting ${path} ${message}`);
  const stopping = new AbortController();
  const values = new Values();
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
      describe: ({ installation, device, key }) => directory.find(installation, device, key),
    }),
  ];
  const plants = await Promise.all(
    config.installations.map((installation) =>
      buildPlant(config, installation, { broker, values, directory, publisher, deps })
    ),
  );
  const running = plants.map(({ installation }) => installation.run(stopping.signal));
  const control = await startControlServer({
    stateDirectory: config.stateDirectory,
    accessTo: (id) => {
      const plant = plants.find(({ installation }) => installation.id === id);
      return plant &&
        accessThrough((destination, request) =>
          plant.installation.request(destination, request, "command")
        );
    },
    log,
  });
  const state = () =>
    snapshot(
      {
        id: config.agent.id,
        version,
        brokerConnected: broker.connected,
        installations: plants.map((plant) => viewOf(plant, directory, values)),
        text: (datapoint, value) => hasState(datapoint) ? formatValue(datapoint, value) : undefined,
      },
      clock.now(),
      clock.wallTime(),
    );
  const { host, port } = config.web.listen;
  const web = startWebServer({ host, port, password: config.web.password, state, log });

  return {
    values,
    directory,
    state,
    webUrl: web?.url,
    embeddedBrokerUrl: embeddedUrl,
    async stop() {
      for (const end of ends) end();
      stopping.abort();
      await Promise.all([...running, control?.close(), web?.close()]);
      for (const { system, announcer, config: { id } } of plants) {
        announcer?.stop();
        await system.stop();
        publisher.publishStatus(installationStatusTopic(baseTopic, id), false);
      }
      await publishing;
      publisher.publishStatus(agentStatus, false);
      await closeBroker();
    },
  };
}

interface Shared {
  readonly broker: Broker;
  readonly values: Values;
  readonly directory: DeviceDirectory;
  readonly publisher: Publisher;
  readonly deps: AgentDependencies;
}

async function buildPlant(
  { agent, mqtt, homeAssistant, stateDirectory }: Config,
  config: InstallationConfig,
  { broker, values, directory, publisher, deps }: Shared,
): Promise<Plant> {
  const { id } = config;
  const { clock, files, version, sourceAddress, trace } = deps;
  const { baseTopic } = mqtt;
  const log = withFields(deps.log, { installation: id });
  const gatewayClock = new GatewayClock({ clock, timeZone: config.timeZone, log });
  const store = new TotalsStore({ directory: stateDirectory, installation: id, files, clock, log });
  const lanes = { ...config.lanes, daily: DAILY_LANE_MS };
  const system = new SystemDevice({
    installation: id,
    devices: [],
    lanes,
    values,
    gatewayClock,
    store,
  });
  await system.start();
  const announcer = homeAssistant.discovery
    ? new Announcer({
      broker,
      prefix: homeAssistant.prefix,
      baseTopic,
      installationId: id,
      installationName: config.name,
      agentId: agent.id,
      version,
      log,
    })
    : undefined;
  announcer?.start();

  const publishPresence = (device: string, present: boolean) =>
    publisher.publishStatus(deviceStatusTopic(baseTopic, id, device), present);
  const installation: Installation = new Installation({
    id,
    links: linkSource(config.link, log),
    lanes,
    parameters: config.parameters === "none" ? undefined : config.parameters,
    values,
    clock,
    gatewayClock,
    log,
    source: sourceAddress,
    ...(trace && { trace: (direction, bytes) => trace(id, direction, bytes) }),
    listener: {
      onDevices(found) {
        const before = directory.devicesOf(id);
        const devices = [...found, systemDeviceOf(found)];
        directory.set(id, devices);
        for (const { name } of before) {
          if (!devices.some((device) => device.name === name)) publisher.retract(id, name);
        }
        system.setDevices(found);
        for (const { name } of devices) publishPresence(name, installation.isPresent(name));
        announcer?.announce(devices);
      },
      onAnswering: (answering) =>
        publisher.publishStatus(installationStatusTopic(baseTopic, id), answering),
      onPresence: publishPresence,
    },
  });
  publisher.publishStatus(installationStatusTopic(baseTopic, id), false);
  return { config, installation, system, announcer };
}

/** The plant as a whole, identified by its gateway. */
function systemDeviceOf(devices: readonly Device[]): Device {
  return {
    name: "system",
    family: "system",
    address: undefined,
    model: "",
    firmware: "",
    serialNumber: devices[0]?.serialNumber ?? "",
    nominalVoltage: undefined,
    datapoints: systemDatapoints(devices),
  };
}

function viewOf(
  { config, installation }: Plant,
  directory: DeviceDirectory,
  values: Values,
): InstallationView {
  return {
    id: config.id,
    name: config.name,
    answering: installation.session.answering,
    problem: installation.session.problem,
    devices: directory.devicesOf(config.id),
    isPresent: (device) => installation.isPresent(device),
    reading: (point) => values.get(point),
  };
}
