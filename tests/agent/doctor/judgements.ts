import assert from "node:assert/strict";
import type { Finding } from "../../../agent/doctor/finding.ts";

/** What each function said of what; and what that should read like. */
export type Judgements = Readonly<
  Record<
    string,
    ReadonlyArray<
      readonly [what: string, findings: Finding | readonly Finding[], told: RegExp]
    >
  >
>;

/** One test for each judgement. */
export function judgementTests(all: Judgements): void {
  for (const [name, judgements] of Object.entries(all)) {
    for (const [what, findings, expected] of judgements) {
      Deno.test(`${name}() knows ${what}`, () => {
        assert.match(told(findings), expected);
        for (const { verdict, text, remedy } of [findings].flat()) {
          assert.doesNotMatch(text, /\.$|\n|; /, "one line, no full stop, the remedy apart");
          if (verdict === "warning" || verdict === "fault") {
            assert.ok(remedy, `${text}: what to do?`);
          }
        }
      });
    }
  }
}

/** Each finding as one line: its verdict, what is so, and what to do. */
function told(findings: Finding | readonly Finding[]): string {
  return [findings].flat().map(({ verdict, text, remedy }) =>
    [`${verdict}: ${text}`, ...remedy === undefined ? [] : [remedy]].join(" → ")
  ).join("\n");
}
