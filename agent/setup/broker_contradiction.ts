import { hasTls } from "../config/mqtt_combinations.ts";
import { addressesOf } from "./broker_address.ts";
import type { Texts } from "./texts/texts.ts";

/** What the command line says of a broker beside its address; undefined where it says nothing. */
export interface BrokerOptions {
  readonly shareBroker?: boolean | undefined;
  readonly caFile?: string | undefined;
}

/**
 * Why the options do not go with a broker; undefined where they do. `shown` is the broker as the
 * user knows it, such as `--broker mqtt://a` or `mqtt.url mqtt://a`.
 */
export function brokerContradiction(
  answer: string,
  shown: string,
  { shareBroker, caFile }: BrokerOptions,
  texts: Texts,
): string | undefined {
  const url = addressesOf(answer);
  if (url === undefined) return undefined;
  if (shareBroker !== undefined && url !== "embedded") {
    return texts.contradictions.share(shareBroker ? "--share-broker" : "--no-share-broker", shown);
  }
  if (caFile !== undefined && !(url !== "embedded" && url.some(hasTls))) {
    return texts.contradictions.certificate(shown);
  }
  return undefined;
}
