import assert from "node:assert/strict";
import { demoTable } from "../../../agent/commands/plant/demo_table.ts";
import type { Device } from "../../../agent/installation/device.ts";
import { Values } from "../../../agent/installation/values.ts";
import { datapointsOf, findByKey } from "../../../protocol/catalogue/lookup.ts";

Deno.test("demoTable() shows no unit behind a value that is not available", () => {
  const bsp: Device = {
    name: "bsp",
    family: "bsp",
    address: 601,
    model: "BSP",
    firmware: "",
    serialNumber: "",
    nominalVoltage: undefined,
    datapoints: datapointsOf("bsp").filter(({ kind }) => kind === "info"),
  };
  const values = new Values(assert.ifError);
  const put = (key: string, value: number | null) => {
    const datapoint = findByKey("bsp", key)!.number;
    values.put([{ point: { installation: "home", device: "bsp", datapoint }, value, at: 0 }]);
  };
  put("battery_temperature", null);
  put("battery_current", -12.3456);
  const cells = demoTable([bsp], "home", values).map((line) => line.split(/ {2,}/));
  assert.deepEqual(cells.slice(1), [
    ["bsp", "Battery current", "-12.35 A"],
    ["bsp", "Battery temperature", "None"],
  ]);
});
