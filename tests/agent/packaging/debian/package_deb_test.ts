import assert from "node:assert/strict";
import { join } from "node:path";
import { GLIBC_VERSION } from "../../../../agent/packaging/debian/control.ts";
import { packageDebian } from "../../../../agent/packaging/package_deb.ts";
import { ADAPTER_NAME, UNIT_NAME } from "../../../../agent/service/places.ts";
import { systemClock } from "../../../../agent/system_clock.ts";
import { simulator, STANDSTILL, temporaryDirectory } from "../../../end_to_end/parts.ts";
import { isInstalled, programTest, runProgram } from "../../../support/program_test.ts";
import { assertOwnVersions } from "../own_versions.ts";
import { run } from "../portable_parts.ts";
import { runningAgent } from "../running_agent.ts";

const LIBRARY = "/usr/lib/studer-agent";

let place: string;
let path: string;
/** What the package installs, below a directory. */
let root: string;
/** The launcher of the package, told where its directory lies. */
let launcher: string;

// Tests of one file share a build: it takes longer than all of them.
Deno.test.beforeAll(async () => {
  place = await Deno.makeTempDir();
  if (!isInstalled("dpkg-deb")) return;
  const build = { targets: ["x86_64"], directory: place } as const;
  [path] = await packageDebian(build, new Date(1.7e12)) as [string];
  root = join(place, "root");
  await runProgram("dpkg-deb", ["--extract", path, root]);
  launcher = join(place, "studer-agent");
  const text = await Deno.readTextFile(join(root, "usr/bin/studer-agent"));
  await Deno.writeTextFile(launcher, text.replaceAll(LIBRARY, `${root}${LIBRARY}`), {
    mode: 0o755,
  });
});

Deno.test.afterAll(() => Deno.remove(place, { recursive: true }));

programTest(
  ["dpkg-deb", "lintian"],
  "The Debian package has nothing that lintian minds",
  async () => {
    // It unpacks the whole executable, for which /tmp may be too small.
    const places = { HOME: place, TMPDIR: place };
    const { code, out, err } = await run("lintian", ["--fail-on=error,warning", path], places);
    assert.deepEqual(out.split("\n").filter((line) => line !== ""), [], err);
    assert.equal(code, 0, err);
  },
);

programTest(
  ["dpkg-deb"],
  "The Debian package's service is its own program, run as the user that it makes",
  async () => {
    const installed = (path: string) => Deno.readTextFile(join(root, path));
    const unit = await installed(`usr/lib/systemd/system/${UNIT_NAME}`);
    const [, program] = /^ExecStart=(\S+) run --config (\S+)$/m.exec(unit)!;
    assert.ok((await Deno.stat(join(root, program!))).isFile);
    const [, user] = /^User=(.*)$/m.exec(unit)!;
    assert.match(
      await installed("usr/lib/sysusers.d/studer-agent.conf"),
      new RegExp(`^u ${user} `, "m"),
    );
    const rules = await installed("usr/share/doc/studer-agent/examples/60-studer-agent.rules");
    assert.match(rules, new RegExp(`SYMLINK\\+="${ADAPTER_NAME}"$`, "m"));
  },
);

programTest(
  ["dpkg-deb", "bash"],
  "The Debian package completes the agent's commands in bash",
  async () => {
    const file = join(root, "usr/share/bash-completion/completions/studer-agent");
    const script = 'source "$0"; COMP_WORDS=(studer-agent check); COMP_CWORD=1; _studer_agent; ' +
      'echo "${COMPREPLY[@]}"';
    const { code, text } = await runProgram("bash", ["-c", script, file]);
    assert.equal(code, 0, text);
    assert.equal(text, "check-config\n");
  },
);

programTest(
  ["dpkg-deb"],
  "The Debian package tells version, target, Deno and catalogue",
  async () => {
    const said = await run(launcher, ["version", "--json"], { HOME: place });
    assertOwnVersions(said, "x86_64");
  },
);

programTest(
  ["dpkg-deb"],
  "The Debian package runs where there is no place for what Deno learns",
  async () => {
    // Below /proc nobody writes, not even root.
    for (const env of [{}, { HOME: "/proc/1" }, { CACHE_DIRECTORY: "/proc/1" }]) {
      const { code, out, err } = await run(launcher, ["version"], env);
      assert.equal(code, 0, err);
      assert.match(out, /^studer-agent /);
      assert.equal(err, "");
    }
  },
);

programTest(["dpkg-deb"], "The Debian package publishes a simulated plant's values", async () => {
  await using directory = await temporaryDirectory();
  const pty = join(directory.path, "gateway");
  const plant = await simulator({ pty, speed: STANDSTILL }, systemClock);
  try {
    await using agent = await runningAgent(launcher, directory.path, pty);
    assert.equal(
      Math.fround(Number(await agent.published("studer/home/bsp/battery_voltage"))),
      Math.fround(plant.gateway.readInfo("bsp", 7000)),
    );
  } finally {
    await plant.close();
  }
});

programTest(
  ["dpkg-deb"],
  "The Debian package asks for the glibc that its executable needs",
  async () => {
    const text = new TextDecoder("latin1").decode(await Deno.readFile(join(root, LIBRARY, "deno")));
    const needed = [...text.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
    assert.equal(`2.${Math.max(...needed)}`, GLIBC_VERSION);
  },
);

programTest(["dpkg-deb", "man"], "The Debian package's manual page is clean for man", async () => {
  const page = join(root, "usr/share/man/man1/studer-agent.1.gz");
  const { code, text } = await runProgram("man", ["--warnings=w", "--local-file", page], {
    env: { MANROFFSEQ: "", MANPAGER: "cat", LC_ALL: "C.UTF-8", MANWIDTH: "100" },
  });
  assert.equal(code, 0, text);
  assert.doesNotMatch(text, /warning/);
  assert.match(text, /check-config \[file\]/);
});
