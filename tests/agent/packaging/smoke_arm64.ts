import assert from "node:assert/strict";
import { join } from "node:path";
import { systemClock } from "../../../agent/system_clock.ts";
import { BundleFlags } from "../../../agent/packaging/bundle.ts";
import { simulator, STANDSTILL, temporaryDirectory } from "../../end_to_end/parts.ts";
import { assertOwnVersions } from "./own_versions.ts";
import { buildPortable, type Ended, run } from "./portable_parts.ts";

const EMULATOR = "qemu-aarch64-static";
/** Where Debian puts the libraries of arm64 on other machines. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
/** At the end of the header's text begins the archive. */
const FIRST_LINE = /\btail -n \+(\d+) /;

await using directory = await temporaryDirectory();
const program = join(directory.path, "program");
await Deno.mkdir(program);
await unpack(await buildPortable("aarch64", directory.path));

assertOwnVersions(await emulate(["version", "--json"]), "aarch64");

const pty = join(directory.path, "gateway");
const plant = await simulator({ pty, speed: STANDSTILL }, systemClock);
try {
  const link = ["--link", `serial:${pty}`, "--parity", "none"];
  const [reading] = JSON.parse(
    succeeded(await emulate(["read", "bsp", "7000", "--json", ...link])),
  );
  assert.equal(Math.fround(reading.value), Math.fround(plant.gateway.readInfo("bsp", 7000)));
} finally {
  await plant.close();
}
await Deno.stdout.write(
  new TextEncoder().encode("The arm64 file tells its version and reads from the simulator\n"),
);

// As the header does, whose shell the emulator cannot give another architecture's programs to.
async function unpack(portable: string): Promise<void> {
  const start = new TextDecoder().decode((await Deno.readFile(portable)).subarray(0, 1 << 14));
  const script = 'tail -n +"$1" "$0" | tar -xzf - -C "$2"';
  succeeded(await run("sh", ["-c", script, portable, FIRST_LINE.exec(start)![1]!, program], {}));
}

function emulate(args: readonly string[]): Promise<Ended> {
  const deno = [join(program, "deno"), "run", ...BundleFlags, join(program, "agent/main.js")];
  return run(EMULATOR, ["-L", LIBRARIES, ...deno, ...args], { HOME: directory.path });
}

function succeeded({ code, out, err }: Ended): string {
  assert.equal(code, 0, err);
  return out;
}
