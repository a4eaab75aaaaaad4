import assert from "node:assert/strict";
import { encodeFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeResponse, encodeRequest, readRequest } from "../../protocol/service.ts";
import { type FaultOptions, Faults, NO_FAULTS } from "../../simulator/faults.ts";
import { GatewayLine } from "../../simulator/gateway_line.ts";
import { createRandom } from "../../simulator/random.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { ManualClock, settle } from "../support/manual_clock.ts";
import { info } from "./gateway_client.ts";

const READ_MS = (26 + 30) * 11 / 38400 * 1000;

Deno.test("GatewayLine answers at once where the line has no rate and the gateway no delay", async () => {
  await using line = open({});
  const client = line.connect();
  client.send(read(3000));
  await settle();
  assert.deepEqual(client.answered(), [3000]);
});

Deno.test("GatewayLine takes the time of request and answer on the wire, and the gateway's own", async () => {
  await using line = open({ baudRate: 38400, delayMs: 20 });
  const client = line.connect();
  client.send(read(3000));
  await line.clock.advance(READ_MS + 20 - 0.1);
  assert.deepEqual(client.answered(), []);
  await line.clock.advance(0.2);
  assert.deepEqual(client.answered(), [3000]);
});

Deno.test("GatewayLine serves one request at a time, those of several endpoints in their order", async () => {
  await using line = open({ delayMs: 100 });
  const [first, second] = [line.connect(), line.connect()];
  first.send(read(3000));
  second.send(read(3001));
  first.send(read(3005));
  await line.clock.advance(100);
  assert.deepEqual([first.answered(), second.answered()], [[3000], []]);
  await line.clock.advance(100);
  assert.deepEqual([first.answered(), second.answered()], [[3000], [3001]]);
  await line.clock.advance(100);
  assert.deepEqual([first.answered(), second.answered()], [[3000, 3005], [3001]]);
});

Deno.test("GatewayLine keeps the bytes of its endpoints apart", async () => {
  await using line = open({});
  const [first, second] = [line.connect(), line.connect()];
  const request = read(3000);
  first.send(request.subarray(0, 9));
  second.send(request);
  first.send(request.subarray(9));
  await settle();
  assert.deepEqual([first.answered(), second.answered()], [[3000], [3000]]);
});

Deno.test("GatewayLine loses what is asked beyond its queue, and goes on", async () => {
  await using line = open({ delayMs: 10 });
  const client = line.connect();
  for (let i = 0; i < 100; i++) client.send(read(3000));
  await line.clock.advance(5000);
  assert.equal(client.answered().length, 32);
  client.send(read(3005));
  await line.clock.advance(10);
  assert.equal(client.answered().at(-1), 3005);
});

Deno.test("GatewayLine sends nothing to an endpoint that disconnected", async () => {
  await using line = open({ delayMs: 10 });
  const client = line.connect();
  client.send(read(3000));
  client.disconnect();
  await line.clock.advance(100);
  assert.deepEqual(client.answered(), []);
});

Deno.test("GatewayLine lets simulated time pass at its speed, with and without requests", async () => {
  await using line = open({ speed: 60 });
  const start = line.gateway.installation.clockSeconds;
  await line.clock.advance(10_000);
  assert.equal(Math.round(line.gateway.installation.clockSeconds - start), 600);
});

Deno.test("GatewayLine delivers what the faults leave of an answer", async () => {
  await using line = open({ faults: { late: 1, split: 8 } });
  const client = line.connect();
  client.send(read(3000));
  await line.clock.advance(2400);
  assert.deepEqual(client.answered(), []);
  await line.clock.advance(200);
  assert.deepEqual(client.answered(), [3000]);
  assert.equal(client.pieces(), 4);
});

function open(
  options: {
    baudRate?: number;
    delayMs?: number;
    speed?: number;
    faults?: Partial<FaultOptions>;
  },
) {
  const clock = new ManualClock();
  const gateway = createGateway({ scenario: "cabin" });
  const line = new GatewayLine({
    gateway,
    clock,
    faults: new Faults({ ...NO_FAULTS, ...options.faults }, createRandom(1)),
    baudRate: options.baudRate,
    delayMs: options.delayMs ?? 0,
    speed: options.speed ?? 1,
  });
  const ended = new AbortController();
  const running = line.run(ended.signal);
  return {
    clock,
    gateway,
    connect: () => connect(line),
    async [Symbol.asyncDispose]() {
      ended.abort();
      await running;
      assert.equal(clock.sleeping, 0);
    },
  };
}

function connect(line: GatewayLine) {
  const received: Uint8Array[] = [];
  const connection = line.connect((bytes) => received.push(bytes));
  return {
    send: (bytes: Uint8Array) => connection.receive(bytes),
    disconnect: () => connection.disconnect(),
    pieces: () => received.length,
    /** The infos that were answered, in their order. */
    answered: () => {
      const decoder = new FrameDecoder();
      return received.flatMap((bytes) => decoder.push(bytes))
        .flatMap((event) => event.kind === "frame" ? [event.frame] : [])
        .map((frame) => decodeResponse(frame.data).property.objectId);
    },
  };
}

function read(number: number): Uint8Array {
  const data = encodeRequest(readRequest(info(number)));
  return encodeFrame({ flags: 0, source: 1, destination: 101, data });
}
