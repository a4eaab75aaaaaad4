import assert from "node:assert/strict";
import { parseLink } from "../../../agent/link/parse_link.ts";

const line = { baudRate: 38400, parity: "even" } as const;

Deno.test("parseLink() reads every kind of link", () => {
  const cases = {
    "serial:/dev/ttyUSB0": { type: "serial", path: "/dev/ttyUSB0", ...line },
    "serial:/dev/serial/by-path/pci-0000:00": {
      type: "serial",
      path: "/dev/serial/by-path/pci-0000:00",
      ...line,
    },
    "tcp:192.168.1.20:4001": { type: "tcp", host: "192.168.1.20", port: 4001 },
    "tcp:[fe80::1]:65535": { type: "tcp", host: "fe80::1", port: 65535 },
    "tcp-listen:4001": { type: "tcp-listen", port: 4001 },
    "tcp-listen:127.0.0.1:1": { type: "tcp-listen", host: "127.0.0.1", port: 1 },
    "tcp-listen:[::1]:4001": { type: "tcp-listen", host: "::1", port: 4001 },
    "udp:moxa.local:4002:4001": { type: "udp", host: "moxa.local", port: 4002, localPort: 4001 },
    "udp:[::1]:4002:4001": { type: "udp", host: "::1", port: 4002, localPort: 4001 },
  };
  for (const [text, config] of Object.entries(cases)) {
    assert.deepEqual(parseLink(text, line), config, text);
  }
});

Deno.test("parseLink() says what is wrong, and how it should be", () => {
  const cases = {
    "": "Cannot read the link : give serial:PATH",
    "/dev/ttyUSB0": "Cannot read the link /dev/ttyUSB0: give serial:PATH",
    "com:1": "Cannot read the link com:1: give serial:PATH",
    "serial:": "the path is missing; write it like serial:/dev/ttyUSB0",
    "tcp:": "host or port is missing; write it like tcp:192.168.1.20:4001",
    "tcp:host": "host or port is missing",
    "tcp::4001": "host or port is missing",
    "tcp:host:": "port (empty) is not 1 to 65535",
    "tcp:host:0": "port 0 is not 1 to 65535",
    "tcp:host:65536": "port 65536 is not 1 to 65535",
    "tcp:host:0x10": "port 0x10 is not 1 to 65535",
    "tcp:fe80::1:4001": "too many colons (an IPv6 address stands in brackets)",
    "tcp-listen:": "host or port is missing; write it like tcp-listen:4001",
    "tcp-listen:99999": "port 99999 is not 1 to 65535",
    "udp:host:4002": "host or port is missing; write it like udp:192.168.1.20:4002:4001",
    "udp:host:4002:x": "port x is not 1 to 65535",
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(
      () => parseLink(text, line),
      (error: Error) => error.name === "LinkError" && error.message.includes(message),
      text,
    );
  }
});
