import { GATEWAY_ADDRESS } from "../../../protocol/address.ts";
import type { Level } from "../../../protocol/catalogue/datapoint.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { Backoff } from "../../backoff.ts";
import { errorText } from "../../error_text.ts";
import type { Log } from "../../log.ts";
import { withOneRetry } from "../line/command_retry.ts";
import type { Device } from "../device.ts";
import type { DeviceIdentity, DeviceMemory } from "./device_memory.ts";
import { readParameter } from "../polling/device_reader.ts";
import { LinkLostError } from "../line/errors.ts";
import { outcomeOf } from "../polling/outcome.ts";
import { datapointsUpTo, scan } from "./scan.ts";
import type { Ask } from "../line/session.ts";

/** Devices may be added, and the gateway's clock drifts: both are looked at that often. */
const SURVEY_EVERY_MS = 60 * 60 * 1000;

/** After a power cut devices come up one by one: the first surveys follow each other sooner. */
const FIRST_SURVEYS_EVERY_MS = [60_000, 4 * 60_000, 10 * 60_000];

/** So long a gateway is left alone between two surveys, whatever its restart flag does. */
const REST_MS = 60_000;

/** A device that fails so often to tell what it is, is taken as it is. */
const PATIENT_ATTEMPTS = 3;

/** The parameter that holds the gateway's clock: seconds since 1970-01-01 of its local time. */
const DATE_PARAMETER = 5002;

/** Whom to ask for devices, and whom to tell of them. */
export interface SurveyorOptions {
  readonly ask: Ask;
  /** Parameters up to this level are read; undefined for none. */
  readonly parameters: Level | undefined;
  readonly memory: DeviceMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the gateway answers at all: its silence is somebody else's to report. */
  readonly isAnswering: () => boolean;
  /** Called with all devices, those that were not found just now too, and with the found ones. */
  readonly onDevices: (devices: readonly Device[], found: readonly Device[]) => void;
  /** Called with the gateway's local time, in seconds since 1970-01-01. */
  readonly onGatewayTime: (localSeconds: number) => void;
  /** Called before a survey that has a reason: what was learned of the gateway may be wrong now. */
  readonly onDoubt: () => void;
}

/** Finds out which devices are behind the gateway, at the start, now and then, and when asked to. */
export class Surveyor {
  readonly #options: SurveyorOptions;
  readonly #ask: Ask;
  #known: readonly DeviceIdentity[] = [];
  /** Aborted, with the reason in words, when a survey is wanted at once. */
  #wanted = new AbortController();
  #signal: AbortSignal | undefined;

  constructor(options: SurveyorOptions) {
    this.#options = options;
    // One lost answer must not cost a device its identity.
    this.#ask = (destination, request) =>
      withOneRetry(() => options.ask(destination, request), options.clock, this.#signal);
  }

  /**
   * Recalls the devices of earlier runs: until one answers it is absent, and said to be, even where
   * no gateway answers at all.
   */
  async load(): Promise<void> {
    const { memory, onDevices } = this.#options;
    this.#known = await memory.load();
    const devices = this.#withMissed([]);
    if (devices.length > 0) onDevices(devices, []);
  }

  /** Wants a survey at once, for a reason such as `the gateway restarted`. */
  want(reason: string): void {
    this.#wanted.abort(reason);
  }

  /** Tries until devices are known; false where the line was lost, or the end came first. */
  async first(signal: AbortSignal): Promise<boolean> {
    const { clock, log, isAnswering } = this.#options;
    const backoff = new Backoff();
    let say = log.warn;
    while (!signal.aborted) {
      try {
        if (await this.#survey(signal, backoff.failures >= PATIENT_ATTEMPTS)) return true;
        say("The gateway answers, but no device behind it does: check the communication bus");
        say = log.debug;
      } catch (error) {
        if (error instanceof LinkLostError) return false;
        outcomeOf(error);
        if (isAnswering()) {
          say("Cannot find out what the devices are; trying again", { problem: errorText(error) });
          say = log.debug;
        }
      }
      await clock.sleep(backoff.failed(), signal);
    }
    return false;
  }

  /** Surveys now and then, and when wanted, until `signal` is aborted or the line is lost. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, onDoubt } = this.#options;
    const waits = [...FIRST_SURVEYS_EVERY_MS];
    this.#wanted = new AbortController();
    while (!signal.aborted) {
      const wait = waits.shift() ?? SURVEY_EVERY_MS;
      await clock.sleep(wait, AbortSignal.any([signal, this.#wanted.signal]));
      if (signal.aborted) return;
      if (this.#wanted.signal.aborted) {
        log.info(`Looking for devices again: ${this.#wanted.signal.reason}`);
        onDoubt();
      }
      const isUrgent = this.#wanted.signal.aborted;
      // What happens during the survey is a reason for another one.
      this.#wanted = new AbortController();
      try {
        await this.#survey(signal, false);
      } catch (error) {
        if (error instanceof LinkLostError) return;
        outcomeOf(error);
        log.warn("Cannot look for devices now; they are asked again later", {
          problem: errorText(error),
        });
      }
      if (isUrgent) await clock.sleep(REST_MS, signal);
    }
  }

  /** False where nothing but the gateway was ever found: its devices may be on their way. */
  async #survey(signal: AbortSignal, tolerant: boolean): Promise<boolean> {
    const { parameters, memory, onDevices } = this.#options;
    this.#signal = signal;
    const found = await scan(this.#ask, { parameters, known: this.#known, tolerant, signal });
    if (signal.aborted) return false;
    await this.#readGatewayClock();
    const devices = this.#withMissed(found);
    if (devices.length <= 1) return false;
    this.#known = devices;
    onDevices(devices, found);
    await memory.save(devices, found);
    return true;
  }

  async #readGatewayClock(): Promise<void> {
    try {
      this.#options.onGatewayTime(
        await readParameter(this.#ask, GATEWAY_ADDRESS, DATE_PARAMETER, "value", "int32"),
      );
    } catch (error) {
      // A gateway without a clock is no reason to stop: the machine's serves.
      outcomeOf(error);
    }
  }

  /**
   * A device that a scan misses is switched off, or not up yet, and not gone: it stays, unless
   * another one stands at its address now.
   */
  #withMissed(found: readonly Device[]): Device[] {
    const missed = this.#known.flatMap((identity): Device[] => {
      const { family, address } = identity;
      if (family === "system" || found.some((other) => other.address === address)) return [];
      return [{ ...identity, datapoints: datapointsUpTo(family, this.#options.parameters) }];
    });
    return [...found, ...missed].toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

/** The gateway first, then by address. */
function placeOf({ family, address }: Device): number {
  return family === "rcc" ? 0 : address ?? 0;
}
