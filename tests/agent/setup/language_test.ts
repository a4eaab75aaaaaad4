import assert from "node:assert/strict";
import { ConfigError } from "../../../agent/config/problem.ts";
import type { Findings, LinkObstacle, MoxaObstacle } from "../../../agent/find/finding.ts";
import { Verdicts } from "../../../agent/find/verdict.ts";
import type { BrokerVerdict } from "../../../agent/mqtt/broker_verdict.ts";
import type { LinkTrial } from "../../../agent/setup/surroundings.ts";
import { English } from "../../../agent/setup/texts/en.ts";
import { systemClock } from "../../../agent/system_clock.ts";
import { simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { freePort } from "../../support/free_port.ts";
import { type Typed, UNTRIED } from "../commands/setup_context.ts";
import { Around, baseOf } from "./parts.ts";
import { dialogue, lines, Pseudo } from "./pseudo_setup.ts";
import { proseIn } from "./pseudo_texts.ts";

/** The plant's name, id and time zone as proposed. */
const Plant: Typed = [[/plantName/, ""], [/plantId/, ""], [/plantTimeZone/, ""]];
const End: Typed = [[/homeAssistant/, ""], [/writeIt/, ""]];

Deno.test("proseIn() finds what no text of the language has said", () => {
  assert.equal(proseIn("⟦linkNotOpened no such port⟧"), "no such");
  assert.equal(proseIn("Looking for it"), "Looking for");
  assert.equal(proseIn("/dev/a (⟦lineSetting 38400 | even⟧): ⟦verdicts.silence⟧"), undefined);
  assert.equal(proseIn("⟦noValuesYet ⟦lineLost⟧⟧"), undefined);
  assert.equal(proseIn("⟦wrongSetting ⟦lineLost⟧ no such port⟧"), undefined);
});

Deno.test("setup in French and German says nothing in English: a plant with a serial line", async () => {
  await using directory = await temporaryDirectory();
  const ports = ["first", "second"].map((name) => `${directory.path}/${name}`);
  const plants = [
    await simulator({ scenario: "cabin", pty: ports[0]! }, systemClock),
    await simulator({ scenario: "cabin", pty: ports[1]! }, systemClock),
  ];
  const words = ["--listen", "0s", "--moxa-address", "127.0.0.1:9", ...ports];
  await lines(directory.path, ["--yes", "--no-test", ...words]);
  const broker = `127.0.0.1:${await freePort()}`;
  await lines(directory.path, words, [
    [/number/, "7"],
    [/number/, "3"],
    [/link⟧/, "serial"],
    [/link⟧/, `serial:${ports[0]}`],
    ...Plant,
    [/⟦broker⟧/, "http://a"],
    [/⟦broker⟧/, "mqtt://me:pw@a"],
    [/⟦broker⟧/, broker],
    [/number/, "3"],
    ...End,
  ]);
  await lines(directory.path, ["--yes", "--no-test", "--name", "Hut"]);
  await lines(directory.path, ["--yes", "--no-test"]);
  for (const plant of plants) await plant.close();
});

Deno.test("setup in French and German says nothing in English: nobody answers", async () => {
  await using directory = await temporaryDirectory();
  const [tcp, port] = [await freePort(), await freePort()];
  using stranger = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const silent = `127.0.0.1:${(stranger.addr as Deno.NetAddr).port}`;
  const words = ["--listen", "1s", "--listen-port", `${port}`, "--moxa-address", "127.0.0.1:9"];
  await lines(directory.path, ["--yes", ...words, "/nonexistent/tty", "/dev/null"]);
  const told = await lines(directory.path, [...words, "/nonexistent/tty"], [
    [/number/, "1"],
    [/link⟧/, `tcp:127.0.0.1:${tcp}`],
    [/number/, "1"],
    [/number/, "2"],
    [/link⟧/, `udp:127.0.0.1:${tcp}:${port}`],
    [/number/, "4"],
    ...Plant,
    [/⟦broker⟧/, silent],
    [/number/, "3"],
    ...End,
  ]);
  assert.ok(told.some((line) => line.includes("noValuesYet")), told.join("\n"));
});

Deno.test("setup in French and German says nothing in English: what is given is wrong", async () => {
  await using directory = await temporaryDirectory();
  const empty = `${directory.path}/empty`;
  await Deno.writeTextFile(empty, "");
  const user = ["--broker", "a", "--username", "me", "--password-file"];
  const wrong: readonly (readonly string[])[] = [
    ["--broker", "embedded"],
    ["--yes", "--link", "serial"],
    ["--yes", "--link", "tcp:a:99999"],
    ["--yes", "--no-test", "--link", "tcp-listen:8080"],
    ["--yes", ...UNTRIED, ...user, "/nonexistent"],
    ["--yes", ...UNTRIED, ...user, "/proc"],
    ["--yes", ...UNTRIED, ...user, empty],
    ["--yes", ...UNTRIED, "--broker", "http://a"],
    ["--yes", ...UNTRIED, "--broker", "me:pw@a"],
    ["--yes", ...UNTRIED, "--broker", "mqtts://a", "--ca-file", "/nonexistent"],
    ["--yes", ...UNTRIED, "--time-zone", "Mars/Phobos"],
    ["--yes", ...UNTRIED, "--time-zone", "Europe/Pari"],
    ["--yes", ...UNTRIED, "--installation-id", "My-Barn"],
    ["--yes", ...UNTRIED, "--name", " "],
    ["--yes", ...UNTRIED, "--username", "\t", "--broker", "a"],
    ["--yes", ...UNTRIED, "--service"],
    ["--yes", ...UNTRIED, "--config", "/proc/agent.config.yaml"],
    ["--yes", ...UNTRIED, "--config", "/proc"],
    ["--brokr", "a"],
    ["--broker", "a", "--broker", "b"],
    ["--listen", "soon"],
    ["--yes", "--share-broker", "--broker", "a"],
    ["--yes", "--share-broker"],
    ["--yes", "--ca-file", "/dev/null"],
    ["--yes", "--ca-file", "/dev/null", "--broker", "a"],
    ["--service", "--no-service"],
    ["--link", "tcp:a:1", "/dev/ttyUSB0"],
    ["--baud", "38400"],
    ["--installation", "a", "--installation-id", "b"],
    ["--installation", "a"],
  ];
  for (const words of wrong) {
    assert.notDeepEqual(await lines(directory.path, words), [], `${words}`);
  }
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(file, "installations: []\n");
  await lines(directory.path, ["--yes", ...UNTRIED]);
  await Deno.writeTextFile(
    file,
    "installations: [{ id: home, link: { type: tcp, host: a, port: 1 } }, &b { id: hut, link: { type: tcp, host: b, port: 1 } }]\n" +
      "mqtt: { url: mqtts://a, tls: { caFile: /nonexistent } }\n",
  );
  await lines(directory.path, ["--yes", "--no-test"]);
  await lines(directory.path, ["--yes", "--no-test", "--installation", "attic"]);
  await lines(directory.path, [
    "--yes",
    "--no-test",
    "--installation",
    "home",
    "--link",
    "tcp:b:1",
  ]);
  await lines(directory.path, [], [
    [/number/, "1"],
    [/number/, "3"],
    [/link⟧/, "tcp:127.0.0.1:9"],
    [/number/, "5"],
  ]);
});

const Obstacles = Object.keys(English.obstacles) as LinkObstacle[];
const MoxaObstacles = Object.keys(English.moxaObstacles) as MoxaObstacle[];
const PROBLEM = "Cannot open it: some English prose";
const SYSTEM = "some words of the system";

Deno.test("setup in French and German says nothing in English: every way in which a line fails", async () => {
  const base = baseOf("installations: [{ id: a, link: { type: tcp, host: a, port: 1 } }]\n");
  const trials: readonly LinkTrial[] = [
    { kind: "answered", devices: [], isComplete: true },
    { kind: "answered", devices: ["xt1"], isComplete: false },
    { kind: "nobody", port: 1 },
    ...Verdicts.map((verdict) => ({ kind: "unanswered", verdict } as const)),
    ...Obstacles.map((obstacle) => ({ kind: "closed", obstacle, system: SYSTEM } as const)),
  ];
  for (const trial of trials) {
    const link = { type: "serial", path: "/dev/b", baudRate: 38400, parity: "odd" } as const;
    const tryLink = () => Promise.resolve(trial);
    await dialogue({ tryLink, givenLink: link }, {}, undefined, {}, base);
    await dialogue({ tryLink, givenLink: link }, {}, ["1", "5"]);
  }
  const findings: readonly Partial<Findings>[] = [
    { portsProblem: PROBLEM },
    {
      ports: [
        ...Verdicts.map((verdict) => ({ path: "/dev/a", kind: "unanswered", verdict } as const)),
        {
          path: "/dev/a",
          kind: "unanswered",
          verdict: "noise",
          setting: { baudRate: 38400, parity: "even" },
        },
        { path: "/dev/a", kind: "closed", obstacle: "held", problem: PROBLEM },
        { path: "/dev/a", kind: "closed", obstacle: "unusable", problem: PROBLEM, system: SYSTEM },
      ],
    },
    { dialIn: { port: 1, kind: "nobody", waitedMs: 1 } },
    { dialIn: { port: 1, kind: "unanswered", verdict: "noise" } },
    { dialIn: { port: 1, kind: "closed", obstacle: "in_use", problem: PROBLEM } },
    { moxa: { asked: "1.2.3.4", moxas: [{ mac: "00:90:E8:00:00:01", address: "1.2.3.5" }] } },
    ...MoxaObstacles.map((obstacle) => ({
      moxa: { asked: "1.2.3.4", moxas: [], obstacle, problem: PROBLEM, system: SYSTEM },
    })),
  ];
  for (const some of findings) {
    const all = { ports: [], dialIn: undefined, moxa: { asked: "", moxas: [] }, ...some };
    const findGateways = () => Promise.resolve(all);
    await dialogue({ findGateways, isAgentElsewhere: () => Promise.resolve(true) }, {});
    await dialogue({ findGateways }, {}, ["2", "3"]);
  }
  const found = await Around.findGateways();
  const incomplete = { ...found.ports[0]!, incomplete: PROBLEM } as typeof found.ports[0];
  for (const ports of [[incomplete], [incomplete, incomplete]]) {
    const findGateways = () => Promise.resolve({ ...found, ports });
    await dialogue({ findGateways }, {});
    await dialogue({ findGateways }, {}, ["", "1"]);
  }
  await dialogue({ askRunningAgent: () => Promise.resolve(["xt1"]) }, {}, undefined, {}, base);
});

const BrokerVerdicts: readonly BrokerVerdict[] = [
  { kind: "refused" },
  { kind: "not_authorised", what: "anonymous" },
  { kind: "bad_credentials" },
  { kind: "tls", trouble: "self_signed", detail: "" },
  { kind: "ok", version: "5" },
];

Deno.test("setup in French and German says nothing in English: broker, service and file", async () => {
  for (const verdict of BrokerVerdicts) {
    const probeBroker = () => Promise.resolve(verdict);
    await dialogue({ probeBroker }, { "--broker": "mqtts://a" });
    await dialogue({ probeBroker }, { "--broker": "mqtts://a" }, [
      ...["1", "Hut", "agent", "hut", "Mars/Phobos", "Europe/Paris", "me", "", "pw", "1", "", "5"],
    ]);
  }
  const nearby = () => Promise.resolve(["mqtt://a:1883"]);
  await dialogue({ brokersNearby: nearby, tests: false }, {});
  await dialogue({ brokersNearby: nearby }, {});
  await dialogue({ tests: false }, { "--broker": "mqtt://a" });
  await dialogue({ isPortTaken: () => true }, {});
  await dialogue({ isPortTaken: () => true }, {}, ["1", "", "", "", "embedded", "mqtts://a"]);
  await dialogue({ isHiddenFromService: () => true }, {
    "--broker": "mqtts://a",
    "--ca-file": "/home/ca",
  });
  await dialogue({}, { "--share-broker": true, "--username": "me", "--password-file": "pw" });
  for (const noService of Object.keys(English.noService) as (keyof typeof English.noService)[]) {
    await dialogue({ noService }, {});
    await dialogue({ noService }, { "--service": true });
  }
  for (const kind of ["read_only", "not_allowed", "disk_full", "not_ours"] as const) {
    await dialogue({}, {}, undefined, { writeTrouble: () => ({ kind }) });
    await dialogue({}, {}, undefined, { write: () => ({ kind }) });
  }
  await dialogue({}, {}, undefined, { write: () => ({ kind: "other", system: SYSTEM }) });
  const typed = ["1", "", "", "", "", "x", "n", "maybe", "y", "", "n"];
  await dialogue({ timeZone: "Europe/Zurich" }, {}, typed);
  const message = "found nothing; give something";
  await dialogue({}, {}, undefined, {
    parse() {
      throw new ConfigError([
        { file: "c", line: 1, column: 1, path: "mqtt.url", message },
      ]);
    },
  });
  const aliased =
    "installations: [{ id: a, name: &u 'mqtt://b', link: { type: tcp, host: a, port: 1 } }]\n" +
    "mqtt: { url: *u }\n";
  await dialogue({}, { "--name": "Hut" }, undefined, {}, baseOf(aliased));
  const withUser = "mqtt: { url: mqtt://b, username: me, password: pw }\n" +
    "installations: [{ id: a, link: { type: tcp, host: a, port: 1 } }]\n";
  const probeBroker = () => Promise.resolve({ kind: "bad_credentials" } as const);
  const again = ["1", "1", "", "", "", "", ""];
  await dialogue({ probeBroker }, {}, again, {}, baseOf(withUser));
  const two = "installations:\n" +
    ["a", "b"].map((id) => `- { id: ${id}, link: { type: tcp, host: ${id}, port: 1 } }\n`).join("");
  await dialogue({}, { "--installation-id": "c" }, undefined, {}, baseOf(two));
  await dialogue({}, {}, ["3", "1", "", "a"], {}, baseOf(two));
  const givenLink = { type: "tcp", host: "a", port: 1 } as const;
  await dialogue({ givenLink }, { "--installation-id": "c" }, undefined, {}, baseOf(two));
  await dialogue({ givenLink }, {}, ["3", "3"], {}, baseOf(two));
});

/** These need a machine with systemd, another user's agent, a Moxa, or Ctrl-C at the right moment. */
const Elsewhere: readonly string[] = [
  "installEvents",
  "serviceTroubles",
  "serviceCannotRead",
  "serviceStarted",
  "serviceSilent",
  "waitingForAgent",
  "mayNotCommand",
  "interruptedLate",
  "restartAgent",
  "lineLost",
  "agentLost.ended",
  "agentLost.outdated",
];

Deno.test("setup in French and German says nothing in English: every text was seen", () => {
  const unseen = [...Pseudo.names].filter((name) =>
    !Pseudo.used.has(name) && !Elsewhere.includes(name) && !name.startsWith("valueNames.")
  );
  assert.deepEqual(unseen, []);
});
