import { DAILY_LANE_MS, type LanePeriods } from "../../agent/installation/polling/lanes.ts";
import {
  type InfoItem,
  isInfoItem,
  pollItems,
} from "../../agent/installation/polling/poll_item.ts";
import { PollPlan } from "../../agent/installation/polling/poll_plan.ts";
import { Poller } from "../../agent/installation/polling/poller.ts";
import { scan } from "../../agent/installation/survey/scan.ts";
import { type Ask, Session } from "../../agent/installation/line/session.ts";
import { systemMembers } from "../../agent/installation/system/system_members.ts";
import type { Reading } from "../../agent/installation/values.ts";
import { type LinkConfig, linkSource } from "../../agent/link/open.ts";
import { systemClock } from "../../agent/system_clock.ts";
import { leastSweepMs, type LineSpeed } from "./least_sweep.ts";
import { type Measurement, measurement, spreadOf } from "./measurement.ts";
import { startSimulatorProgram } from "./program.ts";
import { SilentLog } from "./silent_log.ts";

const Line: LineSpeed = { baudRate: 38400, delayMs: 20 };
const SOURCE = 0x0B3E_4C12;

/** What the agent does by default. */
const Lanes: LanePeriods = { fast: 2000, normal: 10_000, slow: 60_000, daily: DAILY_LANE_MS };

const MOST_OF_LEAST = 1.03;
const OPEN_TIMEOUT_MS = 5000;
const SWEEP_TIMEOUT_MS = 20_000;

/**
 * How long the agent's poller takes to read every info of the house over a line with the pace of
 * a real one, as a multiple of what line and gateway need. The gateway is another process.
 */
export async function sweepBench(rounds: number): Promise<Measurement[]> {
  const directory = await Deno.makeTempDir({ prefix: "studer-bench-" });
  try {
    const pty = `${directory}/gateway`;
    await using simulator = await startSimulatorProgram(
      ...["--pty", pty, "--listen", "0"],
      ...["--wire", String(Line.baudRate), "--delay", `${Line.delayMs}ms`],
    );
    const port = Number(simulator.said[1]!.split(":").at(-1));
    await using serial = await Sweeper.open(
      { type: "serial", path: pty, baudRate: Line.baudRate, parity: "none" },
    );
    await using tcp = await Sweeper.open({ type: "tcp", host: "127.0.0.1", port });
    const serialMs: number[] = [];
    const tcpMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      serialMs.push(await serial.sweep());
      tcpMs.push(await tcp.sweep());
    }
    const leastMs = leastSweepMs(serial.infos.length, Line);
    return [
      ...measurementsOf("a pseudo-terminal", serial, serialMs, leastMs),
      ...measurementsOf("TCP", tcp, tcpMs, leastMs),
    ];
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function measurementsOf(
  line: string,
  { infos, requestsPerSweep }: Sweeper,
  times: readonly number[],
  leastMs: number,
): Measurement[] {
  const name = `${infos.length} infos in ${requestsPerSweep} requests over ${line}`;
  return [
    measurement(name, spreadOf(times), (ms) => `${ms.toFixed(0)} ms`),
    measurement(
      `  as a multiple of the least, ${leastMs.toFixed(0)} ms`,
      spreadOf(times.map((ms) => ms / leastMs)),
      (ratio) => ratio.toFixed(3),
      MOST_OF_LEAST,
    ),
  ];
}

/** An open line, and the poller that reads everything over it, as an installation does. */
class Sweeper implements AsyncDisposable {
  readonly infos: readonly InfoItem[];
  readonly #session: Session;
  readonly #running: Promise<void>;
  readonly #ended: AbortController;
  readonly #poller: Poller;
  #onReadings: (readings: readonly Reading[]) => void = () => {};
  #requests = 0;

  constructor(
    session: Session,
    running: Promise<void>,
    ended: AbortController,
    infos: readonly InfoItem[],
  ) {
    this.infos = infos;
    this.#session = session;
    this.#running = running;
    this.#ended = ended;
    this.#poller = new Poller({
      installation: "home",
      ask: askThrough(session),
      clock: systemClock,
      log: SilentLog,
      onReadings: (readings) => this.#onReadings(readings),
      onPresence: () => {},
    });
  }

  static async open(config: LinkConfig): Promise<Sweeper> {
    const ended = new AbortController();
    const session = new Session({
      links: linkSource(config, SilentLog),
      clock: systemClock,
      log: SilentLog,
      source: SOURCE,
    });
    const running = session.run(ended.signal);
    await session.opened(AbortSignal.timeout(OPEN_TIMEOUT_MS));
    const devices = await scan(askThrough(session), { parameters: undefined });
    const infos = pollItems(devices, Lanes, systemMembers(devices)).filter(isInfoItem);
    return new Sweeper(session, running, ended, infos);
  }

  /** How many requests the last sweep took. */
  get requestsPerSweep(): number {
    return this.#requests;
  }

  /** Reads every info once; resolves with the milliseconds that it took. */
  async sweep(): Promise<number> {
    const unread = new Set(this.infos.map(({ id }) => id));
    const done = new AbortController();
    this.#onReadings = (readings) => {
      for (const { point: { device, datapoint } } of readings) {
        unread.delete(`${device}/${datapoint}`);
      }
      if (unread.size === 0) done.abort();
    };
    const before = this.#session.statistics.requests;
    const start = systemClock.now();
    await this.#poller.run(
      new PollPlan(this.infos, start),
      AbortSignal.any([done.signal, AbortSignal.timeout(SWEEP_TIMEOUT_MS)]),
    );
    const ms = systemClock.now() - start;
    if (unread.size > 0) throw new Error(`${unread.size} infos stayed unread: ${[...unread]}`);
    this.#requests = this.#session.statistics.requests - before;
    return ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }
}

function askThrough(session: Session): Ask {
  return (destination, request) => session.request(destination, request, "poll");
}
