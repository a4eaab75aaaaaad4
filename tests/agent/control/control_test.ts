import assert from "node:assert/strict";
import { join } from "node:path";
import { connectControl } from "../../../agent/control/control_client.ts";
import { CONTROL_SOCKET } from "../../../agent/control/control_message.ts";
import { ControlServer, startControlServer } from "../../../agent/control/control_server.ts";
import type { PlantAccess, ReadOrder } from "../../../agent/control/plant_access.ts";
import { type WatchDependencies, watchLine } from "../../../agent/control/control_capture.ts";
import type { ObservedLine } from "../../../agent/control/observed_line.ts";
import { LineTap } from "../../../agent/installation/line/line_tap.ts";
import type { CaptureRecord } from "../../../protocol/capture.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { recordingLog } from "../../support/recording_log.ts";

const voltage: ReadOrder = {
  device: "xt1",
  number: 3000,
  kind: "info",
  format: "float",
  unit: "V",
};

const plant: PlantAccess = {
  scan(onProgress) {
    onProgress?.({ asked: 1, total: 2, found: 1 });
    return Promise.resolve({ kind: "found", devices: [] });
  },
  read: ({ number }) => Promise.resolve({ kind: "value", value: number / 1000 }),
};

const now: WatchDependencies = {
  clock: new ManualClock(),
  signal: new AbortController().signal,
};

const line: ObservedLine = { linkType: "serial", tap: new LineTap(new ManualClock()) };

/** A served control socket in a directory of its own. */
async function withServer(
  test: (directory: string, entries: ReturnType<typeof recordingLog>["entries"]) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const { log, entries } = recordingLog();
  const server = await startControlServer({
    stateDirectory: directory,
    accessTo: (id) => id === "home" ? plant : undefined,
    lineOf: (id) => id === "home" ? line : undefined,
    log,
  });
  try {
    await test(directory, entries);
  } finally {
    await server!.close();
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("ControlServer answers commands over its socket, one after another", async () => {
  await withServer(async (directory) => {
    const client = (await connectControl(directory, "home"))!;
    try {
      assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
      const progress: unknown[] = [];
      assert.deepEqual(await client.scan((step) => progress.push(step)), {
        kind: "found",
        devices: [],
      });
      assert.deepEqual(progress, [{ asked: 1, total: 2, found: 1 }]);
    } finally {
      client.close();
    }
  });
});

Deno.test("ControlServer names an installation that it does not have", async () => {
  await withServer(async (directory) => {
    const client = (await connectControl(directory, "cabin"))!;
    try {
      const result = await client.read(voltage);
      assert.equal(result.kind, "lost");
      assert.match(JSON.stringify(result), /no installation cabin/);
    } finally {
      client.close();
    }
  });
});

Deno.test("ControlServer lets the owner and his group in, nobody else", async () => {
  await withServer(async (directory) => {
    const { mode } = await Deno.stat(join(directory, CONTROL_SOCKET));
    assert.equal(mode! & 0o777, 0o660);
  });
});

Deno.test("ControlServer survives nonsense, and who goes away in the middle", async () => {
  await withServer(async (directory) => {
    const path = join(directory, CONTROL_SOCKET);
    for (const text of ["\n\n{}\nnonsense\n", '{"command":"read"', "\0".repeat(3_000_000)]) {
      const connection = await Deno.connect({ transport: "unix", path });
      await connection.write(new TextEncoder().encode(text)).catch(() => {});
      connection.close();
    }
    const client = (await connectControl(directory, "home"))!;
    assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
    client.close();
  });
});

Deno.test("ControlServer takes the place of a killed agent's socket, not of a running one's", async () => {
  await withServer(async (directory) => {
    const { log, entries } = recordingLog();
    const options = { stateDirectory: directory, accessTo: () => plant, lineOf: () => line, log };
    await assert.rejects(startControlServer(options), {
      name: "StateDirectoryInUseError",
      message: `another agent uses the state directory ${directory}; stop it, ` +
        "or give this one its own stateDirectory",
    });
    assert.deepEqual(entries, []);
    const client = (await connectControl(directory, "home"))!;
    assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
    client.close();
  });
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(join(directory, CONTROL_SOCKET), "left behind");
  const { log, entries } = recordingLog();
  const options = { stateDirectory: directory, accessTo: () => plant, lineOf: () => line, log };
  const server = (await startControlServer(options))!;
  const client = (await connectControl(directory, "home"))!;
  assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
  client.close();
  await server.close();
  assert.deepEqual(entries.filter(({ level }) => level === "warn"), []);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("connectControl() finds nothing where no agent runs", async () => {
  const directory = await Deno.makeTempDir();
  assert.equal(await connectControl(directory, "home"), undefined);
  await Deno.remove(directory);
});

Deno.test("ControlServer tells when it can take no more commands, and ends nobody by it", async () => {
  const directory = await Deno.makeTempDir();
  const { log, entries } = recordingLog();
  const listener = Deno.listen({ transport: "unix", path: join(directory, CONTROL_SOCKET) });
  const exhausted: Deno.UnixListener = Object.assign(listener, {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error("Too many open files")),
    }),
  });
  const options = { stateDirectory: directory, accessTo: () => plant, lineOf: () => line, log };
  const server = new ControlServer(exhausted, options);
  await server.close();
  assert.equal(entries.length, 1);
  assert.match(
    JSON.stringify(entries[0]),
    /warn.*Cannot take commands any more.*Too many open files/,
  );
  await Deno.remove(directory, { recursive: true });
});

Deno.test("watchLine() hears everything that crosses a running agent's line, while it is asked", async () => {
  await withServer(async (directory) => {
    const watched = (await watchLine(directory, "home", now))!;
    assert.ok(watched.kind === "watching");
    const { capture } = watched;
    assert.equal(capture.linkType, "serial");
    const client = (await connectControl(directory, "home"))!;
    line.tap.pass("sent", Uint8Array.of(1, 2));
    assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
    line.tap.pass("received", Uint8Array.of(0xAA));
    const records: CaptureRecord[] = [];
    for await (const record of capture.records) {
      records.push(record);
      if (records.length === 2) break;
    }
    assert.deepEqual(records, [
      { at: 0, to: "gateway", bytes: Uint8Array.of(1, 2) },
      { at: 0, to: "agent", bytes: Uint8Array.of(0xAA) },
    ]);
    capture.close();
    capture.close();
    client.close();
  });
});

Deno.test("watchLine() names an installation that the agent does not have", async () => {
  await withServer(async (directory) => {
    assert.deepEqual(await watchLine(directory, "cabin", now), {
      kind: "refused",
      problem:
        "the running agent has no installation cabin; start it again, so that it reads its " +
        "configuration anew",
    });
  });
});

Deno.test("watchLine() ends with the agent, and finds nothing where none runs", async () => {
  let ended: Promise<unknown> | undefined;
  await withServer(async (directory) => {
    const watched = (await watchLine(directory, "home", now))!;
    assert.ok(watched.kind === "watching");
    const { records } = watched.capture;
    ended = records[Symbol.asyncIterator]().next().finally(() => watched.capture.close());
  });
  assert.deepEqual(await ended, { done: true, value: undefined });
  const directory = await Deno.makeTempDir();
  assert.equal(await watchLine(directory, "home", now), undefined);
  await Deno.remove(directory);
});

for (
  const [ending, problem] of [
    ["time", "the running agent does not answer; start it again"],
    ["interruption", "the running agent ended; try again"],
    ["agent", "the running agent ended; try again"],
  ] as const
) {
  Deno.test(`watchLine() waits for a word of an agent that hangs until the end of the ${ending}`, async () => {
    await using directory = await temporaryDirectory();
    const path = join(directory.path, CONTROL_SOCKET);
    using listener = Deno.listen({ transport: "unix", path });
    const clock = new ManualClock();
    const interrupted = new AbortController();
    const { signal } = interrupted;
    const watched = watchLine(directory.path, "home", { clock, signal });
    using connection = await listener.accept();
    await connection.read(new Uint8Array(200));
    switch (ending) {
      case "time":
        await clock.advance(10_000);
        break;
      case "interruption":
        interrupted.abort();
        break;
      case "agent":
        await connection.closeWrite();
        break;
    }
    assert.deepEqual(await watched, { kind: "refused", problem });
    assert.equal(clock.sleeping, 0);
  });
}

Deno.test("ControlServer drops who watches a line and does not read, and goes on", async () => {
  await withServer(async (directory) => {
    const path = join(directory, CONTROL_SOCKET);
    const connection = await Deno.connect({ transport: "unix", path });
    const request = { command: "capture", installation: "home" };
    await connection.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    await connection.read(new Uint8Array(200));
    const piece = new Uint8Array(500);
    for (let i = 0; i < 11_000; i++) line.tap.pass("received", piece);
    const client = (await connectControl(directory, "home"))!;
    assert.deepEqual(await client.read(voltage), { kind: "value", value: 3 });
    client.close();
    // What was sent before it was dropped can still be read, and then comes the end.
    const buffer = new Uint8Array(1 << 16);
    let length = 0;
    for (;;) {
      const read = await connection.read(buffer).catch(() => null);
      if (read === null) break;
      length += read;
    }
    assert.ok(length < 11_000 * 1000);
    connection.close();
  });
});
