import { writeInstaller } from "../../../agent/packaging/installer.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { runProgram, type Said } from "../../support/program_test.ts";

/** Says what it was called with into the file CALLS; `name` tells one release from another. */
const program = (name: string) =>
  `#!/bin/sh\n# ${name}\necho "$*" >>"$CALLS"\n` +
  `if [ "$1" = service ] && [ -e "$CALLS.refuse" ]; then exit 1; fi\n`;

/** What the programs of a test's machine say; each is a script's text. */
export interface Pretences {
  readonly uname?: string;
  readonly getconf?: string;
  readonly id?: string;
  readonly cp?: string;
  readonly getent?: string;
  readonly systemctl?: string;
  readonly userdel?: string;
}

/** A release to install from, and an image of a machine to install into. */
export interface Workshop extends AsyncDisposable {
  readonly from: string;
  readonly root: string;
  readonly installed: string;
  /** Every call of the program since the last time. */
  calls(): Promise<string[]>;
  /** Lets the program refuse to become a service. */
  refuseService(): Promise<void>;
  /** Puts another release in the place of what is there. */
  release(name: string, files?: readonly string[]): Promise<void>;
  /** Runs install.sh for the image, on a machine that pretends. */
  install(args?: readonly string[], pretences?: Pretences): Promise<Said>;
  /** As `install()`, for the machine itself. */
  run(args: readonly string[], pretences?: Pretences): Promise<Said>;
  /** As `run()`, on a machine whose file system lies where the image does; `user` typed sudo. */
  runThere(args?: readonly string[], pretences?: Pretences, user?: string): Promise<Said>;
  /** What lies in the program's directory. */
  installedNames(): Promise<string[]>;
}

const USUAL: Required<Omit<Pretences, "cp">> = {
  uname: "case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac",
  getconf: "case $1 in LONG_BIT) echo 64 ;; *) echo glibc 2.36 ;; esac",
  id: "echo 0",
  getent: "exit 2",
  // What would change the machine of whoever tests.
  systemctl: "exit 1",
  userdel: "exit 1",
};

/** The directories that are a machine's own. */
const OWN_PLACES = /(?<=[ ="]|\$root)\/(?=(?:etc|run|usr|var)\/)/g;

/** A release for x86_64, and an image with nothing in it but a configuration. */
export async function installerWorkshop(): Promise<Workshop> {
  const directory = await temporaryDirectory();
  const at = (name: string) => `${directory.path}/${name}`;
  const [from, root, pretended, calls] = [at("dist"), at("root"), at("bin"), at("calls")];
  for (const each of [from, `${root}/etc/studer-agent`, pretended]) {
    await Deno.mkdir(each, { recursive: true });
  }
  await Deno.writeTextFile(`${root}/etc/studer-agent/agent.config.yaml`, "installations: []\n");
  const sh = async (
    script: string,
    args: readonly string[],
    pretences: Pretences = {},
    user = "",
  ) => {
    await Deno.remove(pretended, { recursive: true });
    await Deno.mkdir(pretended);
    for (const [name, text] of Object.entries({ ...USUAL, ...pretences })) {
      await Deno.writeTextFile(`${pretended}/${name}`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    return await runProgram("dash", [`${from}/${script}`, ...args], {
      env: { PATH: `${pretended}:${Deno.env.get("PATH")}`, CALLS: calls, SUDO_USER: user },
    });
  };
  const made: Workshop = {
    from,
    root,
    installed: `${root}/usr/local/bin/studer-agent`,
    async calls() {
      const text = await Deno.readTextFile(calls).catch(() => "");
      await Deno.remove(calls).catch(() => {});
      return text.split("\n").filter((line) => line !== "");
    },
    refuseService: () => Deno.writeTextFile(`${calls}.refuse`, ""),
    async release(name, files = ["studer-agent-x86_64"]) {
      await Deno.remove(from, { recursive: true });
      await Deno.mkdir(from);
      for (const file of files) {
        await Deno.writeTextFile(`${from}/${file}`, program(`${name} ${file}`));
      }
      await writeInstaller(from);
    },
    install: (args = [], pretences) => made.run(["--root", root, ...args], pretences),
    run: (args, pretences) => sh("install.sh", args, pretences),
    async runThere(args = [], pretences, user) {
      const text = await Deno.readTextFile(`${from}/install.sh`);
      await Deno.writeTextFile(`${from}/there.sh`, text.replaceAll(OWN_PLACES, `${root}/`));
      return await sh("there.sh", args, pretences, user);
    },
    async installedNames() {
      const names: string[] = [];
      for await (const { name } of Deno.readDir(`${root}/usr/local/bin`)) names.push(name);
      return names.sort();
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
  await made.release("first");
  return made;
}
