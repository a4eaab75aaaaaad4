/** The name by which systemd knows the agent. */
export const UNIT_NAME = "studer-agent.service";

/** Whose files the agent's are, and as whom it runs: a user and a group. */
export const SERVICE_USER = "studer-agent";

/** Debian's group of whoever may use serial ports. */
export const SERIAL_GROUP = "dialout";

/** Where the service keeps its things, and what it is made of. */
export const Places = {
  program: "/usr/local/bin/studer-agent",
  config: "/etc/studer-agent/agent.config.yaml",
  state: "/var/lib/studer-agent",
  cache: "/var/cache/studer-agent",
  unit: `/etc/systemd/system/${UNIT_NAME}`,
  /** systemd-sysusers makes the user of it, on an image at its first start. */
  user: "/etc/sysusers.d/studer-agent.conf",
  /** systemd-tmpfiles gives the configuration to the user by it, at each start of the machine. */
  owners: "/etc/tmpfiles.d/studer-agent.conf",
  udevRules: "/etc/udev/rules.d/60-studer-agent.rules",
} as const;

/** Where a package has what the administrator has below `/etc`. */
export function packagePlace(path: string): string {
  return path.replace(/^\/etc\//, "/usr/lib/");
}

/** The name that the udev rule gives the adapter of the first installation. */
export const ADAPTER_NAME = "studer-xcom";
