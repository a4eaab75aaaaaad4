import assert from "node:assert/strict";
import { openNotifier } from "../../../agent/service/notifier.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { datagramSocket } from "../../support/datagram_socket.ts";
import { recordingLog } from "../../support/recording_log.ts";

const PID = 1234;

function open(variables: Readonly<Record<string, string>>) {
  const { log, entries } = recordingLog();
  return { notifier: openNotifier((name) => variables[name], PID, log), entries };
}

Deno.test("openNotifier() reaches a socket by its path, and an abstract one", async () => {
  await using directory = await temporaryDirectory();
  for (const name of [`${directory.path}/notify`, `@studer-agent-test-${crypto.randomUUID()}`]) {
    using socket = datagramSocket(name);
    using notifier = open({ NOTIFY_SOCKET: name }).notifier;
    notifier!.tell("READY=1");
    notifier!.tell("STATUS=Lädt\nWATCHDOG=1");
    assert.deepEqual(socket.received(), ["READY=1", "STATUS=Lädt\nWATCHDOG=1"], name);
  }
});

Deno.test("openNotifier() tells nobody where nobody wants to know", () => {
  for (const variables of [{}, { NOTIFY_SOCKET: "" }]) {
    const { notifier, entries } = open(variables);
    assert.equal(notifier, undefined);
    assert.deepEqual(entries, []);
  }
});

Deno.test("openNotifier() warns of a socket that it cannot reach", () => {
  for (const name of ["vsock:2:1234", "relative", `/${"x".repeat(108)}`]) {
    const { notifier, entries } = open({ NOTIFY_SOCKET: name });
    assert.equal(notifier, undefined);
    assert.deepEqual(entries.map(({ level, fields }) => [level, fields.found]), [["warn", name]]);
  }
});

Deno.test("Notifier.tell() warns once of a socket that is gone, and never throws", () => {
  const opened = open({ NOTIFY_SOCKET: "/nonexistent/notify" });
  using notifier = opened.notifier;
  notifier!.tell("READY=1");
  notifier!.tell("WATCHDOG=1");
  assert.deepEqual(opened.entries.map(({ level }) => level), ["warn", "debug"]);
  assert.match(String(opened.entries[0]!.fields.problem), /ENOENT/);
});

Deno.test("Notifier.tell() does not wait for a systemd that does not read", async () => {
  await using directory = await temporaryDirectory();
  const name = `${directory.path}/notify`;
  using _socket = datagramSocket(name);
  const opened = open({ NOTIFY_SOCKET: name });
  using notifier = opened.notifier;
  // The kernel keeps some hundred datagrams for a reader, whatever it is set to.
  for (let count = 0; count < 2000; count++) notifier!.tell("WATCHDOG=1");
  assert.match(String(opened.entries[0]!.fields.problem), /EAGAIN/);
});

Deno.test("Notifier.watchdogMs is what systemd wants of this process, and of no other", () => {
  const watchdogMs = (variables: Readonly<Record<string, string>>) => {
    using notifier = open({ NOTIFY_SOCKET: "/run/notify", ...variables }).notifier;
    return notifier!.watchdogMs;
  };
  assert.equal(watchdogMs({}), undefined);
  assert.equal(watchdogMs({ WATCHDOG_USEC: "180000000" }), 180_000);
  assert.equal(watchdogMs({ WATCHDOG_USEC: "180000000", WATCHDOG_PID: `${PID}` }), 180_000);
  assert.equal(watchdogMs({ WATCHDOG_USEC: "180000000", WATCHDOG_PID: "1" }), undefined);
  for (const nonsense of ["0", "", "-1", "soon", "Infinity"]) {
    assert.equal(watchdogMs({ WATCHDOG_USEC: nonsense }), undefined, nonsense);
  }
});
