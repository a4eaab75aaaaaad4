import { dirname } from "node:path";
import { Places, SERVICE_USER } from "./places.ts";

/** What systemd-sysusers makes the agent's user and group of (sysusers.d(5)). */
export function userFile(serialGroup: string): string {
  return [
    `u ${SERVICE_USER} - "Edge agent for Studer-Innotec" ${Places.state} /usr/sbin/nologin`,
    `m ${SERVICE_USER} ${serialGroup}`,
    "",
  ].join("\n");
}

/**
 * To whom systemd-tmpfiles gives the configuration (tmpfiles.d(5)): it holds the broker's password,
 * and an editor may have made it root's. And the directories that it makes for the agent.
 */
export function ownersFile(configPath: string, directories: readonly string[] = []): string {
  const line = (type: string, path: string, mode: string, user: string) =>
    `${type} ${quoted(path)} ${mode} ${user} ${SERVICE_USER}`;
  return [
    ...(configPath === Places.config ? [line("d", dirname(configPath), "0755", "root")] : []),
    // This one takes a pattern.
    line("z", configPath.replaceAll(/[\\*?[\]]/g, "[$&]"), "0600", SERVICE_USER),
    ...directories.map((path) => line("d", path, "0750", SERVICE_USER)),
    "",
  ].join("\n");
}

/** A specifier begins with a percent sign. */
function quoted(path: string): string {
  return `"${path.replaceAll("%", "%%").replaceAll(/["\\]/g, "\\$&")}"`;
}
