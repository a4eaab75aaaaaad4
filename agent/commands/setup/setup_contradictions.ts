import { addressesText } from "../../setup/broker_address.ts";
import { brokerContradiction } from "../../setup/broker_contradiction.ts";
import type { Base } from "../../setup/surroundings.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { SetupOptions } from "./setup_options.ts";

/** All that decides whether the options of `setup` go together. */
export interface Said {
  readonly options: SetupOptions;
  /** The serial ports to try. */
  readonly ports: readonly string[];
  /** Every option of `setup` alone that was typed, such as `--no-service`. */
  readonly typed: ReadonlySet<string>;
  /** Whether somebody is there to be asked. */
  readonly attended: boolean;
  readonly base: Base;
}

type Rule = (said: Said, texts: Texts) => string | undefined;

const Rules: readonly Rule[] = [
  ({ typed }, { contradictions }) => {
    const flag = [...typed].find((flag) => typed.has(opposite(flag)));
    return flag && contradictions.both(flag, opposite(flag));
  },
  ({ options: { link }, ports }, { contradictions }) =>
    link !== undefined && ports.length > 0 ? contradictions.ports(ports.join(" ")) : undefined,
  ({ options: { link, baud, parity } }, { contradictions }) => {
    const flag = baud !== undefined ? "--baud" : parity !== undefined ? "--parity" : undefined;
    const isSerial = link !== undefined && /^(?:serial:|\/)/.test(link);
    return flag !== undefined && !isSerial ? contradictions.setting(flag) : undefined;
  },
  ({ options: { installation, installationId } }, { contradictions }) =>
    installation !== undefined && installationId !== undefined
      ? contradictions.installations
      : undefined,
  ({ options: { installation }, base }, { contradictions }) =>
    installation !== undefined && base.isNew ? contradictions.noInstallation : undefined,
  ({ options, attended, base }, texts) => {
    const { broker } = options;
    if (broker !== undefined) {
      return brokerContradiction(broker, `--broker ${broker}`, options, texts);
    }
    if (base.isNew) {
      // Who is asked may still give an address with TLS.
      return options.caFile !== undefined && !attended ? texts.contradictions.noBroker : undefined;
    }
    const configured = addressesText(base.config.mqtt);
    return brokerContradiction(configured, `mqtt.url ${configured}`, options, texts);
  },
  ({ options, attended, base: { config: { mqtt } } }, texts) => {
    if (attended) return undefined;
    const { shareBroker = false, username = mqtt.username, passwordFile } = options;
    const isKept = username === mqtt.username && mqtt.password !== undefined;
    const isUserGiven = options.username !== undefined || passwordFile !== undefined;
    if (!shareBroker && !isUserGiven) return undefined;
    if (username === undefined) return texts.flagMissing("--username", texts.giveIt(false));
    if (passwordFile !== undefined || isKept) return undefined;
    return texts.flagMissing("--password-file", texts.giveIt(false));
  },
];

/** What of the options does not go together, and the remedy; undefined where everything does. */
export function contradictionIn(said: Said, texts: Texts): string | undefined {
  return Rules.map((rule) => rule(said, texts)).find((line) => line !== undefined);
}

function opposite(flag: string): string {
  return flag.startsWith("--no-") ? `--${flag.slice(5)}` : `--no-${flag.slice(2)}`;
}
