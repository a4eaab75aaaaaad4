/** What systemd, and who looks at it, wants to know of a running agent. */
export interface AgentHealth {
  readonly brokerConnected: boolean;
  readonly installations: readonly InstallationHealth[];
}

/** How one installation is. */
export interface InstallationHealth {
  readonly id: string;
  /** Whether its gateway answers. */
  readonly isAnswering: boolean;
  /** Whether the agent asks it as it should, be it answered or not. */
  readonly isAlive: boolean;
}

/** The agent's state in a few words, for `systemctl status`. */
export function statusText({ brokerConnected, installations }: AgentHealth): string {
  const ids = (answering: boolean) =>
    installations.filter(({ isAnswering }) => isAnswering === answering).map(({ id }) => id)
      .join(", ");
  const [reading, silent] = [ids(true), ids(false)];
  return [
    reading === "" ? undefined : `reading ${reading}`,
    silent === "" ? undefined : `no answer from ${silent}`,
    brokerConnected ? "MQTT broker connected" : "no MQTT broker",
  ].filter((part) => part !== undefined).join("; ");
}
