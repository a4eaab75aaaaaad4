import assert from "node:assert/strict";
import { Command } from "commander";
import { addSearchOptions, searchOptions } from "../../../agent/commands/cli/search_options.ts";
import { testMachine } from "../config/test_machine.ts";

const Given = { listen: 0, listenPort: 4001, moxaAddress: { host: "10.0.0.255", port: 4800 } };

Deno.test("searchOptions() names a port so that an agent that starts elsewhere finds it", () => {
  const { paths } = searchOptions(["xcomA", "/dev/ttyUSB0"], Given, testMachine());
  assert.deepEqual(paths, ["/home/pi/xcomA", "/dev/ttyUSB0"]);
  assert.equal(searchOptions([], Given, testMachine()).paths, undefined);
});

Deno.test("find asks for Moxas, and waits for them, at other ports than theirs", () => {
  const defaults = (words: readonly string[]) =>
    addSearchOptions(new Command(), "scan").parse(words, { from: "user" }).opts();
  assert.deepEqual(defaults([]), {
    listen: 30_000,
    listenPort: 4001,
    moxaAddress: { host: "255.255.255.255", port: 4800 },
  });
  assert.deepEqual(defaults(["--moxa-address", "10.0.0.255"]).moxaAddress, {
    host: "10.0.0.255",
    port: 4800,
  });
});
