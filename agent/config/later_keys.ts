import { join } from "node:path";
import { addressText } from "../network_address.ts";
import { DefaultWrites, type InstallationConfig } from "./installation_schema.ts";
import type { Config } from "./schema.ts";

/** A setting that is accepted, and what of it has no effect in this version. */
export interface LaterKey {
  readonly path: string;
  readonly message: string;
}

const WITHOUT_EFFECT = "has no effect in this version";

/** By installation: what a later version will do, and whether this configuration asks for it. */
const InstallationKeys: Readonly<Record<string, (installation: InstallationConfig) => boolean>> = {
  portal: ({ portal }) => portal,
  writes: ({ writes }) => JSON.stringify(writes) !== JSON.stringify(DefaultWrites),
};

/** The settings of a configuration that this version accepts without doing anything about them. */
export function laterKeys(config: Config): LaterKey[] {
  const { history, web, stateDirectory } = config;
  const later = config.installations.flatMap((installation, index) =>
    Object.entries(InstallationKeys)
      .filter(([, isAsked]) => isAsked(installation))
      .map(([key]) => ({ path: `installations[${index}].${key}`, message: WITHOUT_EFFECT }))
  );
  if (history.keepDays !== 400 || history.path !== join(stateDirectory, "history.sqlite")) {
    later.push({ path: "history", message: WITHOUT_EFFECT });
  }
  if (
    addressText(web.listen.host, web.listen.port) !== "127.0.0.1:8080" || web.password !== undefined
  ) {
    later.push({ path: "web", message: "serves no page in this version" });
  }
  return later;
}
