import assert from "node:assert/strict";
import { SimulatedInstallation } from "../../support/simulated_installation.ts";

/** Runs a cabin whose agent has a bug some time after the start; true to life, answers take time. */
async function assertEndedBy(
  injectBug: (home: SimulatedInstallation, bug: Error) => void,
  afterSeconds: number,
): Promise<void> {
  const bug = new TypeError("Cannot read properties of undefined");
  const home = new SimulatedInstallation({ scenario: "cabin", delayMs: 20 });
  const ended = assert.rejects(home.installation.run(new AbortController().signal), bug);
  await home.advance(afterSeconds);
  injectBug(home, bug);
  // The second survey comes a minute after the first.
  await home.advance(90);
  await ended;
  assert.ok(home.line.closed);
  const requests = home.line.sent.length;
  await home.advance(60);
  assert.equal(home.line.sent.length, requests, "it goes on asking");
  assert.equal(home.clock.sleeping, 0);
}

/** The gateway's clock is read in surveys alone. */
function bugInSurveys(home: SimulatedInstallation, bug: Error): void {
  home.gatewayClock.set = () => {
    throw bug;
  };
}

function bugInPolls(home: SimulatedInstallation, bug: Error): void {
  home.values.put = () => {
    throw bug;
  };
}

Deno.test("Installation.run() ends, and only it, where the first survey fails by a bug", async () => {
  await assertEndedBy(bugInSurveys, 0);
});

Deno.test("Installation.run() ends, and only it, where a later survey fails by a bug", async () => {
  await assertEndedBy(bugInSurveys, 30);
});

Deno.test("Installation.run() ends, and only it, where a poll fails by a bug", async () => {
  await assertEndedBy(bugInPolls, 30);
});
