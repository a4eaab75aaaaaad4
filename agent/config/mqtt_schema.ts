import * as z from "zod";
import { EMBEDDED, mqttProblems } from "./mqtt_combinations.ts";
import { give, listed, secret, text } from "./fields.ts";
import { host, listeningPort, topic } from "./network_fields.ts";
import { nearest } from "./nearest.ts";
import { found } from "./problem.ts";

const SCHEMES = ["mqtt", "mqtts", "ws", "wss"];
const MAX_BROKERS = 16;

/** What is wrong with a broker's address; undefined where nothing is. */
function urlTrouble(text: string): string | undefined {
  if (!text.includes("://")) {
    const meant = nearest(text, ["embedded"]);
    return `${found(text)}; ${
      meant === undefined ? `write mqtt://${text}` : `did you mean ${meant}?`
    }`;
  }
  const scheme = text.slice(0, text.indexOf("://"));
  if (!SCHEMES.includes(scheme)) {
    const meant = nearest(scheme, SCHEMES);
    const advice = meant === undefined ? "" : `did you mean ${meant}? It may be `;
    return `found the scheme ${JSON.stringify(scheme)}; ${advice || "give "}${listed(SCHEMES)}`;
  }
  if (!URL.canParse(text) || new URL(text).hostname === "") {
    return "found no host; write such as mqtt://192.168.1.10:1883";
  }
  const { username, password } = new URL(text);
  return username === "" && password === ""
    ? undefined
    : "found a user or password in the address; move them to mqtt.username and mqtt.password";
}

const urlError = give(
  "a broker's address such as mqtt://localhost:1883, a list of them, or embedded",
);

const url = z.union([z.string(), z.array(z.string()).min(1).max(MAX_BROKERS)], { error: urlError })
  .superRefine((value, context) => {
    if (value === "embedded") return;
    for (const [index, address] of [value].flat().entries()) {
      const message = urlTrouble(address);
      const path = typeof value === "string" ? [] : [index];
      if (message !== undefined) context.addIssue({ code: "custom", message, path });
    }
  })
  .transform((value): "embedded" | readonly string[] =>
    value === "embedded" ? "embedded" : [value].flat()
  );

/** The broker that the agent publishes to, or the one that it is itself. */
// deno-lint-ignore explicit-module-boundary-types -- inferred: the schema is the one description
export function mqttSchema(filePath: (path: string) => string) {
  const file = (what: string) => text(what).transform(filePath);
  return z.strictObject({
    url: url.prefault("mqtt://localhost:1883").describe(
      "The broker: mqtt, mqtts, ws or wss; a list is tried in turn; embedded makes the agent its own broker.",
    ),
    port: listeningPort().optional()
      .describe("Embedded only: the port that the broker listens on; 1883 unless said otherwise."),
    listen: host().optional().describe(
      "Embedded only: the address that the broker listens on; 127.0.0.1 unless said otherwise.",
    ),
    username: text("the user's name").optional().describe("The user at the broker."),
    usernameFile: file("a file's name").optional().describe("A file that holds the user's name."),
    password: secret().optional().describe("The user's password."),
    passwordFile: file("a file's name").optional().describe("A file that holds the password."),
    tls: z.strictObject({
      caFile: file("a file's name").optional()
        .describe("The authority that signed the broker's certificate (PEM)."),
      certFile: file("a file's name").optional().describe("The agent's own certificate (PEM)."),
      keyFile: file("a file's name").optional().describe("The key of that certificate (PEM)."),
    }).optional().describe(
      "For mqtts and wss, where the broker's certificate is not a public one.",
    ),
    baseTopic: topic("the first part of every topic").prefault("studer")
      .describe("The first part of every topic."),
  }).superRefine((mqtt, context) => {
    for (const { path, message } of mqttProblems(mqtt)) {
      context.addIssue({ code: "custom", message, path: [...path] });
    }
  }, { when: () => true }).transform(({ url, port, listen, tls, ...common }) =>
    url === "embedded"
      ? { ...common, url, port: port ?? EMBEDDED.port, listen: listen ?? EMBEDDED.listen }
      : { ...common, url, tls }
  );
}
