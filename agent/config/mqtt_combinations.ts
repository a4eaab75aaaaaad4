import { isLoopback } from "../network_address.ts";
import { type CombinationProblem, type Draft, fieldsOf } from "./draft.ts";
import { found, type Path } from "./problem.ts";

/** What the embedded broker does unless told otherwise. */
export const EMBEDDED = { port: 1883, listen: "127.0.0.1" } as const;

interface Rule {
  readonly path: Path;
  readonly isBroken: (mqtt: Draft) => boolean;
  readonly message: string;
}

const isEmbedded = ({ url }: Draft) => url === "embedded";
const hasUser = (mqtt: Draft) => given(mqtt, "username") || given(mqtt, "usernameFile");
const hasPassword = (mqtt: Draft) => given(mqtt, "password") || given(mqtt, "passwordFile");
const FOR_EMBEDDED = "goes with url: embedded only; put it into the url";
const WITHOUT_USER = "goes with a user; give mqtt.username too";

const Rules: readonly Rule[] = [
  {
    path: ["port"],
    isBroken: (mqtt) => given(mqtt, "port") && !isEmbedded(mqtt),
    message: FOR_EMBEDDED,
  },
  {
    path: ["listen"],
    isBroken: (mqtt) => given(mqtt, "listen") && !isEmbedded(mqtt),
    message: FOR_EMBEDDED,
  },
  {
    path: ["tls"],
    isBroken: (mqtt) => given(mqtt, "tls") && isEmbedded(mqtt),
    message: "the embedded broker has no TLS; leave tls out",
  },
  {
    path: ["tls"],
    isBroken: (mqtt) => given(mqtt, "tls") && Array.isArray(mqtt.url) && !mqtt.url.some(hasTls),
    message: "no address is mqtts or wss; change mqtt.url or leave tls out",
  },
  {
    path: ["tls", "certFile"],
    isBroken: ({ tls }) => given(fieldsOf(tls), "certFile") && !given(fieldsOf(tls), "keyFile"),
    message: "goes with keyFile; give both",
  },
  {
    path: ["tls", "keyFile"],
    isBroken: ({ tls }) => given(fieldsOf(tls), "keyFile") && !given(fieldsOf(tls), "certFile"),
    message: "goes with certFile; give both",
  },
  {
    path: ["password"],
    isBroken: (mqtt) => given(mqtt, "password") && !given(mqtt, "passwordFile") && !hasUser(mqtt),
    message: WITHOUT_USER,
  },
  {
    path: ["passwordFile"],
    isBroken: (mqtt) => given(mqtt, "passwordFile") && !hasUser(mqtt),
    message: WITHOUT_USER,
  },
];

/** What does not go together in the section `mqtt`; paths start there. */
export function mqttProblems(draft: unknown): CombinationProblem[] {
  const mqtt = fieldsOf(draft);
  const problems: CombinationProblem[] = Rules.filter(({ isBroken }) => isBroken(mqtt));
  const { listen } = mqtt;
  if (
    isEmbedded(mqtt) && typeof listen === "string" && !isLoopback(listen) &&
    !(hasUser(mqtt) && hasPassword(mqtt))
  ) {
    const message = `${
      found(listen)
    }, which others can reach; give mqtt.username and mqtt.password too`;
    problems.push({ path: ["listen"], message });
  }
  return problems;
}

function given(part: Draft, key: string): boolean {
  return part[key] !== undefined;
}

/** Whether a broker's address asks for TLS. */
export function hasTls(url: unknown): boolean {
  return typeof url === "string" && /^(mqtts|wss):/.test(url);
}
