import assert from "node:assert/strict";
import {
  BROADCAST_ADDRESS,
  DeviceClasses,
  deviceNamed,
  devicesOf,
  GATEWAY_ADDRESS,
  multicastNamed,
} from "../../protocol/address.ts";

Deno.test("deviceNamed() knows every device of specification 3.5 by name", () => {
  const addresses = (prefix: string, first: number, count: number): [string, number][] =>
    Array.from({ length: count }, (_, i) => [`${prefix}${i + 1}`, first + i]);
  const expected: [string, number][] = [
    ...addresses("xt", 101, 9),
    ...addresses("l", 191, 3),
    ...addresses("vt", 301, 15),
    ...addresses("vs", 701, 15),
    ["bsp", 601],
    ["bms", 601],
    ["xcom", 501],
  ];
  assert.deepEqual(
    DeviceClasses.flatMap(devicesOf).map(({ name, address }) => [name, address]),
    expected,
  );
  for (const [name, address] of expected) {
    assert.equal(deviceNamed(name)?.address, address, name);
    assert.equal(deviceNamed(name)?.name, name);
  }
});

Deno.test("deviceNamed() knows a device's family and number", () => {
  assert.deepEqual(deviceNamed("l2"), { name: "l2", family: "xt", address: 192, index: 2 });
  assert.deepEqual(deviceNamed("vs15"), { name: "vs15", family: "vs", address: 715, index: 15 });
  assert.equal(deviceNamed("bsp")?.family, "bsp");
  assert.equal(deviceNamed("bms")?.family, "bms");
  assert.deepEqual(deviceNamed("xcom"), {
    name: "xcom",
    family: "rcc",
    address: GATEWAY_ADDRESS,
    index: 1,
  });
});

Deno.test("deviceNamed() knows no other name", () => {
  for (const name of ["", "xt", "xt0", "xt10", "l4", "vt16", "vs16", "bsp1", "XT1", "system"]) {
    assert.equal(deviceNamed(name), undefined, name);
  }
});

Deno.test("multicastNamed() reaches all devices of a class that can have several", () => {
  const address = (name: string) => multicastNamed(name)?.address;
  assert.equal(address("xt"), 100);
  assert.equal(address("vt"), 300);
  assert.equal(address("vs"), 700);
  for (const name of ["l", "bsp", "bms", "xcom", "xt1", ""]) {
    assert.equal(multicastNamed(name), undefined, name);
  }
  assert.equal(multicastNamed("xt")?.index, 0);
});

Deno.test("DeviceClasses have the multicast addresses of specification 3.5", () => {
  assert.deepEqual(DeviceClasses.map(({ prefix, multicast }) => [prefix, multicast]), [
    ["xt", 100],
    ["l", undefined],
    ["vt", 300],
    ["vs", 700],
    ["bsp", 600],
    ["bms", 600],
    ["xcom", 500],
  ]);
});

Deno.test("BROADCAST_ADDRESS is nobody's own", () => {
  assert.equal(BROADCAST_ADDRESS, 0);
  assert.ok(DeviceClasses.flatMap(devicesOf).every(({ address }) => address !== BROADCAST_ADDRESS));
});
