import type { Clock } from "../../protocol/clock.ts";
import { ownPlatformsOf } from "../homeassistant/announcement.ts";
import { openInEitherVersion } from "../mqtt/broker_search.ts";
import { ConnectError } from "../mqtt/connect_failure.ts";
import type { MqttConnection } from "../mqtt/mqtt_connection.ts";
import { brokerAccess, brokerPlaces } from "./broker_check.ts";
import { fault, type Finding, note, ok, unchecked, warning } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { Check } from "./run_checks.ts";

/** What a broker has retained of what Home Assistant is told. */
export interface DiscoveryFacts {
  readonly agentRuns: boolean;
  /** For each installation, how many devices and entities are announced. */
  readonly announced: readonly {
    readonly installation: string;
    readonly devices: number;
    readonly entities: number;
  }[];
  /** What Home Assistant said of itself last; undefined where it is not retained. */
  readonly status: string | undefined;
}

/** Whether Home Assistant can find the devices. */
export function judgeDiscovery({ agentRuns, announced, status }: DiscoveryFacts): Finding[] {
  const findings = announced.map(({ installation, devices, entities }): Finding => {
    if (devices > 0) {
      return ok(`${installation}: ${devices} devices with ${entities} entities are announced`);
    }
    const text = `${installation}: no device is announced to Home Assistant`;
    return agentRuns
      ? fault(
        text,
        "mend what is said of line, gateway and devices; else look at the agent's log, and whether " +
          "its user may publish below homeAssistant.prefix",
      )
      : note(text, "start the agent: it announces what it finds");
  });
  switch (status) {
    case "online":
      return [...findings, ok("Home Assistant says that it is online")];
    case undefined:
      return [
        ...findings,
        note(
          "Home Assistant has left no status at this broker, as is usual",
          "if its devices are missing, look whether its MQTT integration uses this broker and prefix",
        ),
      ];
    default:
      return [
        ...findings,
        warning(
          `Home Assistant's status is ${status}`,
          "start Home Assistant, or look at its MQTT integration",
        ),
      ];
  }
}

/** Retained messages come at once: after so long without another one there are no more. */
const QUIET_MS = 700;
const MAX_MESSAGES = 5000;

/** Looks what the broker has retained for Home Assistant. */
export const discoveryCheck: Check<HomePatient> = {
  area: "home assistant",
  limitMs: 30_000,
  async examine(patient, signal) {
    const { config, clock, clientId, agentRuns, version } = patient;
    const { prefix, discovery } = config.homeAssistant;
    if (!discovery) return [note("homeAssistant.discovery is switched off")];
    const places = brokerPlaces(patient);
    if (places.kind === "none") return [places.finding];
    const { settings } = await brokerAccess(patient);
    const statusTopic = `${prefix}/status`;
    for (const url of places.urls) {
      const retained = await retainedAt(
        { ...settings, url, clientId, clock },
        [`${prefix}/device/+/config`, statusTopic],
        signal,
      );
      if (retained === undefined) continue;
      const announced = config.installations.map(({ id }) => {
        const context = {
          prefix,
          baseTopic: config.mqtt.baseTopic,
          installationId: id,
          agentId: config.agent.id,
          version,
        };
        const own = [...retained.values()]
          .map((text) => ownPlatformsOf(text, context))
          .filter((platforms) => platforms !== undefined);
        const entities = own.reduce((sum, { size }) => sum + size, 0);
        return { installation: id, devices: own.length, entities };
      });
      return judgeDiscovery({ agentRuns, announced, status: retained.get(statusTopic) });
    }
    return [unchecked("no broker could be asked", "mend what is said of the broker")];
  },
};

/** What is retained, by topic; undefined where the broker cannot be had. */
async function retainedAt(
  options: Parameters<typeof openInEitherVersion>[0] & { readonly clock: Clock },
  filters: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string> | undefined> {
  const { clock } = options;
  let connection: MqttConnection;
  try {
    ({ connection } = await openInEitherVersion(options, undefined, signal));
  } catch (error) {
    if (error instanceof ConnectError) return undefined;
    throw error;
  }
  try {
    const retained = new Map<string, string>();
    let last = clock.now();
    connection.onMessage(({ topic, payload }) => {
      last = clock.now();
      if (retained.size < MAX_MESSAGES) retained.set(topic, payload);
    });
    await connection.subscribe(filters);
    last = Math.max(last, clock.now());
    while (!signal.aborted && clock.now() - last < QUIET_MS) {
      await clock.sleep(QUIET_MS - (clock.now() - last), signal);
    }
    return retained;
  } finally {
    await connection.end();
  }
}
