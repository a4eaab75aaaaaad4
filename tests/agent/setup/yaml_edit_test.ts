import { deepStrictEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { Manual } from "../../../agent/setup/manual.ts";
import { type Edit, editYaml, YamlEditError } from "../../../agent/setup/yaml_edit.ts";

/** The lines that differ, as `- before` and `+ after`. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}

const cases: readonly [string, Edit, readonly string[]][] = [
  ["replaces a value in its place", { path: ["log", "level"], value: "debug" }, [
    "- level: info",
    "+ level: debug",
  ]],
  ["puts text in quotes where it needs them", { path: ["mqtt", "url"], value: "a: #b" }, [
    "- url: mqtt://localhost:1883",
    '+ url: "a: #b"',
  ]],
  ["switches on what stands there as an example", { path: ["mqtt", "username"], value: "me" }, [
    "- #username: studer",
    "+ username: me",
  ]],
  ["takes the example of the right section", { path: ["web", "password"], value: "x" }, [
    "- #password: ${WEB_PASSWORD}",
    "+ password: x",
  ]],
  ["switches on a whole section", { path: ["mqtt", "tls", "caFile"], value: "/ca.pem" }, [
    "- #tls: { caFile: ca.pem, certFile: agent.pem, keyFile: agent.key }",
    "+ tls: { caFile: /ca.pem }",
  ]],
  ["makes a comment of what is switched off", { path: ["mqtt", "baseTopic"], value: undefined }, [
    "- baseTopic: studer",
    "+ #baseTopic: studer",
  ]],
  ["replaces a map in one line", {
    path: ["installations", 0, "link"],
    value: { type: "tcp-listen", port: 4001 },
  }, [
    "- link: { type: serial, path: /dev/ttyUSB0, baudRate: 38400, parity: even }",
    "+ link: { type: tcp-listen, port: 4001 }",
  ]],
  ["leaves alone what says it already", { path: ["log", "level"], value: "info" }, []],
  ["leaves alone what is switched off already", { path: ["mqtt", "tls"], value: undefined }, []],
];
for (const [what, edit, changes] of cases) {
  Deno.test(`editYaml() ${what}, and leaves every other line of the manual`, () => {
    deepStrictEqual(difference(Manual, editYaml(Manual, [edit])), changes);
  });
}

Deno.test("editYaml() adds an installation behind the last one", () => {
  const second = { id: "barn", link: { type: "tcp-listen", port: 4002 } };
  const text = editYaml(Manual, [{ path: ["installations", 1], value: second }]);
  deepStrictEqual(parse(text).installations[1], second);
  ok(difference(Manual, text).every((line) => line.startsWith("+")));
  match(text, /keepAlive: false\n\n {2}- id: barn\n/);
});

Deno.test("editYaml() keeps what people write by hand", () => {
  const text = "# mine\ninstallations:   # all\n- link:   # cable\n    type: serial\n" +
    "    path: '/dev/a'   # left\n  id: home\nmqtt: {url: 'mqtt://a'}\n";
  const edited = editYaml(text, [
    { path: ["installations", 0, "link", "path"], value: "/dev/b" },
    { path: ["mqtt", "username"], value: "me" },
    { path: ["log", "level"], value: "debug" },
  ]);
  deepStrictEqual(parse(edited), {
    installations: [{ link: { type: "serial", path: "/dev/b" }, id: "home" }],
    mqtt: { url: "mqtt://a", username: "me" },
    log: { level: "debug" },
  });
  for (const comment of ["# mine", "# all", "# cable", "# left"]) ok(edited.includes(comment));
});

const serial = { type: "serial", path: "/dev/b", baudRate: 38400, parity: "even" };
const handmade: readonly [what: string, edit: Edit, before: string[], after: string[]][] = [
  ["a link over several lines", { path: ["home", "link"], value: serial }, [
    "home:",
    "  link:",
    "    # behind the inverter",
    "    type: tcp",
    "    host: moxa   # in the cellar",
    "    port: 4001",
    "  name:   'Hut'   # mine",
  ], [
    "home:",
    "  link:",
    "    # behind the inverter",
    "    type: serial",
    "    #host: moxa   # in the cellar",
    "    #port: 4001",
    "    path: /dev/b",
    "    baudRate: 38400",
    "    parity: even",
    "  name:   'Hut'   # mine",
  ]],
  ["a list over several lines", { path: ["mqtt", "url"], value: "mqtt://c" }, [
    "mqtt:",
    "  url:   # two",
    "    - mqtt://a",
    "    # spare",
    "    - mqtt://b   # upstairs",
    "  baseTopic:   sun",
  ], [
    "mqtt:",
    "  url: mqtt://c   # two",
    "    #- mqtt://a",
    "    ## spare",
    "    #- mqtt://b   # upstairs",
    "  baseTopic:   sun",
  ]],
  ["a section whose settings are all comments", { path: ["mqtt", "username"], value: "me" }, [
    "mqtt:",
    "  # the user",
    "  #username: studer",
    "log: {level: info}",
  ], [
    "mqtt:",
    "  # the user",
    "  username: me",
    "log: {level: info}",
  ]],
  ["a section with nothing in it", { path: ["mqtt", "url"], value: "mqtt://c" }, [
    "mqtt:   # none",
    "log: {level:   info}",
  ], [
    "mqtt:   # none",
    "  url: mqtt://c",
    "log: {level:   info}",
  ]],
  ["the only setting of a section", { path: ["mqtt", "tls"], value: undefined }, [
    "mqtt:",
    "  tls: { caFile:   ca.pem }",
  ], [
    "mqtt:",
    "  #tls: { caFile:   ca.pem }",
  ]],
  ["a section between braces", { path: ["mqtt", "username"], value: "me" }, [
    "mqtt: {url:   'mqtt://a'}   # mine",
  ], [
    "mqtt: {url:   'mqtt://a', username: me}   # mine",
  ]],
  ["a list whose next section has a comment", { path: ["plants", 1], value: { id: "b" } }, [
    "plants:",
    "  - id: a",
    "  # that is all",
    "# the broker",
    "mqtt: {}",
  ], [
    "plants:",
    "  - id: a",
    "  # that is all",
    "",
    "  - id: b",
    "# the broker",
    "mqtt: {}",
  ]],
];
for (const [what, edit, before, after] of handmade) {
  Deno.test(`editYaml() changes ${what}, and loses nothing that was there`, () => {
    equal(editYaml(before.join("\n"), [edit]), after.join("\n"));
  });
}

Deno.test("editYaml() names the setting that only its owner can change", () => {
  const text = "a: &on { discovery: true }\nhomeAssistant: *on\n";
  throws(
    () => editYaml(text, [{ path: ["homeAssistant", "discovery"], value: false }]),
    (error) => error instanceof YamlEditError && error.setting === "homeAssistant.discovery",
  );
  const shared = "- &a { port: 1 }\n- *a\n";
  throws(() => editYaml(shared, [{ path: [0], value: { port: 2 } }]), YamlEditError);
});

Deno.test("editYaml() does without a line end, and with those of Windows", () => {
  equal(editYaml("a: 1", [{ path: ["b"], value: 2 }]), "a: 1\nb: 2");
  deepStrictEqual(parse(editYaml("a: 1\r\nb: 2\r\n", [{ path: ["c"], value: 3 }])), {
    a: 1,
    b: 2,
    c: 3,
  });
});

const word = fc.stringMatching(/^[a-z]{1,3}$/);
const value = fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean());
const tree = fc.dictionary(
  word,
  fc.oneof(value, fc.dictionary(word, value, { minKeys: 1, noNullPrototype: true })),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

Deno.test("editYaml() says of any document what it is told, and nothing else", () => {
  fc.assert(
    fc.property(tree, word, word, value, fc.boolean(), (before, section, key, value, flow) => {
      const text = stringify(before, { collectionStyle: flow ? "flow" : "any" });
      const wanted = structuredClone(before) as Record<string, unknown>;
      const part = wanted[section];
      // A value that is no section cannot hold a key.
      const path = typeof part === "object" || part === undefined ? [section, key] : [section];
      if (path.length === 1) wanted[section] = value;
      else wanted[section] = { ...part as object, [key]: value };
      deepStrictEqual(parse(editYaml(text, [{ path, value }])), wanted);
    }),
    { numRuns: 300 },
  );
});
