import assert from "node:assert/strict";
import { createLog, type Log, type LogLevel, LogLevels, withFields } from "../../agent/log.ts";
import { ManualClock } from "../support/manual_clock.ts";

const TIME = "2026-06-21T10:00:00.000Z";

function logOf(format: "text" | "json", level: LogLevel = "debug"): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log = createLog({
    level,
    format,
    clock: new ManualClock(),
    write: (line) => lines.push(line),
  });
  return { log, lines };
}

Deno.test("createLog() writes one line per entry, for people", () => {
  const { log, lines } = logOf("text");
  log.warn("Cannot open the line", { path: "/dev/ttyUSB0", problem: "no such port", code: 2 });
  log.info("Running", { version: undefined });
  assert.deepEqual(lines, [
    `${TIME} WARN  Cannot open the line path=/dev/ttyUSB0 problem="no such port" code=2`,
    `${TIME} INFO  Running`,
  ]);
});

Deno.test("createLog() writes one line per entry, for programs", () => {
  const { log, lines } = logOf("json");
  log.error("Cannot open the line", { path: "/dev/ttyUSB0", code: 2, installation: undefined });
  assert.deepEqual(lines, [
    `{"time":"${TIME}","level":"error","message":"Cannot open the line",` +
    `"path":"/dev/ttyUSB0","code":2}`,
  ]);
});

Deno.test("createLog() tells the journal the level, and leaves the time to it", () => {
  const lines: string[] = [];
  const clock = new ManualClock();
  for (const format of ["text", "json"] as const) {
    const write = (line: string) => lines.push(line);
    const log = createLog({ level: "debug", format, isJournal: true, clock, write });
    for (const level of LogLevels) log[level]("Something");
  }
  assert.deepEqual(lines.slice(0, 4), [
    "<7>DEBUG Something",
    "<6>INFO  Something",
    "<4>WARN  Something",
    "<3>ERROR Something",
  ]);
  assert.equal(lines[4], `<7>{"time":"${TIME}","level":"debug","message":"Something"}`);
});

Deno.test("createLog() is silent about what is less grave than its level", () => {
  for (const [index, level] of LogLevels.entries()) {
    const { log, lines } = logOf("text", level);
    for (const each of LogLevels) log[each](each);
    assert.equal(lines.length, LogLevels.length - index, level);
  }
});

Deno.test("createLog() keeps a line of JSON whole, however long what it tells", () => {
  const { log, lines } = logOf("json");
  const long = '"\\\n\u{1F50B}'.repeat(10_000);
  log.error(long, { problem: long, path: "/dev/ttyUSB0", ok: true });
  const { message, problem, ...rest } = JSON.parse(lines[0]!);
  assert.deepEqual(rest, { time: TIME, level: "error", path: "/dev/ttyUSB0", ok: true });
  for (const text of [message, problem]) {
    assert.ok(text.startsWith('"\\\n\u{1F50B}') && text.endsWith("…"));
    assert.equal(text.length, 501);
  }
});

Deno.test("createLog() cuts a long line for people", () => {
  const { log, lines } = logOf("text");
  log.error("Cannot read", { problem: "x".repeat(10_000) });
  assert.equal(lines[0]!.length, 2001);
  assert.ok(lines[0]!.endsWith("x…"));
});

Deno.test("createLog() lets no line feed from outside forge an entry", () => {
  for (const format of ["text", "json"] as const) {
    const { log, lines } = logOf(format);
    log.warn("The broker refuses", { reason: `no\n${TIME} ERROR All is lost` });
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0]!, /\n/);
  }
});

Deno.test("withFields() says of every entry where it comes from", () => {
  const { log, lines } = logOf("text");
  const home = withFields(log, { installation: "home" });
  for (const level of LogLevels) home[level]("Something", { device: "xt1" });
  home.info("Something else");
  assert.equal(lines.length, 5);
  for (const line of lines.slice(0, 4)) assert.match(line, / installation=home device=xt1$/);
  assert.match(lines[4]!, / Something else installation=home$/);
});
