import assert from "node:assert/strict";
import { parseConfig } from "../../../agent/config/load.ts";
import { isOfOwnWords } from "../../../agent/doctor/bundle/own_words.ts";
import { Redactor } from "../../../agent/doctor/bundle/redactor.ts";
import { secretsOf } from "../../../agent/doctor/bundle/secrets_of.ts";
import { captureText } from "../../support/capture_text.ts";
import { testMachine } from "../config/test_machine.ts";

/** A redactor for a configuration with these installations, each without a name beside its id. */
function redactorFor(...ids: readonly string[]): Redactor {
  const installations = ids.map((id, index) => ({
    id,
    link: { type: "tcp", host: "127.0.0.1", port: 4001 + index },
  }));
  const { config } = parseConfig(JSON.stringify({ installations }), "a", "/", testMachine());
  return new Redactor(
    secretsOf({ config, hostName: "pi", userName: undefined, serialNumbers: [] }),
  );
}

Deno.test("A bundle tells the surname that an installation has as its id, and no other name", () => {
  const redactor = redactorFor("rosenrot", "abt", "cafe");
  for (
    const [text, expected] of [
      ["  - id: rosenrot", "  - id: <installation 1>"],
      ["studer/rosenrot/xt1/3000", "studer/<installation 1>/xt1/3000"],
      ["INFO  [rosenrot] 7 devices", "INFO  [<installation 1>] 7 devices"],
      ["sensor.rosenrot_battery_voltage", "sensor.<installation 1>_battery_voltage"],
      ["state/devices-rosenrot.json", "state/devices-<installation 1>.json"],
      ["Rosenrot, 726f73656e726f74", "<installation 1>, <installation 1>"],
      ["sensor.abt_soc of studer/abt", "sensor.<installation 2>_soc of studer/<installation 2>"],
      ["devices-cafe.json", "devices-<installation 3>.json"],
    ] as const
  ) {
    assert.equal(redactor.redact(text), expected);
    assert.ok(redactor.leaks(text) && !redactor.leaks(expected), text);
  }
});

Deno.test("A bundle whose installation has digits as its id garbles numbers, or lacks the recording", () => {
  const redactor = redactorFor("cafe");
  const head = { agentVersion: "0", link: "tcp", date: "", redacted: true };
  const bytes = Uint8Array.of(0xAA, 0xCA, 0xFE, 1);
  const text = captureText({ head, records: [{ at: 0, to: "agent", bytes }] });
  assert.ok(!redactor.leaks(text));
  assert.equal(redactor.redact("at 0xcafe01"), "at 0xcafe01");
});

Deno.test("A bundle keeps an id that is a word of every report", () => {
  for (const id of ["home", "house-2", "battery", "solar_roof", "1", "xt", "a2"]) {
    assert.ok(isOfOwnWords(id), id);
    const text = `1 fault at studer/${id}/bsp1/battery_voltage, 2 notes`;
    assert.equal(redactorFor(id).redact(text), text);
  }
  for (const id of ["rosenrot", "house_huber", "lausanne", "solar-müller"]) {
    assert.ok(!isOfOwnWords(id), id);
  }
});
