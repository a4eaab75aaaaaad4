import assert from "node:assert/strict";
import { join } from "node:path";
import { connectControl } from "../../../agent/control/control_client.ts";
import { CONTROL_SOCKET } from "../../../agent/control/control_message.ts";
import { ControlServer, startControlServer } from "../../../agent/control/control_server.ts";
import type { PlantAccess, ReadOrder } from "../../../agent/control/plant_access.ts";
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

/** A served control socket in a directory of its own. */
async function withServer(
  test: (directory: string, entries: ReturnType<typeof recordingLog>["entries"]) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const { log, entries } = recordingLog();
  const server = await startControlServer({
    stateDirectory: directory,
    accessTo: (id) => id === "home" ? plant : undefined,
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
    const options = { stateDirectory: directory, accessTo: () => plant, log };
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
  const options = { stateDirectory: directory, accessTo: () => plant, log };
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
  const options = { stateDirectory: directory, accessTo: () => plant, log };
  const server = new ControlServer(exhausted, options);
  await server.close();
  assert.equal(entries.length, 1);
  assert.match(
    JSON.stringify(entries[0]),
    /warn.*Cannot take commands any more.*Too many open files/,
  );
  await Deno.remove(directory, { recursive: true });
});
