import assert from "node:assert/strict";
import { encodeFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeResponse, encodeRequest, readRequest } from "../../protocol/service.ts";
import { EndpointError } from "../../simulator/endpoint/endpoint_error.ts";
import { simulate, startSimulator } from "../../simulator/main.ts";
import { localTimeText, parseLocalTime } from "../../simulator/local_time.ts";
import { ManualClock, settle } from "../support/manual_clock.ts";
import { info } from "./gateway_client.ts";

const SILENT = { info: () => {}, warn: () => {} };

Deno.test("startSimulator() serves one gateway at several endpoints and ends them all", async () => {
  const clock = new ManualClock();
  const pty = await Deno.makeTempDir();
  const simulator = await startSimulator(
    { scenario: "cabin", listen: 0, udp: { port: 0, replyPort: 9 }, pty: `${pty}/xcom` },
    { clock, log: SILENT },
  );
  try {
    assert.equal(simulator.endpoints.length, 3);
    const [, tcp] = simulator.endpoints;
    const voltage = await readOverTcp(tcp!.port!, 3000);
    assert.equal(voltage, Math.fround(simulator.gateway.readInfo("xt1", 3000)));
  } finally {
    await simulator.close();
    await simulator.close();
  }
  await assert.rejects(Deno.stat(`${pty}/xcom`), Deno.errors.NotFound);
  await Deno.remove(pty);
});

Deno.test("startSimulator() leaves nothing behind where one endpoint cannot be had", async () => {
  const clock = new ManualClock();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const starting = startSimulator(
    { scenario: "cabin", udp: { port: taken.addr.port, replyPort: 9 }, listen: taken.addr.port },
    { clock, log: SILENT },
  );
  await assert.rejects(starting, EndpointError);
  assert.equal(clock.sleeping, 0);
});

Deno.test("startSimulator() starts at the machine's local time, or when it is told", async () => {
  const wallTime = Date.UTC(2026, 2, 3, 4, 5, 6);
  const clock = new ManualClock(wallTime);
  const now = await startSimulator({ scenario: "cabin" }, { clock, log: SILENT });
  assert.equal(now.gateway.installation.clockSeconds, parseLocalTime(localTimeText(wallTime)));
  await now.close();
  const told = await startSimulator(
    { scenario: "cabin", start: "2026-06-21T05:00" },
    { clock, log: SILENT },
  );
  assert.equal(told.gateway.installation.clockSeconds, Date.UTC(2026, 5, 21, 5) / 1000);
  await told.close();
});

Deno.test("simulate() says where it serves and ends by itself", async () => {
  const clock = new ManualClock();
  const said: string[] = [];
  const log = { info: (message: string) => said.push(message), warn: () => {} };
  const { signal } = new AbortController();
  let ended = false;
  const simulating = simulate({ scenario: "cabin", listen: 0, seconds: 3 }, { clock, log, signal })
    .then(() => (ended = true));
  await settle();
  assert.match(said.join("\n"), /^Simulating cabin at 127\.0\.0\.1:\d+$/);
  await clock.advance(2900);
  assert.ok(!ended);
  await clock.advance(200);
  await simulating;
});

Deno.test("simulate() ends at a signal", async () => {
  const ended = new AbortController();
  const simulating = simulate(
    { scenario: "cabin", listen: 0 },
    { clock: new ManualClock(), log: SILENT, signal: ended.signal },
  );
  await settle();
  ended.abort();
  await simulating;
});

Deno.test("parseLocalTime() reads a date with or without its time, and nothing else", () => {
  assert.equal(parseLocalTime("2026-06-21T05:00"), Date.UTC(2026, 5, 21, 5) / 1000);
  assert.equal(parseLocalTime("2026-06-21"), Date.UTC(2026, 5, 21) / 1000);
  for (
    const text of [
      "",
      "today",
      "2026-13-01",
      "2026-02-30",
      "2026-06-21T25:00",
      "05:00",
      "1969-12-31",
      "2038-01-01",
      "2200-01-01",
      "2026-06-21T05:00Z",
    ]
  ) {
    assert.throws(() => parseLocalTime(text), RangeError, text);
  }
});

async function readOverTcp(port: number, number: number): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const data = encodeRequest(readRequest(info(number)));
  await connection.write(encodeFrame({ flags: 0, source: 1, destination: 101, data }));
  const decoder = new FrameDecoder();
  const buffer = new Uint8Array(100);
  for (;;) {
    const length = await connection.read(buffer);
    assert.ok(length !== null);
    for (const event of decoder.push(buffer.slice(0, length))) {
      if (event.kind !== "frame") continue;
      const response = decodeResponse(event.frame.data);
      assert.ok(response.ok);
      return new DataView(response.data.slice().buffer).getFloat32(0, true);
    }
  }
}
