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
 * and an editor may have made it root's.
 */
export function ownersFile(configPath: string): string {
  const own = (type: string, path: string, mode: string, user: string) =>
    `${type} "${escaped(path)}" ${mode} ${user} ${SERVICE_USER}`;
  return [
    ...(configPath === Places.config ? [own("d", dirname(configPath), "0755", "root")] : []),
    own("z", configPath, "0600", SERVICE_USER),
    "",
  ].join("\n");
}

/** `z` takes a pattern, and a specifier begins with a percent sign. */
function escaped(path: string): string {
  return path.replaceAll(/[\\*?[\]]/g, "[$&]").replaceAll("%", "%%").replaceAll(/["\\]/g, "\\$&");
}
