import type { Clock } from "../protocol/clock.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { Backoff } from "./backoff.ts";
import type { InstallationConfig } from "./config/installation_schema.ts";
import type { Config } from "./config/schema.ts";
import { Announcer } from "./homeassistant/announcer.ts";
import { MIN_EXPIRE_AFTER_SECONDS } from "./homeassistant/entity.ts";
import type { ObservedLine } from "./control/observed_line.ts";
import type { Device } from "./installation/device.ts";
import type { DeviceDirectory } from "./installation/device_directory.ts";
import { DeviceMemory } from "./installation/survey/device_memory.ts";
import { GatewayClock } from "./installation/system/gateway_clock.ts";
import { Installation, type InstallationListener } from "./installation/installation.ts";
import { LineTap } from "./installation/line/line_tap.ts";
import { DAILY_LANE_MS } from "./installation/polling/lanes.ts";
import { SYSTEM_NAME, SystemDevice } from "./installation/system/system_device.ts";
import { systemDatapoints } from "./installation/system/system_members.ts";
import { TotalsStore } from "./installation/system/totals_store.ts";
import type { Values } from "./installation/values.ts";
import { linkSource } from "./link/open.ts";
import { type Log, withFields } from "./log.ts";
import type { Broker } from "./mqtt/broker.ts";
import type { Publisher } from "./mqtt/publisher.ts";
import { isCurrent, sweepRetained } from "./mqtt/retained_sweeper.ts";
import { deviceStatusTopic, installationRoot, installationStatusTopic } from "./mqtt/topics.ts";
import type { InstallationView } from "./web/state.ts";
import { errorText } from "./error_text.ts";

/** What all plants of an agent share. */
export interface SharedParts {
  readonly broker: Broker;
  readonly values: Values;
  readonly directory: DeviceDirectory;
  readonly publisher: Publisher;
  readonly deps: AgentDependencies;
}

/** One installation with everything that belongs to it alone. */
export interface Plant {
  readonly id: string;
  readonly installation: Installation;
  /** What crosses its line. */
  readonly line: ObservedLine;
  /** What the web's snapshot is made of. */
  readonly view: InstallationView;
  /** Reads and publishes until `signal` is aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Says goodbye and saves what must be kept; after `run()` has ended. */
  stop(): Promise<void>;
}

/** Builds an installation's parts and joins them. */
export async function buildPlant(
  config: Config,
  own: InstallationConfig,
  shared: SharedParts,
): Promise<Plant> {
  const { mqtt: { baseTopic }, stateDirectory } = config;
  const { broker, values, directory, publisher, deps } = shared;
  const { id } = own;
  const { clock, files, sourceAddress, trace } = deps;
  const log = withFields(deps.log, { installation: id });
  const durable = { stateDirectory, installation: id, files, clock, log };
  const lanes = { ...own.lanes, daily: DAILY_LANE_MS };
  const gatewayClock = new GatewayClock({ clock, timeZone: own.timeZone, log });
  const system = new SystemDevice({
    installation: id,
    devices: [],
    lanes,
    values,
    gatewayClock,
    store: new TotalsStore(durable),
  });
  await system.start();
  const announcer = config.homeAssistant.discovery
    ? announcerOf(config, own, shared, log)
    : undefined;
  announcer?.start();
  const listener = deviceListener({
    id,
    baseTopic,
    shared,
    system,
    announcer,
    isPresent: (device) => installation.isPresent(device),
  });
  const tap = new LineTap(clock);
  const installation = new Installation({
    id,
    links: linkSource(own.link, log),
    lanes,
    parameters: own.parameters === "none" ? undefined : own.parameters,
    values,
    clock,
    gatewayClock,
    memory: new DeviceMemory(durable),
    log,
    source: sourceAddress,
    trace(direction, bytes) {
      tap.pass(direction, bytes);
      trace?.(id, direction, bytes);
    },
    listener,
  });
  listener.onAnswering(false);
  const root = installationRoot(baseTopic, id);

  return {
    id,
    installation,
    line: { linkType: own.link.type, tap },
    view: {
      id,
      name: own.name,
      isAnswering: () => installation.session.answering,
      problem: () => installation.session.problem,
      devices: () => directory.devicesOf(id),
      isPresent: (device) => installation.isPresent(device),
      reading: (point) => values.get(point),
    },
    async run(signal) {
      await Promise.all([
        keepRunning(installation, signal, clock, log),
        sweepRetained({
          broker,
          root,
          isCurrent: (levels) =>
            isCurrent(levels, {
              devices: directory.devicesOf(id),
              hasPublished: (below) => publisher.hasPublished([root, ...below].join("/")),
            }),
          clock,
          log,
        }, signal),
      ]);
    },
    async stop() {
      announcer?.stop();
      await system.stop();
    },
  };
}

/** Tells Home Assistant of the installation's devices. */
function announcerOf(
  { agent, mqtt, homeAssistant }: Config,
  { id, name, lanes }: InstallationConfig,
  { broker, publisher, deps }: SharedParts,
  log: Log,
): Announcer {
  return new Announcer({
    broker,
    prefix: homeAssistant.prefix,
    baseTopic: mqtt.baseTopic,
    installationId: id,
    installationName: name,
    agentId: agent.id,
    version: deps.version,
    expireAfterSeconds: Math.max(MIN_EXPIRE_AFTER_SECONDS, 3 * lanes.slow / 1000),
    onBirth: () => publisher.publishAgain(),
    log,
  });
}

/** Whom an installation's devices concern. */
interface Concerned {
  readonly id: string;
  readonly baseTopic: string;
  readonly shared: SharedParts;
  readonly system: SystemDevice;
  /** Undefined where Home Assistant is told nothing. */
  readonly announcer: Announcer | undefined;
  readonly isPresent: (device: string) => boolean;
}

/** Hands on to everyone which devices there are, and which of them answer. */
function deviceListener(
  { id, baseTopic, shared, system, announcer, isPresent }: Concerned,
): InstallationListener {
  const { values, directory, publisher } = shared;
  const publishPresence = (device: string, present: boolean) =>
    publisher.publishStatus(deviceStatusTopic(baseTopic, id, device), present);
  return {
    onDevices(found) {
      const before = directory.devicesOf(id);
      const devices = [...found, systemDeviceOf(found)];
      directory.set(id, devices);
      for (const { name } of before) {
        if (devices.some((device) => device.name === name)) continue;
        values.forget(id, name);
        publisher.retract(id, name);
      }
      system.setDevices(found);
      for (const { name } of devices) publishPresence(name, isPresent(name));
      announcer?.announce(devices);
    },
    onAnswering(answering) {
      publisher.publishStatus(installationStatusTopic(baseTopic, id), answering);
      for (const { name } of directory.devicesOf(id)) publishPresence(name, isPresent(name));
    },
    onPresence: publishPresence,
  };
}

/** Runs an installation for ever: a fault of our own in one must not end the others. */
async function keepRunning(
  installation: Installation,
  signal: AbortSignal,
  clock: Clock,
  log: Log,
): Promise<void> {
  const backoff = new Backoff();
  while (!signal.aborted) {
    try {
      await installation.run(signal);
    } catch (error) {
      log.error("Reading failed by a fault of the agent; starting it again", {
        problem: errorText(error),
      });
      await clock.sleep(backoff.failed(), signal);
    }
  }
}

/** The plant as a whole, identified by its gateway. */
function systemDeviceOf(devices: readonly Device[]): Device {
  return {
    name: SYSTEM_NAME,
    family: "system",
    address: undefined,
    model: "",
    firmware: "",
    serialNumber: devices[0]?.serialNumber ?? "",
    nominalVoltage: undefined,
    datapoints: systemDatapoints(devices),
  };
}
