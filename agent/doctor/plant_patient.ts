import type { CaptureRecord } from "../../protocol/capture.ts";
import type { Clock } from "../../protocol/clock.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import type { PlantAccess, ReadOrder, ReadResult, ScanResult } from "../control/plant_access.ts";
import { LineObserver, type Observation } from "../find/line_observer.ts";
import type { DeviceIdentity } from "../installation/survey/device_memory.ts";

/** One plant as the doctor meets it: what can be asked, and what was seen of its line. */
export interface PlantPatient {
  /** Whether a running agent holds the line. */
  readonly throughAgent: boolean;
  /** IANA name of the zone of the gateway's clock. */
  readonly timeZone: string;
  readonly clock: Clock;
  /** The devices behind the gateway; asked for once. */
  scan(): Promise<ScanResult>;
  read(order: ReadOrder): Promise<ReadResult>;
  /** Why the gateway keeps silent, from what the line carried. */
  explainSilence(): string;
  /** What the line carried since the doctor came. */
  readonly observation: Observation;
  /** The devices that an agent met here within the last week. */
  remembered(): Promise<readonly DeviceIdentity[]>;
}

/** One question after another, though the check that asked may have given up on it. */
export function serially(access: PlantAccess): Pick<PlantPatient, "scan" | "read"> {
  let last: Promise<unknown> = Promise.resolve();
  const next = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = last.then(ask);
    last = answer.catch(() => {});
    return answer;
  };
  let scanned: Promise<ScanResult> | undefined;
  return {
    scan: () => scanned ??= next(() => access.scan()),
    read: (order) => next(() => access.read(order)),
  };
}

/** Observes a line whose asker is not known before it asks. */
export class RecordObserver {
  readonly #questions = new FrameDecoder();
  #observer: LineObserver | undefined;
  #receivedBytes = 0;

  /** Takes what crossed the line; the bytes must not change afterwards. */
  add({ to, bytes }: CaptureRecord): void {
    if (to === "agent") {
      this.#receivedBytes += bytes.length;
      return this.#observer?.receive(bytes);
    }
    for (const event of this.#questions.push(bytes)) {
      if (event.kind === "frame") this.#observer ??= new LineObserver(event.frame.source);
    }
  }

  get observation(): Observation {
    const seen = this.#observer?.observation;
    if (seen !== undefined) return seen;
    return {
      receivedBytes: this.#receivedBytes,
      answers: 0,
      foreign: 0,
      echoes: 0,
      damaged: 0,
      lineEnds: 0,
    };
  }
}
