import assert from "node:assert/strict";
import { freePort } from "../../support/free_port.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { fakeMoxa, MoxaAnswer } from "../find/fake_moxa.ts";
import { run } from "./plant_context.ts";

Deno.test("find lets nobody wait for a port that does not exist", async () => {
  await using moxa = await fakeMoxa(MoxaAnswer);
  const words = `find --moxa-address 127.0.0.1:${moxa.port} --listen-port ${await freePort()}`;
  // Nobody winds its clock.
  const clock = new ManualClock();
  const { exitCode, out } = await run(`${words} /nonexistent/tty serial:/nonexistent/two`, {
    clock,
  });
  assert.equal(exitCode, 3);
  assert.equal(out.length, 2);
  assert.match(out[0]!, /^\/nonexistent\/tty: Cannot open \/nonexistent\/tty: no such port; /);
  assert.match(out[1]!, /^\/nonexistent\/two: /);
  assert.deepEqual(moxa.asked, []);
});

Deno.test("find takes no link for the name of a serial port, and says which command does", async () => {
  for (const link of ["tcp:127.0.0.1:24001", "tcp-listen:4001", "udp:192.168.1.20:4002:4001"]) {
    const { exitCode, out, err } = await run(`find ${link}`, { clock: new ManualClock() });
    assert.deepEqual([exitCode, out], [2, []]);
    assert.deepEqual(err, [
      `studer-agent: command-argument value "${link}" is invalid for argument "ports". It is a ` +
      `link; type studer-agent scan --link ${link}`,
    ]);
  }
});
