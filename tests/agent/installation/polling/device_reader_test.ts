import assert from "node:assert/strict";
import fc from "fast-check";
import { DeviceDirectory } from "../../../../agent/installation/device_directory.ts";
import { valueOf } from "../../../../agent/installation/polling/device_reader.ts";
import { LinkLostError, ResponseTimeoutError } from "../../../../agent/installation/line/errors.ts";
import { laneOf } from "../../../../agent/installation/polling/lanes.ts";
import { outcomeOf } from "../../../../agent/installation/polling/outcome.ts";
import { sourceAddress } from "../../../../agent/installation/line/source_address.ts";
import { DecodeError } from "../../../../protocol/bytes.ts";
import type { UserInfo } from "../../../../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../../../../protocol/catalogue/lookup.ts";
import { ErrorCode, ScomError } from "../../../../protocol/error_code.ts";
import { devices } from "../system/system_support.ts";

Deno.test("valueOf() makes no value of NaN, of a missing sensor, of a code that is no whole number", () => {
  const float = (unit: string) => ({ unit, format: "float" as const });
  for (const raw of [NaN, Infinity, -Infinity]) assert.equal(valueOf(float("V"), raw), null);
  for (const raw of [32_767, -32_768, 32_000]) assert.equal(valueOf(float("°C"), raw), null);
  assert.equal(valueOf(float("°C"), -20.5), -20.5);
  assert.equal(valueOf(float("W"), 32_767), 32_767, "only a temperature has the sentinel");
  assert.equal(valueOf({ unit: "", format: "short_enum" }, 2.5), null);
  assert.equal(valueOf({ unit: "", format: "bool" }, 1), 1);
});

Deno.test("outcomeOf() says what is to be done about each error, and throws what speaks of the line", () => {
  const scom = (name: keyof typeof ErrorCode) => outcomeOf(new ScomError(ErrorCode[name]));
  assert.deepEqual(scom("DEVICE_NOT_FOUND"), { kind: "absent" });
  assert.deepEqual(scom("GATEWAY_BUSY"), { kind: "unanswered", busy: true });
  assert.deepEqual(scom("RESPONSE_TIMEOUT"), { kind: "unanswered" });
  assert.deepEqual(scom("ACCESS_DENIED"), { kind: "refused", error: "ACCESS_DENIED" });
  assert.deepEqual(outcomeOf(new ScomError(0x77)), { kind: "refused", error: "0x0077" });
  assert.deepEqual(outcomeOf(new ResponseTimeoutError(101, 2000)), { kind: "unanswered" });
  assert.equal(outcomeOf(new DecodeError("Expected 4 bytes")).kind, "refused");
  assert.throws(() => outcomeOf(new LinkLostError("gone")), LinkLostError);
  assert.throws(() => outcomeOf(new TypeError("a bug")), TypeError);
});

Deno.test("laneOf() reads fast what an owner watches, and rarely what hardly changes", () => {
  const lane = (family: "xt" | "bsp" | "vt", number: number) =>
    laneOf(findDatapoint(family, number) as UserInfo);
  assert.equal(lane("xt", 3136), "fast");
  assert.equal(lane("bsp", 7002), "fast");
  assert.equal(lane("vt", 11004), "fast");
  assert.equal(lane("xt", 3028), "normal");
  assert.equal(lane("xt", 3083), "slow");
  assert.equal(lane("xt", 3087), "slow", "the same power in watts");
  assert.equal(lane("xt", 3082), "daily");
  assert.equal(lane("xt", 3156), "daily");
});

Deno.test("sourceAddress() is never a device's, nor the one that every other client uses", () => {
  fc.assert(fc.property(fc.integer(), (bits) => {
    const address = sourceAddress(bits);
    assert.ok(Number.isInteger(address) && address >= 0x1_0000 && address <= 0xFFFF_FFFF);
  }));
  for (const bits of [0, 1, 101, 501]) assert.ok(sourceAddress(bits) >= 0x1_0000);
});

Deno.test("DeviceDirectory knows the datapoints of the devices that are there, each installation's own", () => {
  const directory = new DeviceDirectory();
  const point = { installation: "home", device: "xt2", datapoint: 3000 };
  assert.equal(directory.describe(point), undefined);
  directory.set("home", devices("xt1 xt2"));
  directory.set("cabin", devices("xt1"));
  assert.equal(directory.describe(point)?.key, "battery_voltage");
  assert.equal(directory.find("home", "xt2", "battery_voltage")?.number, 3000);
  assert.equal(directory.find("home", "xt2", "nonsense"), undefined);
  assert.equal(directory.find("cabin", "xt2", "battery_voltage"), undefined);
  directory.set("home", devices("xt1"));
  assert.equal(directory.describe(point), undefined, "the device is gone");
  assert.equal(
    directory.describe({ ...point, installation: "cabin", device: "xt1" })?.number,
    3000,
  );
  assert.deepEqual(directory.devicesOf("home").map(({ name }) => name), ["xt1"]);
  assert.deepEqual(directory.devicesOf("nowhere"), []);
});
