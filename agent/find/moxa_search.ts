import { createSocket, type Socket } from "node:dgram";
import type { Clock } from "../../protocol/clock.ts";
import { errorText } from "../error_text.ts";
import type { MoxaFinding, MoxaObstacle } from "./finding.ts";
import { decodeMoxaAnswer, type Moxa, moxaRequest } from "./moxa_message.ts";
import { moxaObstacleOf, systemWord } from "./obstacle.ts";

/** A datagram may get lost: so often the question is sent. */
const ATTEMPTS = 3;
const ATTEMPT_MS = 1000;

/** No house has more; answers beyond are not worth the memory. */
const MAX_MOXAS = 32;

/** Whom to ask: a host, or everybody by a broadcast address. */
export interface MoxaAddress {
  readonly host: string;
  readonly port: number;
}

const Problems: Readonly<Record<MoxaObstacle, (host: string, error: unknown) => string>> = {
  no_network: (host) => `Moxa servers: none was looked for, since no network leads to ${host}`,
  no_such_host: (host) =>
    `Moxa servers: none was looked for, since no host is found by the name ${host}; correct it, ` +
    "or give an address",
  failed: (host, error) => `Cannot ask ${host} for Moxas: ${errorText(error)}; look at the network`,
};

/** Asks the network for Moxas, for three seconds; never rejects. */
export async function searchMoxas(
  { host, port }: MoxaAddress,
  clock: Clock,
  signal: AbortSignal,
): Promise<MoxaFinding> {
  const moxas = new Map<string, Moxa>();
  const socket = createSocket("udp4");
  const failed = new AbortController();
  let trouble: Pick<MoxaFinding, "obstacle" | "problem" | "system"> | undefined;
  const fail = (error: unknown) => {
    const obstacle = moxaObstacleOf(error);
    trouble ??= { obstacle, problem: Problems[obstacle](host, error), system: systemWord(error) };
    failed.abort();
  };
  socket.on("message", (datagram) => {
    const moxa = decodeMoxaAnswer(datagram);
    if (moxa !== undefined && moxas.size < MAX_MOXAS) moxas.set(moxa.mac, moxa);
  });
  socket.on("error", fail);
  try {
    await bound(socket);
    socket.setBroadcast(true);
    const stop = AbortSignal.any([signal, failed.signal]);
    for (let attempt = 0; attempt < ATTEMPTS && !stop.aborted; attempt++) {
      socket.send(moxaRequest(), port, host, (error) => error && fail(error));
      await clock.sleep(ATTEMPT_MS, stop);
    }
  } catch (error) {
    fail(error);
  } finally {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
  return { asked: host, moxas: [...moxas.values()], ...trouble };
}

function bound(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}
