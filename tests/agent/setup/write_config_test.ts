import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { fileBehind, writeConfig, writeTroubleAt } from "../../../agent/setup/write_config.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";

function mode(path: string): number {
  return Deno.statSync(path).mode! & 0o777;
}

Deno.test("writeConfig() makes the directory and a file that nobody else can read", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/etc/agent.config.yaml`;
  equal(writeTroubleAt(path), undefined);
  deepStrictEqual(writeConfig(path, "a: 1\n", `${path}.bak`), {
    kind: "written",
    backup: undefined,
  });
  equal(await Deno.readTextFile(path), "a: 1\n");
  equal(mode(path), 0o600);
  deepStrictEqual([...Deno.readDirSync(`${directory.path}/etc`)].length, 1);
});

Deno.test("writeConfig() keeps the former file, and overwrites what an earlier run left behind", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/agent.config.yaml`;
  const elsewhere = `${directory.path}/elsewhere`;
  await Deno.writeTextFile(path, "old\n", { mode: 0o644 });
  await Deno.writeTextFile(elsewhere, "not ours\n");
  await Deno.symlink(elsewhere, `${path}.new`);
  deepStrictEqual(writeConfig(path, "new\n", `${path}.bak`), {
    kind: "written",
    backup: `${path}.bak`,
  });
  equal(await Deno.readTextFile(path), "new\n");
  equal(await Deno.readTextFile(`${path}.bak`), "old\n");
  equal(await Deno.readTextFile(elsewhere), "not ours\n");
  deepStrictEqual([mode(path), mode(`${path}.bak`)], [0o600, 0o600]);
  ok(![...Deno.readDirSync(directory.path)].some(({ name }) => name.endsWith(".new")));
});

Deno.test("writeConfig() leaves the old file and nothing else where it fails", async () => {
  await using directory = await temporaryDirectory();
  // A directory in the file's place cannot be replaced by a file.
  const path = `${directory.path}/agent.config.yaml`;
  await Deno.mkdir(path);
  const outcome = writeConfig(path, "new\n", `${path}.bak`);
  ok(outcome.kind !== "written");
  deepStrictEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), [
    "agent.config.yaml",
  ]);
});

Deno.test("writeConfig() takes its copy of the former file back where the new one cannot be written", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(path, "old\n");
  await Deno.mkdir(`${path}.new/full`, { recursive: true });
  ok(writeConfig(path, "new\n", `${path}.bak`).kind !== "written");
  equal(await Deno.readTextFile(path), "old\n");
  deepStrictEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name).sort(), [
    "agent.config.yaml",
    "agent.config.yaml.new",
  ]);
});

Deno.test("writeConfig() leaves a group that may read the file its right, and keeps the copy to the owner", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(path, "old\n");
  await Deno.chmod(path, 0o640);
  writeConfig(path, "new\n", `${path}.bak`);
  deepStrictEqual([mode(path), mode(`${path}.bak`)], [0o640, 0o600]);
});

Deno.test("writeConfig() leaves the file to the user and the group that it belongs to", async () => {
  await using directory = await temporaryDirectory();
  const [me, mine] = [Deno.uid()!, Deno.gid()!];
  // Only root may have files that are another's.
  const owners = me === 0 ? [[1234, 1234], [0, 1234]] as const : [[me, mine]] as const;
  for (const [uid, gid] of owners) {
    const path = `${directory.path}/${uid}-${gid}.yaml`;
    await Deno.writeTextFile(path, "old\n");
    await Deno.chown(path, uid, gid);
    writeConfig(path, "new\n", `${path}.bak`);
    for (const each of [path, `${path}.bak`]) {
      const owner = Deno.statSync(each);
      deepStrictEqual([owner.uid, owner.gid], [uid, gid], each);
    }
  }
});

function mayNot(): never {
  throw new Deno.errors.PermissionDenied("Operation not permitted");
}

Deno.test("a configuration of a foreign group is not refused as one that this user may not write", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(path, "old\n", { mode: 0o600 });
  // Who is not root has no file of a foreign group; nothing is to be given away then.
  if (Deno.uid() === 0) await Deno.chown(path, 0, 1234);
  deepStrictEqual(writeConfig(path, "new\n", `${path}.bak`, mayNot), {
    kind: "written",
    backup: `${path}.bak`,
  });
  equal(await Deno.readTextFile(path), "new\n");
  deepStrictEqual([mode(path), mode(`${path}.bak`)], [0o600, 0o600]);
});

Deno.test("writeConfig() takes no file from an owner or a group that may read it, and says so", {
  ignore: Deno.uid() !== 0,
}, async () => {
  await using directory = await temporaryDirectory();
  for (const [uid, gid, mode] of [[1234, 0, 0o600], [0, 1234, 0o640]] as const) {
    const path = `${directory.path}/agent.config.yaml`;
    await Deno.writeTextFile(path, "old\n");
    await Deno.chown(path, uid, gid);
    await Deno.chmod(path, mode);
    deepStrictEqual(writeConfig(path, "new\n", `${path}.bak`, mayNot), { kind: "not_ours" });
    equal(await Deno.readTextFile(path), "old\n");
    deepStrictEqual([...Deno.readDirSync(directory.path)].length, 1);
    await Deno.remove(path);
  }
});

Deno.test("writeConfig() takes back the directories that it made where it fails", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/a/b/${"x".repeat(254)}`;
  ok(writeConfig(path, "new\n", `${path}.bak`).kind !== "written");
  deepStrictEqual([...Deno.readDirSync(directory.path)], []);
});

Deno.test("fileBehind() follows a link, and takes a name that is not there for itself", async () => {
  await using directory = await temporaryDirectory();
  await Deno.writeTextFile(`${directory.path}/real`, "");
  await Deno.symlink(`${directory.path}/real`, `${directory.path}/link`);
  const real = await Deno.realPath(directory.path);
  equal(fileBehind(`${directory.path}/link`), `${real}/real`);
  equal(fileBehind(`${directory.path}/none`), `${directory.path}/none`);
});

Deno.test("writeTroubleAt() finds out where nobody can write, and writes nothing", async () => {
  await using directory = await temporaryDirectory();
  await Deno.writeTextFile(`${directory.path}/file`, "");
  ok(writeTroubleAt(`${directory.path}/file/agent.config.yaml`) !== undefined);
  equal(writeTroubleAt(`${directory.path}/a/b/c/agent.config.yaml`), undefined);
  deepStrictEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["file"]);
});
