import { LinkError } from "../link/link_error.ts";
import { openSerial } from "../link/serial.ts";
import type { SerialBinding } from "../link/serial_binding.ts";
import type { LineSetting, PortFinding } from "./finding.ts";
import { obstacleOf, systemWord } from "./obstacle.ts";
import { probe, type ProbeDependencies } from "./probe.ts";
import { tellsMore, type Verdict } from "./verdict.ts";

/** As delivered first: 38400 baud and even parity. */
export const LineSettings: readonly LineSetting[] = [
  { baudRate: 38_400, parity: "even" },
  { baudRate: 38_400, parity: "none" },
  { baudRate: 115_200, parity: "even" },
  { baudRate: 115_200, parity: "none" },
];

/** So many ports are asked at the same time: a silent one takes a quarter of a minute. */
const AT_ONCE = 4;

/** A port to try, and its name that stays the same however adapters are plugged in. */
export interface Candidate {
  readonly path: string;
  readonly lasting: string | undefined;
  readonly manufacturer: string | undefined;
}

/** Tries every port at every setting; the findings come in the ports' order. Never rejects. */
export async function searchPorts(
  candidates: readonly Candidate[],
  binding: SerialBinding,
  dependencies: ProbeDependencies,
): Promise<PortFinding[]> {
  const findings: PortFinding[] = [];
  let next = 0;
  const work = async () => {
    while (next < candidates.length && !dependencies.signal.aborted) {
      const index = next++;
      findings[index] = await searchPort(candidates[index]!, binding, dependencies);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return findings;
}

async function searchPort(
  { path, lasting = path, manufacturer }: Candidate,
  binding: SerialBinding,
  dependencies: ProbeDependencies,
): Promise<PortFinding> {
  const adapter = [lasting === path ? undefined : path, manufacturer].filter(Boolean).join(", ");
  const port = { path: lasting, ...(adapter !== "" && { adapter }) };
  let told: Told | undefined;
  let refused: LinkError | undefined;
  for (const setting of LineSettings) {
    if (dependencies.signal.aborted) break;
    dependencies.onProgress({ kind: "port", path, setting });
    try {
      const link = await openSerial({ path: lasting, ...setting }, binding);
      const result = await probe(link, dependencies);
      if (result.kind === "answered") {
        return {
          ...port,
          ...result,
          kind: "found",
          link: { type: "serial", path: lasting, ...setting },
        };
      }
      if (told === undefined || tellsMore(result.verdict, told.verdict)) {
        told = { verdict: result.verdict, setting };
      }
      // Only the right setting lets answers through; and what is still to come would answer the next.
      if (result.verdict === "late") break;
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      refused = error;
      // A driver may refuse one setting and take the next; who refuses the port, refuses it again.
      if (error.cause !== undefined) return { ...port, ...closed(error) };
    }
  }
  if (told === undefined && refused !== undefined) return { ...port, ...closed(refused) };
  return { ...port, ...unanswered(told) };
}

interface Told {
  readonly verdict: Verdict;
  readonly setting: LineSetting;
}

function unanswered(told: Told | undefined) {
  // What is silent at all settings is so at none in particular.
  return told === undefined || told.verdict === "silence"
    ? { kind: "unanswered", verdict: "silence" } as const
    : { kind: "unanswered", ...told } as const;
}

function closed(error: LinkError) {
  const { message: problem, cause } = error;
  return {
    kind: "closed",
    obstacle: obstacleOf(error),
    problem,
    system: systemWord(cause),
  } as const;
}
