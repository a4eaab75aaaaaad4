import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { searchMoxas } from "../../../agent/find/moxa_search.ts";
import { moxaObstacleOf } from "../../../agent/find/obstacle.ts";
import { ManualClock, settle } from "../../support/manual_clock.ts";
import { fakeMoxa, MoxaAnswer } from "./fake_moxa.ts";
import { until } from "../../support/until.ts";

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
  const interrupted = new AbortController();
  const address = { host: "127.0.0.1", port: moxa.port };
  const searching = searchMoxas(address, new ManualClock(), interrupted.signal);
  await until(() => moxa.delivered === answers.length, "every answer");
  // Each is read in a turn of the event loop.
  for (const _ of answers) await settle();
  interrupted.abort();
  assert.equal((await searching).moxas.length, 32);
});

Deno.test("searchMoxas() may not ask everybody in a network", async () => {
  // Loopback's own broadcast address, which a socket reaches only where it may broadcast.
  const host = "127.255.255.255";
  const everybody = createSocket("udp4");
  await new Promise<void>((resolve) => everybody.bind(0, host, resolve));
  const asked = new Promise((resolve) => everybody.once("message", resolve));
  const interrupted = new AbortController();
  const { port } = everybody.address();
  const searching = searchMoxas({ host, port }, new ManualClock(), interrupted.signal);
  // Whoever may not ask says so, and ends.
  await Promise.race([asked, searching]);
  interrupted.abort();
  assert.equal((await searching).problem, undefined);
  await new Promise<void>((resolve) => everybody.close(() => resolve()));
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

Deno.test("moxaObstacleOf() knows a machine without a network from a name that nobody has", () => {
  const obstacleOf = (code: string) => moxaObstacleOf(Object.assign(new Error("send"), { code }));
  assert.deepEqual(["UNKNOWN", "ENETUNREACH"].map(obstacleOf), ["no_network", "no_network"]);
  assert.deepEqual(["EAI_AGAIN", "ENOTFOUND"].map(obstacleOf), ["no_such_host", "no_such_host"]);
  assert.equal(obstacleOf("EPERM"), "failed");
});

Deno.test("searchMoxas() names a host that is not found, and no function of the system", async () => {
  const { obstacle, problem } = await searchMoxas(
    { host: "moxa..lan", port: 4800 },
    new ManualClock(),
    new AbortController().signal,
  );
  assert.equal(obstacle, "no_such_host");
  assert.match(problem!, /no host is found by the name moxa\.\.lan; correct it/);
  assert.doesNotMatch(problem!, /getaddrinfo/);
});
