import { createSocket, type Socket } from "node:dgram";
import { notServed } from "./endpoint_error.ts";
import type { Endpoint, Line } from "./line.ts";
import { Outbox } from "./outbox.ts";

export interface UdpServerOptions {
  /** Where requests come in; 0 takes any free port. */
  readonly port: number;
  /** Where replies go to, at the address of the last sender: not the port it sent from. */
  readonly replyPort: number;
  /** The address to bind; 127.0.0.1 by default. */
  readonly hostname?: string;
}

/**
 * A serial server in UDP mode: one datagram for each piece that the line sends. Rejects with an
 * EndpointError.
 */
export async function serveUdp(
  { port, replyPort, hostname = "127.0.0.1" }: UdpServerOptions,
  line: Line,
): Promise<Endpoint> {
  const socket = createSocket(hostname.includes(":") ? "udp6" : "udp4");
  let client: string | undefined;
  // Datagrams that are sent at the same time may overtake each other.
  const outbox = new Outbox((bytes) =>
    new Promise((resolve) => {
      if (client === undefined) resolve();
      else socket.send(bytes, replyPort, client, () => resolve());
    })
  );
  const connection = line.connect((bytes) => outbox.send(bytes));
  try {
    await bound(socket, port, hostname);
  } catch (error) {
    connection.disconnect();
    await closed(socket);
    throw notServed(`UDP on ${hostname}:${port}`, error);
  }
  socket.on("message", (datagram, sender) => {
    client = sender.address;
    connection.receive(Uint8Array.from(datagram));
  });
  // A reply that nobody takes is lost, as on any network.
  socket.on("error", () => {});
  const { port: boundPort } = socket.address();
  let closing: Promise<void> | undefined;
  const close = async () => {
    client = undefined;
    connection.disconnect();
    await outbox.settled();
    await closed(socket);
  };
  return {
    address: `${hostname}:${boundPort}`,
    port: boundPort,
    close: () => closing ??= close(),
  };
}

function bound(socket: Socket, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, hostname, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
