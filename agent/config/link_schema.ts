import * as z from "zod";
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

/** How the agent reaches a gateway. */
export const linkSchema = z.discriminatedUnion("type", [serial, tcp, tcpListen, udp], {
  error: linkComplaint,
})
  .describe("How the agent reaches the gateway.");

/** The section `link`, complete. */
export type LinkConfig = z.output<typeof linkSchema>;
