import { newLineStatistics } from "../../agent/installation/line/line_statistics.ts";
import { GatewayClient } from "../../agent/installation/line/gateway_client.ts";
import { connectTcp } from "../../agent/link/tcp.ts";
import { systemClock } from "../../agent/system_clock.ts";
import { GATEWAY_ADDRESS } from "../../protocol/address.ts";
import { datapointsOf } from "../../protocol/catalogue/lookup.ts";
import {
  encodeMultiInfoRequest,
  MAX_MULTI_INFO_ITEMS,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { userInfoValue } from "../../protocol/object.ts";
import { readRequest, type Request } from "../../protocol/service.ts";
import { type FrameLengths, frameLengths, multiInfoAnswerLength } from "./frame_lengths.ts";
import { type Measurement, measurement, spreadOf } from "./measurement.ts";
import { startProgram, startSimulatorProgram } from "./program.ts";

const XTENDER_ADDRESS = 101;
const SOURCE = 0x0B3E_4C11;
const WARM_UP_ROUNDS = 4;
const REQUESTS_PER_ROUND = 300;

interface Question {
  readonly name: string;
  readonly destination: number;
  readonly request: Request;
  /** Bytes of an answer's property data. */
  readonly answerData: number;
}

const manyInfos = datapointsOf("xt").filter(({ kind }) => kind === "info")
  .slice(0, MAX_MULTI_INFO_ITEMS)
  .map(({ number }) => ({ reference: number, aggregation: 1 }));

const Questions: readonly Question[] = [
  {
    name: "one info",
    destination: XTENDER_ADDRESS,
    request: readRequest(userInfoValue(3000)),
    answerData: 4,
  },
  {
    name: `${MAX_MULTI_INFO_ITEMS} infos`,
    destination: GATEWAY_ADDRESS,
    request: readRequest(multiInfoProperty(1), encodeMultiInfoRequest(manyInfos)),
    answerData: multiInfoAnswerLength(MAX_MULTI_INFO_ITEMS),
  },
];

/**
 * Requests a second over TCP on this machine, one after another: the client against a simulated
 * gateway without delay, and, as its floor, as many bytes to and fro without any protocol. Both
 * other ends are processes of their own, as a gateway is.
 */
export async function requestBench(rounds: number): Promise<Measurement[]> {
  const lengths = Questions.map(({ request, answerData }) => frameLengths(request, answerData));
  await using simulator = await startSimulatorProgram("--listen", "0");
  await using echo = await startProgram(
    [
      "run",
      "--allow-all",
      "tests/bench/echo_server.ts",
      ...lengths.map(({ asked, answered }) => `${asked}:${answered}`),
    ],
    /Echoing at (.+)/,
  );
  const gatewayPort = Number(simulator.said[1]!.split(":").at(-1));
  const echoPorts = echo.said[1]!.split(" ").map(Number);
  const link = await connectTcp("127.0.0.1", gatewayPort, new AbortController().signal);
  const client = new GatewayClient({
    link,
    clock: systemClock,
    source: SOURCE,
    statistics: newLineStatistics(),
    onFlags: () => {},
  });
  const running = client.run();
  try {
    const measurements: Measurement[] = [];
    for (const [index, { name, destination, request }] of Questions.entries()) {
      using bare = await BareClient.connect(echoPorts[index]!, lengths[index]!);
      measurements.push(
        ...await compare(
          name,
          () => client.request(destination, request),
          () => bare.exchange(),
          rounds,
        ),
      );
    }
    return measurements;
  } finally {
    await link.close();
    await running;
  }
}

/** Turn and turn about, so that a busy machine slows both alike. */
async function compare(
  name: string,
  ask: () => Promise<unknown>,
  exchange: () => Promise<void>,
  rounds: number,
): Promise<Measurement[]> {
  const asked: number[] = [];
  const floor: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    const [askedRate, floorRate] = [await rateOf(ask), await rateOf(exchange)];
    if (round < WARM_UP_ROUNDS) continue;
    asked.push(askedRate);
    floor.push(floorRate);
    ratios.push(floorRate / askedRate);
  }
  const perSecond = (rate: number) => `${rate.toFixed(0)}/s`;
  return [
    measurement(`requests for ${name} over TCP`, spreadOf(asked), perSecond),
    measurement(`  as many bytes without protocol`, spreadOf(floor), perSecond),
    measurement(`  time, as a multiple of that`, spreadOf(ratios), (ratio) => ratio.toFixed(2)),
  ];
}

async function rateOf(exchange: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < REQUESTS_PER_ROUND; i++) await exchange();
  return REQUESTS_PER_ROUND * 1000 / (performance.now() - start);
}

/** Bytes to and fro, and nothing else. */
class BareClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #request: Uint8Array;
  readonly #answered: number;
  readonly #buffer = new Uint8Array(16 * 1024);

  constructor(connection: Deno.TcpConn, { asked, answered }: FrameLengths) {
    this.#connection = connection;
    this.#request = new Uint8Array(asked);
    this.#answered = answered;
  }

  static async connect(port: number, lengths: FrameLengths): Promise<BareClient> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    return new BareClient(connection, lengths);
  }

  async exchange(): Promise<void> {
    await this.#connection.write(this.#request);
    for (let left = this.#answered; left > 0;) {
      const length = await this.#connection.read(this.#buffer);
      if (length === null) throw new Error("The echo ended");
      left -= length;
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}
