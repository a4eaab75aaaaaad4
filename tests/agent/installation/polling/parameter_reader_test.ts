import assert from "node:assert/strict";
import type { Level } from "../../../../protocol/catalogue/datapoint.ts";
import { Levels } from "../../../../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../../../../protocol/catalogue/lookup.ts";
import { ErrorCode } from "../../../../protocol/error_code.ts";
import { ObjectType, ParameterProperty, parameterProperty } from "../../../../protocol/object.ts";
import { readRequest, writeRequest } from "../../../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../../../protocol/value.ts";
import { type Asked, refusalOf } from "../../../support/gateway_script.ts";
import {
  type SimulatedInstallation,
  withInstallation,
} from "../../../support/simulated_installation.ts";

const XT1 = 101;
const CHARGE_CURRENT = 1138;
const HOUR_SECONDS = 3600;

for (const level of ["basic", "expert"] as const) {
  Deno.test(`Installation reads every parameter up to the level ${level} at the start, and no other`, async () => {
    await withInstallation({ scenario: "house", parameters: level }, async (home) => {
      await home.advance(60);
      for (const { name, family } of home.gateway.installation.devices) {
        for (const datapoint of datapointsOf(family)) {
          if (datapoint.kind !== "parameter") continue;
          const wanted = isUpTo(datapoint.level, level) && datapoint.format !== undefined &&
            datapoint.encoding !== "signal";
          const reading = home.reading(name, datapoint.number);
          assert.equal(reading !== undefined, wanted, `${name}/${datapoint.key}`);
          assert.equal(reading?.attributes?.error, undefined, `${name}/${datapoint.key}`);
        }
      }
    });
  });
}

Deno.test("Installation reads no parameter where none are wanted", async () => {
  await withInstallation({ scenario: "house" }, async (home) => {
    await home.advance(60);
    assert.ok(home.line.sent.every((asked) => !isParameter(asked) || asked.destination === 501));
  });
});

Deno.test("Installation reads each parameter every hour, not more often", async () => {
  await withInstallation({ scenario: "cabin", parameters: "basic" }, async (home) => {
    await home.advance(10);
    const flashReads = () =>
      home.line.sent.filter((asked) =>
        asked.destination === XT1 && asked.request.property.objectId === CHARGE_CURRENT &&
        asked.request.property.propertyId === ParameterProperty.value
      ).length;
    assert.equal(flashReads(), 1);
    await home.advance(HOUR_SECONDS - 20);
    assert.equal(flashReads(), 1);
    await home.advance(30);
    assert.equal(flashReads(), 2);
  });
});

Deno.test("Installation tells the value in force, and the one in flash and the device's limits beside it", async () => {
  await withInstallation({ scenario: "house", parameters: "expert" }, async (home) => {
    await home.advance(60);
    const before = home.reading("xt1", CHARGE_CURRENT)!;
    const [flash, min, max] = await Promise.all(
      (["value", "min", "max"] as const).map((property) => ask(home, property)),
    );
    assert.equal(before.value, flash);
    assert.deepEqual(before.attributes, { flash, min, max });

    await write(home, flash! - 10);
    await home.advance(HOUR_SECONDS);
    const after = home.reading("xt1", CHARGE_CURRENT)!;
    assert.equal(after.value, flash! - 10);
    assert.deepEqual(after.attributes, { flash, differs: true, min, max });
    assert.equal(
      home.reading("xt2", CHARGE_CURRENT)?.value,
      flash,
      "the other inverter is another",
    );
  });
});

Deno.test("Installation takes the limits from the device: a 24 V battery's are not the table's", async () => {
  await withInstallation({ scenario: "cabin", parameters: "expert" }, async (home) => {
    await home.advance(60);
    const { min, max } = home.reading("xt1", 1108)!.attributes as { min: number; max: number };
    assert.ok(min >= 17 && max < 37, `${min} to ${max} V`);
  });
});

Deno.test("Installation reads a device's limits once, and again where another device stands in its place", async () => {
  await withInstallation({ scenario: "cabin", parameters: "basic" }, async (home) => {
    await home.advance(10);
    const limitReads = () =>
      home.line.sent.filter(({ destination, request: { property } }) =>
        destination === XT1 && property.objectId === CHARGE_CURRENT &&
        property.propertyId === ParameterProperty.max
      ).length;
    assert.equal(limitReads(), 1);
    await home.advance(2 * HOUR_SECONDS);
    assert.equal(limitReads(), 1);
    home.gateway.restartGateway();
    await home.advance(HOUR_SECONDS + 60);
    assert.equal(limitReads(), 2);
  });
});

Deno.test("Installation takes the flash value for the value in force where the firmware knows no other", async () => {
  const refuseRam = (asked: Asked) =>
    isParameter(asked) && asked.request.property.propertyId === ParameterProperty.unsavedValue
      ? [refusalOf(asked, ErrorCode.PROPERTY_NOT_SUPPORTED)]
      : undefined;
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = refuseRam;
  };
  await withInstallation({ scenario: "house", parameters: "basic", prepare }, async (home) => {
    await home.advance(60);
    const { value, attributes } = home.reading("xt1", CHARGE_CURRENT)!;
    assert.equal(value, await ask(home, "value"));
    assert.equal(attributes?.differs, undefined);
    assert.ok(home.installation.isPresent("xt1"));
  });
});

Deno.test("Installation parks a parameter that the device refuses, and tells why", async () => {
  const prepare = ({ line }: SimulatedInstallation) => {
    line.answerInstead = (asked) =>
      isParameter(asked) && asked.request.property.objectId === CHARGE_CURRENT
        ? [refusalOf(asked, ErrorCode.ACCESS_DENIED)]
        : undefined;
  };
  await withInstallation({ scenario: "cabin", parameters: "basic", prepare }, async (home) => {
    await home.advance(1800);
    const { value, attributes } = home.reading("xt1", CHARGE_CURRENT)!;
    assert.equal(value, null);
    assert.deepEqual(attributes, { error: "ACCESS_DENIED" });
    const asked = home.line.sent.filter(({ request }) =>
      request.property.objectId === CHARGE_CURRENT
    );
    assert.equal(asked.length, 1);
  });
});

Deno.test("Installation keeps the fast infos going while it reads hundreds of parameters", async () => {
  await withInstallation({ scenario: "house", parameters: "qsp", delayMs: 30 }, async (home) => {
    const times: number[] = [];
    home.values.listen((readings) => {
      for (const { point, at } of readings) {
        if (point.device === "xt1" && point.datapoint === 3136) times.push(at);
      }
    });
    await home.advance(60);
    const gaps = times.map((at, i) => at - (times[i - 1] ?? at));
    assert.ok(times.length >= 28 && Math.max(...gaps) < 4100, `${times}`);
  });
});

async function ask(
  { installation }: SimulatedInstallation,
  property: keyof typeof ParameterProperty,
): Promise<number> {
  const request = readRequest(parameterProperty(CHARGE_CURRENT, property));
  return decodeValue("float", await installation.request(XT1, request, "command"));
}

/** As another program would: to RAM only. */
async function write({ installation }: SimulatedInstallation, value: number): Promise<void> {
  const property = parameterProperty(CHARGE_CURRENT, "unsavedValue");
  const request = writeRequest(property, encodeValue("float", value));
  await installation.request(XT1, request, "command");
}

function isParameter({ request }: Asked): boolean {
  return request.property.objectType === ObjectType.parameter;
}

function isUpTo(level: Level, highest: Level): boolean {
  return Levels.indexOf(level) <= Levels.indexOf(highest);
}
