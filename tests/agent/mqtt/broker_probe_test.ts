import assert from "node:assert/strict";
import { createServer } from "node:tls";
import type { AddressInfo, Socket } from "node:net";
import {
  type BrokerProbeDependencies,
  type BrokerSettings,
  probeBroker,
} from "../../../agent/mqtt/broker_probe.ts";
import { type BrokerVerdict, brokerVerdictText } from "../../../agent/mqtt/broker_verdict.ts";
import { startEmbeddedBroker } from "../../../agent/mqtt/embedded_broker.ts";
import { systemClock } from "../../../agent/system_clock.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import {
  makeCertificates,
  makePasswordFile,
  mosquittoTest,
  startMosquitto,
} from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";
import { observe, RecordingLog, serverThat } from "./parts.ts";

/** Waits are twenty times as short: a peer in this process answers within them. */
const hasty = fastClock(20);

function probe(
  settings: BrokerSettings,
  dependencies: Partial<BrokerProbeDependencies> = {},
): Promise<BrokerVerdict> {
  const signal = new AbortController().signal;
  return probeBroker(settings, { clock: systemClock, signal, clientId: "probe", ...dependencies });
}

mosquittoTest("probeBroker() finds a broker well, and leaves nothing behind there", async () => {
  const mosquitto = await startMosquitto();
  const url = `mqtt://localhost:${mosquitto.port}`;
  assert.deepEqual(await probe({ url, topic: "studer/agent/probe/status" }), {
    kind: "ok",
    version: "5",
  });
  {
    await using observer = await observe(url, "#");
    observer.publish("end", "");
    await until(() => observer.messages.length > 0, "the end");
    assert.deepEqual(observer.messages.map(({ topic }) => topic), ["end"]);
  }
  await mosquitto.stop();
});

Deno.test("probeBroker() takes a broker that speaks MQTT 3.1.1 only, and tells its wrong password", async () => {
  const log = new RecordingLog();
  const credentials = { username: "agent", password: "right" };
  const broker = await startEmbeddedBroker({ listen: "127.0.0.1", port: 0, log, ...credentials });
  const { url } = broker;
  assert.deepEqual(await probe({ url, ...credentials }), { kind: "ok", version: "3.1.1" });
  assert.deepEqual(await probe({ url, ...credentials, password: "wrong" }), {
    kind: "bad_credentials",
  });
  await broker.close();
});

mosquittoTest(
  "probeBroker() tells no user from a wrong one, and from one who may not publish",
  async () => {
    const passwords = await makePasswordFile("agent", "right");
    const rights = await Deno.makeTempFile();
    await Deno.writeTextFile(rights, "user agent\ntopic write studer/#\n");
    const mosquitto = await startMosquitto({
      listener: ["allow_anonymous false", `password_file ${passwords}`, `acl_file ${rights}`],
    });
    const url = `mqtt://127.0.0.1:${mosquitto.port}`;
    const user = { url, username: "agent", password: "right" };
    const what = async (settings: BrokerSettings) => {
      const verdict = await probe(settings);
      return verdict.kind === "not_authorised" ? verdict.what : verdict.kind;
    };
    assert.equal(await what({ url }), "anonymous");
    assert.equal(await what({ ...user, password: "wrong" }), "user");
    assert.equal(await what({ ...user, topic: "studer/agent/probe/status" }), "ok");
    assert.equal(await what({ ...user, topic: "other/agent/probe/status" }), "publish");
    await mosquitto.stop();
    await Deno.remove(passwords);
    await Deno.remove(rights);
  },
);

mosquittoTest("probeBroker() tells certificates apart, and TLS from none", async () => {
  const certificates = await makeCertificates();
  const { directory, ca, clientCert: cert, clientKey: key } = certificates;
  await certificates.sign("wrong", "/CN=other", "subjectAltName=DNS:other.example\n");
  await certificates.sign("old", "/CN=localhost", "subjectAltName=DNS:localhost\n", -1);
  const broker = (name: string, ...lines: string[]) =>
    startMosquitto({
      listener: [
        "allow_anonymous true",
        `cafile ${directory}/ca.crt`,
        `certfile ${directory}/${name}.crt`,
        `keyfile ${directory}/${name}.key`,
        ...lines,
      ],
    });
  const trouble = async (name: string, tls?: BrokerSettings["tls"], ...lines: string[]) => {
    const mosquitto = await broker(name, ...lines);
    const verdict = await probe({
      url: `mqtts://localhost:${mosquitto.port}`,
      ...(tls && { tls }),
    });
    await mosquitto.stop();
    return verdict.kind === "tls" ? verdict.trouble : verdict.kind;
  };
  assert.equal(await trouble("server", { ca }), "ok");
  assert.equal(await trouble("server"), "unknown_authority");
  assert.equal(await trouble("ca"), "self_signed");
  assert.equal(await trouble("wrong", { ca }), "wrong_host");
  assert.equal(await trouble("old", { ca }), "expired");
  const demanding = "require_certificate true";
  assert.equal(await trouble("server", { ca }, demanding), "certificate_wanted");
  assert.equal(await trouble("server", { ca, cert, key }, demanding), "ok");

  const secure = await broker("server");
  assert.deepEqual(await probe({ url: `mqtt://localhost:${secure.port}` }), stranger("tls"));
  await secure.stop();
  const plain = await startMosquitto();
  for (const scheme of ["mqtts", "ws", "wss"]) {
    const url = `${scheme}://localhost:${plain.port}`;
    assert.deepEqual(await probe({ url }), stranger("plain"), scheme);
  }
  await plain.stop();
  await Deno.remove(directory, { recursive: true });
});

/** Answers a browser's question as a web server does, and nothing else. */
function webServer(socket: Socket): void {
  socket.on("data", (bytes) => {
    if (bytes.toString().startsWith("GET ")) socket.end("HTTP/1.0 404 Not Found\r\n\r\n");
  });
}

const strangers: readonly [string, (socket: Socket) => void, string, BrokerVerdict][] = [
  [
    "a web server that answers at once",
    (socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    "mqtt",
    stranger("http"),
  ],
  [
    "a web server that answers nonsense by a bare page, as old ones do",
    (socket) => socket.once("data", () => socket.end('<!DOCTYPE HTML>\n<html lang="en">')),
    "mqtt",
    stranger("http"),
  ],
  ["a web server that waits for a question", webServer, "mqtt", stranger("http")],
  ["a web server without MQTT", webServer, "ws", stranger("http")],
  ["a web server where TLS was wanted", webServer, "mqtts", stranger("http")],
  ["silence", () => {}, "mqtt", stranger("silence")],
  ["silence where TLS was wanted", () => {}, "mqtts", stranger("silence")],
  ["somebody who hangs up", (socket) => socket.destroy(), "mqtt", stranger("closed")],
  [
    "an SSH server",
    (socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n"),
    "mqtt",
    stranger("other", '"SSH-2.0-OpenSSH_"'),
  ],
  [
    "noise",
    (socket) => socket.write(new Uint8Array(100_000).fill(0xee)),
    "mqtt",
    stranger("other", Array(16).fill("ee").join(" ")),
  ],
];
for (const [what, behaviour, scheme, verdict] of strangers) {
  Deno.test(`probeBroker() recognizes ${what} behind ${scheme}://`, async () => {
    await using server = await serverThat(behaviour);
    const url = `${scheme}://127.0.0.1:${server.port}`;
    assert.deepEqual(await probe({ url }, { clock: hasty }), verdict);
  });
}

Deno.test("probeBroker() tells a web server with TLS from a broker with TLS", async () => {
  const certificates = await makeCertificates();
  const { directory } = certificates;
  const server = createServer({
    key: await Deno.readTextFile(`${directory}/server.key`),
    cert: await Deno.readTextFile(`${directory}/server.crt`),
  }, webServer).on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const verdict = await probe({ url: `mqtt://127.0.0.1:${port}` }, { clock: hasty });
  assert.deepEqual(verdict, stranger("http"));
  await new Promise((resolve) => server.close(resolve));
  await Deno.remove(directory, { recursive: true });
});

Deno.test("probeBroker() tells where nobody listens, and names that do not exist", async () => {
  assert.deepEqual(await probe({ url: `mqtt://127.0.0.1:${await freePort()}` }), {
    kind: "refused",
  });
  // However long the resolver takes to say so.
  const clock = new ManualClock();
  const { kind } = await probe({ url: "mqtt://no-such-host.invalid" }, { clock });
  assert.equal(kind, "name_not_found");
});

Deno.test("probeBroker() ends at once where it is aborted", async () => {
  await using server = await serverThat(() => {});
  const stop = new AbortController();
  const probing = probe({ url: `mqtt://127.0.0.1:${server.port}` }, { signal: stop.signal });
  stop.abort();
  await probing;
});

Deno.test("brokerVerdictText() is one sentence with a remedy for whatever went wrong", () => {
  const verdicts: readonly [BrokerVerdict, RegExp][] = [
    [{ kind: "refused" }, /nobody listens at that port; start the broker/],
    [{ kind: "unreachable", code: "ENETUNREACH" }, /ENETUNREACH\); check/],
    [{ kind: "timeout" }, /does not answer; check/],
    [{ kind: "name_not_found", known: true }, /no host of that name; correct it/],
    [{ kind: "name_not_found", known: false }, /cannot be resolved; check the network/],
    [{ kind: "tls", trouble: "expired", detail: "" }, /expired .*; renew it/],
    [{ kind: "tls", trouble: "other", detail: "no cipher" }, /TLS failed \(no cipher\); check/],
    [{ kind: "bad_credentials" }, /user name or password; correct/],
    [{ kind: "not_authorised", what: "anonymous" }, /without a user; give mqtt.username/],
    [{ kind: "not_authorised", what: "publish" }, /does not let it publish; allow/],
    [{ kind: "not_mqtt", looksLike: "http", greeting: "" }, /a web server answers.*; correct/],
    [{ kind: "not_mqtt", looksLike: "other", greeting: "ee" }, /answers \(ee\); correct/],
  ];
  for (const [verdict, pattern] of verdicts) {
    assert.match(brokerVerdictText(verdict), pattern);
    assert.doesNotMatch(brokerVerdictText(verdict), /\n|\.$/);
  }
  assert.equal(brokerVerdictText({ kind: "ok", version: "5" }), "it answers (MQTT 5)");
});

function stranger(
  looksLike: Extract<BrokerVerdict, { kind: "not_mqtt" }>["looksLike"],
  greeting = "",
): BrokerVerdict {
  return { kind: "not_mqtt", looksLike, greeting };
}
