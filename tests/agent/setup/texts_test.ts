import { deepStrictEqual, doesNotMatch, equal, match, notEqual, ok } from "node:assert/strict";
import type { BrokerVerdict } from "../../../agent/mqtt/broker_verdict.ts";
import type { SearchProgress } from "../../../agent/find/progress.ts";
import type { CommandProblem } from "../../../agent/service/command.ts";
import type { InstallEvent } from "../../../agent/service/event.ts";
import type { ServiceTrouble } from "../../../agent/service/service_error.ts";
import { languageOf, Languages } from "../../../agent/setup/texts/languages.ts";

/** What is told of something by its kind has a test of its own. */
const ByKind: ReadonlySet<string> = new Set([
  "brokerVerdicts",
  "installEvents",
  "serviceTroubles",
  "progress",
]);

/** What is given to a text, where that is not words alone. */
const Given: Readonly<Record<string, readonly unknown[]>> = {
  devices: [["w0rd1"]],
  brokerReach: [["w0rd1", "w0rd2"], "w0rd3"],
  lineSetting: ["w0rd1", "even"],
  fileUnreadable: ["w0rd1", { kind: "other", system: "w0rd2" }],
  wrongSetting: [[{ setting: "w0rd1", message: "w0rd2" }, { setting: "w0rd3" }]],
};

/** Every sentence of a language by its key, functions called with words that must turn up. */
function sentences(texts: object, path = ""): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const name = `${path}${key}`;
    if (typeof value === "string") return [[name, value]];
    if (typeof value === "object") return [...sentences(value, `${name}.`)];
    if (ByKind.has(key)) return [];
    return [[name, value(...Given[key] ?? ["w0rd1", "w0rd2", "w0rd3"])]];
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
    const same = [...all].filter(([key, text]) =>
      English.get(key) === text && /\p{L}/u.test(text.replace(/w0rd\d/g, ""))
    ).map(([key]) => key);
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
  ...[
    ...["expired", "self_signed", "unknown_authority", "wrong_host"] as const,
    ...["certificate_wanted", "hung_up", "other"] as const,
  ].map((trouble) => ({ kind: "tls", trouble, detail: "" } as const)),
  ...(["version", "client_id", "unavailable", "busy", "banned", "quota", "rate", "other"] as const)
    .map((refusal) => ({ kind: "declined", refusal, reasonCode: 9 } as const)),
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

const command = ["systemctl", "restart"] as const;
const problems: readonly CommandProblem[] = [
  { kind: "no_program", program: "p" },
  { kind: "said", line: "said" },
  { kind: "ended", code: 7 },
];

const events: readonly InstallEvent[] = [
  { kind: "wrote", path: "/a" },
  { kind: "already", path: "/a" },
  { kind: "has_user", user: "u" },
  { kind: "enabled_already", unit: "a.service" },
  { kind: "runs_already", unit: "a.service" },
  { kind: "ran", command },
  ...problems.map((problem) => ({ kind: "skipped", command, problem } as const)),
  { kind: "as_before" },
  { kind: "not_taken_back", trouble: { kind: "interrupted" } },
  { kind: "foreign", path: "/a", user: "u" },
  ...(["serial number", "place", "name"] as const)
    .map((by) => ({ kind: "adapter_named", name: "n", path: "/a", by } as const)),
  { kind: "adapter_missing", path: "/a" },
  { kind: "no_udevadm" },
];

const troubles: readonly ServiceTrouble[] = [
  { kind: "interrupted" },
  ...problems.map((problem) => ({ kind: "command_failed", command, problem } as const)),
  ...(["read", "write", "remove"] as const).flatMap((verb) =>
    (["read_only", "disk_full", "not_allowed"] as const)
      .map((kind) => ({ kind: "file", verb, path: "/a", problem: { kind } } as const))
  ),
  { kind: "file", verb: "read", path: "/a", problem: { kind: "other", system: "s" } },
  { kind: "not_root", verb: "install" },
  { kind: "no_systemd", configPath: "/a" },
  ...(["config", "file", "directory"] as const)
    .map((what) => ({ kind: "hidden", what, path: "/a" } as const)),
];

const progresses: readonly SearchProgress[] = [
  { kind: "port", path: "/a", setting: { baudRate: 38_400, parity: "even" } },
  { kind: "dial_in", port: 4001 },
  { kind: "scan", asked: 1, total: 2, found: 1 },
];

Deno.test("setup's service steps, their failures and its progress are another sentence in every language", () => {
  const all = Object.values(Languages);
  const told = [
    all.flatMap((texts) => events.map(texts.installEvents)),
    all.flatMap((texts) => troubles.map(texts.serviceTroubles)),
    all.flatMap((texts) => progresses.map(texts.progress)),
  ];
  for (const lines of told) {
    deepStrictEqual(lines.filter((line, index) => lines.indexOf(line) !== index), []);
  }
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
