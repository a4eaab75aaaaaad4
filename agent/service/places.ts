/** The name by which systemd knows the agent. */
export const UNIT_NAME = "studer-agent.service";

/** Whose files the agent's are, and as whom it runs: a user and a group. */
export const SERVICE_USER = "studer-agent";

/** Debian's group of whoever may use serial ports. */
export const SERIAL_GROUP = "dialout";

/** Where the service keeps its things, and what it is made of. */
export const Places = {
  config: "/etc/studer-agent/agent.config.yaml",
  state: "/var/lib/studer-agent",
  cache: "/var/cache/studer-agent",
  unit: `/etc/systemd/system/${UNIT_NAME}`,
  udevRules: "/etc/udev/rules.d/60-studer-agent.rules",
} as const;

/** The name that the udev rule gives the adapter. */
export const ADAPTER_NAME = "studer-xcom";
