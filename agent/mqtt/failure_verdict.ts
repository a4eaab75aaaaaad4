import type { BrokerVerdict, Stranger, TlsTrouble } from "./broker_verdict.ts";
import type { ConnectFailure } from "./connect_failure.ts";
import { refusalOf } from "./refusal.ts";
import { type Listener, listenerOf } from "./what_listens.ts";

/** What a failure says by itself; undefined where only a closer look tells. */
export function verdictOnFailure(
  failure: ConnectFailure,
  { username }: { readonly username?: string },
): BrokerVerdict | undefined {
  switch (failure.kind) {
    case "refused": {
      const { reasonCode } = failure;
      const refusal = refusalOf(reasonCode);
      if (refusal === "credentials") return { kind: "bad_credentials" };
      if (refusal === "not_authorised") {
        return { kind: "not_authorised", what: username === undefined ? "anonymous" : "user" };
      }
      return { kind: "declined", refusal, reasonCode };
    }
    case "error":
      return NetworkVerdicts[failure.code ?? ""] ?? certificateVerdict(failure);
    case "not_mqtt": {
      const listener = listenerOf(failure.answer);
      // Behind TLS there may be a broker or a web server.
      if (listener === undefined || listener.kind === "tls") return undefined;
      return verdictOnListener(listener, failure, "mqtt:");
    }
    case "closed":
    case "timeout":
      return undefined;
  }
}

/** What a closer look tells of a failure; `protocol` is that of the address, such as `mqtts:`. */
export function verdictOnListener(
  listener: Listener,
  failure: ConnectFailure,
  protocol: string,
): BrokerVerdict {
  const isSecure = protocol === "mqtts:" || protocol === "wss:";
  switch (listener.kind) {
    case "nobody":
      return failure.kind === "timeout" ? { kind: "timeout" } : { kind: "refused" };
    case "tls":
    case "closed":
      if (isSecure) return tlsVerdict(failure);
      return strangerVerdict(listener.kind);
    case "http":
    case "silence":
      return strangerVerdict(listener.kind);
    case "other":
      return strangerVerdict("other", greetingText(listener.bytes));
  }
}

/** Something else than what the address asks for. */
export function strangerVerdict(looksLike: Stranger, greeting = ""): BrokerVerdict {
  return { kind: "not_mqtt", looksLike, greeting };
}

const NetworkVerdicts: Readonly<Record<string, BrokerVerdict>> = {
  ECONNREFUSED: { kind: "refused" },
  ENOTFOUND: { kind: "name_not_found", known: true },
  EAI_AGAIN: { kind: "name_not_found", known: false },
  EHOSTUNREACH: { kind: "unreachable", code: "EHOSTUNREACH" },
  ENETUNREACH: { kind: "unreachable", code: "ENETUNREACH" },
  ETIMEDOUT: { kind: "timeout" },
};

const TlsTroubles: Readonly<Record<string, TlsTrouble>> = {
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "self_signed",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown_authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown_authority",
  UNABLE_TO_GET_ISSUER_CERT: "unknown_authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown_authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong_host",
};

function certificateVerdict(failure: ConnectFailure & { kind: "error" }) {
  const { code = "" } = failure;
  const wanted = code.includes("CERTIFICATE_REQUIRED") ? "certificate_wanted" : undefined;
  const trouble = wanted ?? TlsTroubles[code];
  return trouble && { kind: "tls", trouble, detail: detailOf(failure) } as const;
}

const MAX_DETAIL = 200;

function tlsVerdict(failure: ConnectFailure): BrokerVerdict {
  return failure.kind === "error"
    ? { kind: "tls", trouble: "other", detail: detailOf(failure) }
    : { kind: "tls", trouble: "hung_up", detail: "" };
}

function detailOf({ message }: ConnectFailure & { kind: "error" }): string {
  return message.replace(/\s+/g, " ").slice(0, MAX_DETAIL);
}

const MAX_GREETING_BYTES = 16;

/** Readable as text where it is text, else as hexadecimal digits. */
function greetingText(bytes: Uint8Array): string {
  const begin = bytes.subarray(0, MAX_GREETING_BYTES);
  const text = new TextDecoder("latin1").decode(begin).trimEnd();
  if (/^[\x20-\x7e]+$/.test(text)) return JSON.stringify(text);
  return [...begin].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
