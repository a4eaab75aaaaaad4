import assert from "node:assert/strict";
import { GatewayClient } from "../../../agent/installation/line/gateway_client.ts";
import {
  type LineStatistics,
  newLineStatistics,
} from "../../../agent/installation/line/line_statistics.ts";
import { LineTap } from "../../../agent/installation/line/line_tap.ts";
import { GATEWAY_ADDRESS } from "../../../protocol/address.ts";
import type { CaptureRecord } from "../../../protocol/capture.ts";
import { encodeFrame } from "../../../protocol/frame.ts";
import { guidProperty } from "../../../protocol/guid.ts";
import { encodeMultiInfoRequest, multiInfoProperty } from "../../../protocol/multi_info.ts";
import { encodeRequest, readRequest, type Request } from "../../../protocol/service.ts";
import type { Line } from "../../../simulator/endpoint/line.ts";
import { type FaultOptions, Faults, NO_FAULTS } from "../../../simulator/faults.ts";
import { GatewayLine } from "../../../simulator/gateway_line.ts";
import { createRandom } from "../../../simulator/random.ts";
import { replayLine, startReplay } from "../../../simulator/replay/replay_server.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { MemoryLink } from "../../support/memory_link.ts";
import { info, parameter } from "../gateway_client.ts";

const head = { agentVersion: "0", link: "memory", date: "", redacted: false };

type Question = readonly [destination: number, request: Request];

/** What a client got, and what it saw of the line. */
interface Experience {
  readonly outcomes: readonly string[];
  readonly statistics: LineStatistics;
  readonly records: readonly CaptureRecord[];
}

/** Asks one question after another over a line, as the agent does. */
async function experience(
  line: Line,
  clock: ManualClock,
  source: number,
  questions: readonly Question[],
): Promise<Experience> {
  const link: MemoryLink = new MemoryLink((bytes) => connection.receive(bytes));
  const connection = line.connect((bytes) => link.push(bytes));
  const tap = new LineTap(clock);
  const records: CaptureRecord[] = [];
  tap.listen((record) => records.push(record));
  const statistics = newLineStatistics();
  const client = new GatewayClient({
    link,
    clock,
    source,
    statistics,
    onFlags: () => {},
    trace: (direction, bytes) => tap.pass(direction, bytes),
  });
  const running = client.run();
  const outcomes: string[] = [];
  for (const [destination, request] of questions) {
    let outcome: string | undefined;
    void client.request(destination, request).then(
      (data) => (outcome = data.toHex()),
      (error) => (outcome = `${error.name} ${error.code ?? ""}`),
    );
    while (outcome === undefined) await clock.advance(10);
    outcomes.push(outcome);
  }
  await clock.advance(5000);
  connection.disconnect();
  await link.close();
  await running;
  return { outcomes, statistics, records };
}

async function recorded(
  faults: Partial<FaultOptions>,
  questions: readonly Question[],
): Promise<Experience> {
  const clock = new ManualClock();
  const line = new GatewayLine({
    gateway: createGateway({ scenario: "house", start: "2026-06-21T12:00", historyDays: 1 }),
    clock,
    faults: new Faults({ ...NO_FAULTS, ...faults }, createRandom(7)),
    baudRate: 38400,
    delayMs: 20,
    speed: 1,
  });
  const ended = new AbortController();
  const running = line.run(ended.signal);
  const result = await experience(line, clock, 0x5C0A_11ED, questions);
  ended.abort();
  await running;
  return result;
}

/** The same questions by another client, to the recording; with what was said of it. */
async function replayed(
  records: readonly CaptureRecord[],
  questions: readonly Question[],
): Promise<Experience & { readonly said: readonly string[] }> {
  const clock = new ManualClock();
  const ended = new AbortController();
  const said: string[] = [];
  const line = replayLine({ head, records }, {
    clock,
    signal: ended.signal,
    log: { info: () => {}, warn: (message) => said.push(message) },
  });
  const result = await experience(line, clock, 0x1234_5678, questions);
  ended.abort();
  await clock.advance(0);
  assert.equal(clock.sleeping, 0);
  return { ...result, said };
}

function voltage(xt: number): Question {
  return [100 + xt, readRequest(info(3000))];
}

const questions: readonly Question[] = Array.from({ length: 60 }, (_, i): Question => {
  const kinds: readonly Question[] = [
    voltage(1),
    voltage(2),
    [101, readRequest(parameter(1138))],
    [GATEWAY_ADDRESS, readRequest(guidProperty)],
    [104, readRequest(info(3000))],
    [101, readRequest(info(3999))],
    multiInfo(i, 3000 + i % 3),
  ];
  return kinds[i % kinds.length]!;
});

function multiInfo(number: number, reference: number): Question {
  const items = encodeMultiInfoRequest([{ reference, aggregation: 1 }]);
  return [GATEWAY_ADDRESS, readRequest(multiInfoProperty(number), items)];
}

const FaultSets: ReadonlyArray<
  readonly [name: string, seen: keyof LineStatistics, faults: Partial<FaultOptions>]
> = [
  ["a sound line", "answers", {}],
  ["a line in small pieces", "answers", { split: 3 }],
  ["a line with noise", "discardedBytes", { noise: 0.3, split: 8 }],
  ["a line that damages", "damaged", { corrupt: 0.4 }],
  ["a line that loses", "timeouts", { drop: 0.3 }],
  ["a line with answers to others", "unrelated", { foreign: 0.4, split: 5 }],
  ["a line with late answers", "unrelated", { late: 0.2 }],
  ["a line with everything", "damaged", {
    drop: 0.1,
    corrupt: 0.1,
    noise: 0.1,
    foreign: 0.1,
    late: 0.1,
  }],
];

for (const [name, seen, faults] of FaultSets) {
  Deno.test(`Replay of ${name} gives another client the same answers and the same damage`, async () => {
    const first = await recorded(faults, questions);
    assert.ok(first.statistics[seen] > 0);
    const second = await replayed(first.records, questions);
    assert.deepEqual(second.outcomes, first.outcomes);
    assert.deepEqual(second.statistics, first.statistics);
    assert.deepEqual(second.said, []);
    const pauses = ({ records }: Experience) =>
      records.map(({ at, to }) => `${Math.round(at)} ${to}`);
    assert.deepEqual(pauses(second), pauses(first));
  });
}

Deno.test("Replay gives the k-th asking the k-th answer, then the last one again", async () => {
  const { records } = await recorded({}, [voltage(1), voltage(2), voltage(1)]);
  const answers = (await recorded({}, [voltage(1), voltage(2), voltage(1)])).outcomes;
  const again = await replayed(records, [1, 1, 1, 1, 2, 2].map(voltage));
  const [first, other, last] = answers as [string, string, string];
  assert.deepEqual(again.outcomes, [first, last, last, last, other, other]);
});

Deno.test("Replay answers a multi-info by what is asked, with the number of who asks", async () => {
  const { records, outcomes } = await recorded({}, [multiInfo(500, 3000), multiInfo(501, 3001)]);
  const again = await replayed(records, [multiInfo(1, 3001), multiInfo(2, 3000)]);
  assert.deepEqual(again.outcomes, outcomes.toReversed());
});

Deno.test("Replay has no answer to what was never asked, and says so once", async () => {
  const { records } = await recorded({}, [voltage(1)]);
  const { outcomes, said } = await replayed(records, [voltage(2), voltage(2), voltage(1)]);
  assert.match(outcomes[0]!, /ResponseTimeoutError/);
  assert.match(outcomes[1]!, /ResponseTimeoutError/);
  assert.doesNotMatch(outcomes[2]!, /Error/);
  assert.deepEqual(said, [
    "Silent: the recording has no request to 102: service 1, object type 1, object id 3000, property 1",
  ]);
});

Deno.test("Replay plays what nobody asked for at its time, and leaves frames for others alone", async () => {
  const foreign = encodeFrame({
    flags: 0,
    source: 101,
    destination: 0x5055,
    data: encodeRequest(readRequest(info(3000))),
  });
  const heard: string[] = [];
  const clock = new ManualClock();
  const ended = new AbortController();
  const line = replayLine({
    head,
    records: [{ at: 500, to: "agent", bytes: foreign }, {
      at: 900,
      to: "agent",
      bytes: Uint8Array.of(0x55),
    }],
  }, { clock, signal: ended.signal, log: { info: () => {}, warn: () => {} } });
  line.connect((bytes) => heard.push(`${clock.now()} ${bytes.toHex()}`));
  await clock.advance(2000);
  assert.deepEqual(heard, [`500 ${foreign.toHex()}`, "900 55"]);
});

Deno.test("Replay survives requests that are none, and a recording without anything", async () => {
  const { outcomes } = await replayed([], [[101, { ...readRequest(info(3000)), service: 99 }]]);
  assert.match(outcomes[0]!, /ResponseTimeoutError/);
  const short = encodeFrame({ flags: 0, source: 1, destination: 101, data: new Uint8Array(3) });
  const records: CaptureRecord[] = [
    { at: 0, to: "gateway", bytes: short },
    { at: 0, to: "gateway", bytes: Uint8Array.of(0xAA, 0xAA) },
  ];
  const clock = new ManualClock();
  const heard: string[] = [];
  const line = replayLine({ head, records }, {
    clock,
    signal: new AbortController().signal,
    log: { info: () => {}, warn: (message) => heard.push(message) },
  });
  line.connect(() => heard.push("something")).receive(short);
  assert.deepEqual(heard, []);
});

Deno.test("startReplay() serves TCP and ends what clients had", async () => {
  const { records, outcomes } = await recorded({}, [voltage(1)]);
  const running = await startReplay({ listen: 0, capture: { head, records } }, {
    clock: { now: () => 0, wallTime: () => 0, sleep: () => Promise.resolve() },
    log: { info: () => {}, warn: () => {} },
  });
  const { port } = running.endpoints[0]!;
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: port! });
  const [destination, request] = voltage(1);
  await connection.write(
    encodeFrame({ flags: 0, source: 77, destination, data: encodeRequest(request) }),
  );
  const buffer = new Uint8Array(100);
  const length = await connection.read(buffer);
  assert.ok(buffer.subarray(0, length!).toHex().includes(outcomes[0]!));
  await running.close();
  await running.close();
  assert.equal(await connection.read(buffer).catch(() => null), null);
  connection.close();
});
