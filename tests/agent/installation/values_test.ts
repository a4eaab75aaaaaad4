import assert from "node:assert/strict";
import { type Reading, Values } from "../../../agent/installation/values.ts";

function reading(device: string, datapoint: number, value: number, installation = "home"): Reading {
  return { point: { installation, device, datapoint }, value, at: 0 };
}

Deno.test("Values.put() tells every listener, though the first of them fails each time", () => {
  const errors: unknown[] = [];
  const values = new Values((error) => errors.push(error));
  const bug = new TypeError("a bug");
  const heard: (readonly Reading[])[] = [];
  values.listen(() => {
    throw bug;
  });
  values.listen((readings) => heard.push(readings));
  const puts = [[reading("xt1", 3000, 52)], [reading("xt1", 3000, 53), reading("vt1", 11000, 54)]];
  for (const readings of puts) values.put(readings);
  assert.deepEqual(heard, puts);
  assert.deepEqual(errors, [bug, bug]);
  assert.equal(values.get({ installation: "home", device: "xt1", datapoint: 3000 })?.value, 53);
});

Deno.test("Values.put() tells nobody of nothing, nor who ceased to listen", () => {
  const values = new Values(assert.ifError);
  let calls = 0;
  const end = values.listen(() => calls++);
  values.put([]);
  assert.equal(calls, 0);
  values.put([reading("xt1", 3000, 52)]);
  end();
  values.put([reading("xt1", 3000, 53)]);
  assert.equal(calls, 1);
});

Deno.test("Values.forget() forgets one device of one installation", () => {
  const values = new Values(assert.ifError);
  const kept = [reading("xt11", 3000, 2), reading("xt1", 3000, 3, "cabin")];
  values.put([reading("xt1", 3000, 1), reading("xt1", 3001, 1), ...kept]);
  values.forget("home", "xt1");
  assert.deepEqual([...values.all()], kept);
});
