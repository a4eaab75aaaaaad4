import { refusalOf, refusalText } from "./refusal.ts";

/** Why no connection to a broker came about. */
export type ConnectFailure =
  /** The broker said no; the code is that of MQTT 3.1.1 (3.2.2.3) or of MQTT 5 (3.2.2.2). */
  | { readonly kind: "refused"; readonly reasonCode: number }
  /** The network, the name service or TLS failed; `code` is that of the platform. */
  | { readonly kind: "error"; readonly code: string | undefined; readonly message: string }
  /** The other end hung up without a word. */
  | { readonly kind: "closed" }
  /** The other end speaks, but not MQTT; `answer` is how it begins. */
  | { readonly kind: "not_mqtt"; readonly answer: Uint8Array }
  | { readonly kind: "timeout"; readonly seconds: number };

/** No connection came about; the message says why, and what to do. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
  readonly failure: ConnectFailure;

  constructor(url: string, failure: ConnectFailure, options?: ErrorOptions) {
    super(explainFailure(failure, url), options);
    this.failure = failure;
  }
}

/** The address without user name and password, to be shown. */
export function shownUrl(url: string): string {
  // As far as the last @: rather too little of a wrong address than a piece of a password.
  return url.replace(/^([a-z]+:\/\/).*@/is, "$1");
}

/** True where a broker that knows only MQTT 3.1.1 could have failed so when asked for MQTT 5. */
export function suggestsOlderVersion(failure: ConnectFailure): boolean {
  switch (failure.kind) {
    case "refused":
      return refusalOf(failure.reasonCode) === "version";
    // Old brokers hang up on a CONNECT that they do not understand.
    case "closed":
      return true;
    case "error":
      return failure.code === "ECONNRESET" || failure.code === "EPIPE";
    case "not_mqtt":
      return failure.answer[0] === CONNACK;
    case "timeout":
      return false;
  }
}

/** What failed, and what to do: one line. */
export function explainFailure(failure: ConnectFailure, url: string): string {
  switch (failure.kind) {
    case "refused":
      return refusalText(refusalOf(failure.reasonCode), failure.reasonCode);
    case "error":
      return explainError(failure, url);
    case "closed":
      return `closed without an answer; ${closedAdvice(url)}`;
    case "not_mqtt":
      return explainForeignAnswer(failure.answer);
    case "timeout":
      return `no answer within ${failure.seconds} s; check that a broker listens there, and ${
        isSecure(url) ? "with TLS" : "without TLS"
      }`;
  }
}

/** The first byte of the only packet that may answer a CONNECT (MQTT 3.2.1). */
const CONNACK = 0x20;

const NetworkErrors: ReadonlyMap<string, string> = new Map([
  [
    "ECONNREFUSED",
    "connection refused; start the broker, or correct host and port in mqtt.url",
  ],
  ["ENOTFOUND", "there is no such host; correct it in mqtt.url"],
  ["EAI_AGAIN", "the host's name cannot be resolved; check the network and its name server"],
  ["EHOSTUNREACH", "the host cannot be reached; check that it is on, and the network"],
  ["ENETUNREACH", "the network cannot be reached; check this machine's connection"],
  ["ETIMEDOUT", "the host does not answer; check that it is on, and its firewall"],
]);

const CertificateErrors: ReadonlySet<string> = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

function explainError(
  { code = "", message }: Extract<ConnectFailure, { kind: "error" }>,
  url: string,
): string {
  const network = NetworkErrors.get(code);
  if (network !== undefined) return network;
  if (CertificateErrors.has(code)) {
    return "the broker's certificate is not trusted; name the authority that signed it in mqtt.tls.caFile";
  }
  if (code === "CERT_HAS_EXPIRED") {
    return "the broker's certificate has expired; renew it, or set this machine's clock";
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return "the broker's certificate is for another host; put the name that it holds in mqtt.url";
  }
  if (code.includes("CERTIFICATE_REQUIRED")) {
    return "the broker demands a client certificate; give mqtt.tls.certFile and mqtt.tls.keyFile";
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return `the connection was reset; ${closedAdvice(url)}`;
  }
  const what = isSecure(url) ? "TLS failed" : "the connection failed";
  return `${what} (${oneLine(message)}); check mqtt.url and mqtt.tls, and the broker's log`;
}

function closedAdvice(url: string): string {
  return isSecure(url)
    ? "check that a broker with TLS listens there, and its log"
    : "check that a broker listens there and not one with TLS (mqtts://), and its log";
}

function explainForeignAnswer(answer: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(answer);
  if (text.startsWith("HTTP/")) {
    return "a web server answers, not an MQTT broker; correct the port in mqtt.url, or use ws://";
  }
  // A TLS record: 21 is an alert, 22 a handshake; then version 3.
  if ((answer[0] === 21 || answer[0] === 22) && answer[1] === 3) {
    return "a server with TLS answers; use mqtts:// in mqtt.url";
  }
  const bytes = [...answer.subarray(0, MAX_SHOWN_BYTES)];
  const shown = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `something that is not MQTT answers (${shown}); correct host and port in mqtt.url`;
}

const MAX_SHOWN_BYTES = 8;
const MAX_SHOWN_MESSAGE = 200;

function oneLine(message: string): string {
  return message.replace(/\s+/g, " ").slice(0, MAX_SHOWN_MESSAGE);
}

function isSecure(url: string): boolean {
  return /^(mqtts|wss):/i.test(url);
}
