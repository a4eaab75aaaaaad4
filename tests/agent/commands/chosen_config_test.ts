import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { chosenInstallation, configOfLink } from "../../../agent/commands/cli/chosen_config.ts";
import { parseConfig } from "../../../agent/config/load.ts";
import { MINIMAL, testMachine } from "../config/test_machine.ts";
import { run } from "./command_test_context.ts";

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

Deno.test("configOfLink() takes a port as people type it, and finds it from anywhere", () => {
  const linkOf = (link: string) =>
    configOfLink({ link }, testMachine()).config.installations[0]?.link;
  const serial = { type: "serial", baudRate: 38_400, parity: "even" };
  deepStrictEqual(linkOf("/dev/ttyUSB7"), { ...serial, path: "/dev/ttyUSB7" });
  deepStrictEqual(linkOf("serial:xcomA"), { ...serial, path: "/home/pi/xcomA" });
});

Deno.test("commands that find no configuration name the command that writes one", async () => {
  for (const command of ["run", "scan", "check-config", "read xt1 3000"]) {
    const { exitCode, err } = await run(command);
    strictEqual(exitCode, 2);
    strictEqual(err.length, 1);
    match(err[0]!, /: no configuration: found neither .*; type sudo studer-agent setup, or give /);
  }
});
