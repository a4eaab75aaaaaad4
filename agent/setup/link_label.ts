import type { LinkConfig } from "../link/open.ts";
import { addressText } from "../network_address.ts";

/** A link as a person reads it, and as `--link` takes it, but for a serial line's setting. */
export function linkLabel(link: LinkConfig): string {
  switch (link.type) {
    case "serial":
      return `serial:${link.path} (${link.baudRate}, ${link.parity})`;
    case "tcp":
      return `tcp:${addressText(link.host, link.port)}`;
    case "tcp-listen":
      return `tcp-listen:${link.port}`;
    case "udp":
      return `udp:${addressText(link.host, link.port)}:${link.localPort}`;
  }
}
