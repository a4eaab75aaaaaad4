import type { LinkConfig } from "../link/open.ts";
import { addressText } from "../network_address.ts";
import type { Texts } from "./texts/texts.ts";

/** A link as a person reads it. */
export function linkLabel(link: LinkConfig, texts: Texts): string {
  const word = linkWord(link);
  return link.type === "serial"
    ? `${word} (${texts.lineSetting(link.baudRate, link.parity)})`
    : word;
}

/** A link as `--link` takes it, but for a serial line's setting. */
export function linkWord(link: LinkConfig): string {
  switch (link.type) {
    case "serial":
      return `serial:${link.path}`;
    case "tcp":
      return `tcp:${addressText(link.host, link.port)}`;
    case "tcp-listen":
      return `tcp-listen:${link.port}`;
    case "udp":
      return `udp:${addressText(link.host, link.port)}:${link.localPort}`;
  }
}
