import type { Link } from "../../protocol/link.ts";
import type { Log } from "../log.ts";
import { addressText } from "../network_address.ts";
import type { LinkSource } from "./link_source.ts";
import { SerialSource } from "./serial.ts";
import { connectTcp } from "./tcp.ts";
import { TcpListener } from "./tcp_listen.ts";
import { openUdp } from "./udp.ts";

/** A serial port of this machine. */
export interface SerialConfig {
  readonly type: "serial";
  readonly path: string;
  /** 38400 or 115200 on a gateway; the usual rates from 1200 to 115200 are possible. */
  readonly baudRate: number;
  readonly parity: "even" | "none" | "odd";
}

/** We connect to a serial server. */
export interface TcpConfig {
  readonly type: "tcp";
  readonly host: string;
  readonly port: number;
}

/** The gateway's serial server connects to us. */
export interface TcpListenConfig {
  readonly type: "tcp-listen";
  readonly port: number;
  /** The address to listen on; all by default, since the gateway is on the local network. */
  readonly host?: string | undefined;
}

/** A serial server in UDP mode, which answers to a fixed port of ours. */
export interface UdpConfig {
  readonly type: "udp";
  readonly host: string;
  readonly port: number;
  readonly localPort: number;
}

/** How a gateway is reached. */
export type LinkConfig = SerialConfig | TcpConfig | TcpListenConfig | UdpConfig;

/** Makes the source of a gateway's links; nothing is opened yet. */
export function linkSource(config: LinkConfig, log: Log): LinkSource {
  switch (config.type) {
    case "serial":
      return new SerialSource(config);
    case "tcp":
      return opener(
        `tcp ${addressText(config.host, config.port)}`,
        (signal) => connectTcp(config.host, config.port, signal),
      );
    case "tcp-listen":
      return new TcpListener(config.host ?? "0.0.0.0", config.port, log);
    case "udp":
      return opener(
        `udp ${addressText(config.host, config.port)}, local port ${config.localPort}`,
        (signal) => openUdp(config, signal),
      );
  }
}

/** A source that keeps nothing between its links. */
function opener(description: string, open: (signal: AbortSignal) => Promise<Link>): LinkSource {
  return {
    description,
    open(signal) {
      return signal.aborted ? Promise.reject(signal.reason) : open(signal);
    },
    close: () => Promise.resolve(),
  };
}
