import {
  encodeMultiInfoRequest,
  MAX_MULTI_INFO_ITEMS,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { readRequest } from "../../protocol/service.ts";
import { frameLengths, multiInfoAnswerLength } from "./frame_lengths.ts";

/** How fast the line and the gateway at its end are. */
export interface LineSpeed {
  readonly baudRate: number;
  /** What the gateway takes to think. */
  readonly delayMs: number;
}

/** Start, eight data bits, parity, stop. */
const BITS_PER_BYTE = 11;

/** What reading so many infos takes on the line and in the gateway, each request as full as can be. */
export function leastSweepMs(infos: number, { baudRate, delayMs }: LineSpeed): number {
  let ms = 0;
  for (let left = infos; left > 0; left -= MAX_MULTI_INFO_ITEMS) {
    const items = new Array(Math.min(left, MAX_MULTI_INFO_ITEMS))
      .fill({ reference: 3000, aggregation: 1 });
    const request = readRequest(multiInfoProperty(1), encodeMultiInfoRequest(items));
    const { asked, answered } = frameLengths(request, multiInfoAnswerLength(items.length));
    ms += (asked + answered) * BITS_PER_BYTE * 1000 / baudRate + delayMs;
  }
  return ms;
}
