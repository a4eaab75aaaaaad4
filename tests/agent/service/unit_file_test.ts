import assert from "node:assert/strict";
import { UNIT_NAME } from "../../../agent/service/places.ts";
import { unitFile, type UnitOptions } from "../../../agent/service/unit_file.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { programTest, runProgram, type Said } from "../../support/program_test.ts";

/** Of ten; systemd's own word for what is below is "OK". */
const MAX_EXPOSURE = 2.0;

const Usual: UnitOptions = {
  binary: "/usr/bin/true",
  configPath: "/etc/studer-agent/agent.config.yaml",
};

async function analyze(verb: readonly string[], options: UnitOptions): Promise<Said> {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/${UNIT_NAME}`;
  await Deno.writeTextFile(path, unitFile(options));
  return await runProgram("systemd-analyze", ["--no-pager", ...verb, path]);
}

programTest(["systemd-analyze"], "unitFile() is a unit that systemd understands", async () => {
  assert.deepEqual(await analyze(["verify"], Usual), { code: 0, text: "" });
});

programTest(
  ["systemd-analyze"],
  "unitFile() leaves names alone that mean something to systemd",
  async () => {
    await using directory = await temporaryDirectory();
    const binary = `${directory.path}/the $agent of 100%n; here`;
    await Deno.copyFile("/usr/bin/true", binary);
    const options = {
      binary,
      configPath: '/srv/a "b"/%h \\${HOME}.yaml',
      writablePaths: ["/srv/my history/%n", "/srv/history"],
    };
    // Of a program that is not there, or a path that is not absolute, it would complain.
    assert.deepEqual(await analyze(["verify"], options), { code: 0, text: "" });
    const text = unitFile(options);
    assert.match(text, / run --config "\/srv\/a \\"b\\"\/%%h \\\\\$\$\{HOME\}\.yaml"\n/);
    assert.match(
      text,
      /\nReadWritePaths="-\/srv\/my history\/%%n"\nReadWritePaths=-\/srv\/history\n/,
    );
  },
);

Deno.test("unitFile() refuses a name with a line feed, which would begin a setting of its own", () => {
  const binary = "/usr/bin/true\nUser=root";
  assert.throws(() => unitFile({ ...Usual, binary }), RangeError);
});

programTest(["systemd-analyze"], "unitFile() exposes little of the machine", async () => {
  const { text } = await analyze(["security", "--offline=true"], Usual);
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+) /.exec(text) ?? [];
  assert.ok(exposure !== undefined && Number(exposure) < MAX_EXPOSURE, text);
});

Deno.test("unitFile() gives up a confinement that the exposure alone does not miss", () => {
  const lines = unitFile(Usual).split("\n");
  const confining = [
    "User=studer-agent",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "DevicePolicy=closed",
  ];
  for (const line of confining) assert.ok(lines.includes(line), line);
});

Deno.test("unitFile() keeps the agent alive, and lets it have what it cannot do without", () => {
  const lines = unitFile({ ...Usual, serialGroup: "uucp" }).split("\n");
  const needed = [
    "Type=notify",
    "Restart=always",
    "StartLimitIntervalSec=0",
    "ExecStart=/usr/bin/true run --config /etc/studer-agent/agent.config.yaml",
    "SupplementaryGroups=uucp",
    "StateDirectory=studer-agent",
    "CacheDirectory=studer-agent",
    "DeviceAllow=char-188 rw",
  ];
  for (const line of needed) assert.ok(lines.includes(line), line);
  assert.ok(lines.some((line) => /^WatchdogSec=\d+min$/.test(line)));
  // V8 makes machine code while it runs.
  assert.ok(!lines.some((line) => line.startsWith("MemoryDenyWriteExecute=")));
});
