import assert from "node:assert/strict";
import { isInstalled, programTest, runProgram } from "../../support/program_test.ts";
import { installerWorkshop, type Pretences } from "./installer_parts.ts";

const uname = (system: string, machine: string) =>
  `case $1 in -s) echo ${system} ;; *) echo ${machine} ;; esac`;

programTest(["shellcheck", "dash"], "install.sh has no fault that a checker knows", async () => {
  await using made = await installerWorkshop();
  const script = `${made.from}/install.sh`;
  const checked = await runProgram("shellcheck", ["--shell=sh", "--severity=style", script]);
  assert.deepEqual(checked, { code: 0, text: "" });
  assert.deepEqual(await runProgram("dash", ["-n", script]), { code: 0, text: "" });
});

programTest(
  ["dash"],
  "install.sh installs the program and the service, and the executable first",
  async () => {
    await using made = await installerWorkshop();
    await made.release("release", ["studer-agent-x86_64", "studer-agent-x86_64-portable"]);
    const { code, text } = await made.install();
    assert.equal(code, 0, text);
    assert.match(text, /^Installed studer-agent in \S+\/usr\/local\/bin\/studer-agent$/m);
    assert.match(await Deno.readTextFile(made.installed), /# release studer-agent-x86_64\n/);
    assert.equal((await Deno.stat(made.installed)).mode! & 0o777, 0o755);
    assert.deepEqual(await made.calls(), [
      `service install --root ${made.root} --program /usr/local/bin/studer-agent`,
    ]);
  },
);

programTest(
  ["dash"],
  "install.sh takes the portable file where there is no other, for this machine",
  async () => {
    await using made = await installerWorkshop();
    await made.release("release", ["studer-agent-x86_64", "studer-agent-aarch64-portable"]);
    const { code, text } = await made.install([], { uname: uname("Linux", "aarch64") });
    assert.equal(code, 0, text);
    assert.match(
      await Deno.readTextFile(made.installed),
      /# release studer-agent-aarch64-portable\n/,
    );
  },
);

programTest(["dash"], "install.sh run again upgrades, and keeps the configuration", async () => {
  await using made = await installerWorkshop();
  await made.install();
  await made.release("second");
  const { code, text } = await made.install(["--from", made.from]);
  assert.equal(code, 0, text);
  assert.match(await Deno.readTextFile(made.installed), /# second /);
  assert.deepEqual(await made.installedNames(), ["studer-agent"]);
  assert.equal(
    await Deno.readTextFile(`${made.root}/etc/studer-agent/agent.config.yaml`),
    "installations: []\n",
  );
});

programTest(["dash"], "install.sh points to setup where there is no configuration", async () => {
  await using made = await installerWorkshop();
  await Deno.remove(`${made.root}/etc/studer-agent/agent.config.yaml`);
  const { code, text } = await made.install(["--no-setup"]);
  assert.equal(code, 0, text);
  const { root } = made;
  const setup = `${root}/usr/local/bin/studer-agent setup`;
  assert.ok(
    text.endsWith(
      `type sudo ${setup} --config ${root}/etc/studer-agent/agent.config.yaml\n`,
    ),
    text,
  );
  assert.deepEqual(await made.calls(), []);
});

const Refusals: ReadonlyArray<readonly [what: string, pretences: Pretences, message: RegExp]> = [
  ["macOS", { uname: uname("Darwin", "arm64") }, /macOS is not supported: install on the Linux/],
  ["an old Raspberry Pi", { uname: uname("Linux", "armv6l") }, /armv6l, .* 32 bits: .*Zero 2 W/],
  ["a 32-bit Raspberry Pi OS", { uname: uname("Linux", "armv7l") }, /armv7l\): install Raspberry/],
  ["a 32-bit PC", { uname: uname("Linux", "i686") }, /i686\): install a 64-bit/],
  ["another processor", { uname: uname("Linux", "riscv64") }, /riscv64: .*aarch64/],
  [
    "a 32-bit system on a 64-bit kernel",
    { uname: uname("Linux", "aarch64"), getconf: "echo 32" },
    /32-bit system on a 64-bit kernel \(aarch64\): install Raspberry Pi OS \(64-bit\)/,
  ],
  [
    "Alpine",
    { getconf: "case $1 in LONG_BIT) echo 64 ;; *) exit 1 ;; esac" },
    /no glibc \(Alpine has musl instead\): use Debian/,
  ],
];

for (const [what, pretences, message] of Refusals) {
  programTest(["dash"], `install.sh refuses ${what}, with what to do`, async () => {
    await using made = await installerWorkshop();
    const { code, text } = await made.install([], pretences);
    assert.equal(code, 1);
    assert.match(text, /^install\.sh: [^\n]+\n$/);
    assert.match(text, message);
    await assert.rejects(Deno.stat(`${made.root}/usr`), Deno.errors.NotFound);
  });
}

/** How the program of an image's shell begins. */
const elf = (bits: 1 | 2, machine: number) => {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, bits, 1, 1]);
  bytes.set([3, 0, machine, 0], 16);
  return bytes;
};

programTest(["dash", "od"], "install.sh refuses an image for another processor", async () => {
  await using made = await installerWorkshop();
  await Deno.mkdir(`${made.root}/bin`);
  const installed = async (shell: Uint8Array) => {
    await Deno.writeFile(`${made.root}/bin/sh`, shell);
    return await made.install();
  };
  assert.match(
    (await installed(elf(2, 0xb7))).text,
    /is made for aarch64, this machine for x86_64/,
  );
  assert.match((await installed(elf(1, 0x28))).text, /is a 32-bit system: take that of Raspberry/);
  await assert.rejects(Deno.stat(`${made.root}/usr`), Deno.errors.NotFound);
  assert.equal((await installed(elf(2, 0x3e))).code, 0);
});

programTest(["dash"], "install.sh into an image follows no link out of it", async () => {
  await using made = await installerWorkshop();
  const elsewhere = `${made.from}/elsewhere`;
  await Deno.mkdir(elsewhere);
  await Deno.symlink(elsewhere, `${made.root}/usr`);
  const { code, text } = await made.install();
  assert.equal(code, 1);
  assert.match(
    text,
    /^install\.sh: a link leads from .* to .*, out of the image: make it a relative one\n$/,
  );
  assert.deepEqual([...Deno.readDirSync(elsewhere)], []);
});

programTest(
  ["dash"],
  "install.sh lets the service reach its program, whatever the umask",
  async () => {
    await using made = await installerWorkshop();
    const umask = Deno.umask(0o077);
    try {
      assert.equal((await made.install()).code, 0);
    } finally {
      Deno.umask(umask);
    }
    assert.equal((await Deno.stat(`${made.root}/usr/local/bin`)).mode! & 0o777, 0o755);
  },
);

programTest(["dash"], "install.sh refuses who is not root, and says what to type", async () => {
  await using made = await installerWorkshop();
  const { code, text } = await made.run(["--no-setup"], { id: "echo 1000" });
  assert.equal(code, 1);
  const become = isInstalled("sudo") ? "sudo" : "su -, then";
  assert.match(
    text,
    new RegExp(`^install\\.sh: this needs root: type ${become} sh \\S+install\\.sh --no-setup\n$`),
  );
});

programTest(
  ["dash"],
  "install.sh refuses a program that is damaged, missing or not named, and keeps what there is",
  async () => {
    await using made = await installerWorkshop();
    await made.install();
    await made.calls();
    const refused = async (message: RegExp) => {
      const { code, text } = await made.install();
      assert.equal(code, 1);
      assert.match(text, message);
      assert.match(await Deno.readTextFile(made.installed), /# first /);
      assert.deepEqual(await made.installedNames(), ["studer-agent"]);
      assert.deepEqual(await made.calls(), []);
    };
    const program = `${made.from}/studer-agent-x86_64`;
    await Deno.writeTextFile(program, "damage", { append: true });
    await refused(/is damaged, or of another release .* its sum is [0-9a-f]{64} instead of /);
    await Deno.writeTextFile(`${made.from}/SHA256SUMS`, "0123  studer-agent-aarch64\n");
    await refused(/SHA256SUMS does not name studer-agent-x86_64: /);
    await Deno.remove(`${made.from}/SHA256SUMS`);
    await refused(/has no SHA256SUMS to check /);
    await Deno.remove(program);
    await refused(/has neither studer-agent-x86_64 nor studer-agent-x86_64-portable: copy /);
  },
);

programTest(
  ["dash"],
  "install.sh interrupted while it copies leaves the former program, and no half one",
  async () => {
    await using made = await installerWorkshop();
    await made.install();
    await made.release("second");
    const { code } = await made.install([], { cp: 'head -c 10 "$1" >"$2"; kill -INT "$PPID"' });
    assert.notEqual(code, 0);
    assert.match(await Deno.readTextFile(made.installed), /# first /);
    assert.deepEqual(await made.installedNames(), ["studer-agent"]);
  },
);

programTest(
  ["dash"],
  "install.sh puts the former program back where the new one is no service",
  async () => {
    await using made = await installerWorkshop();
    await made.install();
    await made.release("second");
    await made.refuseService();
    const { code, text } = await made.install();
    assert.equal(code, 1);
    assert.match(
      text,
      /the service is not installed; see what is above\n.*the former program is back/,
    );
    assert.match(await Deno.readTextFile(made.installed), /# first /);
    assert.deepEqual(await made.installedNames(), ["studer-agent"]);
  },
);

programTest(["dash"], "install.sh leaves a package's program alone", async () => {
  await using made = await installerWorkshop();
  await Deno.mkdir(`${made.root}/usr/bin`, { recursive: true });
  await Deno.writeTextFile(`${made.root}/usr/bin/studer-agent`, "");
  const { code, text } = await made.install();
  assert.equal(code, 1);
  assert.match(text, /is there already, from a package: upgrade that, or remove it first/);
});

programTest(
  ["dash"],
  "install.sh --uninstall removes service and program, and can be run again",
  async () => {
    await using made = await installerWorkshop();
    await made.install();
    await made.calls();
    const first = await made.install(["--uninstall", "--purge"]);
    assert.equal(first.code, 0, first.text);
    assert.deepEqual(await made.calls(), [`service uninstall --purge --root ${made.root}`]);
    assert.deepEqual(await made.installedNames(), []);
    const { code, text } = await made.install(["--uninstall"]);
    assert.equal(code, 0);
    assert.match(text, /^There is no \S+ to remove$/m);
  },
);

programTest(
  ["dash"],
  "install.sh --uninstall --purge removes what an --uninstall before it kept",
  async () => {
    await using made = await installerWorkshop();
    await made.install();
    await made.install(["--uninstall"]);
    const { code, text } = await made.install(["--uninstall", "--purge"]);
    assert.equal(code, 0);
    assert.match(text, /^There is no \S+ to remove\nremoved \/etc\/studer-agent\n$/);
    assert.deepEqual([...Deno.readDirSync(`${made.root}/etc`)], []);
  },
);

programTest(
  ["dash"],
  "install.sh --uninstall --purge follows no link out of an image",
  async () => {
    await using made = await installerWorkshop();
    await Deno.rename(`${made.root}/etc`, `${made.from}/etc`);
    await Deno.symlink(`${made.from}/etc`, `${made.root}/etc`);
    const { code, text } = await made.install(["--uninstall", "--purge"]);
    assert.equal(code, 1);
    assert.match(text, /out of the image: make it a relative one\n$/);
    assert.equal([...Deno.readDirSync(`${made.from}/etc/studer-agent`)].length, 1);
  },
);

programTest(
  ["dash"],
  "install.sh --uninstall leaves no unpacked program at root's and at who typed sudo",
  async () => {
    await using made = await installerWorkshop();
    await made.runThere();
    const homes = ["root", "pi"].map((user) => `${made.root}/home/${user}`);
    for (const home of homes) {
      await Deno.mkdir(`${home}/.cache/studer-agent`, { recursive: true });
      await Deno.writeTextFile(`${home}/.cache/other`, "");
    }
    const getent = `echo "$2:x:1:1::${made.root}/home/$2:/bin/sh"`;
    const { code, text } = await made.runThere(["--uninstall"], { getent }, "pi");
    assert.equal(code, 0, text);
    for (const home of homes) {
      const left = Array.from(Deno.readDirSync(`${home}/.cache`), ({ name }) => name);
      assert.deepEqual(left, ["other"]);
    }
  },
);

programTest(
  ["dash"],
  "install.sh without systemd keeps the new program, and says what to start",
  async () => {
    await using made = await installerWorkshop();
    for (const release of ["first", "second"]) {
      await made.release(release);
      const { code, text } = await made.runThere();
      assert.equal(code, 0, text);
      assert.match(
        text,
        /^systemd does not run here: let .* run studer-agent run --config \S+, and restart it now$/m,
      );
      assert.match(await Deno.readTextFile(made.installed), new RegExp(`# ${release} `));
      assert.deepEqual(await made.installedNames(), ["studer-agent"]);
      assert.deepEqual(await made.calls(), ["version"]);
    }
  },
);

programTest(["dash"], "install.sh with systemd lets the program become a service", async () => {
  await using made = await installerWorkshop();
  await Deno.mkdir(`${made.root}/run/systemd/system`, { recursive: true });
  const { code, text } = await made.runThere();
  assert.equal(code, 0, text);
  assert.deepEqual(await made.calls(), ["version", "service install --restart"]);
});

programTest(["dash"], "install.sh explains what it was given wrongly", async () => {
  await using made = await installerWorkshop();
  const mistakes = [["--form", "x"], ["--from", "/nowhere"], ["--from"], ["--purge"]];
  for (const args of mistakes) {
    const { code, text } = await made.run(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(text, /^install\.sh: .*; see sh install\.sh --help\n$/);
  }
  const help = await made.run(["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.text, /^Usage: sudo sh install\.sh/);
});

programTest(["sha256sum"], "writeInstaller() writes sums that sha256sum confirms", async () => {
  await using made = await installerWorkshop();
  const { code, text } = await runProgram("sha256sum", ["-c", "SHA256SUMS"], { cwd: made.from });
  assert.equal(code, 0, text);
  assert.deepEqual(text.trim().split("\n"), ["install.sh: OK", "studer-agent-x86_64: OK"]);
});
