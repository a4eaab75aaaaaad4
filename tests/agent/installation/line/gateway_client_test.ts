import assert from "node:assert/strict";
import {
  CorruptAnswerError,
  LinkLostError,
  ResponseTimeoutError,
} from "../../../../agent/installation/line/errors.ts";
import {
  GatewayClient,
  RESPONSE_TIMEOUT_MS,
} from "../../../../agent/installation/line/gateway_client.ts";
import { newLineStatistics } from "../../../../agent/installation/line/line_statistics.ts";
import { ErrorCode, ScomError } from "../../../../protocol/error_code.ts";
import { userInfoValue } from "../../../../protocol/object.ts";
import { readRequest } from "../../../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../../../protocol/value.ts";
import {
  answerTo,
  type Asked,
  refusalOf,
  type Script,
  scriptedPeer,
} from "../../../support/gateway_script.ts";
import { ManualClock, settle } from "../../../support/manual_clock.ts";
import { MemoryLink } from "../../../support/memory_link.ts";

const SOURCE = 0x5C0A_11ED;
const readBatteryVoltage = readRequest(userInfoValue(3000));
const float = (value: number) => encodeValue("float", value);

/** A client over a memory link whose other end follows a script. */
async function withClient(
  script: Script,
  test: (made: ReturnType<typeof parts>) => Promise<void>,
  trace?: () => void,
): Promise<void> {
  const made = parts(script, trace);
  const running = made.client.run();
  try {
    await test(made);
  } finally {
    await made.link.close();
    await running;
  }
  assert.equal(made.clock.sleeping, 0, "a timeout outlived its request");
}

function parts(script: Script, trace: () => void = () => {}) {
  const asked: Asked[] = [];
  const link = new MemoryLink(scriptedPeer((request) => {
    asked.push(request);
    return script(request);
  }));
  const clock = new ManualClock();
  const statistics = newLineStatistics();
  const flags: number[] = [];
  const client = new GatewayClient({
    link,
    clock,
    source: SOURCE,
    statistics,
    onFlags: (value) => flags.push(value),
    trace,
  });
  const read = async (destination: number) =>
    decodeValue("float", await client.request(destination, readBatteryVoltage));
  return { link, clock, statistics, flags, client, asked, read };
}

Deno.test("GatewayClient.request() returns the data of the answer and reports its flags", async () => {
  await withClient(
    (asked) => [answerTo(asked, float(12.359375), 0x34)],
    async ({ read, flags, asked }) => {
      assert.equal(await read(101), 12.359375);
      assert.deepEqual(flags, [0x34]);
      assert.equal(asked[0]!.source, SOURCE);
      assert.equal(asked[0]!.destination, 101);
    },
  );
});

Deno.test("GatewayClient.request() throws the gateway's refusal", async () => {
  await withClient((asked) => [refusalOf(asked, ErrorCode.DEVICE_NOT_FOUND)], async ({ read }) => {
    await assert.rejects(
      read(109),
      (error: unknown) => error instanceof ScomError && error.code === ErrorCode.DEVICE_NOT_FOUND,
    );
  });
});

Deno.test("GatewayClient.request() drops an answer that comes after its deadline: inverter 2 never gets inverter 1's value", async () => {
  let late: Uint8Array | undefined;
  const script: Script = (asked) => {
    if (asked.destination === 101) {
      late = answerTo(asked, float(101));
      return [];
    }
    return [late!, answerTo(asked, float(102))];
  };
  await withClient(script, async ({ read, clock, statistics }) => {
    const first = assert.rejects(read(101), ResponseTimeoutError);
    await clock.advance(RESPONSE_TIMEOUT_MS);
    await first;
    assert.equal(await read(102), 102);
    assert.equal(statistics.unrelated, 1);
  });
});

Deno.test("GatewayClient.request() takes no answer that differs from the question in a single field", async () => {
  const other = readRequest(userInfoValue(3001));
  const wrong = (asked: Asked): Asked[] => [
    { ...asked, source: SOURCE + 1 },
    { ...asked, destination: 102 },
    { ...asked, request: other },
    { ...asked, request: { ...asked.request, service: 2 } },
    {
      ...asked,
      request: { ...asked.request, property: { ...asked.request.property, propertyId: 0x0D } },
    },
    {
      ...asked,
      request: { ...asked.request, property: { ...asked.request.property, objectType: 2 } },
    },
  ];
  const script: Script = (asked) => [
    ...wrong(asked).map((sent) => answerTo(sent, float(999))),
    answerTo(asked, float(48)),
  ];
  await withClient(script, async ({ read, statistics }) => {
    assert.equal(await read(101), 48);
    assert.equal(statistics.unrelated, 6);
    assert.equal(statistics.requests, 1, "an unrelated frame is no reason to ask again");
  });
});

Deno.test("GatewayClient.request() asks once more, at once, after a bad checksum", async () => {
  let times = 0;
  const script: Script = (asked) => {
    const answer = answerTo(asked, float(48));
    if (++times === 1) answer[answer.length - 1]! ^= 0x01;
    return [answer];
  };
  await withClient(script, async ({ read, clock, statistics }) => {
    assert.equal(await read(101), 48);
    assert.equal(clock.now(), 0);
    assert.equal(statistics.requests, 2);
    assert.equal(statistics.damaged, 1);
  });
});

Deno.test("GatewayClient.request() gives up after a second bad checksum", async () => {
  const script: Script = (asked) => {
    const answer = answerTo(asked, float(48));
    answer[answer.length - 1]! ^= 0x01;
    return [answer];
  };
  await withClient(script, async ({ read, statistics }) => {
    await assert.rejects(read(101), CorruptAnswerError);
    assert.equal(statistics.requests, 2);
  });
});

Deno.test("GatewayClient.request() does not await the deadline where a serial server swallowed two bytes", async () => {
  let times = 0;
  const script: Script = (asked) => {
    const answer = answerTo(asked, float(48));
    return [++times === 1 ? answer.subarray(0, answer.length - 2) : answer];
  };
  await withClient(script, async ({ read, clock }) => {
    const value = read(101);
    await clock.advance(RESPONSE_TIMEOUT_MS / 2);
    assert.equal(await value, 48);
    assert.ok(clock.now() < RESPONSE_TIMEOUT_MS);
  });
});

Deno.test("GatewayClient.request() does not ask again for a damaged frame that answers somebody else", async () => {
  const script: Script = (asked) => {
    const foreign = answerTo({ ...asked, source: 1 }, float(7));
    foreign[foreign.length - 1]! ^= 0x01;
    return [foreign, answerTo(asked, float(48))];
  };
  await withClient(script, async ({ read, statistics }) => {
    assert.equal(await read(101), 48);
    assert.equal(statistics.requests, 1);
  });
});

Deno.test("GatewayClient.request() reads an answer in pieces, behind noise, with CR LF after it", async () => {
  const script: Script = (asked) => {
    const answer = answerTo(asked, float(48));
    return [
      Uint8Array.of(0x00, 0xAA, 0x13),
      answer.subarray(0, 5),
      answer.subarray(5, 20),
      answer.subarray(20),
      Uint8Array.of(0x0D, 0x0A),
    ];
  };
  await withClient(script, async ({ read, statistics }) => {
    assert.equal(await read(101), 48);
    await settle();
    assert.equal(statistics.discardedBytes, 3, "CR LF is no damage");
  });
});

Deno.test("GatewayClient.request() awaits its deadline through noise without a start byte", async () => {
  let answer: Uint8Array | undefined;
  const script: Script = (asked) => {
    answer = answerTo(asked, float(48));
    return [new Uint8Array(40).fill(0x55)];
  };
  await withClient(script, async ({ read, clock, link, statistics }) => {
    const value = read(101);
    // A slow device on a noisy line: the noise comes and goes, and then the answer.
    await clock.advance(RESPONSE_TIMEOUT_MS / 2);
    link.push(Uint8Array.of(0x00, 0xFF, 0x55));
    await clock.advance(RESPONSE_TIMEOUT_MS / 2 - 1);
    link.push(answer!);
    assert.equal(await value, 48);
    assert.equal(statistics.requests, 1);
    assert.equal(statistics.discardedBytes, 43);
  });
});

Deno.test("GatewayClient.request() leaves nothing behind where the trace fails", async () => {
  let bugs = 0;
  const trace = () => {
    if (bugs++ === 0) throw new TypeError("a bug");
  };
  await withClient((asked) => [answerTo(asked, float(48))], async ({ read }) => {
    await assert.rejects(read(101), TypeError);
    assert.equal(await read(101), 48);
  }, trace);
});

Deno.test("GatewayClient.request() ignores what an earlier exchange left half-finished", async () => {
  let times = 0;
  const script: Script = (asked) => {
    const answer = answerTo(asked, float(48));
    return ++times <= 2 ? [answer.subarray(0, 12)] : [answer];
  };
  await withClient(script, async ({ read, clock }) => {
    const first = assert.rejects(read(101), CorruptAnswerError);
    await clock.advance(RESPONSE_TIMEOUT_MS);
    await first;
    assert.equal(await read(101), 48);
  });
});

Deno.test("GatewayClient.request() is rejected when the line breaks under it, and after that", async () => {
  await withClient(() => [], async ({ read, link }) => {
    const value = assert.rejects(read(101), LinkLostError);
    link.hangUp(new Error("the adapter was pulled out"));
    await value;
    await assert.rejects(read(101), /pulled out/);
  });
});
