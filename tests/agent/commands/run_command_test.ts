import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { run } from "./command_test_context.ts";

Deno.test("runCommand() without a command shows the help and says wrong usage", async () => {
  const { exitCode, out, err } = await run("");
  strictEqual(exitCode, 2);
  deepStrictEqual(out, []);
  ok(err[0]?.startsWith("Usage: studer-agent"));
});

Deno.test("runCommand() shows help for the program and for a command", async () => {
  for (const commandLine of ["--help", "help", "catalogue --help", "help catalogue"]) {
    const { exitCode, out, err } = await run(commandLine);
    strictEqual(exitCode, 0, commandLine);
    ok(out.some((line) => line.includes("--installation <id>")), commandLine);
    deepStrictEqual(err, []);
  }
});

Deno.test("runCommand() shows the options of a link with the program and where a link is used", async () => {
  const helps = ["", "run", "check-config", "scan", "read", "watch"];
  const others = ["catalogue", "simulate", "demo", "completion", "version"];
  for (const command of [...helps, ...others]) {
    const { out } = await run(`${command} --help`.trim());
    for (const flag of ["--link <link>", "--baud <rate>", "--parity <parity>"]) {
      strictEqual(out.some((line) => line.includes(flag)), helps.includes(command), command + flag);
    }
    ok(out.some((line) => line.includes("--log-level <level>")), command);
  }
});

Deno.test("runCommand() fits its help to the terminal", async () => {
  const { out } = await run("--help", { columns: 90 });
  for (const line of out) ok(line.length <= 90, line);
});

const WRONG_USAGE: readonly (readonly [commandLine: string, said: string])[] = [
  ["cataloge", 'unknown command "cataloge"; did you mean catalogue?'],
  ["nonsense", 'unknown command "nonsense"; see studer-agent --help'],
  ["version --jsn", 'unknown option "--jsn"; did you mean --json?'],
  ["--jsn version", 'unknown option "--jsn"; did you mean --json?'],
  [
    "version now",
    'too many arguments for "version". Expected 0 arguments but got 1: now; see studer-agent --help',
  ],
  [
    "version --config",
    'option "--config <file>" argument missing; see studer-agent --help',
  ],
  [
    "version --log-level loud",
    'option "--log-level <level>" argument "loud" is invalid; give debug, info, warn, error',
  ],
  [
    "catalogue --family xy",
    'option "--family <family>" argument "xy" is invalid; give xt, bsp, bms, vt, vs, rcc',
  ],
  [
    "--log-level info version --log-level warn",
    "--log-level is given twice; leave one of them out",
  ],
  [
    "check-config",
    "no configuration: found neither agent.config.yaml nor /etc/studer-agent/agent.config.yaml; type sudo studer-agent setup, or give --config FILE or --link LINK",
  ],
  [
    "check-config --baud 38400",
    "--baud and --parity go with --link; without it, change the configuration",
  ],
  [
    "check-config --link ttyUSB0",
    '--link: found "ttyUSB0"; give serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT',
  ],
  [
    "check-config --link tcp:moxa",
    '--link: found "tcp:moxa"; give serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT',
  ],
  [
    "check-config --link tcp:moxa:0",
    "--link tcp:moxa:0: found 0; give a port from 1 to 65535",
  ],
  [
    "check-config --link tcp:moxa:4001 --parity none",
    "--baud and --parity are for a serial link; leave them out, or give --link serial:…",
  ],
];

for (const [commandLine, said] of WRONG_USAGE) {
  Deno.test(`runCommand() refuses "${commandLine}" in one line`, async () => {
    const { exitCode, out, err } = await run(commandLine);
    deepStrictEqual({ exitCode, out, err }, {
      exitCode: 2,
      out: [],
      err: [`studer-agent: ${said}`],
    });
  });
}
