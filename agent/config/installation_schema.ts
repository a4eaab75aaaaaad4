import * as z from "zod";
import { duration, give, oneOf, text, topicLevel, wholeNumber, yesNo } from "./fields.ts";
import { linkSchema } from "./link_schema.ts";
import { found } from "./problem.ts";
import { isTimeZone, nearestTimeZone } from "./time_zone.ts";

const DAY = 86_400_000;

const lanes = z.strictObject({
  fast: duration(100, DAY).prefault("2s")
    .describe("What moves by the second: powers, currents, battery voltage."),
  normal: duration(100, DAY).prefault("10s")
    .describe("What moves by the minute: states, state of charge, temperatures."),
  slow: duration(100, DAY).prefault("1m")
    .describe("Counters, and what hardly moves."),
}).describe("How often values are read.");

const writes = z.strictObject({
  enabled: yesNo().prefault(true).describe("Whether anything may be changed at all."),
  flash: yesNo().prefault(false)
    .describe("Whether settings may be stored for good; the device's memory wears out by it."),
  allow: z.array(
    z.union([z.int().min(1), z.string().min(1)], {
      error: give("a parameter's number or key, such as 1138"),
    }),
    { error: give("a list of parameters by number or key, such as [1138, 1107]") },
  ).max(1000, { error: () => "found too many; give at most 1000 parameters" }).prefault([])
    .describe("The parameters that may be changed; an empty list means all of the level."),
  perMinute: wholeNumber(1, 600).prefault(6).describe("How many changes a minute at most."),
  flashTotal: wholeNumber(0, 1_000_000).prefault(500)
    .describe("How often one parameter may be stored for good, over its whole life."),
  flashPerDay: wholeNumber(0, 10_000).prefault(10)
    .describe("How often one parameter may be stored for good in a day."),
  keepAlive: yesNo().prefault(false)
    .describe("Whether a setting in volatile memory is given again after a device lost it."),
}).describe("What may be changed, and how often; no effect yet.");

/** What may be changed unless the configuration says otherwise. */
export const DefaultWrites = writes.parse({});

function timeZone() {
  const error = ({ input }: { readonly input?: unknown }) => {
    const meant = typeof input === "string" ? nearestTimeZone(input) : undefined;
    return meant === undefined
      ? `${found(input)}; give an IANA time zone, such as Europe/Paris`
      : `${found(input)}; did you mean ${meant}?`;
  };
  return z.string({ error }).refine(isTimeZone, { error });
}

/** One gateway and what is behind it. */
// deno-lint-ignore explicit-module-boundary-types -- inferred: the schema is the one description
export function installationSchema(machineTimeZone: string) {
  return z.strictObject({
    id: topicLevel("a name for topics")
      .refine((id) => id !== "agent", {
        error: () => `found "agent", which the agent's own topics use; give another name`,
      })
      .describe("The installation's name in topics and commands."),
    name: text("a name for people").optional()
      .describe("The installation's name for people; by default its id."),
    link: linkSchema,
    portal: yesNo().prefault(false).describe(
      "Whether the Studer portal shares this gateway: then requests come in bursts, with quiet between them.",
    ),
    timeZone: timeZone().prefault(machineTimeZone)
      .describe("The time zone of the gateway's clock; by default this machine's."),
    lanes: lanes.prefault({}),
    parameters: oneOf("none", "basic", "expert", "installer", "qsp").prefault("basic")
      .describe("Up to which level settings are published."),
    writes: writes.prefault({}),
  }).transform((installation) => ({
    ...installation,
    name: installation.name ?? installation.id,
  })).describe("One gateway and the devices behind it.");
}

/** One installation of the configuration, complete. */
export type InstallationConfig = z.output<ReturnType<typeof installationSchema>>;
