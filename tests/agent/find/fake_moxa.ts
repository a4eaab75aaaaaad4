import { createSocket } from "node:dgram";

/** Something at a UDP port of loopback that answers as a Moxa. */
export interface FakeMoxa extends AsyncDisposable {
  readonly port: number;
  /** What it was asked, in hexadecimal. */
  readonly asked: readonly string[];
  /** How many answers are where whoever asked has only to read them. */
  readonly delivered: number;
}

/** As a Moxa at 192.168.127.254 answers. */
export const MoxaAnswer: Uint8Array = Uint8Array.from(
  // deno-fmt-ignore
  [0x81, 0, 0, 24, 0, 0, 0, 0, 0x11, 0x50, 0, 0x80, 0, 0, 0, 0x90, 0xE8, 1, 2, 0xAB, 192, 168, 127, 254],
);

/** Answers each question with all of these datagrams. */
export async function fakeMoxa(...answers: readonly Uint8Array[]): Promise<FakeMoxa> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  let delivered = 0;
  socket.on("message", (datagram, { port, address }) => {
    asked.push(Uint8Array.from(datagram).toHex());
    for (const answer of answers) socket.send(answer, port, address, () => delivered++);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    port: socket.address().port,
    asked,
    get delivered() {
      return delivered;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
