import { strictEqual, throws } from "node:assert/strict";
import { chosenInstallation } from "../../../agent/commands/chosen_config.ts";
import { parseConfig } from "../../../agent/config/load.ts";
import { MINIMAL, testMachine } from "../config/test_machine.ts";

const one = parseConfig(MINIMAL, "f", "/", testMachine()).config;
const two = parseConfig(
  "installations: [{ id: house, link: { type: tcp-listen } }, { id: cabin, link: { type: tcp-listen, port: 2 } }]",
  "f",
  "/",
  testMachine(),
).config;

Deno.test("chosenInstallation() takes the only one, or the one that is named", () => {
  strictEqual(chosenInstallation({}, one).id, "home");
  strictEqual(chosenInstallation({ installation: "cabin" }, two).id, "cabin");
});

Deno.test("chosenInstallation() asks which one, and guesses what a slip meant", () => {
  throws(() => chosenInstallation({}, two), {
    exitCode: 2,
    message: "--installation: missing, where there are 2; give one of house, cabin",
  });
  throws(() => chosenInstallation({ installation: "cabim" }, two), {
    exitCode: 2,
    message: '--installation: found "cabim"; did you mean cabin?',
  });
});
