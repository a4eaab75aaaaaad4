import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { AGENT_VERSION } from "../../../../agent/version.ts";
import { programTest, runProgram } from "../../../support/program_test.ts";
import { AddonConfig, AddonRepository, AddonTranslation } from "./addon_schema.ts";

const folder = new URL("../../../../agent/packaging/home_assistant/", import.meta.url);
const read = (name: string) => Deno.readTextFileSync(new URL(name, folder));
const config = AddonConfig.parse(parse(read("studer_agent/config.yaml")));

Deno.test("The add-on's config.yaml is what Home Assistant documents, of this version", () => {
  assert.equal(config.version, AGENT_VERSION);
  AddonRepository.parse(parse(read("repository.yaml")));
  assert.deepEqual(AddonConfig.safeParse({ ...config, uarts: true }).success, false);
});

Deno.test("The add-on gives defaults only to options that it describes, and to all it demands", () => {
  for (const name of Object.keys(config.options)) assert.ok(name in config.schema, name);
  for (const [name, type] of Object.entries(config.schema)) {
    assert.ok(type.endsWith("?") || name in config.options, `${name} must be given by hand`);
  }
});

Deno.test("The add-on reaches neither serial port nor broker, or has a base without glibc", () => {
  assert.equal(config.uart, true);
  assert.deepEqual(config.services, ["mqtt:want"]);
  assert.match(read("studer_agent/Dockerfile"), /^FROM debian:\S+$/m);
});

Deno.test("The add-on starts on a machine without a serial port", () => {
  for (const [name, type] of Object.entries(config.schema)) {
    // A default of a device that is not there is refused, even where nobody needs it.
    if (type.startsWith("device")) assert.ok(!(name in config.options), name);
  }
});

Deno.test("The add-on names every option and port in three languages", () => {
  for (const language of ["en", "fr", "de"]) {
    const { configuration, network } = AddonTranslation.parse(
      parse(read(`studer_agent/translations/${language}.yaml`)),
    );
    assert.deepEqual(Object.keys(configuration), Object.keys(config.schema), language);
    assert.deepEqual(Object.keys(network), Object.keys(config.ports!), language);
  }
});

Deno.test("The add-on watches the port that the container serves", () => {
  assert.match(config.watchdog!, /\[PORT:8080\]\/healthz$/);
  assert.ok("8080/tcp" in config.ports!);
});

programTest(["shellcheck"], "The add-on's run script is clean for shellcheck", async () => {
  const script = fileURLToPath(new URL("studer_agent/run.sh", folder));
  const { code, text } = await runProgram("shellcheck", ["--shell=sh", script]);
  assert.equal(code, 0, text);
});
