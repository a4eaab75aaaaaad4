import assert from "node:assert/strict";
import { decodeValue, encodeValue } from "../../protocol/value.ts";
import { ParameterProperty } from "../../protocol/object.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";

Deno.test("A gateway whose clock runs past the end of its 32 bits still tells it, from the other end", () => {
  const { installation } = createGateway({ scenario: "cabin" });
  const gateway = installation.deviceNamed("xcom")!;
  const end = 2 ** 31 - 1;
  installation.write(gateway, 5002, ParameterProperty.value, encodeValue("int32", end - 5));
  const read = () => {
    const answer = installation.read(gateway, 5002, ParameterProperty.value);
    assert.ok(answer.ok);
    return decodeValue("int32", answer.data);
  };
  installation.advance(5);
  assert.equal(read(), end);
  installation.advance(10);
  assert.equal(read(), 9 - 2 ** 31);
});
