import assert from "node:assert/strict";
import { type AgentHealth, statusText } from "../../../agent/service/health.ts";
import { keepInformed } from "../../../agent/service/keep_informed.ts";
import { openNotifier } from "../../../agent/service/notifier.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { ErrorCode } from "../../../protocol/error_code.ts";
import { refusalOf } from "../../support/gateway_script.ts";
import { type DatagramSocket, datagramSocket } from "../../support/datagram_socket.ts";
import { settle } from "../../support/manual_clock.ts";
import { type LogEntry, recordingLog } from "../../support/recording_log.ts";
import {
  type SimulatedInstallation,
  type SimulatedInstallationOptions,
  withInstallation,
} from "../../support/simulated_installation.ts";

const WATCHDOG_SECONDS = 180;

/** An installation, and what systemd hears of it. */
interface Informed {
  readonly home: SimulatedInstallation;
  readonly socket: DatagramSocket;
  readonly entries: readonly LogEntry[];
  /** Ends the agent. */
  end(): Promise<void>;
}

/** Runs a test with an agent's one installation under systemd's eyes. */
async function withSystemd(
  options: SimulatedInstallationOptions,
  test: (informed: Informed) => Promise<void>,
  variables: Readonly<Record<string, string>> = { WATCHDOG_USEC: `${WATCHDOG_SECONDS}000000` },
): Promise<void> {
  await using directory = await temporaryDirectory();
  const name = `${directory.path}/notify`;
  using socket = datagramSocket(name);
  const { log, entries } = recordingLog();
  const all: Readonly<Record<string, string>> = { NOTIFY_SOCKET: name, ...variables };
  using notifier = openNotifier((variable) => all[variable], 1, log);
  await withInstallation({ scenario: "cabin", ...options }, async (home) => {
    const ended = new AbortController();
    const { session } = home.installation;
    const informing = keepInformed({
      tried: session.tried,
      health: () => healthOf(home),
      notifier: notifier!,
      clock: home.clock,
      log,
    }, ended.signal);
    await settle();
    const end = () => {
      ended.abort();
      return informing;
    };
    try {
      await test({ home, socket, entries, end });
    } finally {
      await end();
    }
  });
}

function healthOf({ installation: { id, session } }: SimulatedInstallation): AgentHealth {
  const { answering: isAnswering, pulse: { isAlive } } = session;
  return { brokerConnected: true, installations: [{ id, isAnswering, isAlive }] };
}

/** How often systemd heard of life in each span of its patience; 0 is where it ends the agent. */
async function signsOfLife({ home, socket }: Informed, spans: number): Promise<number[]> {
  socket.received();
  const signs: number[] = [];
  for (let span = 0; span < spans; span++) {
    await home.clock.advance(WATCHDOG_SECONDS * 1000);
    signs.push(socket.received().filter((text) => text === "WATCHDOG=1").length);
  }
  return signs;
}

Deno.test("keepInformed() tells that the agent is up, how it is, that it lives, and that it ends", async () => {
  await withSystemd({}, async ({ home, socket, end }) => {
    const [ready, ...rest] = socket.received();
    assert.equal(ready, "READY=1");
    assert.equal(rest.at(-1), "WATCHDOG=1");
    await home.clock.advance(WATCHDOG_SECONDS * 1000);
    const later = socket.received();
    assert.deepEqual(
      later.filter((text) => text.startsWith("STATUS=")),
      rest.includes("STATUS=reading home; MQTT broker connected")
        ? []
        : ["STATUS=reading home; MQTT broker connected"],
    );
    assert.equal(later.filter((text) => text === "WATCHDOG=1").length, 2);
    await end();
    assert.deepEqual(socket.received(), ["STOPPING=1\nSTATUS=Ending"]);
  });
});

Deno.test("keepInformed() feeds no watchdog that is not there", async () => {
  await withSystemd({}, async (informed) => {
    assert.deepEqual(await signsOfLife(informed, 2), [0, 0]);
  }, {});
});

Deno.test("keepInformed() feeds a hasty watchdog in time", async () => {
  await withSystemd({}, async ({ home, socket }) => {
    socket.received();
    for (let second = 0; second < 20; second++) {
      await home.clock.advance(1000);
      assert.ok(socket.received().includes("WATCHDOG=1"), `${second}`);
    }
  }, { WATCHDOG_USEC: "2000000" });
});

Deno.test("keepInformed() says that the agent is up where the line cannot be opened", async () => {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.openError = new Error("the port is gone");
  };
  await withSystemd({ prepare }, async (informed) => {
    assert.equal(informed.socket.received()[0], "READY=1");
    const signs = await signsOfLife(informed, 20);
    assert.ok(signs.every((count) => count > 0), `${signs}`);
  });
});

Deno.test("keepInformed() says that the agent is up while it waits for a gateway to dial in", async () => {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.open = (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true })
      );
  };
  await withSystemd({ prepare }, async (informed) => {
    assert.deepEqual(informed.socket.received(), []);
    await informed.home.clock.advance(10_000);
    assert.equal(informed.socket.received()[0], "READY=1");
    const signs = await signsOfLife(informed, 20);
    assert.ok(signs.every((count) => count > 0), `${signs}`);
  });
});

Deno.test("keepInformed() lets an agent live whose gateway is silent", async () => {
  await withSystemd({}, async (informed) => {
    informed.home.line.answerInstead = () => [];
    const signs = await signsOfLife(informed, 20);
    assert.ok(signs.every((count) => count > 0), `${signs}`);
    assert.equal(statusText(healthOf(informed.home)), "no answer from home; MQTT broker connected");
    assert.deepEqual(informed.entries, []);
  });
});

Deno.test("keepInformed() lets an agent live that has nothing to read for an hour", async () => {
  await withSystemd({}, async (informed) => {
    const { home } = informed;
    await home.clock.advance(20 * 60_000);
    home.line.answerInstead = (asked) => [refusalOf(asked, ErrorCode.OBJECT_NOT_SUPPORTED)];
    const signs = await signsOfLife(informed, 20);
    assert.ok(signs.every((count) => count > 0), `${signs}`);
  });
});

Deno.test("keepInformed() falls silent where the line hangs", async () => {
  await withSystemd({}, async (informed) => {
    const { home, entries } = informed;
    assert.ok((await signsOfLife(informed, 1))[0]! > 0);
    for (const times of [1, 2]) {
      const hang = Promise.withResolvers<void>();
      home.line.closing = hang.promise;
      home.line.break(new Error("the adapter was pulled out"));
      assert.equal((await signsOfLife(informed, 4)).at(-1), 0);
      // Once each time.
      assert.deepEqual(
        entries.filter(({ level }) => level === "error").map(({ fields }) => fields),
        Array(times).fill({ installation: "home" }),
      );
      // Whoever comes back by himself is alive again.
      hang.resolve();
      assert.ok((await signsOfLife(informed, 2)).at(-1)! > 0);
    }
  });
});

Deno.test("keepInformed() falls silent where nobody asks any more, though the line is open", async () => {
  await withSystemd({}, async (informed) => {
    const { home } = informed;
    assert.ok((await signsOfLife(informed, 1))[0]! > 0);
    // A request that never ends: its deadline is forgotten.
    const { sleep } = home.clock;
    home.line.answerInstead = () => [];
    home.clock.sleep = (ms, signal) =>
      ms === 2000 ? new Promise(() => {}) : sleep.call(home.clock, ms, signal);
    assert.equal((await signsOfLife(informed, 4)).at(-1), 0);
    home.clock.sleep = sleep;
    // Only the end of the line ends it.
    home.line.break();
  });
});

Deno.test("statusText() names who answers and who does not", () => {
  const of = (id: string, isAnswering: boolean) => ({ id, isAnswering, isAlive: true });
  const text = (brokerConnected: boolean, ...installations: AgentHealth["installations"]) =>
    statusText({ brokerConnected, installations });
  assert.equal(text(true, of("home", true)), "reading home; MQTT broker connected");
  assert.equal(
    text(false, of("home", true), of("cabin", false), of("barn", true)),
    "reading home, barn; no answer from cabin; no MQTT broker",
  );
});
