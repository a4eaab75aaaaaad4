import assert from "node:assert/strict";
import type { Device } from "../../../../agent/installation/device.ts";
import { ErrorCode } from "../../../../protocol/error_code.ts";
import { ObjectType } from "../../../../protocol/object.ts";
import { encodeGuid } from "../../../../protocol/guid.ts";
import { encodeValue } from "../../../../protocol/value.ts";
import type { ScenarioName } from "../../../../simulator/scenario/scenarios.ts";
import { answerTo, type Asked, refusalOf } from "../../../support/gateway_script.ts";
import { MemoryFiles } from "../../../support/memory_files.ts";
import {
  type SimulatedInstallation,
  type SimulatedInstallationOptions,
  type Told,
  withInstallation,
} from "../../../support/simulated_installation.ts";

const HOUR_SECONDS = 3600;

/** The devices of every scenario, as `name model nominal voltage`. */
const Expected: Readonly<Record<ScenarioName, readonly string[]>> = {
  house: ["xt1 XTH 48", "xt2 XTH 48", "vt1 VT-65 48", "bsp BSP500/BSP1200 48", "vs1 VS-120 48"],
  cabin: ["xt1 XTM 24", "vt1 VT-80 24"],
  "three-phase": [
    "xt1 XTH 48",
    "xt2 XTH 48",
    "xt3 XTH 48",
    "bms PYLON undefined",
    "vs1 VS-120 48",
    "vs2 VS-120 48",
  ],
  "ac-coupled": ["xt1 XTH 48", "vt1 VT-65 48", "bms PYLON undefined"],
  big: [
    ...numbered("xt", 9).map((name) => `${name} XTH 48`),
    ...numbered("vt", 15).map((name) => `${name} VT-65 48`),
    "bsp BSP500/BSP1200 48",
    ...numbered("vs", 15).map((name) => `${name} VS-120 48`),
  ],
  old: ["xt1 XTM 48", "vt1 VT-65 48", "bsp BSP500/BSP1200 48"],
};

for (const [scenario, expected] of Object.entries(Expected)) {
  Deno.test(`scan() finds exactly the devices of the scenario ${scenario}`, async () => {
    await withInstallation({ scenario: scenario as ScenarioName }, (home) => {
      const [gateway, ...devices] = home.installation.devices;
      assert.equal(gateway?.name, "xcom");
      assert.equal(gateway?.family, "rcc");
      assert.deepEqual(
        devices.map(({ name, model, nominalVoltage }) => `${name} ${model} ${nominalVoltage}`),
        expected,
      );
      return Promise.resolve();
    });
  });
}

Deno.test("scan() reads each device's own firmware and FID", async () => {
  await withInstallation({ scenario: "house", firmware: "1.6.82" }, (home) => {
    for (const { name, firmware, serialNumber } of home.installation.devices.slice(1)) {
      const { identity } = home.gateway.installation.deviceNamed(name)!;
      assert.equal(firmware, "1.6.82", name);
      assert.equal(serialNumber, identity.serialNumber.toString(16).toUpperCase().padStart(8, "0"));
    }
    const serials = home.installation.devices.map(({ serialNumber }) => serialNumber);
    assert.equal(new Set(serials).size, serials.length, "two devices share a serial number");
    return Promise.resolve();
  });
});

Deno.test("scan() identifies the gateway by its GUID", async () => {
  const guid = "0123456789ABCDEF00112233445566FF";
  const { devices } = await scanned(
    "cabin",
    (asked) => isGuid(asked) ? [answerTo(asked, encodeGuid(guid))] : undefined,
  );
  assert.equal(devices[0]!.serialNumber, guid);
});

const GuidFaults: Readonly<Record<string, (asked: Asked) => Uint8Array[]>> = {
  refused: (asked) => [refusalOf(asked, ErrorCode.TYPE_NOT_SUPPORTED)],
  silent: () => [],
};

for (const [fault, answer] of Object.entries(GuidFaults)) {
  Deno.test(`scan() takes the lowest Xtender's FID for the gateway's where the GUID is ${fault}`, async () => {
    const home = await scanned(
      "three-phase",
      (asked) => isGuid(asked) ? answer(asked) : undefined,
    );
    const [gateway, lowest] = home.devices;
    assert.equal(lowest!.name, "xt1");
    assert.equal(gateway!.serialNumber, lowest!.serialNumber);
    const bms = home.devices.find(({ name }) => name === "bms")!;
    assert.equal(bms.serialNumber, `${gateway!.serialNumber}-bms`, "an Xcom-CAN has no FID");
  });
}

Deno.test("scan() asks once more for an identity whose answer was lost", async () => {
  let lost = 0;
  const { devices } = await scanned("house", ({ destination, request }) => {
    if (destination !== 102 || request.property.objectId !== 3156 || lost > 0) return undefined;
    lost++;
    return [];
  });
  assert.equal(lost, 1);
  assert.match(devices.find(({ name }) => name === "xt2")!.serialNumber, /^[0-9A-F]{8}$/);
});

Deno.test("scan() makes no other device of one whose FID a busy gateway did not tell", async () => {
  let refused = 0;
  const { devices, told } = await scanned("house", (asked) => {
    if (asked.destination !== 102 || asked.request.property.objectId !== 3156) return undefined;
    if (++refused > 3) return undefined;
    return [refusalOf(asked, ErrorCode.GATEWAY_BUSY)];
  });
  assert.ok(refused > 3, "the scan did not begin anew");
  assert.match(devices.find(({ name }) => name === "xt2")!.serialNumber, /^[0-9A-F]{8}$/);
  assert.equal(told.filter(({ kind }) => kind === "devices").length, 1);
});

Deno.test("scan() leaves out a device that the gateway itself cannot reach", async () => {
  const { devices } = await scanned(
    "house",
    (asked) =>
      asked.destination === 301 ? [refusalOf(asked, ErrorCode.RESPONSE_TIMEOUT)] : undefined,
  );
  assert.deepEqual(devices.map(({ name }) => name), ["xcom", "xt1", "xt2", "bsp", "vs1"]);
});

Deno.test("Installation scans again once after the gateway's restart flag rose, though it stays", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    // Behind the survey that follows the first one after a minute.
    await home.advance(70);
    const before = scans(home);
    home.gateway.restartGateway();
    await home.advance(120);
    assert.equal(scans(home), before + 1);
    assert.ok(home.gateway.installation.restarted, "the flag is expected to stay set");
    assert.equal(
      home.logged("info").filter((line) => line.includes("the gateway restarted")).length,
      1,
    );
  });
});

Deno.test("Installation scans once at the start where the restart flag was set all along", async () => {
  const prepare = (home: SimulatedInstallation) => home.gateway.restartGateway();
  await withInstallation({ scenario: "cabin", prepare }, async (home) => {
    await home.advance(59);
    assert.equal(scans(home), 1);
  });
});

Deno.test("Installation looks for devices after 1, 5 and 15 minutes, then every hour", async () => {
  await withInstallation({ scenario: "cabin" }, async (home) => {
    for (const [seconds, count] of [[59, 1], [2, 2], [4 * 60, 3], [10 * 60, 4]] as const) {
      await home.advance(seconds);
      assert.equal(scans(home), count);
    }
    await home.advance(2 * HOUR_SECONDS);
    assert.equal(scans(home), 6);
  });
});

Deno.test("Installation keeps a device that a later scan misses, as offline", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(5);
    home.gateway.removeDevice("xt2");
    home.gateway.restartGateway();
    await home.advance(60);
    assert.ok(home.installation.devices.some(({ name }) => name === "xt2"));
    assert.equal(home.installation.isPresent("xt2"), false);
    assert.equal(home.told.filter(({ kind }) => kind === "devices").length, 1);
  });
});

Deno.test("Installation announces a device that was added", async () => {
  const prepare = (home: SimulatedInstallation) => home.gateway.removeDevice("vs1");
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(5);
    assert.equal(home.value("vs1", 15010), undefined);
    home.gateway.restoreDevice("vs1");
    home.gateway.restartGateway();
    await home.advance(5);
    const announced = home.told.filter((told) => told.kind === "devices");
    assert.deepEqual(announced.map(({ devices }) => devices.length), [5, 6]);
    assert.equal(home.value("vs1", 15076), home.truth("vs1", 15076));
  });
});

Deno.test("Installation announces a device that stands in another's place", async () => {
  await withInstallation({ scenario: "house", parameters: "basic" }, async (home) => {
    await home.advance(5);
    const before = home.installation.devices.find(({ name }) => name === "xt2")!.serialNumber;
    const other = new Map([[3156, 0x1234], [3157, 0x5678]]);
    home.line.answerInstead = (asked) => {
      const half = asked.destination === 102 && other.get(asked.request.property.objectId);
      return half ? [answerTo(asked, encodeValue("float", half))] : undefined;
    };
    home.gateway.restartGateway();
    await home.advance(10);
    const announced = home.told.filter((told) => told.kind === "devices");
    assert.equal(announced.length, 2);
    const after = announced[1]!.devices.find(({ name }) => name === "xt2")!;
    assert.equal(after.serialNumber, "12345678");
    assert.notEqual(before, after.serialNumber);
  });
});

/** What an installation finds where `answer` sometimes speaks in the gateway's place. */
async function scanned(
  scenario: ScenarioName,
  answer: (asked: Asked) => Uint8Array[] | undefined,
): Promise<{ devices: readonly Device[]; told: readonly Told[] }> {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = answer;
  };
  let found: readonly Device[] = [];
  let told: readonly Told[] = [];
  await withInstallation({ scenario, prepare }, async (home) => {
    await home.advance(60);
    found = home.installation.devices;
    told = home.told;
  });
  return { devices: found, told };
}

/** How many scans began: each asks for the last Xtender that there can be. */
function scans({ line }: SimulatedInstallation): number {
  return line.sent.filter(({ destination }) => destination === 109).length;
}

function isGuid({ request }: Asked): boolean {
  return request.property.objectType === ObjectType.guid;
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

Deno.test("Installation keeps the devices of its last run that are late after a power cut", async () => {
  const files = new MemoryFiles();
  await withInstallation({ scenario: "house", files }, async (home) => {
    await home.advance(10);
    assert.equal(home.installation.devices.length, 6);
  });
  const prepare = (home: SimulatedInstallation) => home.gateway.removeDevice("xt2");
  await withInstallation({ scenario: "house", files, prepare }, async (home) => {
    await home.advance(10);
    const told = home.told.filter(({ kind }) => kind === "devices");
    assert.deepEqual(told.map((each) => each.kind === "devices" && each.devices.length), [6]);
    assert.equal(home.installation.isPresent("xt2"), false);
    assert.equal(home.installation.isPresent("xt1"), true);
    home.gateway.restoreDevice("xt2");
    await home.advance(61);
    assert.equal(home.installation.isPresent("xt2"), true);
    assert.equal(home.value("xt2", 3126), home.truth("xt2", 3126));
  });
});

Deno.test("Installation says of remembered devices that they are absent, though no gateway answers", async () => {
  const files = new MemoryFiles();
  await withInstallation({ scenario: "house", files }, (home) => home.advance(10));
  const peer = () => [];
  await withInstallation({ scenario: "house", files, peer }, async (home) => {
    await home.advance(1);
    assert.equal(home.told.filter(({ kind }) => kind === "devices").length, 1);
    for (const { name } of home.installation.devices) {
      assert.equal(home.installation.isPresent(name), false);
    }
  });
});

Deno.test("Installation forgets a device that was away for a week", async () => {
  const files = new MemoryFiles();
  await withInstallation({ scenario: "house", files }, (home) => home.advance(10));
  const [path, text] = [...files.contents][0]!;
  const seenAt = (date: number) => text.replaceAll(/"seenAt": \d+/g, `"seenAt": ${date}`);
  files.contents.set(path, seenAt(0));
  const prepare = (home: SimulatedInstallation) => home.gateway.removeDevice("xt2");
  await withInstallation({ scenario: "house", files, prepare }, async (home) => {
    await home.advance(10);
    assert.ok(!home.installation.devices.some(({ name }) => name === "xt2"));
  });
});

Deno.test("Installation announces nothing while the gateway alone answers", async () => {
  const prepare = (home: SimulatedInstallation) => {
    for (const name of ["xt1", "xt2", "vt1", "vs1", "bsp"]) home.gateway.removeDevice(name);
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(30);
    assert.deepEqual(home.told.filter(({ kind }) => kind === "devices"), []);
    home.gateway.restoreDevice("xt1");
    await home.advance(60);
    assert.equal(home.told.filter(({ kind }) => kind === "devices").length, 1);
  });
});

Deno.test("Installation keeps the gateway's identity though it is too busy to tell it", async () => {
  await withInstallation({ scenario: "cabin" }, async (home) => {
    await home.advance(10);
    const identity = home.installation.devices[0]!.serialNumber;
    home.line.answerInstead = (asked) =>
      asked.request.property.objectType === ObjectType.guid
        ? [refusalOf(asked, ErrorCode.GATEWAY_BUSY)]
        : undefined;
    await home.advance(1000);
    assert.equal(home.installation.devices[0]!.serialNumber, identity);
    assert.equal(home.told.filter(({ kind }) => kind === "devices").length, 1);
  });
});

Deno.test("Installation goes on, and says so, where a device never tells its serial number", async () => {
  const prepare = (home: SimulatedInstallation) => {
    home.line.answerInstead = (asked) =>
      asked.request.property.objectId === 7048
        ? [refusalOf(asked, ErrorCode.READ_PROPERTY_FAILED)]
        : undefined;
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(60);
    assert.equal(home.installation.devices.length, 6);
    assert.equal(home.logged("warn").filter((line) => line.includes("what the devices")).length, 1);
  });
});

Deno.test("Installation finds its devices behind a gateway that is silent about absent ones", async () => {
  const silent: SimulatedInstallationOptions["prepare"] = (home) => {
    home.line.answerInstead = (asked) =>
      asked.destination > 102 && asked.destination < 110 ? [] : undefined;
  };
  await withInstallation({ scenario: "cabin", prepare: silent }, async (home) => {
    await home.advance(120);
    assert.deepEqual(home.installation.devices.map(({ name }) => name), ["xcom", "xt1", "vt1"]);
    assert.equal(home.installation.session.statistics.openings, 1);
  });
});

Deno.test("Installation.isPresent() is false for every device while the gateway is silent", async () => {
  await withInstallation({ scenario: "cabin" }, async (home) => {
    await home.advance(5);
    assert.equal(home.installation.isPresent("xt1"), true);
    home.line.answerInstead = () => [];
    await home.advance(30);
    assert.equal(home.installation.isPresent("xt1"), false);
    home.line.answerInstead = () => undefined;
    await home.advance(60);
    assert.equal(home.installation.isPresent("xt1"), true);
  });
});
