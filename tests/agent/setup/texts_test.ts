import { deepStrictEqual, doesNotMatch, equal, match, notEqual, ok } from "node:assert/strict";
import type { BrokerVerdict } from "../../../agent/mqtt/broker_verdict.ts";
import { languageOf, Languages } from "../../../agent/setup/texts/languages.ts";

/** Every sentence of a language by its key, functions called with words that must turn up. */
function sentences(texts: object, path = ""): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const name = `${path}${key}`;
    if (typeof value === "string") return [[name, value]];
    if (typeof value === "object") return [...sentences(value, `${name}.`)];
    if (key === "brokerVerdicts") return [];
    const given = key === "devices" ? [["w0rd1"]] : ["w0rd1", "w0rd2", "w0rd3"];
    return [[name, value(...given)]];
  });
  return new Map(entries);
}

const English = sentences(Languages.en);

for (const [code, texts] of Object.entries(Languages)) {
  Deno.test(`the texts in ${code} say all that they are given, and on one line`, () => {
    const all = sentences(texts);
    deepStrictEqual([...all.keys()].sort(), [...English.keys()].sort());
    for (const [key, text] of all) {
      ok(text !== "" && !text.includes("\n") && !text.includes("undefined"), `${key}: ${text}`);
      const words = [...English.get(key)!.matchAll(/w0rd\d/g)].map(([word]) => word);
      for (const word of words) ok(text.includes(word), `${key} lacks ${word}: ${text}`);
    }
  });
}

for (const code of ["fr", "de"] as const) {
  Deno.test(`the texts in ${code} are translated`, () => {
    const all = sentences(Languages[code]);
    const same = [...all].filter(([key, text]) => English.get(key) === text).map(([key]) => key);
    deepStrictEqual(same, []);
    // A colon behind a blank is French, one without is not.
    const colon = code === "fr" ? / [:;?]/ : /\S[:;?]/;
    match(Languages[code].summary("x"), colon);
  });
}

const verdicts: readonly Exclude<BrokerVerdict, { kind: "ok" }>[] = [
  { kind: "refused" },
  { kind: "unreachable", code: "EHOSTUNREACH" },
  { kind: "timeout" },
  { kind: "name_not_found", known: true },
  { kind: "name_not_found", known: false },
  ...(["expired", "self_signed", "unknown_authority", "wrong_host", "certificate_wanted"] as const)
    .map((trouble) => ({ kind: "tls", trouble, detail: "" } as const)),
  { kind: "bad_credentials" },
  ...(["anonymous", "user", "publish"] as const)
    .map((what) => ({ kind: "not_authorised", what } as const)),
  ...(["http", "tls", "plain", "silence", "closed", "other"] as const)
    .map((looksLike) => ({ kind: "not_mqtt", looksLike, greeting: "" } as const)),
];

Deno.test("every verdict on a broker is another sentence in every language", () => {
  const told = Object.values(Languages).flatMap((texts) => verdicts.map(texts.brokerVerdicts));
  equal(new Set(told).size, verdicts.length * Object.keys(Languages).length);
});

Deno.test("the texts name no setting of the broker that the dialogue asks for by a question", () => {
  for (const texts of Object.values(Languages)) {
    for (const text of verdicts.map(texts.brokerVerdicts)) {
      doesNotMatch(text, /mqtt\.(url|username|password|tls\.caFile)/);
    }
  }
});

Deno.test("languageOf() follows the surroundings, and speaks English where it must", () => {
  const given = (variables: Record<string, string>) => languageOf((name) => variables[name]);
  equal(given({ LANG: "fr_CH.UTF-8" }), "fr");
  equal(given({ LANG: "de" }), "de");
  equal(given({ LANG: "it_IT.UTF-8" }), "en");
  equal(given({ LANG: "C" }), "en");
  equal(given({}), "en");
  equal(given({ LANG: "de_DE", LC_ALL: "fr_FR" }), "fr");
  equal(given({ LANG: "de_DE", LC_ALL: "" }), "de");
  notEqual(given({ LC_MESSAGES: "de_AT" }), "en");
});
