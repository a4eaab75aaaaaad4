import { parseConfig } from "../../../agent/config/load.ts";
import { FlagAsk } from "../../../agent/setup/flag_ask.ts";
import { Manual } from "../../../agent/setup/manual.ts";
import type { Base, Dialogue, Surroundings } from "../../../agent/setup/surroundings.ts";
import { English } from "../../../agent/setup/texts/en.ts";
import { testMachine } from "../config/test_machine.ts";

/** The configuration to start from; the manual where none is given. */
export function baseOf(text = Manual, namesState = false): Base {
  const { config } = parseConfig(text, "agent.config.yaml", "/", testMachine());
  return { text, config, isNew: text === Manual, namesState };
}

/** A machine with one gateway and nothing else. */
export const Around: Surroundings = {
  timeZone: "Europe/Zurich",
  givenLink: undefined,
  tests: true,
  noService: undefined,
  findGateways: () =>
    Promise.resolve({
      ports: [{
        path: "/dev/a",
        kind: "found",
        link: { type: "serial", path: "/dev/a", baudRate: 38400, parity: "even" },
        mode: "Xcom-232i",
        devices: [],
      }],
      dialIn: undefined,
      moxa: { asked: "", moxas: [] },
    }),
  tryLink: () => Promise.resolve({ kind: "answered", devices: ["xt1"], isComplete: true }),
  askRunningAgent: () => Promise.resolve(undefined),
  isAgentElsewhere: () => Promise.resolve(false),
  parseLink: () => undefined,
  brokersNearby: () => Promise.resolve([]),
  probeBroker: () => Promise.resolve({ kind: "ok", version: "5" }),
  isPortTaken: () => false,
  ownAddresses: () => ["192.168.1.20"],
  readableFile: (file) => file,
  isHiddenFromService: () => false,
};

/** A dialogue with nobody, who takes what is proposed, and what it said. */
export function unattended(
  surroundings: Partial<Surroundings> = {},
  answers: Readonly<Record<string, string | boolean>> = {},
  base = baseOf(),
): { readonly dialogue: Dialogue; readonly said: readonly string[] } {
  const said: string[] = [];
  const ask = new FlagAsk({
    answers: new Map(Object.entries(answers)),
    person: undefined,
    takesProposals: true,
    say: (line) => said.push(line),
    texts: English,
  });
  return {
    dialogue: { ask, texts: English, base, surroundings: { ...Around, ...surroundings } },
    said,
  };
}
