import assert from "node:assert/strict";
import { laneOf } from "../../../../agent/installation/polling/lanes.ts";
import type { Reading } from "../../../../agent/installation/values.ts";
import type { UserInfo } from "../../../../protocol/catalogue/datapoint.ts";
import { ErrorCode } from "../../../../protocol/error_code.ts";
import { decodeMultiInfoRequest } from "../../../../protocol/multi_info.ts";
import { ObjectType } from "../../../../protocol/object.ts";
import { encodeValue } from "../../../../protocol/value.ts";
import { answerTo, type Asked, refusalOf } from "../../../support/gateway_script.ts";
import {
  Lanes,
  type SimulatedInstallation,
  withInstallation,
} from "../../../support/simulated_installation.ts";

const HOUR_SECONDS = 3600;

Deno.test("Poller reads every info of every device at the rhythm of its lane", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    const times = readTimes(home);
    await home.advance(1800);
    for (const { name, datapoints } of home.installation.devices) {
      for (const datapoint of datapoints.filter(isInfo)) {
        const period = Lanes[laneOf(datapoint)];
        const expected = Array.from({ length: 1_800_000 / period }, (_, i) => (i + 1) * period);
        assert.deepEqual(times.get(`${name}/${datapoint.number}`), expected, datapoint.key);
      }
    }
  });
});

Deno.test("Poller keeps the fast lane's rhythm on a line that is as slow as a real one", async () => {
  await withInstallation({ scenario: "house", delayMs: 250 }, async (home) => {
    await home.advance(120);
    const times = readTimes(home);
    await home.advance(600);
    const power = times.get("xt1/3136")!;
    assert.ok(power.length >= 285, `${power.length} readings in 600 s`);
  });
});

Deno.test("Poller shows the gateway's date as a clock that runs, not as an hourly setting", async () => {
  await withInstallation({ scenario: "cabin", parameters: "basic" }, async (home) => {
    await home.advance(20);
    const first = home.value("xcom", 5002)!;
    await home.advance(120);
    assert.equal(home.value("xcom", 5002)! - first >= 60, true);
  });
});

Deno.test("Poller reads many infos in one request where the gateway can", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(60);
    assert.equal(home.installation.canMultiInfo, true);
    const before = home.line.sent.length;
    await home.advance(60);
    const asked = home.line.sent.slice(before);
    assert.ok(asked.length > 0 && asked.every((each) => isMultiInfo(each) || isAbsenceCheck(each)));
    assert.ok(asked.length < 90, `${asked.length} requests in a minute`);
  });
});

Deno.test("Poller reads one value at a time, and remembers it, where the firmware is old", async () => {
  await withInstallation({ scenario: "old" }, async (home) => {
    await home.advance(20 * 60);
    assert.equal(home.installation.canMultiInfo, false);
    assert.equal(home.line.sent.filter(isMultiInfo).length, 1);
    assertAllTrue(home, "xt1", "vt1", "bsp");
  });
});

Deno.test("Poller reads one value at a time where the gateway is silent about multi-info", async () => {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) => isMultiInfo(asked) ? [] : undefined;
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(120);
    assert.equal(home.line.sent.filter(isMultiInfo).length, 2);
    assert.equal(home.value("xt2", 3000), home.truth("xt2", 3000));
    assert.deepEqual(home.logged("warn"), []);
  });
});

Deno.test("Poller reads one value at a time where the gateway calls every reference unknown", async () => {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) =>
      isMultiInfo(asked) ? [refusalOf(asked, ErrorCode.OBJECT_ID_NOT_FOUND)] : undefined;
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(20 * 60);
    assert.equal(home.installation.canMultiInfo, false);
    assertAllTrue(home, "xt1", "xt2", "vt1", "vs1", "bsp");
  });
});

Deno.test("Poller learns anew what the gateway can after the restart flag rose", async () => {
  let upgraded = false;
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) =>
      isMultiInfo(asked) && !upgraded
        ? [refusalOf(asked, ErrorCode.SERVICE_NOT_SUPPORTED)]
        : undefined;
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(60);
    upgraded = true;
    await home.advance(60);
    assert.equal(home.installation.canMultiInfo, false, "it was asked again without a reason");
    home.gateway.restartGateway();
    await home.advance(10);
    assert.equal(home.installation.canMultiInfo, true);
  });
});

Deno.test("Poller goes on with multi-info that a single odd answer refused", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(60);
    let odd = 1;
    home.line.answerInstead = (asked) =>
      isMultiInfo(asked) && odd-- > 0 ? [answerTo(asked, new Uint8Array(3))] : undefined;
    await home.advance(60);
    assert.equal(home.installation.canMultiInfo, true);
    assert.equal(home.value("xt1", 3136), home.truth("xt1", 3136));
  });
});

Deno.test("Poller finds an unknown reference, reads all others, and asks for it again after an hour", async () => {
  const unknown = 3013;
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) =>
      referencesOf(asked).includes(unknown)
        ? [refusalOf(asked, ErrorCode.OBJECT_ID_NOT_FOUND)]
        : undefined;
  };
  await withInstallation({ scenario: "house", prepare }, async (home) => {
    await home.advance(1);
    for (const device of ["xt1", "xt2"]) {
      assert.equal(home.value(device, unknown), null);
      assert.equal(home.reading(device, unknown)?.attributes?.error, "OBJECT_ID_NOT_FOUND");
    }
    const others = home.infos().filter(([, number]) => number !== unknown);
    for (const [device, number] of others) {
      assert.notEqual(home.value(device, number), undefined, `${device}/${number}`);
    }
    const asks = () => home.line.sent.filter((asked) => referencesOf(asked).includes(unknown));
    const first = asks().length;
    await home.advance(HOUR_SECONDS - 10);
    assert.equal(asks().length, first, "it was not parked");
    home.line.answerInstead = () => undefined;
    await home.advance(70);
    assert.equal(typeof home.value("xt1", unknown), "number");
    assert.ok(home.told.every(({ kind }) => kind !== "presence"));
  });
});

Deno.test("Poller makes no value of a sensor that is not connected, nor of NaN", async () => {
  const told = new Map([[3001, 32_767], [3136, NaN]]);
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) => {
      const value = told.get(asked.request.property.objectId);
      return value === undefined ? undefined : [answerTo(asked, encodeValue("float", value))];
    };
  };
  await withInstallation({ scenario: "old", prepare }, async (home) => {
    await home.advance(20);
    assert.equal(home.value("xt1", 3001), null);
    assert.equal(home.value("xt1", 3136), null);
    assert.equal(home.value("xt1", 3000), home.truth("xt1", 3000));
  });
});

for (const scenario of ["house", "old"] as const) {
  Deno.test(`Poller takes an absent device offline within seconds, and back by itself: ${scenario}`, async () => {
    await withInstallation({ scenario, parameters: "basic" }, async (home) => {
      await home.advance(60);
      home.gateway.removeDevice("vt1");
      await home.advance(4);
      assert.equal(home.installation.isPresent("vt1"), false);
      const readings = [...home.values.all()].filter(({ point }) => point.device === "vt1");
      assert.ok(readings.length > 60);
      assert.ok(readings.every(({ value }) => value === null), "an old value still stands");
      assert.notEqual(home.value("xt1", 3000), null);
      home.gateway.restoreDevice("vt1");
      await home.advance(40);
      assert.ok(home.installation.isPresent("vt1"));
      assertAllTrue(home, "vt1");
      assert.deepEqual(
        home.told.filter(({ kind }) => kind === "presence"),
        [
          { kind: "presence", device: "vt1", present: false },
          { kind: "presence", device: "vt1", present: true },
        ],
      );
      assert.deepEqual(home.logged("warn"), ["The device does not answer vt1"]);
    });
  });
}

Deno.test("Poller leaves a device offline that is gone, though the gateway does not know one of its references", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(10);
    home.gateway.removeDevice("vt1");
    home.line.answerInstead = (asked) =>
      isMultiInfo(asked) && referencesOf(asked).includes(11012)
        ? [refusalOf(asked, ErrorCode.OBJECT_ID_NOT_FOUND)]
        : undefined;
    await home.advance(600);
    assert.deepEqual(
      home.told.filter(({ kind }) => kind === "presence"),
      [{ kind: "presence", device: "vt1", present: false }],
    );
  });
});

for (const scenario of ["house", "old"] as const) {
  Deno.test(`Poller takes no device offline for a single lost answer: ${scenario}`, async () => {
    await withInstallation({ scenario }, async (home) => {
      await home.advance(60);
      let lost = 1;
      home.line.answerInstead = () => lost-- > 0 ? [] : undefined;
      await home.advance(30);
      assert.ok(lost <= 0);
      assert.deepEqual(home.told.filter(({ kind }) => kind === "presence"), []);
      assertAllTrue(home, "xt1");
    });
  });

  Deno.test(`Poller takes all devices offline when the gateway falls silent, and back: ${scenario}`, async () => {
    await withInstallation({ scenario }, async (home) => {
      await home.advance(60);
      home.line.answerInstead = () => [];
      await home.advance(180);
      assert.equal(home.installation.session.answering, false);
      home.line.answerInstead = () => undefined;
      await home.advance(180);
      assert.ok(home.installation.session.answering);
      for (const { name } of home.installation.devices) {
        assert.ok(home.installation.isPresent(name));
      }
      assertAllTrue(home, "xt1");
    });
  });

  Deno.test(`Poller is not stopped by one deaf device: ${scenario}`, async () => {
    await withInstallation({ scenario }, async (home) => {
      await home.advance(60);
      home.gateway.removeDevice("vt1");
      home.line.answerInstead = ({ destination }) => destination === 301 ? [] : undefined;
      await home.advance(60);
      assert.equal(home.installation.isPresent("vt1"), false);
      const times = readTimes(home);
      await home.advance(600);
      const gaps = times.get("xt1/3136")!.map((at, i, all) => at - (all[i - 1] ?? at));
      assert.ok(Math.max(...gaps) <= 6000, `the others waited ${Math.max(...gaps)} ms`);
      assert.ok(gaps.length >= 270, `${gaps.length} readings in 600 s`);
      assert.equal(home.line.openings, 1);
      assert.ok(home.installation.isPresent("xt1"));
    });
  });
}

Deno.test("Poller asks a gateway that is busy again soon, and keeps the devices", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(60);
    let busy = 1;
    home.line.answerInstead = (asked) =>
      busy-- > 0 ? [refusalOf(asked, ErrorCode.GATEWAY_BUSY)] : undefined;
    const asked = home.line.sent.length;
    await home.advance(20);
    assert.ok(home.line.sent.length - asked < 60, "it was asked without a pause");
    assert.deepEqual(home.told.filter(({ kind }) => kind === "presence"), []);
    assertAllTrue(home, "xt1");
  });
});

Deno.test("Installation finds its way back after the line broke, and reads on", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(10);
    home.line.break(new Error("the adapter was pulled out"));
    home.line.openError = new Error("no such port");
    await home.advance(100);
    assert.equal(home.installation.session.answering, false);
    home.line.openError = undefined;
    await home.advance(70);
    assert.ok(home.installation.session.answering);
    assertAllTrue(home, "xt1", "xt2");
    assert.equal(home.told.filter(({ kind }) => kind === "devices").length, 1);
  });
});

Deno.test("Installation does not spin on a link that cannot be written to", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(10);
    home.line.writeError = new Error("the network is unreachable");
    await home.advance(120);
    assert.ok(home.line.openings < 10, `${home.line.openings} openings`);
    home.line.writeError = undefined;
    await home.advance(70);
    assertAllTrue(home, "xt1");
  });
});

Deno.test("Installation goes on looking for devices every hour after a search was cut short", async () => {
  await withInstallation({ scenario: "cabin" }, async (home) => {
    await home.advance(10);
    const scans = () => home.line.sent.filter(({ destination }) => destination === 109).length;
    const once = scans();
    home.line.answerInstead = ({ destination }) => {
      if (destination === 109) home.line.break();
      return undefined;
    };
    home.gateway.restartGateway();
    await home.advance(2);
    home.line.answerInstead = () => undefined;
    // Past the searches that soon follow the first one on a new link.
    await home.advance(20 * 60);
    const afterwards = scans();
    assert.ok(afterwards > once);
    await home.advance(HOUR_SECONDS);
    assert.equal(scans(), afterwards + 1);
  });
});

Deno.test("Installation does not search without end where only some answers carry the restart flag", async () => {
  await withInstallation({ scenario: "cabin" }, async (home) => {
    await home.advance(10);
    const scans = () => home.line.sent.filter(({ destination }) => destination === 109).length;
    home.gateway.restartGateway();
    // These answers are made without flags.
    home.line.answerInstead = (asked) =>
      asked.destination > 101 ? [refusalOf(asked, ErrorCode.DEVICE_NOT_FOUND)] : undefined;
    await home.advance(600);
    assert.ok(scans() > 2 && scans() <= 12, `${scans()} searches in ten minutes`);
    assert.equal(home.value("xt1", 3136), home.truth("xt1", 3136));
  });
});

Deno.test("Installation says once that no device is behind the gateway, and goes on looking", async () => {
  const prepare = (home: SimulatedInstallation) => {
    for (const { name } of home.gateway.installation.devices) home.gateway.removeDevice(name);
  };
  await withInstallation({ scenario: "cabin", prepare }, async (home) => {
    await home.advance(300);
    assert.equal(home.logged("warn").length, 1);
    assert.match(home.logged("warn")[0]!, /no device behind it/);
    home.gateway.restoreDevice("xt1");
    home.gateway.restoreDevice("vt1");
    await home.advance(61);
    assertAllTrue(home, "xt1", "vt1");
  });
});

Deno.test("Installation drops a BSP in whose place an Xcom-CAN stands", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(10);
    // 7054 answers on no BSP, 7034 on no Xcom-CAN.
    home.line.answerInstead = (asked) => {
      if (asked.destination !== 601) return undefined;
      const { objectId } = asked.request.property;
      if (objectId === 7054) return [answerTo(asked, encodeValue("float", 1))];
      return objectId === 7034 ? [refusalOf(asked, ErrorCode.OBJECT_ID_NOT_FOUND)] : undefined;
    };
    home.gateway.restartGateway();
    await home.advance(10);
    const names = home.installation.devices.map(({ name }) => name);
    assert.deepEqual(names, ["xcom", "xt1", "xt2", "vt1", "bms", "vs1"]);
  });
});

/** When each point is read from now on, in milliseconds since the start. */
function readTimes({ values }: SimulatedInstallation): Map<string, number[]> {
  const times = new Map<string, number[]>();
  values.listen((readings: readonly Reading[]) => {
    for (const { point: { device, datapoint }, at } of readings) {
      const key = `${device}/${datapoint}`;
      times.set(key, [...times.get(key) ?? [], at]);
    }
  });
  return times;
}

/** Every info of the devices stands in the values, as the plant has or had it lately. */
function assertAllTrue(home: SimulatedInstallation, ...devices: string[]): void {
  for (const [device, number] of home.infos()) {
    if (!devices.includes(device)) continue;
    const value = home.value(device, number);
    assert.notEqual(value, undefined, `${device}/${number} was never read`);
    assert.equal(value === null, home.truth(device, number) === null, `${device}/${number}`);
  }
}

function referencesOf(asked: Asked): number[] {
  if (!isMultiInfo(asked)) return [asked.request.property.objectId];
  return decodeMultiInfoRequest(asked.request.data).map(({ reference }) => reference);
}

function isMultiInfo({ request }: Asked): boolean {
  return request.property.objectType === ObjectType.multiInfo;
}

/** A single read that tells a device that is gone from one that has no such value now. */
function isAbsenceCheck({ request }: Asked): boolean {
  return request.property.objectType === ObjectType.userInfo;
}

function isInfo(datapoint: { readonly kind: string }): datapoint is UserInfo {
  return datapoint.kind === "info";
}
