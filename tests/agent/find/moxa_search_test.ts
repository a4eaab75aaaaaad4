import assert from "node:assert/strict";
import { searchMoxas } from "../../../agent/find/moxa_search.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { fastClock } from "../../end_to_end/parts.ts";
import { fakeMoxa, MoxaAnswer } from "./fake_moxa.ts";
import { until } from "../../support/mosquitto.ts";

Deno.test("searchMoxas() ends at once when it is interrupted, with what it has", async () => {
  await using moxa = await fakeMoxa(MoxaAnswer);
  const interrupted = new AbortController();
  const address = { host: "127.0.0.1", port: moxa.port };
  const searching = searchMoxas(address, new ManualClock(), interrupted.signal);
  await until(() => moxa.asked.length > 0, "the question");
  interrupted.abort();
  const { asked, problem } = await searching;
  assert.deepEqual({ asked, problem, questions: moxa.asked.length }, {
    asked: "127.0.0.1",
    problem: undefined,
    questions: 1,
  });
});

Deno.test("searchMoxas() remembers no more Moxas than a house can have", async () => {
  const answers = Array.from({ length: 100 }, (_, index) => MoxaAnswer.with(19, index));
  await using moxa = await fakeMoxa(...answers);
  const address = { host: "127.0.0.1", port: moxa.port };
  const { moxas } = await searchMoxas(address, fastClock(10), new AbortController().signal);
  assert.equal(moxas.length, 32);
});

Deno.test("searchMoxas() says why nobody could be asked", async () => {
  const { problem, moxas } = await searchMoxas(
    { host: "127.0.0.1", port: 65_536 },
    new ManualClock(),
    new AbortController().signal,
  );
  assert.deepEqual(moxas, []);
  assert.match(problem!, /^Cannot ask 127\.0\.0\.1 for Moxas: .*; look at the network$/);
});
