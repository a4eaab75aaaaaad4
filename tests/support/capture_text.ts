import {
  type Capture,
  type CaptureRecord,
  decodeCapture,
  encodeCapture,
} from "../../protocol/capture.ts";

/** A recording as one text. */
export function captureText(capture: Capture): string {
  return [...encodeCapture(capture)].join("");
}

/** A recording that is in memory with all that it holds. */
export interface WholeCapture extends Capture {
  readonly records: readonly CaptureRecord[];
}

/** Reads a recording out of a text. */
export function captureIn(text: string): WholeCapture {
  const { head, records } = decodeCapture(() => [text]);
  return { head, records: [...records] };
}
