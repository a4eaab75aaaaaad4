import type { Link } from "../../protocol/link.ts";

/** Where links come from: opens one after another, since lines break. */
export interface LinkSource {
  /** For messages: `serial /dev/ttyUSB0`, `tcp-listen 0.0.0.0:4001`. */
  readonly description: string;
  /**
   * Opens the next link, or waits for the other end to come. Rejects with a LinkError, or with the
   * signal's reason. The link before it should have been closed.
   */
  open(signal: AbortSignal): Promise<Link>;
  /** Releases what outlives a link, such as a listening socket; closes no link that was opened. */
  close(): Promise<void>;
}
