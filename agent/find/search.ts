import type { Log } from "../log.ts";
import { LinkError } from "../link/link_error.ts";
import { SerialBinding } from "../link/serial_binding.ts";
import { lastingNameOf } from "../link/serial_ports.ts";
import { awaitDialIn } from "./dial_in.ts";
import type { Findings } from "./finding.ts";
import { type MoxaAddress, searchMoxas } from "./moxa_search.ts";
import type { ProbeDependencies } from "./probe.ts";
import { type Candidate, searchPorts } from "./serial_search.ts";

/** Where to look. */
export interface SearchOptions {
  /** The serial ports to try; undefined for all of this machine. */
  readonly paths: readonly string[] | undefined;
  readonly listenPort: number;
  /** How long to wait for a Moxa that dials in, as long as nothing was found; 0 for not at all. */
  readonly listenMs: number;
  readonly moxaAddress: MoxaAddress;
}

/** Looks everywhere at the same time; never rejects for what it finds or does not find. */
export async function search(
  { paths, listenPort, listenMs, moxaAddress }: SearchOptions,
  dependencies: ProbeDependencies,
  log: Log,
): Promise<Findings> {
  // Nobody should wait for a Moxa to learn that a name is mistyped.
  if (paths?.every(isMissing)) {
    return { ...await searchSerial(paths, dependencies), dialIn: undefined, moxa: undefined };
  }
  const enough = new AbortController();
  const dialIn = listenMs === 0 ? undefined : awaitDialIn(
    { port: listenPort, waitMs: listenMs, enough: enough.signal },
    dependencies,
    log,
  );
  const moxa = searchMoxas(moxaAddress, dependencies.clock, dependencies.signal);
  const serial = await searchSerial(paths, dependencies);
  await moxa;
  if (serial.ports.some(({ kind }) => kind === "found")) enough.abort();
  else if (dialIn !== undefined) {
    dependencies.onProgress({ kind: "dial_in", port: listenPort });
  }
  return { ...serial, dialIn: await dialIn, moxa: await moxa };
}

async function searchSerial(
  paths: readonly string[] | undefined,
  dependencies: ProbeDependencies,
): Promise<Pick<Findings, "ports" | "portsProblem">> {
  using binding = new SerialBinding();
  try {
    const ports = binding.ports();
    const all = ports.map((port) => ({ ...port, lasting: lastingNameOf(port, ports) }));
    const candidates = paths?.map((path) => named(path, all)) ?? all;
    return { ports: await searchPorts(candidates, binding, dependencies) };
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { ports: [], portsProblem: error.message };
  }
}

/** A port that the user names may have a lasting name, too. */
function named(path: string, ports: readonly Candidate[]): Candidate {
  return ports.find((port) => port.path === path || port.lasting === path) ??
    { path, lasting: undefined, manufacturer: undefined };
}

function isMissing(path: string): boolean {
  try {
    Deno.statSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}
