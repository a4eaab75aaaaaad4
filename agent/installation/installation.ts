import type { Level } from "../../protocol/catalogue/datapoint.ts";
import type { Clock } from "../../protocol/clock.ts";
import { FrameFlag } from "../../protocol/frame.ts";
import type { Request } from "../../protocol/service.ts";
import type { LinkSource } from "../link/link_source.ts";
import type { Log } from "../log.ts";
import type { Device } from "./device.ts";
import type { DeviceMemory } from "./survey/device_memory.ts";
import type { GatewayClock } from "./system/gateway_clock.ts";
import type { LanePeriods } from "./polling/lanes.ts";
import { type PollItem, pollItems } from "./polling/poll_item.ts";
import { PollPlan } from "./polling/poll_plan.ts";
import { Poller } from "./polling/poller.ts";
import type { Priority } from "./line/request_queue.ts";
import { type Ask, Session } from "./line/session.ts";
import { Surveyor } from "./survey/surveyor.ts";
import { systemMembers } from "./system/system_members.ts";
import type { Values } from "./values.ts";

/** What others want to know of an installation as it changes. */
export interface InstallationListener {
  /** The devices are known, or are others than before. */
  onDevices(devices: readonly Device[]): void;
  /** The gateway begins or ceases to answer, and with it every device; see `isPresent()`. */
  onAnswering(answering: boolean): void;
  /** A device begins or ceases to answer. */
  onPresence(device: string, present: boolean): void;
}

/** One gateway: how it is reached, what is read of it, and who is told. */
export interface InstallationOptions {
  readonly id: string;
  readonly links: LinkSource;
  readonly lanes: LanePeriods;
  /** Parameters up to this level are read; undefined for none. */
  readonly parameters: Level | undefined;
  readonly values: Values;
  readonly clock: Clock;
  readonly gatewayClock: GatewayClock;
  /** Which devices there were in earlier runs. */
  readonly memory: DeviceMemory;
  readonly log: Log;
  /** Our own address on the wire, drawn once per run. */
  readonly source: number;
  readonly listener: InstallationListener;
  readonly trace?: (direction: "sent" | "received", bytes: Uint8Array) => void;
}

/** One gateway and what is behind it: finds the devices, and reads them for as long as it runs. */
export class Installation {
  readonly #options: InstallationOptions;
  readonly #session: Session;
  readonly #surveyor: Surveyor;
  readonly #poller: Poller;
  readonly #absent = new Set<string>();
  #devices: readonly Device[] = [];
  #replanned = new AbortController();
  #flags = 0;

  constructor(options: InstallationOptions) {
    this.#options = options;
    const { id, links, clock, log, source, trace, values, parameters, memory } = options;
    this.#session = new Session({
      links,
      clock,
      log,
      source,
      onFlags: (flags) => this.#onFlags(flags),
      onAnswering: (answering) => this.#onAnswering(answering),
      ...(trace && { trace }),
    });
    const ask: Ask = (destination, request) => this.request(destination, request, "poll");
    this.#surveyor = new Surveyor({
      ask,
      parameters,
      memory,
      clock,
      log,
      isAnswering: () => this.#session.answering,
      onDevices: (devices, found) => this.#setDevices(devices, found),
      onGatewayTime: (seconds) => options.gatewayClock.set(seconds, clock.now()),
      onDoubt: () => this.#poller.forget(),
    });
    this.#poller = new Poller({
      installation: id,
      ask,
      clock,
      log,
      onReadings: (readings) => values.put(readings),
      onPresence: (device, present) => this.#onPresence(device, present),
      onTurn: () => this.#session.pulse.beat(),
    });
  }

  get id(): string {
    return this.#options.id;
  }

  /** What is behind the gateway, the gateway first; empty before the first survey. */
  get devices(): readonly Device[] {
    return this.#devices;
  }

  /** The line: its state, statistics and problem. */
  get session(): Session {
    return this.#session;
  }

  /** Whether the gateway reads many infos in one request; undefined until it showed that. */
  get canMultiInfo(): boolean | undefined {
    return this.#poller.canMultiInfo;
  }

  /** Whether a device answered when it was last asked; none does while the gateway is silent. */
  isPresent(device: string): boolean {
    return this.#session.answering && !this.#absent.has(device);
  }

  /** Asks the gateway, see `Session.request()`. */
  request(destination: number, request: Request, priority: Priority): Promise<Uint8Array> {
    return this.#session.request(destination, request, priority);
  }

  /** Runs until `signal` is aborted; never rejects for what the line does. */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const session = this.#session.run(AbortSignal.any([signal, ended.signal]));
    try {
      await this.#surveyor.load();
      while (!signal.aborted) {
        await this.#session.opened(signal);
        if (!signal.aborted) await this.#serve(signal);
      }
    } finally {
      ended.abort();
      await session;
    }
  }

  /** As long as the link holds: finds the devices, then reads them and looks for others now and then. */
  async #serve(signal: AbortSignal): Promise<void> {
    const served = new AbortController();
    const ended = AbortSignal.any([signal, served.signal]);
    const end = () => served.abort();
    // Whoever answers on a new link may be another one than before.
    this.#poller.forget();
    if (!await this.#surveyor.first(ended)) return;
    const works = [this.#surveyor.run(ended).finally(end), this.#poll(ended).finally(end)];
    // The end of one, be it by a fault, is the end of the other; only then is the fault told.
    await Promise.allSettled(works);
    await Promise.all(works);
  }

  /** Reads until `signal` is aborted or the line is lost, by a new plan whenever the devices change. */
  async #poll(signal: AbortSignal): Promise<void> {
    let lost = false;
    while (!lost && !signal.aborted) {
      this.#replanned = new AbortController();
      lost = await this.#poller.run(
        this.#plan(),
        AbortSignal.any([signal, this.#replanned.signal]),
      );
    }
  }

  #setDevices(devices: readonly Device[], found: readonly Device[]): void {
    const isFound = ({ name }: Device) => found.some((other) => other.name === name);
    for (const device of devices) {
      if (isFound(device) && this.#absent.has(device.name)) this.#assume(device.name, true);
    }
    if (JSON.stringify(identities(devices)) === JSON.stringify(identities(this.#devices))) return;
    this.#devices = devices;
    for (const device of devices) if (!isFound(device)) this.#assume(device.name, false);
    if (found.length > 0) {
      this.#options.log.info("Found the devices", {
        devices: found.map(({ name, model }) => `${name} ${model}`.trim()).join(", "),
      });
    }
    this.#options.listener.onDevices(devices);
    this.#poller.forget();
    this.#replanned.abort();
  }

  /** What a survey saw of a device. */
  #assume(device: string, present: boolean): void {
    this.#poller.assume(device, present);
    this.#onPresence(device, present);
  }

  #plan(): PollPlan<PollItem> {
    const { lanes, clock } = this.#options;
    return new PollPlan(
      pollItems(this.#devices, lanes, systemMembers(this.#devices)),
      clock.now(),
    );
  }

  #onPresence(device: string, present: boolean): void {
    if (present) this.#absent.delete(device);
    else this.#absent.add(device);
    this.#options.listener.onPresence(device, present);
  }

  /** Whoever was silent for a while may have restarted, and its devices with it. */
  #onAnswering(answering: boolean): void {
    this.#options.listener.onAnswering(answering);
    if (answering) this.#surveyor.want("the gateway answers again");
  }

  /** The flag stays set until somebody clears it: only its rise tells of a restart. */
  #onFlags(flags: number): void {
    const risen = flags & ~this.#flags;
    this.#flags = flags;
    if ((risen & FrameFlag.restarted) !== 0) this.#surveyor.want("the gateway restarted");
  }
}

function identities(devices: readonly Device[]) {
  return devices.map(({ name, model, firmware, serialNumber }) => [
    name,
    model,
    firmware,
    serialNumber,
  ]);
}
