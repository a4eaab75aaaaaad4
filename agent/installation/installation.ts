import { GATEWAY_ADDRESS } from "../../protocol/address.ts";
import type { Level } from "../../protocol/catalogue/datapoint.ts";
import type { Clock } from "../../protocol/clock.ts";
import { FrameFlag } from "../../protocol/frame.ts";
import type { Request } from "../../protocol/service.ts";
import { Backoff } from "../backoff.ts";
import type { LinkSource } from "../link/link_source.ts";
import type { Log } from "../log.ts";
import type { Device } from "./device.ts";
import { readParameter } from "./device_reader.ts";
import type { GatewayClock } from "./gateway_clock.ts";
import type { LanePeriods } from "./lanes.ts";
import { LinkLostError } from "./errors.ts";
import { outcomeOf } from "./outcome.ts";
import { pollItems } from "./poll_item.ts";
import { PollPlan } from "./poll_plan.ts";
import { Poller } from "./poller.ts";
import type { Priority } from "./request_queue.ts";
import { scan } from "./scan.ts";
import { type Ask, Session } from "./session.ts";
import { withOneRetry } from "./command_retry.ts";
import { systemMembers } from "./system_members.ts";
import type { Values } from "./values.ts";

/** Devices may be added, and the gateway's clock drifts: both are looked at that often. */
const SURVEY_EVERY_MS = 60 * 60 * 1000;

/** So long a gateway is left alone between two searches, whatever its restart flag does. */
const SURVEY_REST_MS = 60_000;

/** The parameter that holds the gateway's clock: seconds since 1970-01-01 of its local time. */
const DATE_PARAMETER = 5002;

/** What others want to know of an installation as it changes. */
export interface InstallationListener {
  /** The devices are known, or are others than before. */
  onDevices(devices: readonly Device[]): void;
  /** The gateway begins or ceases to answer. */
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
  readonly #poller: Poller;
  readonly #absent = new Set<string>();
  #devices: readonly Device[] = [];
  #replanned = new AbortController();
  /** Aborted when the gateway's restart flag rises. */
  #restarted = new AbortController();
  #flags = 0;

  constructor(options: InstallationOptions) {
    this.#options = options;
    const { id, links, clock, log, source, listener, trace, gatewayClock, values } = options;
    this.#session = new Session({
      links,
      clock,
      log,
      source,
      onFlags: (flags) => this.#onFlags(flags),
      onAnswering: (answering) => listener.onAnswering(answering),
      ...(trace && { trace }),
    });
    this.#poller = new Poller({
      installation: id,
      ask: (destination, request) => this.request(destination, request, "poll"),
      clock,
      log,
      onReadings: (readings) => values.put(readings),
      onPresence: (device, present) => this.#onPresence(device, present),
      onGatewayTime: (seconds) => gatewayClock.read(seconds, clock.now()),
    });
  }

  get id(): string {
    return this.#options.id;
  }

  /** What was found behind the gateway, the gateway first; empty before the first scan. */
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

  /** Whether a device answered when it was last asked. */
  isPresent(device: string): boolean {
    return !this.#absent.has(device);
  }

  /** Asks the gateway, see `Session.request()`. */
  request(destination: number, request: Request, priority: Priority): Promise<Uint8Array> {
    return this.#session.request(destination, request, priority);
  }

  /** Runs until `signal` is aborted; never rejects for what the line does. */
  async run(signal: AbortSignal): Promise<void> {
    const session = this.#session.run(signal);
    while (!signal.aborted) {
      await this.#session.opened(signal);
      if (!signal.aborted) await this.#serve(signal);
    }
    await session;
  }

  /** As long as the link holds: finds the devices, then reads them and looks for others now and then. */
  async #serve(signal: AbortSignal): Promise<void> {
    const served = new AbortController();
    const ended = AbortSignal.any([signal, served.signal]);
    try {
      // Whoever answers on a new link may be another one than before.
      this.#poller.forget();
      if (!await this.#firstSurvey(ended)) return;
      const upkeep = this.#upkeep(ended).then(() => served.abort());
      while (!ended.aborted) {
        this.#replanned = new AbortController();
        const lost = await this.#poller.run(
          this.#plan(),
          AbortSignal.any([ended, this.#replanned.signal]),
        );
        if (lost) served.abort();
      }
      await upkeep;
    } finally {
      served.abort();
    }
  }

  /** Tries until devices are found; false where the link was lost, or the end came first. */
  async #firstSurvey(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#options;
    const backoff = new Backoff();
    let say = log.warn;
    while (!signal.aborted) {
      try {
        await this.#survey(signal);
        if (this.#devices.length > 1) return true;
        say("The gateway answers, but no device behind it does: check the communication bus");
        say = log.debug;
      } catch (error) {
        if (error instanceof LinkLostError) return false;
        outcomeOf(error);
      }
      await clock.sleep(backoff.failed(), signal);
    }
    return false;
  }

  /** Looks for devices now and then, until `signal` is aborted or the line is lost. */
  async #upkeep(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    this.#restarted = new AbortController();
    while (!signal.aborted) {
      await clock.sleep(
        SURVEY_EVERY_MS - SURVEY_REST_MS,
        AbortSignal.any([signal, this.#restarted.signal]),
      );
      if (signal.aborted) return;
      if (this.#restarted.signal.aborted) {
        log.info("The gateway restarted: looking for its devices again");
        this.#poller.forget();
      }
      // A restart during the search is a reason for another one.
      this.#restarted = new AbortController();
      try {
        await this.#survey(signal);
      } catch (error) {
        if (error instanceof LinkLostError) return;
        log.warn("Cannot look for devices now; they are asked again in an hour", {
          problem: error instanceof Error ? error.message : String(error),
        });
      }
      await clock.sleep(SURVEY_REST_MS, signal);
    }
  }

  async #survey(signal: AbortSignal): Promise<void> {
    const { clock, parameters } = this.#options;
    // One lost answer must not cost a device its identity.
    const ask: Ask = (destination, request) =>
      withOneRetry(() => this.request(destination, request, "poll"), clock, signal);
    const devices = await scan(ask, { parameters, signal });
    if (signal.aborted) return;
    await this.#readGatewayClock(ask);
    this.#setDevices(devices);
  }

  async #readGatewayClock(ask: Ask): Promise<void> {
    const { clock, gatewayClock } = this.#options;
    try {
      const seconds = await readParameter(ask, GATEWAY_ADDRESS, DATE_PARAMETER, "value", "int32");
      gatewayClock.read(seconds, clock.now());
    } catch (error) {
      // A gateway without a clock is no reason to stop: the machine's serves.
      outcomeOf(error);
    }
  }

  /**
   * A device that a later scan misses is switched off, not gone: it stays, and is offline, unless
   * another one stands at its address now.
   */
  #setDevices(found: readonly Device[]): void {
    const missed = this.#devices.filter(({ address }) =>
      !found.some((other) => other.address === address)
    );
    const devices = [...found, ...missed].toSorted((a, b) => placeOf(a) - placeOf(b));
    if (JSON.stringify(identities(devices)) === JSON.stringify(identities(this.#devices))) return;
    this.#devices = devices;
    this.#options.log.info("Found the devices", {
      devices: found.map(({ name, model }) => `${name} ${model}`.trim()).join(", "),
    });
    this.#options.listener.onDevices(devices);
    this.#poller.forget();
    this.#replanned.abort();
  }

  #plan() {
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

  /** The flag stays set until somebody clears it: only its rise tells of a restart. */
  #onFlags(flags: number): void {
    const risen = flags & ~this.#flags;
    this.#flags = flags;
    if ((risen & FrameFlag.restarted) !== 0) this.#restarted.abort();
  }
}

/** The gateway first, then by address. */
function placeOf({ family, address }: Device): number {
  return family === "rcc" ? 0 : address ?? 0;
}

function identities(devices: readonly Device[]) {
  return devices.map(({ name, model, firmware, serialNumber }) => [
    name,
    model,
    firmware,
    serialNumber,
  ]);
}
