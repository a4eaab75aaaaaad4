import { strictEqual } from "node:assert/strict";
import { nearest } from "../../../agent/config/nearest.ts";

Deno.test("nearest() finds the word behind a slip of the hand", () => {
  const words = ["baudRate", "path", "parity", "type"];
  strictEqual(nearest("baudrate", words), "baudRate");
  strictEqual(nearest("baud_rate", words), "baudRate");
  strictEqual(nearest("partiy", words), "parity");
  strictEqual(nearest("tpye", words), "type");
});

Deno.test("nearest() finds the word that was only begun", () => {
  const words = ["url", "username", "usernameFile", "battery_voltage", "battery_current"];
  strictEqual(nearest("user", words), "username");
  strictEqual(nearest("User", words), "username");
  strictEqual(nearest("battery", words), undefined);
  strictEqual(nearest("ba", words.slice(0, 4)), undefined);
});

Deno.test("nearest() finds nothing where nothing is near", () => {
  strictEqual(nearest("speed", ["baudRate", "path"]), undefined);
  strictEqual(nearest("", ["path"]), undefined);
  strictEqual(nearest("x".repeat(100_000), ["path"]), undefined);
});
