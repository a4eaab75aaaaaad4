import assert from "node:assert/strict";
import {
  type ConnectFailure,
  explainFailure,
  shownUrl,
  suggestsOlderVersion,
} from "../../../agent/mqtt/connect_failure.ts";

const errorWith = (code: string | undefined, message = "it went wrong"): ConnectFailure => ({
  kind: "error",
  code,
  message,
});

const explained: readonly [ConnectFailure, string, RegExp][] = [
  [{ kind: "refused", reasonCode: 1 }, "mqtt://a", /neither MQTT 5 nor 3.1.1; use one/],
  [{ kind: "refused", reasonCode: 2 }, "mqtt://a", /client id; change agent.id/],
  [{ kind: "refused", reasonCode: 4 }, "mqtt://a", /correct mqtt.username and mqtt.password/],
  [{ kind: "refused", reasonCode: 0x86 }, "mqtt://a", /correct mqtt.username and mqtt.password/],
  [{ kind: "refused", reasonCode: 0x87 }, "mqtt://a", /does not authorize this user; correct/],
  [{ kind: "refused", reasonCode: 0xff }, "mqtt://a", /with code 255; its log says why/],
  [errorWith("ECONNREFUSED"), "mqtt://a", /connection refused; start the broker/],
  [errorWith("ENOTFOUND"), "mqtt://a", /no such host; correct it in mqtt.url/],
  [errorWith("EHOSTUNREACH"), "mqtt://a", /cannot be reached; check/],
  [errorWith("ECONNRESET"), "mqtt://a", /reset; check that a broker listens there and not one/],
  [errorWith("ECONNRESET"), "mqtts://a", /reset; check that a broker with TLS listens there/],
  [errorWith("CERT_HAS_EXPIRED"), "mqtts://a", /expired; renew it, or set this machine's clock/],
  [errorWith("ERR_TLS_CERT_ALTNAME_INVALID"), "mqtts://a", /for another host; put the name/],
  [errorWith("DEPTH_ZERO_SELF_SIGNED_CERT"), "wss://a", /not trusted; .*mqtt.tls.caFile/],
  [errorWith("ERR_OTHER", "no\nshared cipher"), "mqtts://a", /TLS failed \(no shared cipher\); /],
  [errorWith(undefined), "ws://a", /the connection failed \(it went wrong\); check mqtt.url/],
  [{ kind: "closed" }, "mqtt://a", /closed without an answer; check/],
  [{ kind: "timeout", seconds: 10 }, "mqtts://a", /within 10 s; .* with TLS$/],
  [{ kind: "timeout", seconds: 10 }, "ws://a", /within 10 s; .* without TLS$/],
];
for (const [failure, url, line] of explained) {
  Deno.test(`explainFailure() says of ${JSON.stringify(failure)} what to do with ${url}`, () => {
    const text = explainFailure(failure, url);
    assert.match(text, line);
    assert.doesNotMatch(text, /\n|\.$/);
  });
}

Deno.test("explainFailure() cuts what others say", () => {
  assert.ok(explainFailure(errorWith(undefined, "x".repeat(10_000)), "mqtt://a").length < 400);
  const answer = new Uint8Array(10_000).fill(0xee);
  assert.ok(explainFailure({ kind: "not_mqtt", answer }, "mqtt://a").length < 200);
});

Deno.test("suggestsOlderVersion() is true where the broker may not know MQTT 5", () => {
  const connack = new Uint8Array([0x20, 2, 0, 1]);
  assert.ok(suggestsOlderVersion({ kind: "refused", reasonCode: 1 }));
  assert.ok(suggestsOlderVersion({ kind: "refused", reasonCode: 0x84 }));
  assert.ok(suggestsOlderVersion({ kind: "closed" }));
  assert.ok(suggestsOlderVersion(errorWith("ECONNRESET")));
  assert.ok(suggestsOlderVersion({ kind: "not_mqtt", answer: connack }));
  assert.ok(!suggestsOlderVersion({ kind: "refused", reasonCode: 5 }));
  assert.ok(!suggestsOlderVersion(errorWith("ECONNREFUSED")));
  assert.ok(!suggestsOlderVersion({ kind: "timeout", seconds: 10 }));
  assert.ok(!suggestsOlderVersion({ kind: "not_mqtt", answer: new Uint8Array([72, 84, 84, 80]) }));
});

Deno.test("shownUrl() leaves out user name and password", () => {
  assert.equal(shownUrl("mqtts://me:p@ss/word@host:8883"), "mqtts://host:8883");
  assert.equal(shownUrl("mqtt://host:1883"), "mqtt://host:1883");
  assert.equal(shownUrl("ws://me@host/path"), "ws://host/path");
});
