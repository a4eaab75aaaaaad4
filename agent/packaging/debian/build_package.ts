import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runOrFail } from "../run_program.ts";
import type { Target } from "../targets.ts";
import { controlText } from "./control.ts";
import { type PackageFile, ProgramPlaces } from "./package_files.ts";
import postinst from "./postinst.sh" with { type: "text" };
import postrm from "./postrm.sh" with { type: "text" };
import prerm from "./prerm.sh" with { type: "text" };

const EXECUTABLE = 0o755;
const PLAIN = 0o644;

const MaintainerScripts: ReadonlyArray<readonly [name: string, text: string]> = [
  ["postinst", postinst],
  ["prerm", prerm],
  ["postrm", postrm],
];

/** What goes into a package. */
export interface PackageParts {
  readonly version: string;
  readonly target: Target;
  readonly bundle: string;
  readonly deno: string;
  readonly files: readonly PackageFile[];
  /** The time of everything in it: the same parts at the same time give the same package. */
  readonly date: Date;
}

/** Writes a Debian package with a directory to work in that does not exist yet. */
export async function buildPackage(
  { version, target, bundle, deno, files, date }: PackageParts,
  directory: string,
  output: string,
): Promise<void> {
  const contents = [
    ...files,
    { path: ProgramPlaces.deno, content: await readFile(deno), executable: true as const },
    ...await bundleFiles(bundle),
  ].toSorted((a, b) => a.path < b.path ? -1 : 1);
  for (const { path, content, executable } of contents) {
    await writeInto(join(directory, path), content, executable ? EXECUTABLE : PLAIN);
  }
  // Empty, for the configuration.
  await mkdir(join(directory, "etc/studer-agent"), { recursive: true });

  const size = contents.reduce((sum, { content }) => sum + content.length, 0);
  const control: ReadonlyArray<readonly [name: string, text: string, mode: number]> = [
    ["control", controlText({ version, target, size }), PLAIN],
    ["md5sums", contents.map(md5Line).join(""), PLAIN],
    ...MaintainerScripts.map(([name, text]) => [name, text, EXECUTABLE] as const),
  ];
  for (const [name, text, mode] of control) {
    await writeInto(join(directory, "DEBIAN", name), new TextEncoder().encode(text), mode);
  }
  // Whatever the umask of the build and its time.
  const folders = [directory, "-type", "d", "-exec", "chmod", "0755", "{}", "+"];
  await runOrFail(`${directory} cannot be opened to readers`, "find", folders);
  const epoch = `${Math.floor(date.getTime() / 1000)}`;
  const dated = [directory, "-exec", "touch", "--no-dereference", `--date=@${epoch}`, "{}", "+"];
  await runOrFail(`${directory} cannot be dated`, "find", dated);
  // At the lowest level xz is as fast as gzip, and takes a tenth less.
  const args = ["--root-owner-group", "-Zxz", "-z0", "--build", directory, output];
  await runOrFail(`${output} cannot be built`, "dpkg-deb", args, {
    env: { SOURCE_DATE_EPOCH: epoch },
  });
}

async function bundleFiles(directory: string): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  for (const name of await readdir(directory)) {
    const content = await readFile(join(directory, name));
    files.push({ path: `${ProgramPlaces.bundle}/${name}`, content });
  }
  return files;
}

async function writeInto(path: string, content: Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await Deno.chmod(path, mode);
}

function md5Line({ path, content }: PackageFile): string {
  return `${createHash("md5").update(content).digest("hex")}  ${path.slice(1)}\n`;
}
