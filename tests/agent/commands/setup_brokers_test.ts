import { deepStrictEqual } from "node:assert/strict";
import { brokersNearby } from "../../../agent/commands/setup/setup_brokers.ts";
import type { BrokerVerdict } from "../../../agent/mqtt/broker_verdict.ts";

Deno.test("brokersNearby() tells of who answers as a broker, and of nobody else", async () => {
  const nearby = (verdict: BrokerVerdict) =>
    brokersNearby(({ url }) =>
      Promise.resolve(url.includes("localhost") ? verdict : { kind: "timeout" })
    );
  const local = ["mqtt://localhost:1883"];
  deepStrictEqual(await nearby({ kind: "ok", version: "5" }), local);
  deepStrictEqual(await nearby({ kind: "not_authorised", what: "anonymous" }), local);
  deepStrictEqual(await nearby({ kind: "refused" }), []);
  deepStrictEqual(await nearby({ kind: "not_mqtt", looksLike: "http", greeting: "" }), []);
});
