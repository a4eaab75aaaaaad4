import assert from "node:assert/strict";
import { ParameterProperty } from "../../../protocol/object.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { simulator, STANDSTILL } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { impostor, run, said, silent, start } from "./plant_context.ts";
import { runningHome } from "./running_home.ts";

Deno.test("watch shows a value when it changes, and ends at Ctrl-C", async () => {
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, fastClock(1));
  const { installation } = plant.gateway;
  const link = `--link tcp:127.0.0.1:${plant.endpoints[0]!.port}`;
  const watching = start(`watch xt1 1138 3000 --every 100ms ${link}`);
  const json = start(`watch xt1 1138 --every 100ms --json ${link}`);
  await said(watching.out, /^\d\d:\d\d:\d\d {2}xt1 battery_charge_current_1138 {2}60 A$/);
  await said(watching.out, /xt1 battery_voltage {2}[\d.]+ V$/);
  await said(json.out, /"value":60/);
  const ram = ParameterProperty.unsavedValue;
  installation.write(installation.deviceNamed("xt1")!, 1138, ram, encodeValue("float", 20));
  await said(watching.out, /battery_charge_current_1138 {2}20 A \(in flash: 60 A\)$/);
  await said(json.out, /"value":20/);
  assert.equal(watching.out.length, 3, "nothing is said of what stays as it is");
  const { time, ...rest } = JSON.parse(json.out.at(-1)!);
  assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(rest, {
    device: "xt1",
    number: 1138,
    key: "battery_charge_current_1138",
    value: 20,
    text: "20",
    unit: "A",
    flash: "60",
  });
  for (const command of [watching, json]) {
    command.interrupt();
    assert.equal(await command.ended, 0);
    assert.deepEqual(command.err, []);
  }
  await plant.close();
});

Deno.test("watch goes through a running agent, and ends with it", async () => {
  await using home = await runningHome({ scenario: "cabin" });
  const watch = () => start(`watch xt1 3136 --every 100ms --config ${home.file}`);
  const [one, other] = [watch(), watch()];
  await said(one.out, /output_active_power_3136 {2}[\d.]+ kW$/);
  await said(other.out, /output_active_power_3136 {2}[\d.]+ kW$/);
  one.interrupt();
  assert.equal(await one.ended, 0);
  await home.atWork[Symbol.asyncDispose]();
  assert.equal(await other.ended, 3);
  assert.equal(other.err.length, 1);
  assert.match(other.err[0]!, /^studer-agent: .*the (running agent ended|line|other end)/i);
});

Deno.test("watch explains a gateway that says nothing from the beginning", async () => {
  await using other = impostor(silent);
  const commandLine = `watch xt1 3000 --link tcp:127.0.0.1:${other.port}`;
  const { exitCode, out, err } = await run(commandLine, { clock: fastClock(40) });
  assert.deepEqual({ exitCode, out, lines: err.length }, { exitCode: 3, out: [], lines: 1 });
  assert.match(err[0]!, /^studer-agent: xt1 does not answer: not a single byte arrived/);
});

Deno.test("watch refuses a pace that no line can hold", async () => {
  const { exitCode, err } = await run("watch xt1 3000 --every 5ms --link tcp:127.0.0.1:1");
  assert.equal(exitCode, 2);
  assert.equal(err.length, 1);
  assert.match(err[0]!, /Give a time from 100ms on/);
});
