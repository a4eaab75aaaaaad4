import assert from "node:assert/strict";
import { systemMembers } from "../../../../agent/installation/system/system_members.ts";
import type { Reading } from "../../../../agent/installation/values.ts";
import type { Scenario } from "../../../../simulator/scenario/scenarios.ts";
import { Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { withInstallation } from "../../../support/simulated_installation.ts";

/** Plants whose groups are of every size; without a monitor the battery's has 48 members. */
const Plants: Readonly<Record<string, Scenario>> = {
  house: Scenarios.house,
  "three-phase": Scenarios["three-phase"],
  big: Scenarios.big,
  "big, without a battery monitor": unmonitored(Scenarios.big),
  old: Scenarios.old,
  "big, with old firmware": { ...Scenarios.big, firmware: "1.6.20" },
  "big, with old firmware and without a battery monitor": {
    ...unmonitored(Scenarios.big),
    firmware: "1.6.20",
  },
};

for (const [name, scenario] of Object.entries(Plants)) {
  Deno.test(`Installation reads what system adds up in one go: ${name}`, async () => {
    await withInstallation({ scenario }, async (home) => {
      const groups = systemMembers(home.installation.devices);
      const counts = new Map<string, number>();
      const torn = new Set<string>();
      home.values.listen((readings) => {
        for (const [group, members] of groups) {
          const found = members.filter((member) =>
            readings.some((reading) => isOf(reading, member))
          );
          if (found.length === 0) continue;
          if (found.length < members.length) torn.add(group);
          counts.set(group, (counts.get(group) ?? 0) + 1);
        }
      });
      await home.advance(130);
      assert.deepEqual([...torn], []);
      assert.equal(counts.size, groups.size);
      for (const [group, count] of counts) assert.ok(count >= 2, `${group}: ${count} times`);
      assert.ok(counts.get("load_power")! >= 60, `load_power: ${counts.get("load_power")} times`);
    });
  });
}

function isOf({ point }: Reading, { device, datapoint }: { device: string; datapoint: number }) {
  return point.device === device && point.datapoint === datapoint;
}

function unmonitored(scenario: Scenario): Scenario {
  return { ...scenario, battery: { ...scenario.battery, monitor: "none" } };
}
