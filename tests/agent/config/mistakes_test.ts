import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseConfig } from "../../../agent/config/load.ts";
import { ConfigError, problemLine } from "../../../agent/config/problem.ts";
import { MINIMAL, testMachine } from "./test_machine.ts";

interface Mistake {
  readonly name: string;
  readonly text: string;
  /** What is said, without the file's name. */
  readonly said: readonly string[];
}

const inLink = (link: string) => `installations:\n  - id: home\n    link: ${link}\n`;
const beside = (rest: string) => `${MINIMAL}${rest}\n`;

const MISTAKES: readonly Mistake[] = [
  {
    name: "an empty file",
    text: "",
    said: ["1: installations: missing; give a list of installations, each one starting with - id:"],
  },
  {
    name: "no installation",
    text: "installations: []",
    said: ["1: installations: found an empty list; give at least one installation"],
  },
  {
    name: "installations that are no list",
    text: "installations:\n  home:\n    id: home\n",
    said: [
      "1: installations: found a group of keys; give a list of installations, each one starting with - id:",
    ],
  },
  {
    name: "a misspelt section",
    text: beside("homeassistent: {}"),
    said: ['2: homeassistent: unknown key "homeassistent"; did you mean homeAssistant?'],
  },
  {
    name: "a key in another case",
    text: inLink("{ type: serial, path: /dev/ttyUSB0, baudrate: 38400 }"),
    said: ['3: installations[0].link.baudrate: unknown key "baudrate"; did you mean baudRate?'],
  },
  {
    name: "a key that is like no other",
    text: beside("log: { colour: red }"),
    said: ['2: log.colour: unknown key "colour"; it may be level or format'],
  },
  {
    name: "a section that is a word",
    text: beside("mqtt: localhost"),
    said: ['2: mqtt: found "localhost"; give a group of keys, indented below it'],
  },
  {
    name: "a link without a type",
    text: inLink("{ path: /dev/ttyUSB0 }"),
    said: ["3: installations[0].link.type: missing; give serial, tcp, tcp-listen or udp"],
  },
  {
    name: "a link of a misspelt type",
    text: inLink("{ type: tcp_listen }"),
    said: [
      '3: installations[0].link.type: found "tcp_listen"; did you mean tcp-listen? It may be serial, tcp, tcp-listen or udp',
    ],
  },
  {
    name: "the misspelt keys of a link whose type is misspelt, too",
    text: inLink("{ typ: serial, baudrate: 9600, parity: evn, speed: 1 }"),
    said: [
      "3: installations[0].link.type: missing; give serial, tcp, tcp-listen or udp",
      '3: installations[0].link.typ: unknown key "typ"; did you mean type?',
      '3: installations[0].link.baudrate: unknown key "baudrate"; did you mean baudRate?',
      '3: installations[0].link.parity: found "evn"; did you mean even? It may be even, none or odd',
      '3: installations[0].link.speed: unknown key "speed"; it may be type, path, baudRate, parity, host, port or localPort',
    ],
  },
  {
    name: "a link that is a list",
    text: inLink("[serial]"),
    said: [
      "3: installations[0].link: found a list; give a link, such as { type: serial, path: /dev/ttyUSB0 }",
    ],
  },
  {
    name: "a link that is a word",
    text: inLink("serial"),
    said: [
      '3: installations[0].link: found "serial"; give a link, such as { type: serial, path: /dev/ttyUSB0 }',
    ],
  },
  {
    name: "no link",
    text: "installations:\n  - id: home\n",
    said: [
      "2: installations[0].link: missing; give a link, such as { type: serial, path: /dev/ttyUSB0 }",
    ],
  },
  {
    name: "a serial link without a port",
    text: inLink("{ type: serial }"),
    said: ["3: installations[0].link.path: missing; give the serial port, such as /dev/ttyUSB0"],
  },
  {
    name: "a baud rate that no Xcom has",
    text:
      "installations:\n  - id: home\n    link:\n      type: serial\n      path: /dev/ttyUSB0\n" +
      "      baudRate: 9600\n",
    said: ["6: installations[0].link.baudRate: found 9600; give 38400 or 115200"],
  },
  {
    name: "a misspelt parity",
    text: inLink("{ type: serial, path: /dev/ttyUSB0, parity: evn }"),
    said: [
      '3: installations[0].link.parity: found "evn"; did you mean even? It may be even, none or odd',
    ],
  },
  {
    name: "a port behind the host",
    text: inLink("{ type: tcp, host: '192.168.1.20:4001', port: 4001 }"),
    said: [
      '3: installations[0].link.host: found "192.168.1.20:4001"; give a host name or an IP address, without port, such as 192.168.1.20',
    ],
  },
  {
    name: "a port that is none",
    text: inLink("{ type: tcp, host: moxa, port: 70000 }"),
    said: ["3: installations[0].link.port: found 70000; give a port from 1 to 65535"],
  },
  {
    name: "a number where text belongs",
    text: inLink("{ type: tcp, host: 12, port: 4001 }"),
    said: [
      "3: installations[0].link.host: found 12; give a host name or an IP address, without port, such as 192.168.1.20, in quotes",
    ],
  },
  {
    name: "an id that cannot be a topic",
    text: "installations: [{ id: Haus Süd, link: { type: tcp-listen } }]",
    said: [
      '1: installations[0].id: found "Haus Süd"; give a name for topics in a–z, 0–9, _ and -, at most 64, such as haus_s_d',
    ],
  },
  {
    name: "the reserved id",
    text: "installations: [{ id: agent, link: { type: tcp-listen } }]",
    said: [
      '1: installations[0].id: found "agent", which the agent\'s own topics use; give another name',
    ],
  },
  {
    name: "an id twice",
    text: "installations:\n  - { id: a, link: { type: tcp-listen, port: 1 } }\n" +
      "  - { id: a, link: { type: tcp-listen, port: 2 } }\n",
    said: [
      '3: installations[1].id: found "a", the same as installations[0].id; give another one',
    ],
  },
  {
    name: "a serial port twice",
    text: "installations:\n  - { id: a, link: { type: serial, path: /dev/ttyUSB0 } }\n" +
      "  - { id: b, link: { type: serial, path: /dev/ttyUSB0 } }\n",
    said: [
      '3: installations[1].link.path: found "/dev/ttyUSB0", the same as installations[0].link.path; give another one',
    ],
  },
  {
    name: "a listening port twice",
    text: "installations:\n  - { id: a, link: { type: tcp-listen } }\n" +
      "  - { id: b, link: { type: tcp-listen, port: 8080 } }\n  - { id: c, link: { type: tcp-listen } }\n",
    said: [
      "4: installations[2].link.port: port 4001 is also installations[0].link.port; give another port",
      "1: web.listen: port 8080 is also installations[1].link.port; give another port",
    ].reverse(),
  },
  {
    name: "a UDP port twice",
    text: "installations:\n  - { id: a, link: { type: udp, host: a } }\n" +
      "  - { id: b, link: { type: udp, host: b } }\n",
    said: [
      "3: installations[1].link.localPort: found 4001, the same as installations[0].link.localPort; give another one",
    ],
  },
  {
    name: "a serial server twice",
    text: "installations:\n  - { id: a, link: { type: tcp, host: m, port: 1 } }\n" +
      "  - { id: b, link: { type: tcp, host: m, port: 1 } }\n",
    said: [
      '3: installations[1].link.host: found "m", the same as installations[0].link.host; give another one',
    ],
  },
  {
    name: "a time without a unit",
    text: "installations: [{ id: a, link: { type: tcp-listen }, lanes: { fast: 2 } }]",
    said: [
      "1: installations[0].lanes.fast: found 2; give a time with its unit from 100ms to 1d, such as 500ms, 10s or 5m",
    ],
  },
  {
    name: "lanes in the wrong order",
    text: "installations: [{ id: a, link: { type: tcp-listen }, lanes: { fast: 20s } }]",
    said: [
      "1: installations[0].lanes.normal: is shorter than fast; give at least as much",
    ],
  },
  {
    name: "a misspelt time zone",
    text: "installations: [{ id: a, link: { type: tcp-listen }, timeZone: Europe/Zürich }]",
    said: [
      '1: installations[0].timeZone: found "Europe/Zürich"; did you mean Europe/Zurich?',
    ],
  },
  {
    name: "a level that does not exist",
    text: "installations: [{ id: a, link: { type: tcp-listen }, parameters: all }]",
    said: [
      '1: installations[0].parameters: found "all"; give none, basic, expert, installer or qsp',
    ],
  },
  {
    name: "yes for true",
    text: "installations: [{ id: a, link: { type: tcp-listen }, portal: yes }]",
    said: ['1: installations[0].portal: found "yes"; give true or false'],
  },
  {
    name: "a fraction of a write",
    text: "installations: [{ id: a, link: { type: tcp-listen }, writes: { perMinute: 0.5 } }]",
    said: [
      "1: installations[0].writes.perMinute: found 0.5; give a whole number from 1 to 600",
    ],
  },
  {
    name: "a broker without a scheme",
    text: beside("mqtt: { url: localhost }"),
    said: ['2: mqtt.url: found "localhost"; write mqtt://localhost'],
  },
  {
    name: "a broker with a misspelt scheme, among several",
    text: beside("mqtt:\n  url:\n    - mqtt://a\n    - mqqt://b\n"),
    said: [
      '5: mqtt.url[1]: found the scheme "mqqt"; did you mean mqtt? It may be mqtt, mqtts, ws or wss',
    ],
  },
  {
    name: "a password in the broker's address",
    text: beside("mqtt: { url: 'mqtt://user:geheim@broker' }"),
    said: [
      "2: mqtt.url: found a user or password in the address; move them to mqtt.username and mqtt.password",
    ],
  },
  {
    name: "a user who is called user",
    text: beside("mqtt: { user: u }"),
    said: ['2: mqtt.user: unknown key "user"; did you mean username?'],
  },
  {
    name: "a password that is a number",
    text: beside("mqtt: { username: u, password: 4711 }"),
    said: ["2: mqtt.password: found no text; give the password, in quotes"],
  },
  {
    name: "a password and a file for it",
    text: beside("mqtt: { username: u, password: x, passwordFile: /pw }"),
    said: ["2: mqtt.passwordFile: found beside password; give one of them"],
  },
  {
    name: "a password file that is missing",
    text: beside("mqtt: { username: u, passwordFile: /missing }"),
    said: ['2: mqtt.passwordFile: cannot read "/missing": no such file'],
  },
  {
    name: "a password without a user",
    text: beside("mqtt: { password: x }"),
    said: ["2: mqtt.password: goes with a user; give mqtt.username too"],
  },
  {
    name: "a port for a broker elsewhere",
    text: beside("mqtt: { port: 1884 }"),
    said: ["2: mqtt.port: goes with url: embedded only; put it into the url"],
  },
  {
    name: "an embedded broker that is open to all",
    text: beside("mqtt: { url: embedded, listen: 0.0.0.0 }"),
    said: [
      '2: mqtt.listen: found "0.0.0.0", which others can reach; give mqtt.username and mqtt.password too',
    ],
  },
  {
    name: "a certificate without its key, and nowhere to use it",
    text: beside("mqtt: { tls: { certFile: a.pem } }"),
    said: [
      "2: mqtt.tls: no address is mqtts or wss; change mqtt.url or leave tls out",
      "2: mqtt.tls.certFile: goes with keyFile; give both",
    ],
  },
  {
    name: "a page that is open to all",
    text: beside("web: { listen: '[::]:8080' }"),
    said: ['2: web.listen: found "::", which others can reach; give web.passwordFile too'],
  },
  {
    name: "an address without a port",
    text: beside("web: { listen: localhost }"),
    said: [
      '2: web.listen: found "localhost"; give an address and a port, such as 127.0.0.1:8080 or [::1]:8080',
    ],
  },
  {
    name: "a wildcard in the base topic",
    text: beside("mqtt: { baseTopic: studer/# }"),
    said: [
      '2: mqtt.baseTopic: found "studer/#"; give the first part of every topic: levels with / between, without spaces, +, #, or a $ at the start',
    ],
  },
  {
    name: "a misspelt log level",
    text: beside("log:\n  level: inf\n"),
    said: [
      '3: log.level: found "inf"; did you mean info? It may be debug, info, warn or error',
    ],
  },
  {
    name: "a variable that is not set",
    text: beside("mqtt: { username: u, password: '${MQTT_PASSWORD}' }"),
    said: [
      '2: mqtt.password: the variable "MQTT_PASSWORD" is not set; set it for the agent\'s process, ' +
      "or write $${ where none is meant",
    ],
  },
  {
    name: "a key twice",
    text: beside("log: {}\nlog: {}"),
    said: ["3: this key stands here a second time; leave one of them out"],
  },
  {
    name: "a tab",
    text: beside("log:\n\tlevel: info"),
    said: ["3: found a tab; indent with spaces"],
  },
  {
    name: "an open bracket",
    text: beside("log: { level: info\nweb: {}\n"),
    said: ["3: the indentation does not fit the lines above; or a bracket is not closed"],
  },
  {
    name: "an open quote",
    text: beside("mqtt: { url: 'embedded }"),
    said: ["3: something is missing here, such as a closing quote, a bracket or a comma"],
  },
  {
    name: "an anchor that is not there",
    text: "installations: [{ id: a, link: *line }]",
    said: [
      "1: installations[0].link: *line is not defined; write &line before it",
    ],
  },
];

function said(text: string): string[] {
  try {
    parseConfig(text, "FILE", "/etc/studer-agent", testMachine({ "/pw": "x" }));
  } catch (error) {
    ok(error instanceof ConfigError, String(error));
    return error.problems.map(problemLine);
  }
  return [];
}

for (const mistake of MISTAKES) {
  Deno.test(`parseConfig() tells of ${mistake.name}`, () => {
    deepStrictEqual(said(mistake.text), mistake.said.map((line) => `FILE:${line}`));
  });
}

Deno.test("parseConfig() tells of all mistakes at once, in the file's order", () => {
  const lines = said(
    "installations:\n  - id: A\n    link: { type: seriel }\n    lanes: { slow: 1s }\n" +
      "  - id: b\n    link: { type: tcp-listen, port: 8080 }\n    portal: 1\n" +
      "mqtt:\n  url: http://x\n  tls: {}\nlog: { level: 3 }\nweb: { listen: 0.0.0.0:8080 }\n",
  );
  deepStrictEqual(lines.map((line) => line.split(": ").slice(0, 2).join(" ")), [
    "FILE:2 installations[0].id",
    "FILE:3 installations[0].link.type",
    "FILE:4 installations[0].lanes.slow",
    "FILE:7 installations[1].portal",
    "FILE:9 mqtt.url",
    "FILE:11 log.level",
    "FILE:12 web.listen",
    "FILE:12 web.listen",
  ]);
});

Deno.test("parseConfig() never repeats a password", () => {
  for (const { text } of MISTAKES) {
    ok(!said(text).join("\n").includes("geheim"));
    ok(!said(text).join("\n").includes("4711"));
  }
});

Deno.test("problemLine() keeps to one line, whatever the key is called", () => {
  const [line] = said(`${MINIMAL}"a\\nb": 1`);
  strictEqual(
    line,
    'FILE:2: "a\\nb": unknown key "a\\nb"; it may be agent, installations, mqtt, homeAssistant, history, web, stateDirectory or log',
  );
});
