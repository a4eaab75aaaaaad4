import { deepStrictEqual, ok } from "node:assert/strict";
import { parseConfig } from "../../../agent/config/load.ts";
import { type Config, configJsonSchema } from "../../../agent/config/schema.ts";
import { MINIMAL, testMachine } from "./test_machine.ts";

const manual = Deno.readTextFileSync(new URL("../../../agent.config.yaml", import.meta.url));

const machine = testMachine(
  {
    "/etc/studer-agent/mqtt-username": "u",
    "/etc/studer-agent/mqtt-password": "p",
    "/etc/studer-agent/web-password": "p",
  },
  { MQTT_PASSWORD: "p", WEB_PASSWORD: "p" },
);

function parse(text: string): Config {
  return parseConfig(text, "agent.config.yaml", "/etc/studer-agent", machine).config;
}

interface Example {
  readonly firstLine: number;
  readonly lastLine: number;
}

const isExample = (line: string) => /^ *#[a-zA-Z]/.test(line);

/** Lines with a setting behind the #, each block of neighbours one example. */
function examplesOf(lines: readonly string[]): Example[] {
  return lines.flatMap((line, firstLine) => {
    if (!isExample(line) || isExample(lines[firstLine - 1] ?? "")) return [];
    let lastLine = firstLine;
    while (isExample(lines[lastLine + 1] ?? "")) lastLine++;
    return [{ firstLine, lastLine }];
  });
}

/** As the owner would do it: take the # away, and the setting out that the example replaces. */
function switchedOn(lines: readonly string[], { firstLine, lastLine }: Example): string {
  const example = lines.slice(firstLine, lastLine + 1).map((line) => line.replace("#", ""));
  const keys = example.map((line) => /^ *\w+:/.exec(line)?.[0]);
  return lines.flatMap((line, index) => {
    if (index === firstLine) return example;
    if (index > firstLine && index <= lastLine) return [];
    return keys.some((key) => key !== undefined && line.startsWith(key)) ? [] : [line];
  }).join("\n");
}

Deno.test("agent.config.yaml loads as it stands and shows the true defaults", () => {
  deepStrictEqual(parse(manual), parse(MINIMAL));
});

Deno.test("agent.config.yaml's examples load, each switched on by itself", () => {
  const lines = manual.split("\n");
  const examples = examplesOf(lines);
  ok(examples.length >= 12, `${examples.length} examples found`);
  for (const example of examples) {
    const text = switchedOn(lines, example);
    ok(text !== manual);
    parse(text);
  }
});

Deno.test("agent.config.yaml's example of an embedded broker shows the true defaults", () => {
  const lines = manual.split("\n");
  const embedded = examplesOf(lines).find(({ firstLine }) =>
    lines[firstLine]?.endsWith("embedded")
  );
  ok(embedded !== undefined);
  deepStrictEqual(
    parse(switchedOn(lines, embedded)),
    parse(`${MINIMAL}mqtt: { url: embedded }`),
  );
});

Deno.test("agent.config.yaml speaks of every key of the schema", () => {
  const keys = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === "properties") Object.keys(value).forEach((name) => keys.add(name));
      collect(value);
    }
  };
  collect(configJsonSchema(testMachine()));
  ok(keys.size > 40, `${keys.size} keys found`);
  deepStrictEqual([...keys].filter((key) => !new RegExp(`\\b${key}:`).test(manual)), []);
});
