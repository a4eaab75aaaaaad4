import assert from "node:assert/strict";
import { type Finding, ok } from "../../../agent/doctor/finding.ts";
import { type Check, runChecks } from "../../../agent/doctor/run_checks.ts";
import { reportLines, summaryText } from "../../../agent/doctor/report.ts";
import { ManualClock, settle } from "../../support/manual_clock.ts";

const well: Check<string> = {
  area: "disk",
  limitMs: 1000,
  examine: (patient) => Promise.resolve([ok(`${patient} is well`)]),
};

function examining(examine: Check<string>["examine"]): Check<string> {
  return { area: "line", limitMs: 5000, examine };
}

async function told(
  checks: readonly Check<string>[],
  { clock = new ManualClock(), interrupted = new AbortController(), advanceMs = 0 } = {},
): Promise<string[]> {
  const running = runChecks(checks, "it", {
    clock,
    signal: interrupted.signal,
    onProgress: () => {},
  });
  await clock.advance(advanceMs);
  const findings = await running;
  assert.equal(clock.sleeping, 0);
  return findings.map(({ area, verdict, text }) => `${area} ${verdict}: ${text}`);
}

Deno.test("runChecks() goes on where a check breaks, at once or later", async () => {
  const broken = examining(() => {
    throw new TypeError("no such thing");
  });
  const breaking = examining(() => Promise.reject(new RangeError("too much")));
  assert.deepEqual(await told([broken, breaking, well]), [
    "line unchecked: this check failed: no such thing",
    "line unchecked: this check failed: too much",
    "disk ok: it is well",
  ]);
});

Deno.test("runChecks() waits for a check no longer than its limit, and tells it so", async () => {
  let aborted = false;
  const endless = examining((_, signal) => {
    signal.addEventListener("abort", () => (aborted = true));
    return new Promise<readonly Finding[]>(() => {});
  });
  assert.deepEqual(await told([endless, well], { advanceMs: 5000 }), [
    "line unchecked: took longer than 5 s",
    "disk ok: it is well",
  ]);
  assert.ok(aborted);
});

Deno.test("runChecks() says of what is left that it was interrupted", async () => {
  const interrupted = new AbortController();
  const clock = new ManualClock();
  const endless = examining(() => new Promise<readonly Finding[]>(() => {}));
  const running = told([endless, well], { clock, interrupted });
  await settle();
  interrupted.abort();
  assert.deepEqual(await running, ["line unchecked: interrupted", "disk unchecked: interrupted"]);
});

Deno.test("reportLines() puts remedies below, and keeps to the width", () => {
  const lines = reportLines([
    { area: "line", installation: "home", verdict: "ok", text: "opens" },
    {
      area: "broker",
      verdict: "fault",
      text: "mqtt://localhost:1883: connection refused: nobody listens at that port",
      remedy: "start the broker, or correct host and port in mqtt.url",
    },
  ], 80);
  assert.deepEqual(lines, [
    "ok           line (home)  opens",
    "FAULT        broker       mqtt://localhost:1883: connection refused: nobody",
    "                          listens at that port",
    "                          → start the broker, or correct host and port in",
    "                            mqtt.url",
  ]);
  assert.equal(reportLines([{ area: "disk", verdict: "ok", text: "a b" }], Infinity).length, 1);
});

Deno.test("summaryText() counts, the worst first", () => {
  const finding = { area: "disk", text: "" } as const;
  const verdicts = ["ok", "ok", "fault", "warning", "warning", "note", "unchecked"] as const;
  assert.equal(
    summaryText(verdicts.map((verdict) => ({ ...finding, verdict }))),
    "1 fault, 2 warnings, 1 not checked, 1 note, 2 ok",
  );
});
