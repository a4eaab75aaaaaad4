import type { MqttConfig } from "../config/schema.ts";
import { isLoopback } from "../network_address.ts";
import type { Dialogue } from "./surroundings.ts";

/** What other machines must be told of the agent's own broker; undefined where none reaches it. */
export function brokerReach(
  mqtt: MqttConfig,
  { texts, surroundings }: Dialogue,
): string | undefined {
  if (mqtt.url !== "embedded" || isLoopback(mqtt.listen)) return undefined;
  const isEverywhere = mqtt.listen === "0.0.0.0" || mqtt.listen === "::";
  const hosts = isEverywhere ? surroundings.ownAddresses() : [mqtt.listen];
  return texts.brokerReach(hosts, mqtt.port);
}
