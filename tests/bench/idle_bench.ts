import { startEmbeddedBroker } from "../../agent/mqtt/embedded_broker.ts";
import { connectBroker } from "../../agent/mqtt/mqtt_broker.ts";
import { systemClock } from "../../agent/system_clock.ts";
import { mosquittoPath, startMosquitto } from "../support/mosquitto.ts";
import { type Measurement, measurement, spreadOf } from "./measurement.ts";
import { processUsage } from "./process_usage.ts";
import { AgentTask, type Program, startProgram, startSimulatorProgram } from "./program.ts";
import { SilentLog } from "./silent_log.ts";

const FIRST_VALUE_TIMEOUT_MS = 30_000;
const SAMPLES = 15;
const MAX_RESIDENT_BYTES = 90e6;
const MAX_CPU_SHARE = 0.02;

/** How long the agent is left alone before it is measured, and then measured. */
export interface IdleTimes {
  readonly settleMs: number;
  readonly measureMs: number;
}

/**
 * What the agent costs while it polls the house at default lanes and publishes: the process as a
 * user starts it, with gateway and broker in processes of their own.
 */
export async function idleBench(times: IdleTimes): Promise<Measurement[]> {
  const directory = await Deno.makeTempDir({ prefix: "studer-bench-" });
  try {
    const pty = `${directory}/gateway`;
    await using _simulator = await startSimulatorProgram(
      ...["--pty", pty, "--wire", "38400", "--delay", "20ms"],
    );
    await using broker = await startBroker();
    const config = `${directory}/agent.config.yaml`;
    await Deno.writeTextFile(config, configuration(directory, pty, broker.url));
    const firstValue = firstValueAt(broker.url);
    // Where the agent does not start, that is what there is to tell.
    firstValue.catch(() => {});
    const start = performance.now();
    await using agent = await startProgram([...AgentTask, "run", "--config", config], /Running/);
    const startMs = await firstValue - start;
    await systemClock.sleep(times.settleMs);
    return [
      ...await usageOf(agent, broker.name, times.measureMs),
      measurement("  from its start to the first value", spreadOf([startMs]), seconds),
    ];
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function usageOf(
  { pid }: Program,
  brokerName: string,
  measureMs: number,
): Promise<Measurement[]> {
  const resident: number[] = [];
  const anonymous: number[] = [];
  const shares: number[] = [];
  let before = { at: performance.now(), ...processUsage(pid) };
  const first = before;
  for (let sample = 0; sample < SAMPLES; sample++) {
    await systemClock.sleep(measureMs / SAMPLES);
    const usage = { at: performance.now(), ...processUsage(pid) };
    resident.push(usage.residentBytes);
    anonymous.push(usage.anonymousBytes);
    shares.push(shareBetween(before, usage));
    before = usage;
  }
  // Of the whole time: a sample is too short for the ticks by which the kernel counts.
  const share = { ...spreadOf(shares), median: shareBetween(first, before) };
  return [
    measurement(
      `resident memory of run, ${brokerName}`,
      spreadOf(resident),
      megabytes,
      MAX_RESIDENT_BYTES,
    ),
    measurement("  of it no file's pages", spreadOf(anonymous), megabytes),
    measurement("  its share of a core", share, percent, MAX_CPU_SHARE),
  ];
}

interface Moment {
  readonly at: number;
  readonly cpuSeconds: number;
}

function shareBetween(from: Moment, to: Moment): number {
  return (to.cpuSeconds - from.cpuSeconds) * 1000 / (to.at - from.at);
}

interface StartedBroker extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

/** A broker outside of the agent's process: Mosquitto, or else the embedded one in this process. */
async function startBroker(): Promise<StartedBroker> {
  if (mosquittoPath() !== undefined) {
    const mosquitto = await startMosquitto();
    return {
      name: "mosquitto",
      url: `mqtt://127.0.0.1:${mosquitto.port}`,
      [Symbol.asyncDispose]: () => mosquitto.stop(),
    };
  }
  const embedded = await startEmbeddedBroker({ listen: "127.0.0.1", port: 0, log: SilentLog });
  return {
    name: "no mosquitto, aedes outside",
    url: embedded.url,
    [Symbol.asyncDispose]: () => embedded.close(),
  };
}

function configuration(directory: string, pty: string, brokerUrl: string): string {
  return JSON.stringify({
    installations: [
      { id: "home", name: "Home", link: { type: "serial", path: pty, parity: "none" } },
    ],
    mqtt: { url: brokerUrl },
    web: { listen: "127.0.0.1:0" },
    stateDirectory: `${directory}/state`,
  });
}

/** When the first value of a device arrives at the broker, on this machine's clock. */
async function firstValueAt(brokerUrl: string): Promise<number> {
  const arrived = Promise.withResolvers<number>();
  const broker = connectBroker({
    urls: [brokerUrl],
    will: { topic: "studer/bench/status", payload: "offline" },
    clientId: "studer-bench",
    clock: systemClock,
    log: SilentLog,
  });
  broker.subscribe("studer/home/+/+", ({ topic }) => {
    if (!topic.endsWith("/status")) arrived.resolve(performance.now());
  });
  const waited = new AbortController();
  void systemClock.sleep(FIRST_VALUE_TIMEOUT_MS, waited.signal).then(() =>
    arrived.reject(new Error(`No value came within ${FIRST_VALUE_TIMEOUT_MS / 1000} s`))
  );
  try {
    return await arrived.promise;
  } finally {
    waited.abort();
    await broker.close();
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
