import { errorText } from "../error_text.ts";
import { probeBroker } from "../mqtt/broker_probe.ts";
import { type BrokerVerdict, brokerVerdictText } from "../mqtt/broker_verdict.ts";
import { shownUrl } from "../mqtt/connect_failure.ts";
import type { TlsOptions } from "../mqtt/mqtt_connection.ts";
import { addressText } from "../network_address.ts";
import { fault, type Finding, ok, parted, unchecked } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { Check } from "./run_checks.ts";

/** Where brokers are, or why none can be asked. */
export type BrokerPlaces =
  | { readonly kind: "places"; readonly urls: readonly string[] }
  | { readonly kind: "none"; readonly finding: Finding };

/** The brokers of the configuration; the embedded one is within the agent. */
export function brokerPlaces(
  { config: { mqtt }, agentRuns }: Pick<HomePatient, "config" | "agentRuns">,
): BrokerPlaces {
  if (mqtt.url !== "embedded") return { kind: "places", urls: mqtt.url };
  if (!agentRuns) {
    const text = "the broker is embedded in the agent, and no agent runs";
    return { kind: "none", finding: unchecked(text, "start the agent, and look again") };
  }
  if (mqtt.port === 0) {
    return { kind: "none", finding: unchecked("the embedded broker is at any free port") };
  }
  const host = mqtt.listen === "0.0.0.0" ? "127.0.0.1" : mqtt.listen === "::" ? "::1" : mqtt.listen;
  return { kind: "places", urls: [`mqtt://${addressText(host, mqtt.port)}`] };
}

/** What trying a broker means. */
export function judgeBroker(url: string, verdict: BrokerVerdict): Finding {
  const text = brokerVerdictText(verdict);
  if (verdict.kind === "ok") return ok(`${shownUrl(url)}: ${text}`);
  const { what, advice = "see mqtt in the configuration" } = parted(text);
  return fault(`${shownUrl(url)}: ${what}`, advice);
}

/** Asks each broker of the configuration. */
export const brokerCheck: Check<HomePatient> = {
  area: "broker",
  limitMs: 120_000,
  async examine(patient, signal) {
    const places = brokerPlaces(patient);
    if (places.kind === "none") return [places.finding];
    const { config: { mqtt, agent }, clock, clientId } = patient;
    const access = await brokerAccess(patient);
    if (access.problem !== undefined) return [access.problem];
    const findings: Finding[] = [];
    for (const url of places.urls) {
      const topic = `${mqtt.baseTopic}/agent/${agent.id}/doctor`;
      const verdict = await probeBroker({ url, topic, ...access.settings }, {
        clock,
        clientId,
        signal,
      });
      findings.push(judgeBroker(url, verdict));
    }
    return findings;
  },
};

/** What a broker is shown of us. */
export interface BrokerAccess {
  readonly settings: {
    readonly username?: string;
    readonly password?: string;
    readonly tls?: TlsOptions;
  };
  /** Why it cannot be shown. */
  readonly problem?: Finding;
}

/** What a broker wants to see of us, or which file of it cannot be read. */
export async function brokerAccess(
  { config: { mqtt }, machine }: HomePatient,
): Promise<BrokerAccess> {
  const { username, password } = mqtt;
  const tls: { ca?: string; cert?: string; key?: string } = {};
  const files = mqtt.url === "embedded" ? undefined : mqtt.tls;
  for (const name of ["ca", "cert", "key"] as const) {
    const path = files?.[`${name}File`];
    if (path === undefined) continue;
    try {
      tls[name] = await machine.readTextFile(path);
    } catch (error) {
      const { what, advice = "correct the file's name, or let this user read it" } = parted(
        errorText(error),
      );
      const text = `cannot read mqtt.tls.${name}File (${path}): ${what}`;
      return { settings: {}, problem: fault(text, advice) };
    }
  }
  return {
    settings: {
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(files !== undefined && { tls }),
    },
  };
}
