import assert from "node:assert/strict";
import { programTest } from "../../support/program_test.ts";
import { installerWorkshop } from "./installer_parts.ts";

programTest(
  ["dash"],
  "install.sh --uninstall --purge leaves what others unpacked and remembered, and names none of it",
  async () => {
    await using made = await installerWorkshop();
    await made.runThere();
    const homes = ["root", "rosa", "other home"].map((user) => `${made.root}/home/${user}`);
    for (const home of homes) {
      await Deno.mkdir(`${home}/.cache/studer-agent`, { recursive: true });
      await Deno.mkdir(`${home}/.local/state/studer-agent`, { recursive: true });
    }
    const all = homes.map((home) => `echo "u:x:1:1::${home}:/bin/sh"`).join("; ");
    const getent = `case $2 in "") ${all}; ${all} ;; studer-agent) exit 2 ;; *) echo "$2:x:1:1::${
      homes[0]
    }:/bin/sh" ;; esac`;
    const kept = await made.runThere(["--uninstall"], { getent });
    const left = (path: string) => `left: ${path}; type sudo rm -r '${path}' to remove it`;
    const lines = (text: string) => text.split("\n").filter((line) => line.startsWith("left"));
    const caches = homes.slice(1).map((home) => left(`${home}/.cache/studer-agent`));
    assert.deepEqual(lines(kept.text).sort(), caches.toSorted());
    const purged = await made.runThere(["--uninstall", "--purge"], { getent });
    const states = homes.map((home) => left(`${home}/.local/state/studer-agent`));
    assert.deepEqual(lines(purged.text).sort(), [...caches, ...states].sort());
    assert.equal(purged.code, 0);
  },
);

/** What lies in a state directory, and whether it is surely the agent's own. */
const StateDirectories: ReadonlyArray<readonly [names: readonly string[], isOwn: boolean]> = [
  [["devices-home.json", "totals-home.json", "totals-home.json.damaged-2026-06-21T10:00"], true],
  [["devices-home.json.new"], true],
  [["devices-home.json", "control.sock"], false],
  [["devices-home.json", ".profile"], false],
  [["totals-home.json", "photos.zip"], false],
];

for (const [names, isOwn] of StateDirectories) {
  programTest(
    ["dash"],
    `install.sh --uninstall --purge ${
      isOwn ? "leaves" : "names, and leaves,"
    } a state directory of the configuration with ${names.join(", ")}`,
    async () => {
      await using made = await installerWorkshop();
      await made.runThere();
      for (
        const writing of [(text: string) => text, JSON.stringify, (text: string) => `'${text}'`]
      ) {
        const state = `${made.root}/mnt/solar state`;
        await Deno.mkdir(state, { recursive: true });
        for (const name of names) await Deno.writeTextFile(`${state}/${name}`, "{}");
        await Deno.mkdir(`${made.root}/etc/studer-agent`, { recursive: true });
        await Deno.writeTextFile(
          `${made.root}/etc/studer-agent/agent.config.yaml`,
          `installations: []\nstateDirectory: ${writing(state)}  # on the disk\r\n`,
        );
        const { code, text } = await made.runThere(["--uninstall", "--purge"]);
        assert.equal(code, 0, text);
        const left = [...Deno.readDirSync(`${made.root}/mnt`)].length;
        assert.equal(left, isOwn ? 0 : 1, text);
        if (isOwn) assert.ok(text.includes(`removed ${state}\n`), text);
        else {
          assert.ok(text.includes(`left: ${state}, the state directory of the`), text);
          assert.ok(
            text.includes(`; see what else is in it, then type sudo rm -r '${state}'`),
            text,
          );
          assert.equal([...Deno.readDirSync(state)].length, names.length);
        }
      }
    },
  );
}
