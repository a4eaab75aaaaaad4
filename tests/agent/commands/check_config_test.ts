import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Manual } from "../../../agent/setup/manual.ts";
import { MINIMAL } from "../config/test_machine.ts";
import { run } from "./command_test_context.ts";

const GOOD = `${MINIMAL}mqtt: { username: u, password: geheim }\nhistory: { keepDays: 7 }\n`;
const BAD = `${MINIMAL}log: { level: inf }\nmqt: {}\n`;
const files = { "/home/pi/agent.config.yaml": GOOD, "/tmp/bad.yaml": BAD };

Deno.test("check-config shows what the configuration amounts to, and what has no effect yet", async () => {
  const { exitCode, out, err } = await run("check-config", { files });
  strictEqual(exitCode, 0);
  strictEqual(out[0], "# agent.config.yaml: no problems; with all defaults it says:");
  ok(out.includes("    timeZone: Europe/Zurich"));
  ok(out.includes('  password: "***"'));
  ok(!out.join().includes("geheim"));
  deepStrictEqual(err, ["agent.config.yaml: history: has no effect in this version"]);
});

Deno.test("check-config tells every problem with file and line", async () => {
  for (const commandLine of ["check-config /tmp/bad.yaml", "--config /tmp/bad.yaml check-config"]) {
    deepStrictEqual(await run(commandLine, { files }), {
      exitCode: 2,
      out: [],
      err: [
        '/tmp/bad.yaml:2: log.level: found "inf"; did you mean info? It may be debug, info, warn or error',
        '/tmp/bad.yaml:3: mqt: unknown key "mqt"; did you mean mqtt?',
      ],
    });
  }
});

Deno.test("check-config says of a file that it is missing", async () => {
  deepStrictEqual(await run("check-config gone.yaml"), {
    exitCode: 2,
    out: [],
    err: ["gone.yaml: cannot be read: no such file"],
  });
});

Deno.test("check-config --json writes the configuration, or the problems, as JSON", async () => {
  const good = await run("check-config --json", { files });
  strictEqual(good.exitCode, 0);
  const { config, later } = JSON.parse(good.out.join("\n"));
  strictEqual(config.mqtt.password, "***");
  strictEqual(config.installations[0].lanes.slow, "1m");
  strictEqual(later[0].path, "history");

  const bad = await run("check-config --json /tmp/bad.yaml", { files });
  strictEqual(bad.exitCode, 2);
  deepStrictEqual(JSON.parse(bad.out.join("\n")).problems[0], {
    file: "/tmp/bad.yaml",
    line: 2,
    column: 8,
    path: "log.level",
    message: 'found "inf"; did you mean info? It may be debug, info, warn or error',
  });
  deepStrictEqual(bad.err, ["studer-agent: 2 problems in the configuration; see the list"]);
});

Deno.test("check-config --schema writes the JSON Schema with defaults in the file's own words", async () => {
  const { exitCode, out } = await run("check-config --schema");
  strictEqual(exitCode, 0);
  const { properties } = JSON.parse(out.join("\n"));
  const installation = properties.installations.items.properties;
  strictEqual(installation.lanes.properties.fast.default, "2s");
  strictEqual(installation.portal.default, false);
  strictEqual(properties.web.properties.listen.default, "127.0.0.1:8080");
});

const LINKS: readonly (readonly [option: string, link: unknown])[] = [
  ["serial:/dev/ttyUSB0 --baud 115200 --parity none", {
    type: "serial",
    path: "/dev/ttyUSB0",
    baudRate: 115200,
    parity: "none",
  }],
  ["tcp:192.168.1.20:4001", { type: "tcp", host: "192.168.1.20", port: 4001 }],
  ["tcp:[fe80::1]:4001", { type: "tcp", host: "fe80::1", port: 4001 }],
  ["tcp-listen:4001", { type: "tcp-listen", port: 4001 }],
  ["udp:moxa:4002:4001", { type: "udp", host: "moxa", port: 4002, localPort: 4001 }],
];

for (const [option, link] of LINKS) {
  Deno.test(`--link ${option} stands in for a configuration`, async () => {
    const { exitCode, out } = await run(`check-config --json --link ${option}`);
    strictEqual(exitCode, 0);
    deepStrictEqual(JSON.parse(out.join("\n")).config.installations[0].link, link);
  });
}

Deno.test("check-config in a copy of the repository takes the machine's configuration, not the manual", async () => {
  const manual = { "/home/pi/agent.config.yaml": Manual };
  const machines = { ...manual, "/etc/studer-agent/agent.config.yaml": MINIMAL };
  const both = await run("check-config", { files: machines });
  strictEqual(
    both.out[0],
    "# /etc/studer-agent/agent.config.yaml: no problems; with all defaults it says:",
  );
  const alone = await run("check-config", { files: manual });
  strictEqual(alone.out[0], "# agent.config.yaml: no problems; with all defaults it says:");
});
