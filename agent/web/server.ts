import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import { addressText } from "../network_address.ts";
import { isAuthorised } from "./password.ts";

/** Where the web server listens, and what it tells to whom. */
export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  /** Demanded for everything but `/healthz`; undefined demands none. */
  readonly password: string | undefined;
  /** Everything that the agent knows now; becomes JSON. */
  readonly state: () => unknown;
  readonly log: Log;
}

/** A running web server. */
export interface WebServer {
  /** Where it is, for people. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` and `/api/state`. Undefined where the address cannot be had, which the log
 * then says: the rest of the agent does not need it.
 */
export function startWebServer(options: WebServerOptions): WebServer | undefined {
  const { host, port, log } = options;
  try {
    const server = Deno.serve(
      { hostname: host, port, onListen: () => {} },
      (request) => answer(request, options),
    );
    const url = `http://${addressText(host, server.addr.port)}`;
    log.info("Serving the state", { url: `${url}/api/state` });
    return { url, close: () => server.shutdown() };
  } catch (error) {
    log.error(`Cannot serve the state at ${addressText(host, port)}: ${remedyFor(error)}`);
    return undefined;
  }
}

function answer(request: Request, { password, state }: WebServerOptions): Response {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return text("Only GET is answered here\n", 405);
  }
  if (pathname === "/healthz") return text("ok\n", 200);
  if (password !== undefined && !isAuthorised(request, password)) {
    return text("A password is needed\n", 401, { "www-authenticate": "Basic" });
  }
  if (pathname === "/api/state") return Response.json(state(), { headers: Private });
  return text("Nothing is here; see /api/state and /healthz\n", 404);
}

const Private = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

function text(body: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...Private, ...headers },
  });
}

function remedyFor(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return "another program uses that port; stop it, or set web.listen to another";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system does not allow that port; set web.listen to one from 1024 on";
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine has no such address; set web.listen to one that it has";
  }
  return errorText(error);
}
