import type { PlantDatapoint } from "../installation/device.ts";
import type { Broker, IncomingMessage } from "./broker.ts";
import { parseSetTopic, resultTopic, setFilter, type SetTarget } from "./topics.ts";

/** Why a `set` was refused, as `result` says it. */
type Refusal = "retained" | "unknown" | "read-only" | "unsupported";

/** What a listener for `set` topics needs. */
export interface CommandListenerOptions {
  readonly broker: Broker;
  readonly baseTopic: string;
  /** Whether an installation is this agent's: one broker may serve many. */
  readonly owns: (installation: string) => boolean;
  /** What the target of a `set` topic is; undefined where nothing has that name. */
  readonly describe: (target: SetTarget) => PlantDatapoint | undefined;
}

const Explanation: Readonly<Record<Refusal, string>> = {
  retained: "Publish to set topics without the retain flag: a retained order would be obeyed again",
  unknown: "No device of this installation has such a datapoint",
  "read-only": "This value is measured; it cannot be set",
  unsupported: "This version reads settings and does not change them yet",
};

/** Listens to `set` topics; the function returned ends that. Every order gets its answer. */
export function listenForCommands(options: CommandListenerOptions): () => void {
  const { broker, baseTopic } = options;
  return broker.subscribe(setFilter(baseTopic), (message) => {
    // The empty payload that deletes a retained order is no order.
    const target = parseSetTopic(baseTopic, message.topic);
    if (target === undefined || message.payload === "" || !options.owns(target.installation)) {
      return;
    }
    const error = refusalOf(message, options.describe(target));
    const result = {
      ok: false,
      error,
      message: Explanation[error],
      ...idOf(message.payload),
    };
    const { installation, device, key } = target;
    broker.publish(
      message.responseTopic ?? resultTopic(baseTopic, installation, device, key),
      JSON.stringify(result),
      {
        retain: false,
        ...(message.correlationData && { correlationData: message.correlationData }),
      },
    );
  });
}

function refusalOf(
  { retained }: IncomingMessage,
  datapoint: PlantDatapoint | undefined,
): Refusal {
  if (retained) return "retained";
  if (datapoint === undefined) return "unknown";
  return datapoint.kind === "parameter" ? "unsupported" : "read-only";
}

/** The order's own name, which its answer repeats; an order that is a bare value has none. */
function idOf(payload: string): { id?: unknown } {
  try {
    const id = JSON.parse(payload)?.id;
    return id === undefined ? {} : { id };
  } catch {
    return {};
  }
}
