import type { LineTap } from "../installation/line/line_tap.ts";

/** The line of an installation as others may watch it. */
export interface ObservedLine {
  /** `serial`, `tcp`, `tcp-listen` or `udp`. */
  readonly linkType: string;
  readonly tap: LineTap;
}
