import { gzipSync } from "node:zlib";
import { packagePlace, Places, SERIAL_GROUP } from "../../service/places.ts";
import { unitFile } from "../../service/unit_file.ts";
import { ownersFile, userFile } from "../../service/user_files.ts";
import launcher from "./launcher.sh" with { type: "text" };
import overrides from "./lintian_overrides.txt" with { type: "text" };
import { udevExample } from "./udev_example.ts";

const BINARY = "/usr/bin/studer-agent";
const LIBRARY = "/usr/lib/studer-agent";
const DOCUMENTS = "/usr/share/doc/studer-agent";
const MAX_COMPRESSION = 9;

/** The texts that are made for a package. */
export interface PackageTexts {
  readonly version: string;
  /** How Deno runs the bundle. */
  readonly flags: readonly string[];
  readonly changelog: string;
  readonly copyright: string;
  readonly libraries: string;
  readonly manPage: string;
  readonly completion: string;
  readonly exampleConfig: string;
}

/** A file of the package: its absolute path and content; executable or not. */
export interface PackageFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: true;
}

/** All that a package installs but for the program itself. */
export function packageFiles(texts: PackageTexts): PackageFile[] {
  const unit = unitFile({ binary: BINARY, configPath: Places.config });
  return [
    { path: BINARY, content: bytes(launcherText(texts)), executable: true },
    { path: packagePlace(Places.unit), content: bytes(unit) },
    { path: packagePlace(Places.user), content: bytes(userFile(SERIAL_GROUP)) },
    { path: packagePlace(Places.owners), content: bytes(ownersFile(Places.config)) },
    {
      path: "/usr/share/bash-completion/completions/studer-agent",
      content: bytes(texts.completion),
    },
    { path: "/usr/share/lintian/overrides/studer-agent", content: bytes(overrides) },
    { path: "/usr/share/man/man1/studer-agent.1.gz", content: gzipped(texts.manPage) },
    { path: `${DOCUMENTS}/changelog.gz`, content: gzipped(texts.changelog) },
    { path: `${DOCUMENTS}/copyright`, content: bytes(texts.copyright) },
    { path: `${DOCUMENTS}/libraries.txt.gz`, content: gzipped(texts.libraries) },
    { path: `${DOCUMENTS}/examples/agent.config.yaml`, content: bytes(texts.exampleConfig) },
    { path: `${DOCUMENTS}/examples/60-studer-agent.rules`, content: bytes(udevExample()) },
  ];
}

/** Where the program is installed: an executable, and the directory of the bundle. */
export const ProgramPlaces = { deno: `${LIBRARY}/deno`, bundle: `${LIBRARY}/agent` } as const;

function launcherText({ version, flags }: PackageTexts): string {
  return launcher
    .replaceAll("@VERSION@", version)
    .replaceAll("@LIB@", LIBRARY)
    .replaceAll("@FLAGS@", flags.join(" "));
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function gzipped(text: string): Uint8Array {
  return gzipSync(text, { level: MAX_COMPRESSION });
}
