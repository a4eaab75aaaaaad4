import { u16At } from "../../protocol/bytes.ts";
import type { CaptureRecord } from "../../protocol/capture.ts";
import type { Clock } from "../../protocol/clock.ts";
import type { Frame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import type { PlantAccess, ReadOrder, ReadResult, ScanResult } from "../control/plant_access.ts";
import { ObjectType } from "../../protocol/object.ts";
import { SERVICE_HEADER_LENGTH, ServiceFlag } from "../../protocol/service.ts";
import { LineObserver, type Observation } from "../find/line_observer.ts";
import type { DeviceIdentity } from "../installation/survey/device_memory.ts";

/** One plant as the doctor meets it: what can be asked, and what was seen of its line. */
export interface PlantPatient {
  /** Whether a running agent holds the line. */
  readonly throughAgent: boolean;
  /** Of a serial line; undefined elsewhere. */
  readonly parity: string | undefined;
  /** IANA name of the zone of the gateway's clock. */
  readonly timeZone: string;
  readonly clock: Clock;
  /** The devices behind the gateway; asked for once. */
  scan(): Promise<ScanResult>;
  read(order: ReadOrder): Promise<ReadResult>;
  /** Why the gateway keeps silent, from what the line carried. */
  explainSilence(): string;
  /** What the line carried since the doctor came. */
  seen(): SeenLine;
  /** The devices that an agent met here within the last week. */
  remembered(): Promise<readonly DeviceIdentity[]>;
}

/** What was seen of a line. */
export interface SeenLine {
  /** Undefined where nobody was seen to ask: silence means nothing then. */
  readonly observation: Observation | undefined;
  /** Whether the gateway was seen to read many infos in one request; undefined where nobody asked so. */
  readonly readsManyInfos: boolean | undefined;
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

const OBJECT_TYPE_AT = 2;

/** Observes a line whose asker is not known before it asks. */
export class RecordObserver {
  readonly #questions = new FrameDecoder();
  readonly #answers = new FrameDecoder();
  #observer: LineObserver | undefined;
  #readsManyInfos: boolean | undefined;

  /** Takes what crossed the line; the bytes must not change afterwards. */
  add({ to, bytes }: CaptureRecord): void {
    if (to === "agent") {
      for (const event of this.#answers.push(bytes)) {
        if (event.kind === "frame") this.#onAnswer(event.frame);
      }
      return this.#observer?.receive(bytes);
    }
    for (const event of this.#questions.push(bytes)) {
      if (event.kind === "frame") this.#observer ??= new LineObserver(event.frame.source);
    }
  }

  /** What was seen so far. */
  get seen(): SeenLine {
    return { observation: this.#observer?.observation, readsManyInfos: this.#readsManyInfos };
  }

  /** An unknown info refuses a whole request: one that is answered is enough. */
  #onAnswer({ data }: Frame): void {
    if (data.length < SERVICE_HEADER_LENGTH) return;
    if (u16At(data, OBJECT_TYPE_AT) !== ObjectType.multiInfo) return;
    this.#readsManyInfos ||= (data[0]! & ServiceFlag.error) === 0;
  }
}
