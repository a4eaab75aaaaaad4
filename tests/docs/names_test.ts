import assert from "node:assert/strict";
import { problemsIn, spanProblems, textOf } from "./document_problems.ts";
import { commandProblems, optionProblems } from "./known_commands.ts";
import { isTopic } from "./known_names.ts";
import { chaptersOf, linesOf } from "./markdown.ts";

const Documents = [
  "README.md",
  "README.fr.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "agent/packaging/home_assistant/studer_agent/DOCS.md",
] as const;

for (const name of Documents) {
  Deno.test(`${name} names only commands, options, settings, topics and keys that exist`, () => {
    assert.deepEqual(problemsIn(textOf(name)), []);
  });
}

Deno.test("simulator/README.md shows only commands that exist", () => {
  const chapters = chaptersOf(textOf("simulator/README.md"));
  const scripts = chapters.flatMap(({ fences }) => fences)
    .filter(({ language }) => language === "sh").map(({ text }) => text);
  const lines = [...chapters.flatMap(({ spans }) => spans), ...scripts.flatMap(linesOf)];
  assert.ok(scripts.length > 0);
  assert.deepEqual(lines.flatMap(commandProblems), []);
});

Deno.test("agent.config.yaml's explanations name only commands and topics that exist", () => {
  const explanations = [...textOf("agent.config.yaml").matchAll(/# +(.*)$/gm)].map(([, text]) =>
    text!
  );
  const commands = explanations.filter((text) => /\bstuder-agent [a-z]/.test(text));
  const topics = explanations.flatMap((text) => text.match(/\bstuder\/[\w/]+/g) ?? []);
  assert.ok(commands.length > 0 && topics.length > 0);
  assert.deepEqual(commands.flatMap(commandProblems), []);
  assert.deepEqual(topics.filter((topic) => !isTopic(topic)), []);
});

for (const language of ["en", "fr", "de"]) {
  Deno.test(`agent/setup/texts/${language}.ts names only options that exist`, () => {
    const options = textOf(`agent/setup/texts/${language}.ts`).match(/--[a-z]+(-[a-z]+)*/g) ?? [];
    assert.ok(options.length > 0);
    assert.deepEqual(options.flatMap(optionProblems), []);
  });
}

Deno.test("the test of the documents sees what does not exist", () => {
  const wrong: Readonly<Record<string, RegExp>> = {
    "npx -y deno@2.9.5 task agent fnid": /"fnid"/,
    "deno task demmo": /no task demmo/,
    "deno task compile --protable": /--protable/,
    "find --listen-prot 4001": /--listen-prot/,
    "find --moxa-address": /--moxa-address/,
    "setup --language it": /it/,
    "service instal": /instal/,
    "sudo sh install.sh --remove": /--remove/,
    "sh studer-agent-aarch64-portable fnid": /"fnid"/,
    "--listen-prot": /--listen-prot/,
    "--trace wires": /wires/,
    "read xt1 soc": /soc/,
    "read xt10 3136": /xt10/,
    "scan --link tpc:192.168.1.20:4001": /tpc/,
    "udp:192.168.1.20:4002": /--link/,
    "vt16": /no device vt16/,
    "pv_powr": /no datapoint pv_powr/,
    "mqtt.uri": /no setting mqtt.uri/,
    "mqtt: { uri: embedded }": /no setting mqtt.uri/,
    "studer/<x>/statsu": /no topic/,
    "studer/<x>/xt1/<key>/set": /no topic/,
    "studer/<x>/xt1/<key>/result": /no topic/,
    "studer/home/xt1/pv_power": /no topic/,
    "agent/agents.ts": /no file/,
  };
  for (const [span, problem] of Object.entries(wrong)) {
    assert.match(spanProblems(span).join(), problem, span);
  }
});
