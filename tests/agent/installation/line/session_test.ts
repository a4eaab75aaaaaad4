import assert from "node:assert/strict";
import { LinkLostError, ResponseTimeoutError } from "../../../../agent/installation/line/errors.ts";
import { Session } from "../../../../agent/installation/line/session.ts";
import { encodeFrame } from "../../../../protocol/frame.ts";
import { ErrorCode, ScomError } from "../../../../protocol/error_code.ts";
import { userInfoValue } from "../../../../protocol/object.ts";
import { readRequest } from "../../../../protocol/service.ts";
import { encodeValue } from "../../../../protocol/value.ts";
import { answerTo, type Asked, refusalOf, scriptedPeer } from "../../../support/gateway_script.ts";
import { ManualClock, settle } from "../../../support/manual_clock.ts";
import { recordingLog } from "../../../support/recording_log.ts";
import { SimulatedLine } from "../../../support/simulated_line.ts";

const SOURCE = 0x5C0A_11ED;
const UNANSWERED_BEFORE_REOPENING = 8;

/** Answers everything with 48. */
const willing = (asked: Asked) => [answerTo(asked, encodeValue("float", 48))];
const silent = () => [];

type Parts = ReturnType<typeof parts>;

function parts(script: (asked: Asked) => Uint8Array[]) {
  const clock = new ManualClock();
  const line = new SimulatedLine(clock, scriptedPeer(script), 0);
  const { log, entries } = recordingLog();
  const answering: boolean[] = [];
  const stopping = new AbortController();
  const session = new Session({
    links: line,
    clock,
    log,
    source: SOURCE,
    onAnswering: (is) => answering.push(is),
  });
  const read = (number: number, priority: "poll" | "command" = "poll") =>
    session.request(101, readRequest(userInfoValue(number)), priority);
  const problems = (level: string) =>
    entries.filter((entry) => entry.level === level && entry.fields.problem !== undefined)
      .map(({ fields }) => String(fields.problem));
  /** Asks, over and over, for so many seconds. */
  const poll = async (seconds: number) => {
    const end = clock.now() + seconds * 1000;
    while (clock.now() < end) {
      read(3000).catch(() => {});
      await clock.advance(1000);
    }
  };
  return { clock, line, entries, answering, stopping, session, read, problems, poll };
}

async function withSession(
  script: (asked: Asked) => Uint8Array[],
  test: (made: Parts) => Promise<void>,
  prepare: (made: Parts) => void = () => {},
): Promise<void> {
  const made = parts(script);
  prepare(made);
  const running = made.session.run(made.stopping.signal);
  await settle();
  try {
    await test(made);
  } finally {
    made.line.release();
    made.stopping.abort();
    await running;
    await settle();
  }
  assert.ok(made.line.closed, "the source of links was not closed");
  assert.equal(made.clock.sleeping, 0, "a wait outlived the session");
}

Deno.test("Session opens the line again, ever more slowly, after it broke", async () => {
  await withSession(willing, async ({ line, clock, read, session }) => {
    await read(3000);
    line.openError = new Error("the port is gone");
    line.break(new Error("the adapter was pulled out"));
    const openedAt: number[] = [];
    let seen = line.openings;
    for (let second = 1; second <= 130; second++) {
      await clock.advance(1000);
      if (line.openings > seen) openedAt.push(second);
      seen = line.openings;
    }
    assert.deepEqual(openedAt, [1, 3, 7, 15, 31, 63, 123]);
    await assert.rejects(read(3000), LinkLostError);
    line.openError = undefined;
    await clock.advance(60_000);
    await read(3000);
    assert.ok(session.answering);
    line.break();
    await clock.advance(1000);
    await read(3000);
  });
});

Deno.test("Session.request() is rejected at once while there is no line, with the reason", async () => {
  const prepare = ({ line }: Parts) => {
    line.openError = new Error("Cannot open /dev/ttyUSB0: no such port");
  };
  await withSession(willing, async ({ read, session }) => {
    await assert.rejects(read(3000), /no such port/);
    assert.match(session.problem!, /no such port/);
  }, prepare);
});

Deno.test("Session warns of the first failure, whispers its repetitions, and tells of the recovery", async () => {
  await withSession(willing, async ({ line, clock, read, problems, entries, session }) => {
    await read(3000);
    line.openError = new Error("the port is gone");
    line.break(new Error("the adapter was pulled out"));
    await clock.advance(200_000);
    assert.deepEqual(problems("warn"), ["the adapter was pulled out", "the port is gone"]);
    assert.ok(problems("debug").length >= 5);
    line.openError = undefined;
    await clock.advance(60_000);
    await read(3000);
    await read(3000);
    const infos = entries.filter(({ level }) => level === "info").map(({ message }) => message);
    assert.deepEqual(infos, ["The gateway answers again"]);
    assert.equal(session.problem, undefined);
  });
});

Deno.test("Session does not say that a gateway answers again which had never answered", async () => {
  const prepare = ({ line }: Parts) => {
    line.openError = new Error("no such port");
  };
  await withSession(willing, async ({ line, clock, read, entries }) => {
    line.openError = undefined;
    await clock.advance(1000);
    await read(3000);
    const infos = entries.filter(({ level }) => level === "info").map(({ message }) => message);
    assert.deepEqual(infos, ["The gateway answers"]);
  }, prepare);
});

Deno.test("Session warns of a gateway that stays silent once, not at every link that it gives up", async () => {
  await withSession(silent, async ({ poll, problems, line }) => {
    await poll(600);
    assert.ok(line.openings > 3, "the half-dead link was kept");
    assert.deepEqual(problems("warn").map((text) => text.slice(0, 24)), [
      "not a single byte arrive",
    ]);
  });
});

Deno.test("Session warns of bytes without frames once, however many there are", async () => {
  const garbled = () => [Uint8Array.from({ length: 30 }, (_, i) => i)];
  await withSession(garbled, async ({ poll, problems, line }) => {
    await poll(600);
    assert.ok(line.openings > 3);
    assert.equal(problems("warn").length, 1);
    assert.match(problems("warn")[0]!, /no frame: check the parity .* baud rate/);
  });
});

Deno.test("Session explains frames that answer somebody else", async () => {
  const foreign = (asked: Asked) => willing({ ...asked, source: 1 });
  await withSession(foreign, async ({ poll, problems, session }) => {
    await poll(8);
    assert.match(problems("warn").join(), /another program or the portal uses this gateway/);
    assert.match(session.problem!, /another program/);
  });
});

Deno.test("Session tells when the gateway begins and ceases to answer", async () => {
  let awake = true;
  await withSession((asked) => awake ? willing(asked) : [], async ({ read, poll, answering }) => {
    await read(3000);
    await read(3000);
    assert.deepEqual(answering, [true]);
    awake = false;
    await poll(8);
    assert.deepEqual(answering, [true, false]);
    awake = true;
    await poll(30);
    assert.deepEqual(answering, [true, false, true]);
  });
});

Deno.test("Session does not take the gateway for answering whose last answer came as the line broke", async () => {
  await withSession(willing, async ({ line, read, session, answering, clock }) => {
    await read(3000);
    line.openError = new Error("no such port");
    line.crossing = (bytes) => {
      queueMicrotask(() => line.break());
      return [{ delayMs: 0, bytes }];
    };
    await read(3000);
    await clock.advance(10_000);
    assert.deepEqual(answering, [true, false]);
    assert.match(session.problem!, /no such port/);
  });
});

Deno.test("Session takes a refusal for an answer: the gateway is there", async () => {
  const refusing = (asked: Asked) => [refusalOf(asked, ErrorCode.DEVICE_NOT_FOUND)];
  await withSession(refusing, async ({ read, session, line }) => {
    for (let times = 0; times <= UNANSWERED_BEFORE_REOPENING; times++) {
      await assert.rejects(read(3000), ScomError);
    }
    assert.ok(session.answering);
    assert.equal(line.openings, 1);
  });
});

Deno.test("Session opens a half-dead link anew after eight unanswered requests", async () => {
  let awake = true;
  const script = (asked: Asked) => awake ? willing(asked) : [];
  await withSession(script, async ({ read, clock, line }) => {
    await read(3000);
    awake = false;
    for (let times = 1; times <= UNANSWERED_BEFORE_REOPENING; times++) {
      assert.equal(line.openings, 1, `given up after ${times - 1}`);
      const unanswered = assert.rejects(read(3000), ResponseTimeoutError);
      await clock.advance(2000);
      await unanswered;
    }
    awake = true;
    await clock.advance(1000);
    assert.equal(line.openings, 2);
    await read(3000);
  });
});

Deno.test("Session opens a link anew whose writes fail although it still listens", async () => {
  await withSession(willing, async ({ read, clock, line, session, problems }) => {
    await read(3000);
    line.writeError = new Error("the network is unreachable");
    await assert.rejects(read(3000), /network is unreachable/);
    await settle();
    assert.equal(session.answering, false);
    assert.deepEqual(problems("warn").length, 1);
    assert.match(problems("warn")[0]!, /network is unreachable/);
    line.writeError = undefined;
    await clock.advance(1000);
    assert.equal(line.openings, 2);
    await read(3000);
  });
});

Deno.test("Session.opened() waits while a link that cannot be written to is replaced", async () => {
  await withSession(willing, async ({ read, clock, line, session, stopping }) => {
    line.writeError = new Error("the network is unreachable");
    await assert.rejects(read(3000), LinkLostError);
    await settle();
    let opened = false;
    const waiting = session.opened(stopping.signal).then(() => (opened = true));
    await settle();
    assert.equal(opened, false);
    await clock.advance(1000);
    await waiting;
    assert.equal(line.openings, 2);
  });
});

Deno.test("Session lets a command go before the polls that wait", async () => {
  await withSession(willing, async ({ read, line }) => {
    line.answerInstead = () => [];
    const first = read(3000).catch(() => {});
    const polls = [3001, 3002, 3003].map((number) => read(number));
    const command = read(3136, "command");
    line.answerInstead = () => undefined;
    line.push(answerTo(line.sent[0]!, encodeValue("float", 1)));
    await Promise.all([first, ...polls, command]);
    assert.deepEqual(
      line.sent.map(({ request }) => request.property.objectId),
      [3000, 3136, 3001, 3002, 3003],
    );
  });
});

Deno.test("Session repeats an unanswered command once, and a poll not at all", async () => {
  await withSession(silent, async ({ read, clock, line }) => {
    const poll = assert.rejects(read(3000, "poll"), ResponseTimeoutError);
    await clock.advance(10_000);
    await poll;
    assert.equal(line.sent.length, 1);
    const command = assert.rejects(read(3000, "command"), ResponseTimeoutError);
    await clock.advance(10_000);
    await command;
    assert.equal(line.sent.length, 3);
  });
});

Deno.test("Session gives a busy gateway half a second before it repeats a command; polls are not repeated", async () => {
  let busy = 0;
  const script = (asked: Asked) =>
    busy-- > 0 ? [refusalOf(asked, ErrorCode.GATEWAY_BUSY)] : willing(asked);
  await withSession(script, async ({ read, clock, line }) => {
    busy = 1;
    await assert.rejects(read(3000, "poll"), /GATEWAY_BUSY/);
    assert.equal(line.sent.length, 1);
    busy = 1;
    const command = read(3000, "command");
    await clock.advance(499);
    assert.equal(line.sent.length, 2);
    await clock.advance(1);
    assert.equal((await command).length, 4);
    busy = 2;
    const refused = assert.rejects(read(3000, "command"), /GATEWAY_BUSY/);
    await clock.advance(1000);
    await refused;
  });
});

Deno.test("Session never repeats a command that was refused for good", async () => {
  const refusing = (asked: Asked) => [refusalOf(asked, ErrorCode.ACCESS_DENIED)];
  await withSession(refusing, async ({ read, line }) => {
    await assert.rejects(read(3000, "command"), /ACCESS_DENIED/);
    assert.equal(line.sent.length, 1);
  });
});

Deno.test("Session.run() ends at once while a request, a retry and a back-off are under way", async () => {
  await withSession(silent, async ({ read, stopping }) => {
    const waiting = [read(3000), read(3001, "command"), read(3002)];
    stopping.abort();
    for (const result of await Promise.allSettled(waiting)) {
      assert.ok(result.status === "rejected" && result.reason instanceof LinkLostError);
    }
  });
});

Deno.test("Session counts what the line carries", async () => {
  const foreign = encodeFrame({ flags: 0, source: 101, destination: 1, data: new Uint8Array(10) });
  await withSession((asked) => [foreign, ...willing(asked)], async ({ read, session }) => {
    await read(3000);
    const { requests, answers, unrelated, openings } = session.statistics;
    assert.deepEqual({ requests, answers, unrelated, openings }, {
      requests: 1,
      answers: 1,
      unrelated: 1,
      openings: 1,
    });
  });
});
