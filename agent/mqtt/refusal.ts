/** Why a broker says no, as far as its code is known. */
export type Refusal =
  | "version"
  | "client_id"
  | "unavailable"
  | "credentials"
  | "not_authorised"
  | "busy"
  | "banned"
  | "quota"
  | "rate"
  | "other";

const Refusals: ReadonlyMap<number, Refusal> = new Map([
  [1, "version"],
  [2, "client_id"],
  [3, "unavailable"],
  [4, "credentials"],
  [5, "not_authorised"],
  [0x84, "version"],
  [0x85, "client_id"],
  [0x86, "credentials"],
  [0x87, "not_authorised"],
  [0x88, "unavailable"],
  [0x89, "busy"],
  [0x8a, "banned"],
  [0x97, "quota"],
  [0x9f, "rate"],
]);

/** What a code means, be it one of MQTT 3.1.1 (3.2.2.3) or of MQTT 5 (3.2.2.2). */
export function refusalOf(reasonCode: number): Refusal {
  return Refusals.get(reasonCode) ?? "other";
}

const RefusalTexts: Readonly<Record<Refusal, string>> = {
  version: "the broker speaks neither MQTT 5 nor 3.1.1; use one that does, such as Mosquitto",
  client_id: "the broker refuses the client id; change agent.id",
  unavailable: "the broker says that it is not available; its log says why",
  credentials:
    "the broker refuses the user name or password; correct mqtt.username and mqtt.password",
  not_authorised:
    "the broker does not authorize this user; correct mqtt.username and mqtt.password, or allow the user in the broker",
  busy: "the broker is busy; it is asked again",
  banned: "the broker has banned this client; its administrator knows why",
  quota: "the broker's quota is exceeded; its administrator can raise it",
  rate: "the broker refuses so many connections; it is asked again",
  other: "the broker refuses the connection",
};

/** Why a broker says no, and what to do. */
export function refusalText(refusal: Refusal, reasonCode: number): string {
  const text = RefusalTexts[refusal];
  return refusal === "other" ? `${text} with code ${reasonCode}; its log says why` : text;
}
