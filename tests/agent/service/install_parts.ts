import assert from "node:assert/strict";
import { eventText } from "../../../agent/service/event.ts";
import { type InstallOptions, installService } from "../../../agent/service/install.ts";
import { Places } from "../../../agent/service/places.ts";
import type { Answers, TestMachine } from "./test_machine.ts";

/** What most tests install. */
export const Usual: InstallOptions = {
  program: "/usr/local/bin/studer-agent",
  configPath: Places.config,
  ports: [{ installation: "home", path: "/dev/ttyUSB0" }],
  readPaths: [],
  writablePaths: [],
};

/** The service is enabled and runs. */
export function running(line: string): ReturnType<Answers> {
  if (line.startsWith("systemctl is-enabled")) return { out: "enabled\n" };
  return line.startsWith("systemctl is-active") ? { out: "active\n" } : undefined;
}

/** Installs, and gives what was said. */
export async function install(
  { machine }: TestMachine,
  options: Partial<InstallOptions> = {},
): Promise<string[]> {
  const said: string[] = [];
  await installService({ ...Usual, ...options }, {
    machine,
    say: (event) => said.push(eventText(event)),
  });
  return said;
}

/** Fails, with this message, and leaves the machine's files as they were. */
export async function refused(
  made: TestMachine,
  message: RegExp,
  options: Partial<InstallOptions> = {},
): Promise<void> {
  const before = await made.files();
  await assert.rejects(install(made, options), (error: Error) => {
    assert.equal(error.name, "ServiceError");
    assert.match(error.message, message);
    return true;
  });
  assert.deepEqual(await made.files(), before);
}
