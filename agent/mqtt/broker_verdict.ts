import { type Refusal, refusalText } from "./refusal.ts";

/** What is wrong with a broker's certificate, or with ours. */
export type TlsTrouble =
  | "expired"
  | "self_signed"
  | "unknown_authority"
  | "wrong_host"
  /** The broker wants to see a certificate of ours. */
  | "certificate_wanted"
  /** The other end hung up in the middle of it. */
  | "hung_up"
  | "other";

/** What seems to be at a port, in place of MQTT as the address asks for it. */
export type Stranger =
  /** A web server; with `ws://`, one that has no MQTT at that path. */
  | "http"
  /** A server with TLS where the address asks for none. */
  | "tls"
  /** MQTT without TLS where the address asks for TLS. */
  | "plain"
  /** It takes the connection, and never says a word. */
  | "silence"
  /** It takes the connection, and hangs up. */
  | "closed"
  | "other";

/** What trying a broker came to. */
export type BrokerVerdict =
  | { readonly kind: "ok"; readonly version: "5" | "3.1.1" }
  /** Nobody listens at that port. */
  | { readonly kind: "refused" }
  /** There is no way to the host; `code` is the platform's, such as `EHOSTUNREACH`. */
  | { readonly kind: "unreachable"; readonly code: string }
  /** Nobody takes the connection, and nobody refuses it. */
  | { readonly kind: "timeout" }
  /** `known` is false where the name service itself could not be asked. */
  | { readonly kind: "name_not_found"; readonly known: boolean }
  | { readonly kind: "tls"; readonly trouble: TlsTrouble; readonly detail: string }
  | { readonly kind: "bad_credentials" }
  /** Nobody comes in without a user name, this user does not, or he does and may not publish. */
  | { readonly kind: "not_authorised"; readonly what: "anonymous" | "user" | "publish" }
  /** The broker says no for another reason. */
  | { readonly kind: "declined"; readonly refusal: Declined; readonly reasonCode: number }
  /** `greeting` is what it said, as far as it can be shown; empty where it said nothing. */
  | { readonly kind: "not_mqtt"; readonly looksLike: Stranger; readonly greeting: string };

/** Why a broker says no to whoever it is. */
export type Declined = Exclude<Refusal, "credentials" | "not_authorised">;

/** One sentence: what became of it and, unless it is well, what to do. */
export function brokerVerdictText(verdict: BrokerVerdict): string {
  switch (verdict.kind) {
    case "ok":
      return `it answers (MQTT ${verdict.version})`;
    case "refused":
      return "connection refused: nobody listens at that port; start the broker, or correct host and port in mqtt.url";
    case "unreachable":
      return `the host cannot be reached (${verdict.code}); check that it is on, and the network`;
    case "timeout":
      return "the host does not answer; check that it is on, its address in mqtt.url, and its firewall";
    case "name_not_found":
      return verdict.known
        ? "there is no host of that name; correct it in mqtt.url, or give its IP address"
        : "the host's name cannot be resolved; check the network and its name server";
    case "tls":
      return tlsText(verdict);
    case "bad_credentials":
      return "the broker refuses the user name or password; correct mqtt.username and mqtt.password";
    case "not_authorised":
      return NotAuthorisedTexts[verdict.what];
    case "declined":
      return refusalText(verdict.refusal, verdict.reasonCode);
    case "not_mqtt":
      return strangerText(verdict);
  }
}

const NotAuthorisedTexts = {
  anonymous: "the broker lets nobody in without a user; give mqtt.username and mqtt.password",
  user:
    "the broker does not let this user in, or not with this password; correct mqtt.username and mqtt.password, or allow the user in the broker",
  publish:
    "the broker lets this user in but does not let it publish; allow the topics below mqtt.baseTopic in the broker's access list",
} as const;

const TlsTexts: Readonly<Record<TlsTrouble, string>> = {
  expired:
    "the broker's certificate has expired or is not valid yet; renew it, or set this machine's clock",
  self_signed:
    "the broker's certificate is signed by itself; name the file with that certificate in mqtt.tls.caFile",
  unknown_authority:
    "the authority that signed the broker's certificate is not known; name the file with its certificate in mqtt.tls.caFile",
  wrong_host:
    "the broker's certificate is for another host; put the name that it holds into mqtt.url",
  certificate_wanted:
    "the broker demands a client certificate; give mqtt.tls.certFile and mqtt.tls.keyFile",
  hung_up: "TLS failed (the other end hung up); check mqtt.tls, and the broker's log",
  other: "TLS failed; check mqtt.tls, and the broker's log",
};

function tlsText({ trouble, detail }: Extract<BrokerVerdict, { kind: "tls" }>): string {
  const text = TlsTexts[trouble];
  return trouble === "other" ? text.replace("TLS failed", `TLS failed (${detail})`) : text;
}

const StrangerTexts: Readonly<Record<Stranger, string>> = {
  http:
    "a web server answers, not an MQTT broker; correct the port in mqtt.url (usually 1883), or the path behind ws://",
  tls: "a server with TLS answers; use mqtts:// in mqtt.url",
  plain:
    "the broker speaks without TLS at that port; use mqtt:// in mqtt.url, or its port with TLS",
  silence: "something takes the connection and never answers; correct host and port in mqtt.url",
  closed:
    "something takes the connection and hangs up; correct host and port in mqtt.url, or look at the broker's log",
  other: "something that is not MQTT answers; correct host and port in mqtt.url",
};

function strangerText(
  { looksLike, greeting }: Extract<BrokerVerdict, { kind: "not_mqtt" }>,
): string {
  const text = StrangerTexts[looksLike];
  return looksLike === "other" ? text.replace(" answers", ` answers (${greeting})`) : text;
}
