import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { effectiveConfig } from "../../../agent/config/effective.ts";
import { laterKeys } from "../../../agent/config/later_keys.ts";
import { findConfigFile, loadConfig, parseConfig } from "../../../agent/config/load.ts";
import { ConfigError, problemLine } from "../../../agent/config/problem.ts";
import type { Config } from "../../../agent/config/schema.ts";
import { fillVariables, withoutVariables } from "../../../agent/config/variables.ts";
import { MINIMAL, testMachine } from "./test_machine.ts";

function parse(text: string, machine = testMachine()): Config {
  return parseConfig(text, "agent.config.yaml", "/etc/studer-agent", machine).config;
}

function problemsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(problemLine);
    throw error;
  }
  return [];
}

Deno.test("loadConfig() fills in every default", () => {
  const { config, warnings } = loadConfig("c.yaml", testMachine({ "/home/pi/c.yaml": MINIMAL }));
  deepStrictEqual(JSON.parse(JSON.stringify(config)), {
    agent: { id: "solar-pi-local" },
    installations: [{
      id: "home",
      name: "home",
      link: { type: "serial", path: "/dev/ttyUSB0", baudRate: 38400, parity: "even" },
      portal: false,
      timeZone: "Europe/Zurich",
      lanes: { fast: 2000, normal: 10_000, slow: 60_000 },
      parameters: "basic",
      writes: {
        enabled: true,
        flash: false,
        allow: [],
        perMinute: 6,
        flashTotal: 500,
        flashPerDay: 10,
        keepAlive: false,
      },
    }],
    mqtt: { url: ["mqtt://localhost:1883"], baseTopic: "studer" },
    homeAssistant: { discovery: true, prefix: "homeassistant" },
    history: { path: "/home/pi/.local/state/studer-agent/history.sqlite", keepDays: 400 },
    web: { listen: { host: "127.0.0.1", port: 8080 } },
    stateDirectory: "/home/pi/.local/state/studer-agent",
    log: { level: "info", format: "text" },
  });
  deepStrictEqual(warnings, []);
});

Deno.test("loadConfig() knows every kind of link and its defaults", () => {
  const linkOf = (link: string) =>
    parse(`installations: [{ id: a, link: ${link} }]`).installations[0]?.link;
  deepStrictEqual(linkOf("{ type: tcp, host: fe80::1%eth0, port: 4001 }"), {
    type: "tcp",
    host: "fe80::1%eth0",
    port: 4001,
  });
  deepStrictEqual(linkOf("{ type: tcp-listen }"), { type: "tcp-listen", port: 4001 });
  deepStrictEqual(linkOf("{ type: udp, host: moxa.lan }"), {
    type: "udp",
    host: "moxa.lan",
    port: 4002,
    localPort: 4001,
  });
  deepStrictEqual(linkOf("{ type: serial, path: /dev/ttyS0, baudRate: 115200, parity: none }"), {
    type: "serial",
    path: "/dev/ttyS0",
    baudRate: 115_200,
    parity: "none",
  });
});

Deno.test("loadConfig() takes an empty section for one that is left out", () => {
  deepStrictEqual(parse(`${MINIMAL}mqtt:\nweb:\nlog:\n  level:\n`), parse(MINIMAL));
});

Deno.test("loadConfig() gives the embedded broker its port and address", () => {
  const { mqtt } = parse(`${MINIMAL}mqtt: { url: embedded }`);
  ok(mqtt.url === "embedded");
  strictEqual(mqtt.port, 1883);
  strictEqual(mqtt.listen, "127.0.0.1");
});

Deno.test("loadConfig() reads an IPv6 address with its port", () => {
  const { web } = parse(`${MINIMAL}web: { listen: "[::1]:9000" }`);
  deepStrictEqual(web.listen, { host: "::1", port: 9000 });
});

Deno.test("loadConfig() puts variables in place, in texts, numbers and truth values", () => {
  const machine = testMachine({}, { BROKER: "10.0.0.1", PORT: "4711", ON: "false", PW: "123" });
  const config = parse(
    "installations: [{ id: a, link: { type: tcp-listen, port: '${PORT}' } }]\n" +
      "homeAssistant: { discovery: '${ON}' }\n" +
      "mqtt:\n  url: mqtt://${BROKER}:1883\n  username: u\n  password: ${PW}\n",
    machine,
  );
  deepStrictEqual(config.installations[0]?.link, { type: "tcp-listen", port: 4711 });
  strictEqual(config.homeAssistant.discovery, false);
  deepStrictEqual(config.mqtt.url, ["mqtt://10.0.0.1:1883"]);
  strictEqual(config.mqtt.password, "123");
});

Deno.test("a password with ${…} in it can stand in the configuration, and one with $$ stays as it is", () => {
  const machine = testMachine({}, { HOME: "/home/pi" });
  for (
    const [written, read] of [
      ["a$${HOME}b", "a${HOME}b"],
      ["$${", "${"],
      ["$$${HOME}", "$${HOME}"],
      ["a$$b$", "a$$b$"],
      ["$${x${HOME}", "${x/home/pi"],
      ["a${b", "a${b"],
    ] as const
  ) {
    const { mqtt } = parse(
      `${MINIMAL}mqtt: { username: '${written}', password: '${written}' }`,
      machine,
    );
    deepStrictEqual([mqtt.username, mqtt.password], [read, read]);
  }
});

Deno.test("withoutVariables() writes every text so that fillVariables() reads the same one", () => {
  const pieces = fc.constantFrom("$", "{", "}", "${", "${HOME}", "HOME", "a", "é", "\n");
  const text = fc.oneof(fc.string(), fc.array(pieces).map((all) => all.join("")));
  const tree = fc.record({ a: text, b: fc.array(fc.oneof(text, fc.integer(), fc.boolean())) });
  fc.assert(fc.property(tree, (tree) => {
    const read = fillVariables(withoutVariables(tree), () => "filled");
    deepStrictEqual(read, { tree: { ...tree }, problems: [] });
  }));
});

Deno.test("loadConfig() takes no password from a file that is empty or no password's", () => {
  for (const text of ["", " \r\n", "x".repeat(100_000)]) {
    const files = {
      "/etc/studer-agent/c.yaml": `${MINIMAL}mqtt: { username: u, passwordFile: /pw }`,
      "/pw": text,
    };
    const problems = problemsOf(() => loadConfig("/etc/studer-agent/c.yaml", testMachine(files)));
    deepStrictEqual(problems, [
      '/etc/studer-agent/c.yaml:2: mqtt.passwordFile: "/pw" is empty or too long; ' +
      "write the password in it",
    ]);
  }
});

Deno.test("loadConfig() reads user and password from files beside the configuration", () => {
  const files = {
    "/etc/studer-agent/c.yaml":
      `${MINIMAL}mqtt: { usernameFile: user, passwordFile: ~/pw }\nweb: { passwordFile: /run/web }`,
    "/etc/studer-agent/user": "studer\n",
    "/home/pi/pw": { text: "geheim\r\n", mode: 0o100644 },
    "/run/web": "page",
  };
  const { config, warnings } = loadConfig("/etc/studer-agent/c.yaml", testMachine(files));
  strictEqual(config.mqtt.username, "studer");
  strictEqual(config.mqtt.password, "geheim");
  strictEqual(config.web.password, "page");
  deepStrictEqual(warnings.map(problemLine), [
    '/etc/studer-agent/c.yaml:2: mqtt.passwordFile: everyone may read "~/pw"; chmod o-r it',
  ]);
});

Deno.test("loadConfig() keeps the blanks at both ends of a password, and all but one line end", () => {
  for (const lineEnd of ["", "\n", "\r\n"]) {
    const { config } = loadConfig(
      "/etc/studer-agent/c.yaml",
      testMachine({
        "/etc/studer-agent/c.yaml": `${MINIMAL}mqtt: { username: u, passwordFile: /pw }`,
        "/pw": `\t geheim \n${lineEnd}`,
      }),
    );
    strictEqual(config.mqtt.password, lineEnd === "" ? "\t geheim " : "\t geheim \n");
  }
});

Deno.test("loadConfig() starts relative file names at the configuration's directory", () => {
  const { history, stateDirectory, mqtt } = parse(
    `${MINIMAL}stateDirectory: state\nmqtt: { url: mqtts://b, tls: { caFile: ca.pem } }`,
  );
  strictEqual(stateDirectory, "/etc/studer-agent/state");
  strictEqual(history.path, "/etc/studer-agent/state/history.sqlite");
  strictEqual(mqtt.url === "embedded" ? "" : mqtt.tls?.caFile, "/etc/studer-agent/ca.pem");
});

Deno.test("loadConfig() keeps its state where the service manager says", () => {
  const machine = testMachine({}, { STATE_DIRECTORY: "/var/lib/studer-agent" });
  strictEqual(parse(MINIMAL, machine).stateDirectory, "/var/lib/studer-agent");
});

Deno.test("loadConfig() resolves anchors, and survives those that go in circles", () => {
  const config = parse(
    "installations:\n  - { id: a, link: { type: tcp-listen, port: 4001 }, lanes: &l { fast: 1s } }\n" +
      "  - { id: b, link: { type: tcp-listen, port: 4002 }, lanes: *l }\n",
  );
  strictEqual(config.installations[1]?.lanes.fast, 1000);
  ok(problemsOf(() => parse("installations: &x [*x]")).length > 0);
  const bomb = Array.from({ length: 12 }, (_, i) => `k${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`);
  ok(problemsOf(() => parse(bomb.join("\n").replaceAll("*a-1", "1"))).length > 0);
});

Deno.test("loadConfig() says of a file that it is missing, too long or closed to us", () => {
  deepStrictEqual(problemsOf(() => loadConfig("c.yaml", testMachine())), [
    "c.yaml: cannot be read: no such file",
  ]);
  const long = testMachine({ "/home/pi/c.yaml": "#".repeat(1_000_001) });
  deepStrictEqual(problemsOf(() => loadConfig("c.yaml", long)), [
    "c.yaml: is too long for a configuration",
  ]);
  const closed = {
    ...testMachine(),
    readTextFile: () => {
      throw new Deno.errors.PermissionDenied();
    },
  };
  deepStrictEqual(problemsOf(() => loadConfig("c.yaml", closed)), [
    "c.yaml: cannot be read: this user may not read it; run this with sudo",
  ]);
});

Deno.test("loadConfig() says who may not read a password's file to put sudo in front", () => {
  const text = `${MINIMAL}mqtt: { username: u, passwordFile: /pw }`;
  const files = testMachine({ "/home/pi/c.yaml": text });
  const closed = {
    ...files,
    readTextFile(path: string) {
      if (path === "/pw") throw new Deno.errors.PermissionDenied(path);
      return files.readTextFile(path);
    },
  };
  deepStrictEqual(problemsOf(() => loadConfig("c.yaml", closed)), [
    'c.yaml:2: mqtt.passwordFile: cannot read "/pw": this user may not read it; run this with sudo',
  ]);
});

Deno.test("findConfigFile() prefers the directory it was started in", () => {
  const there = "/etc/studer-agent/agent.config.yaml";
  strictEqual(findConfigFile(testMachine()), undefined);
  strictEqual(findConfigFile(testMachine({ [there]: "" })), there);
  strictEqual(
    findConfigFile(testMachine({ [there]: "", "/home/pi/agent.config.yaml": "" })),
    "agent.config.yaml",
  );
});

Deno.test("effectiveConfig() hides passwords", () => {
  const config = parse(
    `${MINIMAL}mqtt: { username: u, password: geheim }\nweb: { passwordFile: /pw }`,
    testMachine({ "/pw": "geheim too" }),
  );
  const text = stringify(effectiveConfig(config));
  ok(!text.includes("geheim"), text);
  ok(text.includes('password: "***"') && text.includes("passwordFile: /pw"), text);
});

Deno.test("effectiveConfig() can be read again where a text holds ${…}", () => {
  const config = parse(`${MINIMAL}mqtt: { username: 'a$\${b}' }`);
  deepStrictEqual(parse(stringify(effectiveConfig(config))), config);
});

Deno.test("effectiveConfig() can be read again and then says the same", () => {
  for (
    const text of [
      MINIMAL,
      `${MINIMAL}mqtt: { url: embedded, port: 0 }\nweb: { listen: "[::1]:9000" }`,
      "installations: [{ id: a, lanes: { fast: 1500ms }, link: { type: udp, host: h } }]\n" +
      "mqtt: { url: [wss://a/b, mqtt://b], tls: { caFile: ca } }",
    ]
  ) {
    const config = parse(text);
    deepStrictEqual(parse(stringify(effectiveConfig(config))), config);
  }
});

Deno.test("laterKeys() names the settings that have no effect yet, and no others", () => {
  deepStrictEqual(laterKeys(parse(MINIMAL)), []);
  const config = parse(
    "installations: [{ id: a, link: { type: tcp-listen }, portal: true, writes: { perMinute: 7 } }]\n" +
      "history: { keepDays: 10 }\nweb: { listen: 127.0.0.1:9000 }",
  );
  deepStrictEqual(laterKeys(config).map(({ path }) => path), [
    "installations[0].portal",
    "installations[0].writes",
    "history",
    "web",
  ]);
});

Deno.test("parseConfig() throws nothing but ConfigError, whatever the text", () => {
  const words = fc.constantFrom(
    ..."installations: mqtt: id: link: type: serial tcp [ ] { } - : , & * ! | > ' \" # ? % @ ` \t \n ${X} ${HOME} url: embedded null ~ 0 -1 1e999 .nan true <<: __proto__: constructor: web: listen: lanes: fast: 2s passwordFile: password: tls:"
      .split(" "),
    "\n  ",
    "\n- ",
    "\n    - ",
    " ",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 60 }).map((parts) => parts.join("")),
    fc.array(words, { maxLength: 60 }).map((parts) => parts.join(" ")),
    fc.object().map((object) => JSON.stringify(object)),
  );
  fc.assert(
    fc.property(text, (text) => {
      problemsOf(() => parse(text));
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseConfig() throws nothing but ConfigError, whatever a key's value is", () => {
  const valid = {
    agent: { id: "a" },
    installations: [{ id: "a", link: { type: "udp", host: "b" }, lanes: {}, writes: {} }],
    mqtt: { url: "mqtts://b", tls: {}, username: "u", passwordFile: "/pw" },
    homeAssistant: {},
    history: {},
    web: { listen: "0.0.0.0:80", password: "x" },
    stateDirectory: "/s",
    log: {},
  };
  const places = placesOf(valid);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
      const changed = structuredClone(valid) as unknown as Record<string, never>;
      let parent = changed;
      for (const step of place.slice(0, -1)) parent = parent[step]!;
      parent[place.at(-1)!] = value as never;
      problemsOf(() => parse(JSON.stringify(changed), testMachine({ "/pw": "x" })));
    }),
    { numRuns: 300 },
  );
});

function placesOf(node: unknown): string[][] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap((
    [key, value],
  ) => [[key], ...placesOf(value).map((rest) => [key, ...rest])]);
}
