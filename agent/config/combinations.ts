import { isLoopback } from "../network_address.ts";
import { type CombinationProblem, type Draft, fieldsOf } from "./draft.ts";
import { EMBEDDED } from "./mqtt_combinations.ts";
import { found, type Path, pathText } from "./problem.ts";

/** What does not go together between the parts of a configuration. */
export function combinationProblems(config: unknown): CombinationProblem[] {
  const root = fieldsOf(config);
  const installations = Array.isArray(root.installations) ? root.installations.map(fieldsOf) : [];
  return [
    ...repeated(installations.map(({ id }, index) => claim(["installations", index, "id"], id))),
    ...repeated(installations.map(wireOf)),
    ...repeated(installations.map(datagramPortOf)),
    ...portConflicts([
      ...installations.map(({ link }, index) => tcpListenerOf(fieldsOf(link), index)),
      embeddedListenerOf(fieldsOf(root.mqtt)),
      webListenerOf(fieldsOf(root.web)),
    ]),
    ...installations.flatMap(({ lanes }, index) =>
      laneProblems(fieldsOf(lanes), ["installations", index, "lanes"])
    ),
    ...webProblems(fieldsOf(root.web)),
  ];
}

/** Something that only one part can have; `value` undefined claims nothing. */
interface Claim {
  readonly path: Path;
  readonly value: string | undefined;
  readonly shown: unknown;
}

function claim(path: Path, shown: unknown, value = shown): Claim {
  return { path, shown, value: typeof value === "string" ? value : undefined };
}

function repeated(claims: readonly Claim[]): CombinationProblem[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const { path, value, shown } = claim;
    const earlier = value === undefined ? undefined : first.get(value);
    if (earlier === undefined) {
      if (value !== undefined) first.set(value, claim);
      return [];
    }
    const place = pathText(earlier.path);
    return [{ path, message: `${found(shown)}, the same as ${place}; give another one` }];
  });
}

/** Two installations on one gateway would disturb each other: it knows no transactions. */
function wireOf(installation: Draft, index: number): Claim {
  const { type, path, host, port } = fieldsOf(installation.link);
  const at = ["installations", index, "link"];
  if (type === "serial") return claim([...at, "path"], path);
  if (type === "tcp" || type === "udp") {
    return claim([...at, "host"], host, `${type}:${host}:${port}`);
  }
  return claim(at, undefined);
}

function datagramPortOf(installation: Draft, index: number): Claim {
  const { type, localPort } = fieldsOf(installation.link);
  const claims = type === "udp" && localPort !== 0;
  return claim(["installations", index, "link", "localPort"], localPort, claims && `${localPort}`);
}

interface Listener {
  readonly path: Path;
  readonly host: unknown;
  readonly port: unknown;
}

function tcpListenerOf({ type, port }: Draft, index: number): Listener {
  const path = ["installations", index, "link", "port"];
  return { path, host: ANY_ADDRESS, port: type === "tcp-listen" ? port : undefined };
}

function embeddedListenerOf({ url, port = EMBEDDED.port, listen = EMBEDDED.listen }: Draft) {
  return { path: ["mqtt", "port"], host: listen, port: url === "embedded" ? port : undefined };
}

function webListenerOf({ listen }: Draft): Listener {
  const { host, port } = fieldsOf(listen);
  return { path: ["web", "listen"], host, port };
}

const ANY_ADDRESS = "0.0.0.0";

function portConflicts(listeners: readonly Listener[]): CombinationProblem[] {
  return listeners.flatMap((listener, index) => {
    const earlier = listeners.slice(0, index).find((other) => inConflict(listener, other));
    if (earlier === undefined) return [];
    const message = `port ${listener.port} is also ${pathText(earlier.path)}; give another port`;
    return [{ path: listener.path, message }];
  });
}

function inConflict(a: Listener, b: Listener): boolean {
  const anywhere = [a.host, b.host].some((host) => host === ANY_ADDRESS || host === "::");
  return typeof a.port === "number" && a.port !== 0 && a.port === b.port &&
    (anywhere || a.host === b.host);
}

function laneProblems({ fast, normal, slow }: Draft, path: Path): CombinationProblem[] {
  const slower = (key: string, value: unknown, name: string, than: unknown) =>
    typeof value === "number" && typeof than === "number" && value < than
      ? [{ path: [...path, key], message: `is shorter than ${name}; give at least as much` }]
      : [];
  return [...slower("normal", normal, "fast", fast), ...slower("slow", slow, "normal", normal)];
}

function webProblems({ listen, password, passwordFile }: Draft): CombinationProblem[] {
  const { host } = fieldsOf(listen);
  if (typeof host !== "string" || isLoopback(host)) return [];
  if (password !== undefined || passwordFile !== undefined) return [];
  const message = `${found(host)}, which others can reach; give web.passwordFile too`;
  return [{ path: ["web", "listen"], message }];
}
