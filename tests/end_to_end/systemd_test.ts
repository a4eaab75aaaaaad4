import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { datagramSocket } from "../support/datagram_socket.ts";
import { freePort } from "../support/free_port.ts";
import { until } from "../support/until.ts";
import { configText, temporaryDirectory } from "./parts.ts";

const MAIN = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "agent/main.ts");

// As systemd does it: the journal is known by the device and inode of its end.
const SCRIPT = 'JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec "$@"';

Deno.test("run tells systemd that it is up, alive and ending, and the journal its levels", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const link = { type: "tcp", host: "127.0.0.1", port: await freePort() };
  await Deno.writeTextFile(
    file,
    configText(directory.path, {
      installations: [{ id: "home", link }],
      mqtt: { url: "embedded", port: 0 },
    }),
  );
  const name = `${directory.path}/notify`;
  using socket = datagramSocket(name);
  const told: string[] = [];
  const isTold = (text: string) => {
    told.push(...socket.received());
    return told.includes(text);
  };
  const program = [Deno.execPath(), "run", "--allow-all", MAIN, "run", "--config", file];
  const agent = new Deno.Command("sh", {
    args: ["-c", SCRIPT, "sh", ...program],
    env: { NOTIFY_SOCKET: name, WATCHDOG_USEC: "2000000", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  await until(() => isTold("WATCHDOG=1"), "a sign of life");
  told.length = 0;
  await until(() => isTold("WATCHDOG=1"), "another sign of life");
  agent.kill("SIGTERM");
  const ended = agent.output();
  await until(() => isTold("STOPPING=1\nSTATUS=Ending"), "its end");
  const { code, stderr } = await ended;
  assert.equal(code, 0);
  const lines = new TextDecoder().decode(stderr).trimEnd().split("\n");
  assert.ok(lines.some((line) => line.startsWith("<6>INFO  Running version=")), lines.join("\n"));
  assert.ok(lines.some((line) => line.startsWith("<4>WARN  ")), lines.join("\n"));
  for (const line of lines) assert.match(line, /^<[346]>[A-Z]+ +\S/);
});
