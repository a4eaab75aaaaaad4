import * as z from "zod";
import { fieldsOf } from "./draft.ts";
import { explain } from "./explain.ts";
import { notOneOf, oneOf, text } from "./fields.ts";
import { host, listeningPort, port } from "./network_fields.ts";
import { found } from "./problem.ts";

const serial = z.strictObject({
  type: z.literal("serial"),
  path: text("the serial port, such as /dev/ttyUSB0").describe(
    "The serial port; a name below /dev/serial/by-id stays the same when adapters are replugged.",
  ),
  baudRate: oneOf(38_400, 115_200).prefault(38_400).describe(
    "Bits a second: 38400 as delivered, 115200 where the owner raised it.",
  ),
  parity: oneOf("even", "none", "odd").prefault("even").describe(
    "The Xcom speaks even parity; none is for a simulated line.",
  ),
}).describe("An RS-232 adapter on this machine (Xcom-232i).");

const tcp = z.strictObject({
  type: z.literal("tcp"),
  host: host().describe("The serial server's name or address."),
  port: port().describe("The serial server's port."),
}).describe("The agent connects to a serial server.");

const tcpListen = z.strictObject({
  type: z.literal("tcp-listen"),
  port: listeningPort().prefault(4001).describe("The port on this machine."),
}).describe("An Xcom-LAN connects to the agent.");

const udp = z.strictObject({
  type: z.literal("udp"),
  host: host().describe("The serial server's name or address."),
  port: port().prefault(4002).describe("Where the serial server receives."),
  localPort: listeningPort().prefault(4001).describe("Where the agent receives."),
}).describe("A serial server in UDP mode.");

const LINK_TYPES = ["serial", "tcp", "tcp-listen", "udp"];

function linkComplaint({ code, input }: { readonly code: string; readonly input?: unknown }) {
  return code === "invalid_union"
    ? notOneOf(LINK_TYPES, (input as { readonly type?: unknown }).type)
    : `${found(input)}; give a link, such as { type: serial, path: /dev/ttyUSB0 }`;
}

/** All that a link can have: what is checked while nobody knows of which type it is. */
const anyLink = z.strictObject({
  ...serial.shape,
  ...udp.shape,
  // Of the ports the one that may be 0.
  ...tcpListen.shape,
  type: z.unknown(),
}).partial();

/** How the agent reaches a gateway. */
export const linkSchema = z.discriminatedUnion("type", [serial, tcp, tcpListen, udp], {
  error: linkComplaint,
})
  // A wrong type must not hide what else is wrong.
  .superRefine((link, context) => {
    const fields = fieldsOf(link);
    if (Array.isArray(link) || LINK_TYPES.includes(String(fields.type))) return;
    const { error } = anyLink.safeParse(fields, { error: explain });
    for (const issue of error?.issues ?? []) context.addIssue({ ...issue });
  }, { when: () => true })
  .describe("How the agent reaches the gateway.");

/** The section `link`, complete. */
export type LinkConfig = z.output<typeof linkSchema>;
