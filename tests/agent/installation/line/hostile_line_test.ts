import assert from "node:assert/strict";
import { encodeFrame, MAX_DATA_LENGTH, START_BYTE } from "../../../../protocol/frame.ts";
import { ObjectType } from "../../../../protocol/object.ts";
import { encodeResponse } from "../../../../protocol/service.ts";
import { createRandom, type Random } from "../../../../simulator/random.ts";
import { SOURCE, withInstallation } from "../../../support/simulated_installation.ts";

/** Everything that is not an answer to our own question, from mere noise to well-made lies. */
const Noises: readonly ((random: Random) => Uint8Array)[] = [
  (random) => bytes(random, 1 + below(random, 200)),
  (random) => bytes(random, 1 + below(random, 64)).fill(START_BYTE),
  // A right header that announces more than will ever come.
  (random) => frame(random, bytes(random, MAX_DATA_LENGTH)).subarray(0, 14 + below(random, 50)),
  (random) => frame(random, bytes(random, below(random, 60))),
  (random) => frame(random, new Uint8Array(below(random, 12))),
  (random) =>
    frame(
      random,
      encodeResponse({
        service: 1,
        property: {
          objectType: random() < 0.5 ? ObjectType.userInfo : ObjectType.multiInfo,
          objectId: 20_000 + below(random, 1000),
          propertyId: below(random, 0x1_0000),
        },
        ok: true,
        data: bytes(random, below(random, 30)),
      }),
    ),
  (random) => bytes(random, 70_000),
];

/** A frame to us or to somebody else, with any flags: the restart flag, too. */
function frame(random: Random, data: Uint8Array): Uint8Array {
  return encodeFrame({
    flags: below(random, 256),
    source: 101 + below(random, 3),
    destination: random() < 0.5 ? SOURCE : below(random, 0x1_0000),
    data,
  });
}

for (const scenario of ["house", "old"] as const) {
  Deno.test(`Installation outlives whatever the line sends, and does not grow: ${scenario}`, async () => {
    const seed = Math.floor(Math.random() * 0x1_0000_0000);
    const random = createRandom(seed);
    await withInstallation({ scenario, delayMs: 20 }, async (home) => {
      await home.advance(30);
      const points = [...home.values.all()].length;
      let waits = 0;
      for (let step = 0; step < 3000; step++) {
        home.line.push(Noises[below(random, Noises.length)]!(random));
        await home.clock.advance(100);
        waits = Math.max(waits, home.clock.sleeping);
      }
      const context = `seed ${seed}`;
      assert.ok(waits < 30, `${waits} waits at once, ${context}`);
      assert.equal([...home.values.all()].length, points, context);
      assert.ok(home.entries.length < 300, `${home.entries.length} log lines, ${context}`);
      assert.ok(home.line.sent.length < 10_000, `${home.line.sent.length} requests, ${context}`);
      await home.clock.advance(150_000);
      for (const [device, number] of home.infos()) {
        if (number % 100 > 20) continue;
        const told = home.value(device, number);
        assert.equal(told, home.truth(device, number), `${device}/${number}, ${context}`);
      }
      assert.deepEqual(home.installation.devices.length, scenario === "house" ? 6 : 4, context);
    });
  });
}

Deno.test("Installation outlives answers whose data is nonsense", async () => {
  const seed = Math.floor(Math.random() * 0x1_0000_0000);
  const random = createRandom(seed);
  await withInstallation({ scenario: "house", parameters: "basic", delayMs: 20 }, async (home) => {
    await home.advance(30);
    home.line.answerInstead = ({ source, destination, request: { service, property } }) => {
      if (random() < 0.5) return undefined;
      const ok = random() < 0.7;
      const told = { service, property } as const;
      const data = encodeResponse(
        ok
          ? { ...told, ok, data: bytes(random, below(random, 4)) }
          : { ...told, ok, code: below(random, 0x1_0000) },
      );
      return [encodeFrame({ flags: 0, source: destination, destination: source, data })];
    };
    await home.advance(300);
    assert.ok(home.entries.length < 300, `${home.entries.length} log lines, seed ${seed}`);
    home.line.answerInstead = () => undefined;
    home.gateway.restartGateway();
    await home.advance(3700);
    assert.equal(typeof home.value("xt1", 3000), "number", `seed ${seed}`);
    assert.equal(typeof home.value("xt1", 3136), "number", `seed ${seed}`);
    assert.ok(home.installation.isPresent("xt1"), `seed ${seed}`);
  });
});

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => below(random, 256));
}
