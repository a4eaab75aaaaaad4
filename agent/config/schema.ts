import { join } from "node:path";
import * as z from "zod";
import { combinationProblems } from "./combinations.ts";
import { give, oneOf, secret, text, topicLevel, wholeNumber, yesNo } from "./fields.ts";
import { installationSchema } from "./installation_schema.ts";
import { absolutePath, defaultAgentId, defaultStateDirectory, type Machine } from "./machine.ts";
import { mqttSchema } from "./mqtt_schema.ts";
import { listenAddress, topic } from "./network_fields.ts";

const MAX_INSTALLATIONS = 64;

/**
 * The one description of `agent.config.yaml`: shape, limits, defaults, types, and documentation.
 * Relative file names start at `directory`.
 */
// deno-lint-ignore explicit-module-boundary-types -- inferred: the schema is the one description
export function configSchema(machine: Machine, directory: string) {
  const filePath = (path: string) => absolutePath(path, directory, machine);
  return z.strictObject({
    agent: z.strictObject({
      id: topicLevel("a name for topics").prefault(defaultAgentId(machine))
        .describe("The agent's name in topics; by default this machine's name."),
    }).prefault({}),
    installations: z.array(installationSchema(machine.timeZone), {
      error: give("a list of installations, each one starting with - id:"),
    })
      .min(1, { error: () => "found an empty list; give at least one installation" })
      .max(MAX_INSTALLATIONS, { error: () => `found too many; give at most ${MAX_INSTALLATIONS}` })
      .describe("The gateways that the agent reads."),
    mqtt: mqttSchema(filePath).prefault({}),
    homeAssistant: z.strictObject({
      discovery: yesNo().prefault(true)
        .describe("Whether Home Assistant is told of every device by itself."),
      prefix: topic("Home Assistant's discovery prefix").prefault("homeassistant")
        .describe("Home Assistant's discovery prefix."),
    }).prefault({}),
    history: z.strictObject({
      path: text("a file's name").transform(filePath).optional()
        .describe("The file with the recorded values; by default history.sqlite among the state."),
      keepDays: wholeNumber(1, 36_500).prefault(400)
        .describe("How many days the recorded values are kept."),
    }).prefault({}),
    web: z.strictObject({
      listen: listenAddress().prefault("127.0.0.1:8080")
        .describe("Where /api/state and /healthz are served: address and port."),
      password: secret().optional().describe("The web server's password."),
      passwordFile: text("a file's name").transform(filePath).optional()
        .describe("A file that holds the web server's password."),
    }).prefault({}),
    stateDirectory: text("a directory's name").transform(filePath)
      .prefault(defaultStateDirectory(machine))
      .describe("Where the agent keeps what it must remember."),
    log: z.strictObject({
      level: oneOf("debug", "info", "warn", "error").prefault("info")
        .describe("What is logged: this and what is graver."),
      format: oneOf("text", "json").prefault("text").describe("Lines for people or for programs."),
    }).prefault({}),
  })
    .superRefine((config, context) => {
      for (const { path, message } of combinationProblems(config)) {
        context.addIssue({ code: "custom", message, path: [...path] });
      }
      // A wrong key elsewhere must not hide a wrong combination.
    }, { when: () => true })
    .transform(({ history, ...config }) => ({
      ...config,
      history: { ...history, path: history.path ?? join(config.stateDirectory, "history.sqlite") },
    }));
}

/** The whole configuration, complete: every default filled in, every file name absolute. */
export type Config = z.output<ReturnType<typeof configSchema>>;
/** The section `mqtt`. */
export type MqttConfig = Config["mqtt"];
/** The section `web`. */
export type WebConfig = Config["web"];

/** The description as JSON Schema, for editors that complete and check while typing. */
export function configJsonSchema(machine: Machine): Record<string, unknown> {
  return z.toJSONSchema(configSchema(machine, machine.directory), { io: "input" });
}
