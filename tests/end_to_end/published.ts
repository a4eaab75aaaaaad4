import assert from "node:assert/strict";
import type { UserInfo } from "../../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../../protocol/catalogue/lookup.ts";
import type { RunningSimulator } from "../../simulator/main.ts";
import { until } from "../support/until.ts";
import type { Listener } from "./listener.ts";

/** A sensor that is not connected reads about this (field notes). */
const NO_SENSOR = 32767;

/** Waits until every info of every device was heard of. */
export async function heardOfEverything(
  { newest }: Listener,
  { gateway }: RunningSimulator,
  installation: string,
): Promise<void> {
  const topics = gateway.installation.devices.flatMap(({ name, family }) =>
    infosOf(family).map(({ key }) => `studer/${installation}/${name}/${key}`)
  );
  topics.push(`studer/${installation}/system/self_consumption_today`);
  await until(() => topics.every((topic) => newest.has(topic)), `all values of ${installation}`);
}

/** Compares what was published of every info with what the simulator knows. */
export function assertTrue(
  { gateway }: RunningSimulator,
  published: ReadonlyMap<string, string>,
  installation: string,
): void {
  for (const { name, family } of gateway.installation.devices) {
    for (const info of infosOf(family)) {
      const topic = `studer/${installation}/${name}/${info.key}`;
      const payload = published.get(topic);
      const truth = Math.fround(gateway.readInfo(name, info.number));
      assert.ok(payload !== undefined, topic);
      if (Number.isNaN(truth) || (info.unit === "°C" && truth >= NO_SENSOR)) {
        assert.equal(payload, "None", topic);
      } else if (info.options.length > 0) {
        const { number } = JSON.parse(published.get(`${topic}/attributes`) ?? "{}");
        assert.equal(number, truth, topic);
      } else {
        assert.ok(!Object.is(Number(payload), -0), `${topic} is ${payload}`);
        assert.equal(Math.fround(Number(payload)), truth, topic);
      }
    }
  }
}

function infosOf(family: Parameters<typeof datapointsOf>[0]): UserInfo[] {
  return datapointsOf(family).filter((datapoint) => datapoint.kind === "info");
}

/** Which devices Home Assistant is told of, by their ids. */
export function discoveryIds(published: ReadonlyMap<string, string>): ReadonlySet<string> {
  const topics = [...published].filter(([topic, payload]) =>
    /^homeassistant\/device\/[^/]+\/config$/.test(topic) && payload !== ""
  );
  return new Set(topics.map(([topic]) => topic.split("/")[2]!));
}
