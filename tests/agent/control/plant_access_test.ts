import assert from "node:assert/strict";
import {
  accessThrough,
  type DeviceSummary,
  type ReadOrder,
} from "../../../agent/control/plant_access.ts";
import { LinkLostError } from "../../../agent/installation/line/errors.ts";
import type { ScanProgress } from "../../../agent/installation/survey/scan.ts";
import { deviceNamed } from "../../../protocol/address.ts";
import type { DatapointKind } from "../../../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { ErrorCode } from "../../../protocol/error_code.ts";
import { parameterProperty } from "../../../protocol/object.ts";
import { writeRequest } from "../../../protocol/service.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { refusalOf } from "../../support/gateway_script.ts";
import {
  type SimulatedInstallation,
  type SimulatedInstallationOptions,
  withInstallation,
} from "../../support/simulated_installation.ts";

function withAccess(
  options: SimulatedInstallationOptions,
  test: (access: ReturnType<typeof accessThrough>, home: SimulatedInstallation) => Promise<void>,
): Promise<void> {
  return withInstallation(options, async (home) => {
    const access = accessThrough((destination, request) =>
      home.installation.request(destination, request, "command")
    );
    await test(access, home);
  });
}

function order(device: string, number: number, kind: DatapointKind = "info"): ReadOrder {
  const { format, unit } = findDatapoint(deviceNamed(device)!.family, number)!;
  return { device, number, kind, format: format!, unit };
}

Deno.test("PlantAccess.read() reads an info of the device that is named", async () => {
  await withAccess({ scenario: "house" }, async (access, home) => {
    for (const [device, number] of [["xt1", 3136], ["xt2", 3136], ["bsp", 7002]] as const) {
      assert.deepEqual(await access.read(order(device, number)), {
        kind: "value",
        value: home.truth(device, number),
      });
    }
  });
});

Deno.test("PlantAccess.read() tells the value in force, and the one in flash beside it", async () => {
  await withAccess({ scenario: "house" }, async (access, home) => {
    assert.deepEqual(await access.read(order("xt1", 1138, "parameter")), {
      kind: "value",
      value: 60,
      attributes: { flash: 60 },
    });
    await home.installation.request(
      101,
      writeRequest(parameterProperty(1138, "unsavedValue"), encodeValue("float", 40)),
      "command",
    );
    assert.deepEqual(await access.read(order("xt1", 1138, "parameter")), {
      kind: "value",
      value: 40,
      attributes: { flash: 60, differs: true },
    });
  });
});

Deno.test("PlantAccess.read() reads the flash value where the firmware keeps none in RAM", async () => {
  await withAccess({ scenario: "old", firmware: "1.5.0" }, async (access) => {
    assert.deepEqual(await access.read(order("xt1", 1138, "parameter")), {
      kind: "value",
      value: 60,
      attributes: { flash: 60 },
    });
  });
});

Deno.test("PlantAccess.read() tells a refusal, an absence, a silence and a lost line apart", async () => {
  await withAccess({ scenario: "house" }, async (access, home) => {
    assert.deepEqual(await access.read({ ...order("xt1", 3000), number: 3999 }), {
      kind: "refused",
      error: "OBJECT_ID_NOT_FOUND",
    });
    assert.deepEqual(await access.read({ ...order("xt1", 3000), device: "xt77" }), {
      kind: "refused",
      error: "no device has that name",
    });
    assert.deepEqual(await access.read(order("xt7", 3000)), { kind: "absent" });
    const wrongFormat = await access.read({ ...order("xt1", 3000), format: "bool" });
    assert.equal(wrongFormat.kind, "refused");
    home.line.answerInstead = (asked) => [refusalOf(asked, ErrorCode.ACCESS_DENIED)];
    assert.deepEqual(await access.read(order("xt1", 3000)), {
      kind: "refused",
      error: "ACCESS_DENIED",
    });
    home.line.answerInstead = () => [];
    const silent = access.read(order("xt1", 3000));
    await home.clock.advance(10_000);
    assert.equal((await silent).kind, "unanswered");
    home.line.openError = new Error("no such port");
    home.line.break();
    await home.clock.advance(2000);
    const lost = await access.read(order("xt1", 3000));
    assert.ok(lost.kind === "lost" && lost.problem.includes("no such port"));
  });
});

for (
  const [scenario, there, other] of [["house", "bsp", "bms"], [
    "three-phase",
    "bms",
    "bsp",
  ]] as const
) {
  Deno.test(`PlantAccess.read() does not pass the ${there}'s values off as a ${other}'s`, async () => {
    await withAccess({ scenario }, async (access, home) => {
      for (const number of [7000, 7002]) {
        assert.deepEqual(await access.read(order(other, number)), { kind: "absent" });
        assert.deepEqual(await access.read(order(there, number)), {
          kind: "value",
          value: home.truth(there, number),
        });
      }
    });
  });
}

Deno.test("PlantAccess.scan() finds the devices and tells how far it is", async () => {
  await withAccess({ scenario: "three-phase" }, async (access, home) => {
    const steps: ScanProgress[] = [];
    const result = await access.scan((step) => steps.push(step));
    assert.ok(result.kind === "found");
    const identities = (devices: readonly DeviceSummary[]) =>
      devices.map(({ name, serialNumber }) => `${name} ${serialNumber}`).toSorted();
    assert.deepEqual(identities(result.devices), identities(home.installation.devices));
    assert.ok(result.devices.every((device) => !("datapoints" in device)));
    const last = steps.at(-1)!;
    assert.equal(last.asked, last.total);
    assert.equal(last.found, 6);
    assert.ok(steps.every(({ asked }, i) => i === 0 || asked >= steps[i - 1]!.asked));
  });
});

Deno.test("PlantAccess.scan() tells why there is no line", async () => {
  const access = accessThrough(() => Promise.reject(new LinkLostError("The cable was pulled out")));
  assert.deepEqual(await access.scan(), { kind: "lost", problem: "The cable was pulled out" });
});
