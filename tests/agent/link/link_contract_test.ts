import type { Link } from "../../../protocol/link.ts";
import { SerialBinding } from "../../../agent/link/serial_binding.ts";
import { openSerial } from "../../../agent/link/serial.ts";
import { connectTcp } from "../../../agent/link/tcp.ts";
import { TcpListener } from "../../../agent/link/tcp_listen.ts";
import { openUdp } from "../../../agent/link/udp.ts";
import type { Endpoint, Line, LineConnection } from "../../../simulator/endpoint/line.ts";
import { servePty } from "../../../simulator/endpoint/pty.ts";
import { dialTcp, serveTcp } from "../../../simulator/endpoint/tcp.ts";
import { serveUdp } from "../../../simulator/endpoint/udp.ts";
import { freeUdpPort } from "../../support/free_port.ts";
import { type FarEnd, Inbox, linkContract } from "../../support/link_contract.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { MemoryLink } from "../../support/memory_link.ts";
import { quietLog } from "./quiet_log.ts";

const { signal } = new AbortController();

/** A line without a gateway: what comes is kept, what the test says goes out. */
class OpenLine implements Line {
  readonly inbox = new Inbox();
  send: (bytes: Uint8Array) => void = () => {};

  connect(send: (bytes: Uint8Array) => void): LineConnection {
    this.send = send;
    return { receive: (chunk) => this.inbox.push(chunk), disconnect() {} };
  }
}

function farEnd(line: OpenLine, endpoint: Endpoint): FarEnd {
  return {
    send: (bytes) => line.send(bytes),
    received: (length) => line.inbox.take(length),
    hangUp: () => endpoint.close(),
    close: () => endpoint.close(),
  };
}

linkContract("MemoryLink", () => {
  const inbox = new Inbox();
  const link = new MemoryLink((bytes) => inbox.push(bytes));
  const far: FarEnd = {
    send: (bytes) => link.push(bytes),
    received: (length) => inbox.take(length),
    hangUp: () => link.hangUp(),
    close: () => Promise.resolve(),
  };
  return Promise.resolve({ link, far });
});

linkContract("A link over a pseudo-terminal", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/line`;
  const line = new OpenLine();
  const endpoint = await servePty(path, line);
  using binding = new SerialBinding();
  const link = await openSerial({ path, baudRate: 115200, parity: "none" }, binding);
  const far = farEnd(line, endpoint);
  return {
    link,
    far: {
      ...far,
      async close() {
        await far.close();
        await Deno.remove(directory, { recursive: true });
      },
    },
  };
});

linkContract("A link over TCP, dialled", async () => {
  const line = new OpenLine();
  const endpoint = await serveTcp(0, line);
  const link = await connectTcp("127.0.0.1", endpoint.port!, signal);
  return { link, far: farEnd(line, endpoint) };
});

linkContract("A link over TCP, accepted", async () => {
  const line = new OpenLine();
  const listener = new TcpListener("127.0.0.1", 0, quietLog);
  const opened = listener.open(signal);
  const endpoint = await dialTcp("127.0.0.1", listener.port!, line, new ManualClock());
  const link: Link = await opened;
  const far = farEnd(line, endpoint);
  return {
    link,
    far: {
      ...far,
      async close() {
        await far.close();
        await listener.close();
      },
    },
  };
});

linkContract("A link over UDP", async () => {
  const line = new OpenLine();
  const localPort = await freeUdpPort();
  const endpoint = await serveUdp({ port: 0, replyPort: localPort }, line);
  const link = await openUdp({ host: "127.0.0.1", port: endpoint.port!, localPort }, signal);
  return { link, far: farEnd(line, endpoint) };
}, { tellsHangUp: false });
