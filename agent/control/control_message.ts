import * as z from "zod";

/** Where a running agent listens for commands, within its state directory. */
export const CONTROL_SOCKET = "control.sock";

/** A longer line is no request of ours. */
export const MAX_LINE_LENGTH = 1 << 20;

const readOrder = z.strictObject({
  device: z.string().max(16),
  number: z.int().min(0).max(0xFFFF_FFFF),
  kind: z.enum(["info", "parameter"]),
  format: z.enum(["bool", "short_enum", "long_enum", "int32", "float"]),
  unit: z.string().max(16),
});

/** One line of JSON that a command sends. */
export const ControlRequest = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("scan"), installation: z.string() }),
  z.strictObject({ command: z.literal("read"), installation: z.string(), order: readOrder }),
  z.strictObject({ command: z.literal("capture"), installation: z.string() }),
]);
export type ControlRequest = z.output<typeof ControlRequest>;

/**
 * One line of JSON that the agent sends back; `result` ends the exchange. After `watching` comes a
 * `record` for everything that crosses the line, until whoever asked hangs up.
 */
export type ControlReply =
  | { readonly kind: "progress"; readonly progress: unknown }
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "watching"; readonly linkType: string }
  /** As `encodeCaptureRecord()` writes it. */
  | { readonly kind: "record"; readonly record: string }
  | { readonly kind: "error"; readonly message: string };
