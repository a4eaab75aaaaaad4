import assert from "node:assert/strict";
import type { Findings } from "../../../agent/find/finding.ts";
import { findingLines } from "../../../agent/setup/findings_text.ts";
import { Languages } from "../../../agent/setup/texts/languages.ts";

const Unreachable: Findings = {
  ports: [],
  portsProblem: "no libc",
  dialIn: undefined,
  moxa: { asked: "255.255.255.255", moxas: [], obstacle: "no_network", problem: "send UNKNOWN" },
};

Deno.test("findingLines() tells of ports and Moxas that could not be asked in no other language", () => {
  assert.deepEqual(findingLines(Unreachable, Languages.de), [
    Languages.de.portsUnknown,
    "kein Moxa wurde gesucht: kein Netz führt zu 255.255.255.255",
  ]);
  assert.deepEqual(findingLines(Unreachable, Languages.fr), [
    Languages.fr.portsUnknown,
    "aucun Moxa n'a été cherché : aucun réseau ne mène à 255.255.255.255",
  ]);
});
