import type { Device } from "../../agent/installation/device.ts";
import { GatewayClock } from "../../agent/installation/system/gateway_clock.ts";
import { DeviceMemory } from "../../agent/installation/survey/device_memory.ts";
import { Installation } from "../../agent/installation/installation.ts";
import type { LanePeriods } from "../../agent/installation/polling/lanes.ts";
import type { StateFiles } from "../../agent/installation/state_files.ts";
import { type Reading, type Value, Values } from "../../agent/installation/values.ts";
import type { Level } from "../../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../../protocol/catalogue/lookup.ts";
import { deviceNamed } from "../../protocol/address.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createGateway, type CreateGatewayOptions } from "../../simulator/scenario/scenario.ts";
import { MemoryFiles } from "./memory_files.ts";
import { ManualClock, settle } from "./manual_clock.ts";
import { recordingLog } from "./recording_log.ts";
import { SimulatedLine } from "./simulated_line.ts";

/** Our address on the wire in these tests. */
export const SOURCE = 0x5C0A_11ED;

/** The periods that an agent has by default. */
export const Lanes: LanePeriods = { fast: 2000, normal: 10_000, slow: 60_000, daily: 900_000 };

const START = "2026-06-21T10:00";

export interface SimulatedInstallationOptions extends Partial<CreateGatewayOptions> {
  /** Answers in the simulator's place: whatever takes bytes and gives bytes. */
  readonly peer?: (bytes: Uint8Array) => Iterable<Uint8Array>;
  /** How long each answer takes; at once if not given. */
  readonly delayMs?: number;
  readonly parameters?: Level;
  /** What is kept from run to run; nothing if not given. */
  readonly files?: StateFiles;
  /** Called before the installation starts. */
  readonly prepare?: (home: SimulatedInstallation) => void;
}

/** What an installation told its listener, in order. */
export type Told =
  | { readonly kind: "devices"; readonly devices: readonly Device[] }
  | { readonly kind: "answering"; readonly answering: boolean }
  | { readonly kind: "presence"; readonly device: string; readonly present: boolean };

/** An installation as the agent runs it, with a simulated gateway at the other end of its line. */
export class SimulatedInstallation {
  readonly clock = new ManualClock();
  readonly gateway: SimulatedGateway;
  readonly line: SimulatedLine;
  readonly values = new Values((error) => {
    throw error;
  });
  readonly gatewayClock: GatewayClock;
  readonly installation: Installation;
  readonly told: Told[] = [];
  readonly entries: ReturnType<typeof recordingLog>["entries"];
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: SimulatedInstallationOptions = {}) {
    const { peer, delayMs = 0, parameters, scenario = "house", start = START } = options;
    this.gateway = createGateway({ ...options, scenario, start });
    this.line = new SimulatedLine(
      this.clock,
      peer ?? ((bytes) => this.gateway.receive(bytes)),
      delayMs,
    );
    const { log, entries } = recordingLog();
    this.entries = entries;
    this.gatewayClock = new GatewayClock({ clock: this.clock, timeZone: "UTC", log });
    this.installation = new Installation({
      id: "home",
      links: this.line,
      lanes: Lanes,
      parameters,
      values: this.values,
      clock: this.clock,
      gatewayClock: this.gatewayClock,
      memory: new DeviceMemory({
        stateDirectory: "/state",
        installation: "home",
        files: options.files ?? new MemoryFiles(),
        clock: this.clock,
        log,
      }),
      log,
      source: SOURCE,
      listener: {
        onDevices: (devices) => this.told.push({ kind: "devices", devices }),
        onAnswering: (answering) => this.told.push({ kind: "answering", answering }),
        onPresence: (device, present) => this.told.push({ kind: "presence", device, present }),
      },
    });
  }

  /** Begins to run, and lets happen what takes no time. */
  async start(): Promise<void> {
    this.#running = this.installation.run(this.#stopping.signal);
    await settle();
  }

  /** Ends the run; the line's answers under way are forgotten. */
  async stop(): Promise<void> {
    this.line.release();
    this.#stopping.abort();
    await this.#running;
    await settle();
  }

  /** Lets time pass, for the plant and the agent alike, second by second. */
  async advance(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.gateway.advance(1);
      await this.clock.advance(1000);
    }
  }

  /** The newest reading of a point. */
  reading(device: string, datapoint: number): Reading | undefined {
    return this.values.get({ installation: "home", device, datapoint });
  }

  value(device: string, datapoint: number): Value | undefined {
    return this.reading(device, datapoint)?.value;
  }

  /** Every info that the devices of the simulated plant have, as `[device, number]`. */
  infos(): [device: string, number: number][] {
    return this.gateway.installation.devices.flatMap((device) =>
      datapointsOf(device.family)
        .filter(({ kind, number }) => kind === "info" && device.info(number) !== undefined)
        .map(({ number }): [string, number] => [device.name, number])
    );
  }

  /** What the plant has for an info now, as a reading has to tell it. */
  truth(device: string, number: number): Value {
    const raw = Math.fround(this.gateway.readInfo(device, number));
    const { unit } = datapointsOf(deviceNamed(device)!.family).find((datapoint) =>
      datapoint.number === number
    )!;
    return Number.isNaN(raw) || (unit === "°C" && raw > 32_000) ? null : raw;
  }

  /** Messages of a level, with the problem that they name. */
  logged(level: string): string[] {
    return this.entries.filter((entry) => entry.level === level)
      .map(({ message, fields }) =>
        [message, fields.problem ?? fields.device ?? ""].join(" ").trim()
      );
  }
}

/** Runs a test with an installation that has started, and ends it without a leak. */
export async function withInstallation(
  options: SimulatedInstallationOptions,
  test: (home: SimulatedInstallation) => Promise<void>,
): Promise<void> {
  const home = new SimulatedInstallation(options);
  options.prepare?.(home);
  await home.start();
  try {
    await test(home);
  } finally {
    await home.stop();
  }
  if (home.clock.sleeping > 0) throw new Error(`${home.clock.sleeping} waits outlived the run`);
}
