import assert from "node:assert/strict";
import { said, start } from "../agent/commands/plant_context.ts";
import { runningHome } from "../agent/commands/running_home.ts";
import { captureIn } from "../support/capture_text.ts";
import { freePort } from "../support/free_port.ts";
import { configText, STANDSTILL, temporaryDirectory } from "./parts.ts";
import { fastClock } from "../support/fast_clock.ts";

Deno.test("A recorded fault is a test: the agent meets the same damage when it is played back", async () => {
  await using directory = await temporaryDirectory();
  const clock = fastClock(5);
  const options = { clock, directory: directory.path };
  const port = await freePort();
  const summaries = [];
  await Deno.writeTextFile(
    `${directory.path}/agent.config.yaml`,
    configText(directory.path, {
      installations: [{
        id: "home",
        link: { type: "tcp", host: "127.0.0.1", port },
        // Everything is read once: what is asked must not hang on the moment.
        lanes: { fast: "1d", normal: "1d", slow: "1d" },
        parameters: "none",
      }],
    }),
  );
  for (
    const gateway of [
      "--scenario house --history 1 --faults drop=0.01,corrupt=0.03,noise=0.05,foreign=0.05,late=0.02",
      "--replay fault.jsonl",
    ]
  ) {
    const simulating = start(`simulate --listen ${port} ${gateway}`, options);
    await said(simulating.err, /Simulating|Playing/);
    const file = summaries.length === 0 ? "fault.jsonl" : "again.jsonl";
    const capturing = start(`capture ${file} --poll --seconds 18 --json`, options);
    assert.equal(await capturing.ended, 0, capturing.err.join("\n"));
    simulating.interrupt();
    assert.equal(await simulating.ended, 0);
    assert.deepEqual(simulating.err.filter((line) => /Silent/.test(line)), []);
    const { records } = captureIn(await Deno.readTextFile(`${directory.path}/${file}`));
    assert.ok(records.at(-1)!.at < 15_000, "all was asked before the end");
    const { statistics } = JSON.parse(capturing.out[0]!);
    summaries.push(statistics);
  }
  const [first, second] = summaries;
  for (const damage of ["timeouts", "damaged", "unrelated", "discardedBytes"]) {
    assert.ok(first[damage] > 0, damage);
  }
  assert.deepEqual(second, first);
});

Deno.test("What the agent reads while its line is recorded is read again from the recording", async () => {
  const values: string[][] = [];
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/line.jsonl`;
  const reads = ["read xt1 3136 3000 3010", "read bsp 7002", "read xt2 1138", "read xt1 3999"];
  {
    await using home = await runningHome({ scenario: "house", speed: STANDSTILL });
    const capturing = start(`capture ${file} --config ${home.file}`);
    await said(capturing.progress, /Recording/);
    for (const read of reads) {
      const reading = start(`${read} --config ${home.file}`);
      values.push([String(await reading.ended), ...reading.out, ...reading.err]);
    }
    capturing.interrupt();
    assert.equal(await capturing.ended, 0);
    assert.match(capturing.out[0]!, /^Recorded \d+ pieces, \d+ bytes, in \d+ s to /);
  }
  assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  const { head, records } = captureIn(await Deno.readTextFile(file));
  assert.equal(head.link, "serial");
  assert.deepEqual([...new Set(records.map(({ to }) => to))].sort(), ["agent", "gateway"]);

  const path = `${directory.path}/gateway`;
  const playing = start(`simulate --replay ${file} --pty ${path}`);
  await said(playing.err, /Playing a recording of .* \(serial\) at /);
  for (const [index, read] of reads.entries()) {
    const reading = start(`${read} --link serial:${path} --parity none`);
    assert.deepEqual([String(await reading.ended), ...reading.out, ...reading.err], values[index]);
  }
  const unknown = start(`read xt1 3080 --link serial:${path} --parity none`);
  assert.equal(await unknown.ended, 3);
  const silent = playing.err.filter((line) => /Silent/.test(line));
  assert.equal(silent.length, 1, silent.join("\n"));
  assert.match(silent[0]!, /the recording has no request to 101: .*object id 3080/);
  playing.interrupt();
  assert.equal(await playing.ended, 0);
});
