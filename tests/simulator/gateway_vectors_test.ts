import assert from "node:assert/strict";
import { attemptFrame, type Frame } from "../../protocol/frame.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { hex } from "./gateway_client.ts";

const FAN_ERROR = 16;

// The exchanges of the specification's chapters 5 and 6, byte by byte.
Deno.test("SimulatedGateway answers the reading of info 3000 like the specification, but for its value", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const [answer] = gateway.receive(
    hex("AA 00 01000000 65000000 0A00 6F71  00 01 0100 B80B0000 0100  C590"),
  );
  const expected = frameOf(
    hex("AA 34 65000000 01000000 0E00 A745  02 01 0100 B80B0000 0100 00C04541  0DCB"),
  );
  const told = frameOf(answer!);
  assert.deepEqual({ ...told, data: told.data.subarray(0, 10) }, {
    ...expected,
    data: expected.data.subarray(0, 10),
  });
  const voltage = new DataView(told.data.slice(10).buffer).getFloat32(0, true);
  assert.equal(voltage, Math.fround(gateway.readInfo("xt1", 3000)));
});

Deno.test("SimulatedGateway answers the reading of parameter 1138 like the specification", () => {
  assertAnswers({
    request: "AA 00 01000000 65000000 0A00 6F71  00 01 0200 72040000 0500  7DD9",
    answer: "AA 34 65000000 01000000 0E00 A745  02 01 0200 72040000 0500 00007042  310B",
  });
});

Deno.test("SimulatedGateway answers the writing of parameter 1138 like the specification", () => {
  assertAnswers({
    request: "AA 00 01000000 65000000 0E00 7379  00 02 0200 72040000 0500 00004041  FF9B",
    answer: "AA 34 65000000 01000000 0A00 A33D  02 02 0200 72040000 0500  80F6",
  });
});

Deno.test("SimulatedGateway answers the reading of the newest message like the specification", () => {
  const gateway = createGateway({ scenario: "big", start: "2017-08-24T10:42:10" });
  for (let i = 0; i < 977; i++) gateway.addMessage(FAN_ERROR, 105);
  // Message timestamps are the gateway's local time.
  assertAnswers({
    gateway,
    request: "AA 00 01000000 F5010000 0A00 00D6  00 01 0300 00000000 0000  0317",
    answer: "AA 34 F5010000 01000000 1C00 460A  02 01 0300 00000000 0000 " +
      "D0030000 1000 69000000 82AD9E59 00000000  7760",
  });
});

Deno.test("SimulatedGateway answers the reading of the directory like the specification", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2017-10-11T12:00" });
  gateway.addMessage(FAN_ERROR, 101);
  gateway.restartGateway();
  assertAnswers({
    gateway,
    request: "AA 00 01000000 F5010000 0A00 00D6  00 01 0101 01000000 2100  2456",
    answer: "AA 27 F5010000 01000000 2400 418B  02 01 0101 01000000 2600 " +
      "4C473137313031302E4353560A 4C473137313031312E4353560A  EEC9",
  });
});

Deno.test("SimulatedGateway answers the reading of the GUID with 16 bytes, the same each time", () => {
  const request = hex("AA 00 01000000 F5010000 0A00 00D6  00 01 0400 00000000 0000  041F");
  const gateway = createGateway({ scenario: "cabin", seed: 7 });
  const first = frameOf(gateway.receive(request)[0]!);
  assert.equal(first.data.length, 10 + 16);
  assert.deepEqual(frameOf(gateway.receive(request)[0]!), first);
  const other = createGateway({ scenario: "cabin", seed: 8 });
  assert.notDeepEqual(frameOf(other.receive(request)[0]!).data, first.data);
});

Deno.test("SimulatedGateway answers the reading of the screen with a whole picture", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const [answer] = gateway.receive(
    hex("AA 00 01000000 F5010000 0A00 00D6  00 01 0001 00000000 0000  0106"),
  );
  assert.ok(frameOf(answer!).data.length > 10);
});

function assertAnswers(
  { gateway = createGateway({ scenario: "cabin" }), request, answer }: {
    gateway?: ReturnType<typeof createGateway>;
    request: string;
    answer: string;
  },
): void {
  assert.deepEqual(gateway.receive(hex(request)), [hex(answer)]);
}

function frameOf(bytes: Uint8Array): Frame {
  const attempt = attemptFrame(bytes, 0);
  assert.ok(attempt.kind === "frame");
  return attempt.frame;
}
