import type { Capture } from "../../protocol/capture.ts";
import type { Frame } from "../../protocol/frame.ts";
import { decodeRequest } from "../../protocol/service.ts";
import type { Endpoint } from "../endpoint/line.ts";
import { type EndpointOptions, serveAll } from "../endpoint/serve_all.ts";
import type { SimulatorDependencies } from "../main.ts";
import { Replay } from "./replay.ts";
import { ReplayLine } from "./replay_line.ts";
import { servingTime } from "../serving_time.ts";

/** What is played, and where. */
export interface ReplayOptions extends EndpointOptions {
  readonly capture: Capture;
}

/** A recording that is being played. */
export interface RunningReplay {
  readonly endpoints: readonly Endpoint[];
  /** Ends everything; may be called again. */
  close(): Promise<void>;
}

/** Of a client that asks for ever new things, so many are told. */
const MAX_TOLD = 100;

/** A recorded gateway; says once of each request that the recording does not have that it is silent. */
export function replayLine(
  capture: Capture,
  { clock, log, signal }: SimulatorDependencies & { readonly signal: AbortSignal },
): ReplayLine {
  const told = new Set<string>();
  return new ReplayLine({
    replay: new Replay(capture),
    clock,
    signal,
    onUnknown(frame) {
      const text = requestText(frame);
      if (told.has(text) || told.size >= MAX_TOLD) return;
      told.add(text);
      log.warn(`Silent: the recording has no ${text}`);
    },
  });
}

/** Plays a recording at every endpoint. Rejects with an `EndpointError`. */
export async function startReplay(
  { capture, ...places }: ReplayOptions,
  { clock, log }: SimulatorDependencies,
): Promise<RunningReplay> {
  const ended = new AbortController();
  const line = replayLine(capture, { clock, log, signal: ended.signal });
  const endpoints = await serveAll(places, line, { clock, log });
  return {
    endpoints,
    async close() {
      ended.abort();
      for (const endpoint of endpoints.toReversed()) await endpoint.close();
    },
  };
}

/** Plays a recording until the signal is aborted, or for so many seconds. */
export async function replay(
  options: ReplayOptions & { readonly seconds?: number | undefined },
  dependencies: SimulatorDependencies & { readonly signal: AbortSignal },
): Promise<void> {
  const { clock, log, signal } = dependencies;
  const running = await startReplay(options, dependencies);
  try {
    const { link, date } = options.capture.head;
    const places = running.endpoints.map(({ address }) => address).join(", ");
    log.info(`Playing a recording of ${date} (${link}) at ${places}`);
    await servingTime(options.seconds, clock, signal);
  } finally {
    await running.close();
  }
}

function requestText({ destination, data }: Frame): string {
  const { service, property } = decodeRequest(data);
  const { objectType, objectId, propertyId } = property;
  return `request to ${destination}: service ${service}, object type ${objectType}, ` +
    `object id ${objectId}, property ${propertyId}`;
}
