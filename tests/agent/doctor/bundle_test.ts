import { stringify } from "yaml";
import assert from "node:assert/strict";
import { bundleOf } from "../../../agent/doctor/bundle/bundle.ts";
import { Redactor } from "../../../agent/doctor/bundle/redactor.ts";
import type { Secret } from "../../../agent/doctor/bundle/secret.ts";
import { secretsOf } from "../../../agent/doctor/bundle/secrets_of.ts";
import { tarOf } from "../../../agent/doctor/bundle/tar.ts";
import type { CaptureRecord } from "../../../protocol/capture.ts";
import { encodeFrame } from "../../../protocol/frame.ts";
import { encodeGuid, guidProperty } from "../../../protocol/guid.ts";
import { userInfoValue } from "../../../protocol/object.ts";
import { encodeResponse } from "../../../protocol/service.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";

const FID = "1A2B3C4D";
const GUID = "0B1BD03ABA32C9586135354C407D3D28";
const PASSWORD = 'sun"flower §7';
const secrets: readonly Secret[] = [
  { kind: "text", value: PASSWORD, substitute: "<password>" },
  { kind: "text", value: "pw", substitute: "<password>" },
  { kind: "text", value: "villa.example.org", substitute: "<host 1>" },
  { kind: "serial", value: FID, substitute: "<serial a>" },
  { kind: "serial", value: GUID, substitute: "<serial b>" },
];

const utf8 = (text: string) => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const msb = encodeValue("float", 0x1A2B);
const lsb = encodeValue("float", 0x3C4D);
const spaced = (bytes: Uint8Array) => bytes.toHex().toUpperCase().match(/../g)!.join(" ");

/** What a secret may look like, beside what stands there instead. */
const Disguises: Readonly<Record<string, readonly string[]>> = {
  "a password": [
    PASSWORD,
    JSON.stringify(PASSWORD),
    JSON.stringify(JSON.stringify(PASSWORD)),
    'sun\\"flower \\u00a77',
    encodeURIComponent(PASSWORD),
    "sun%22flower+%c2%a77",
    PASSWORD.toUpperCase(),
    utf8(PASSWORD).toHex(),
    spaced(utf8(PASSWORD)),
    base64(utf8(PASSWORD)),
    base64(utf8(`x${PASSWORD}y`)),
    base64(utf8(`xy${PASSWORD}z`)),
  ],
  "a serial number": [
    FID,
    FID.toLowerCase(),
    `studer_${FID}`,
    String(parseInt(FID, 16)),
    "4d3c2b1a",
    "4D:3C:2B:1A",
    base64(Uint8Array.of(0x4D, 0x3C, 0x2B, 0x1A)),
    msb.toHex(),
    lsb.toHex().toUpperCase(),
    spaced(lsb),
    base64(msb),
    base64(lsb),
  ],
  "a GUID": [
    GUID,
    GUID.toLowerCase(),
    encodeGuid(GUID).toHex(),
    spaced(encodeGuid(GUID)),
    base64(encodeGuid(GUID)),
  ],
};

for (const [what, disguises] of Object.entries(Disguises)) {
  Deno.test(`Redactor takes out ${what} in every form`, () => {
    const redactor = new Redactor(secrets);
    for (const form of disguises) {
      const text = redactor.redact(`before ${form} after, and:${form}`);
      assert.ok(!text.toLowerCase().includes(form.toLowerCase()), `${form}: ${text}`);
      assert.match(text, /^before .*after, and:/);
      assert.ok(!redactor.leaks(text));
    }
  });
}

Deno.test("Redactor takes out a secret with ${ as a configuration writes it", () => {
  const redactor = new Redactor([{ kind: "text", value: "a${b}c", substitute: "<password>" }]);
  assert.equal(redactor.redact("password: a$${b}c"), "password: <password>");
  const quoted = new Redactor([{ kind: "name", value: `"d': \${e}`, substitute: "<name>" }]);
  assert.equal(quoted.redact(stringify({ name: `"d': $\${e}` })), 'name: "<name>"\n');
});

Deno.test("A report tells a serial number that looks like any other number", () => {
  const serialNumbers = ["1234567", "7654321"];
  const known = { config: undefined, hostName: "pi", userName: undefined, serialNumbers };
  const redactor = new Redactor(secretsOf(known));
  const text = redactor.redact("xt1 1234567, vt1 7654321, xt1 1234567");
  assert.equal(text, "xt1 <device 1>, vt1 <device 2>, xt1 <device 1>");
});

Deno.test("Redactor takes a short secret for one only where it is a word", () => {
  const text = new Redactor(secrets).redact("pw: pw, spw and pwd stay");
  assert.equal(text, "<password>: <password>, spw and pwd stay");
});

Deno.test("Redactor takes out what looks like somebody's, the same by the same name", () => {
  const redactor = new Redactor([]);
  for (
    const [text, expected] of [
      [
        "from 192.168.1.20 to 81.13.7.9, 192.168.1.20",
        "from <address 1> to <address 2>, <address 1>",
      ],
      ["the host 192.168.1.20.", "the host <address 1>."],
      ["listening on 127.0.0.1:8080 and 0.0.0.0", "listening on 127.0.0.1:8080 and 0.0.0.0"],
      [
        "[2001:db8::7]:1883 and fe80::1:2:3 and [::1]",
        "[<address 3>]:1883 and <address 4> and [::1]",
      ],
      ["00:90:E8:12:34:56", "<mac 1>"],
      ["mqtt://rosa:secret@broker and mqtt://mine", "mqtt://<user 1>@<host 1> and mqtt://mine"],
      ['"rosa:se/cr@t@broker:1883"; write', '"<user 2>@<host 1>:1883"; write'],
      ["mqtt://a:b/c@broker", "mqtt://<user 3>@<host 1>"],
      ["at mqtt://broker:1883 from a@b.example", "at mqtt://broker:1883 from a@b.example"],
      ["/home/rosa/agent.config.yaml", "/home/<user 4>/agent.config.yaml"],
      ["/media/rosa/USB", "/media/<user 4>/USB"],
      [
        "/mnt/disk/home/rosa/a of file:///home/rosa",
        "/mnt/disk/home/<user 4>/a of file:///home/<user 4>",
      ],
      ["EnvironmentFile=-/home/rosa/a", "EnvironmentFile=-/home/<user 4>/a"],
      ["studer/home/xt1/3000", "studer/home/xt1/3000"],
      [
        "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
        "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_<serial 1>-if00-port0",
      ],
      ["< AA 34 65 00 00 00 01 00 00 00 0E 00", "< <bytes 1>"],
      [
        "homeassistant/device/studer_9F3C01AA/config",
        "homeassistant/device/studer_<serial 2>/config",
      ],
      [
        "2026-06-21T10:00:00.000Z firmware 1.6.78, 12:34:56",
        "2026-06-21T10:00:00.000Z firmware 1.6.78, 12:34:56",
      ],
    ] as const
  ) assert.equal(redactor.redact(text), expected);
});

/** The files of an archive, unpacked by the system's own tar. */
async function unpacked(archive: ReadableStream<Uint8Array>): Promise<Map<string, string>> {
  await using directory = await temporaryDirectory();
  await Deno.writeFile(`${directory.path}/a.tar.gz`, archive);
  const { success, stderr } = await new Deno.Command("tar", {
    args: ["-xzf", "a.tar.gz"],
    cwd: directory.path,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const files = new Map<string, string>();
  const folder = `${directory.path}/studer-agent-report`;
  const walk = async (path: string) => {
    for await (const { name, isDirectory } of Deno.readDir(`${folder}/${path}`)) {
      if (isDirectory) await walk(`${path}${name}/`);
      else files.set(`${path}${name}`, await Deno.readTextFile(`${folder}/${path}${name}`));
    }
  };
  await walk("");
  return files;
}

Deno.test("bundleOf() writes an archive that tar unpacks, without a secret in any file or form", async () => {
  const answer = (
    source: number,
    property: Parameters<typeof encodeResponse>[0]["property"],
    data: Uint8Array,
  ) =>
    encodeFrame({
      flags: 0,
      source,
      destination: 77,
      data: encodeResponse({ service: 1, property, ok: true, data }),
    });
  const frames = [
    answer(101, userInfoValue(3156), msb),
    answer(101, userInfoValue(3157), lsb),
    answer(501, guidProperty, encodeGuid(GUID)),
  ];
  const records = frames.map((bytes, at): CaptureRecord => ({ at, to: "agent", bytes }));
  const everything = Object.values(Disguises).flat();
  const texts = new Map([
    ["log.txt", everything.join("\n")],
    [`state/devices-${FID}.json`, JSON.stringify({ everything, frames: frames.map(spaced) })],
  ]);
  const archive = bundleOf(
    {
      texts,
      capture: { head: { agentVersion: "0", link: "serial", date: "", redacted: false }, records },
    },
    new Redactor(secrets),
    Date.UTC(2026, 5, 21),
  );
  const files = await unpacked(archive);
  assert.deepEqual([...files.keys()].sort(), [
    "README.txt",
    "capture.jsonl",
    "log.txt",
    "state/devices-<serial a>.json",
  ]);
  for (const [name, text] of files) {
    for (const form of everything) {
      assert.ok(!text.toLowerCase().includes(form.toLowerCase()), `${name} holds ${form}`);
    }
  }
});

Deno.test("bundleOf() leaves a file out that would still hold a secret, and says so", async () => {
  const bytes = utf8(`AAAA${PASSWORD}`);
  const capture = {
    head: { agentVersion: PASSWORD, link: "serial", date: "", redacted: false },
    records: [{ at: 0, to: "agent", bytes } as const],
  };
  const files = await unpacked(
    bundleOf({ texts: new Map(), capture }, new Redactor(secrets), 0),
  );
  assert.deepEqual([...files.keys()], ["README.txt"]);
  assert.match(
    files.get("README.txt")!,
    /Left out, since a secret was left in them: capture\.jsonl/,
  );
});

Deno.test("bundleOf() leaves nothing out because a secret is the word that stands in its place", async () => {
  const redactor = new Redactor([
    { kind: "text", value: "password", substitute: "<password>" },
    { kind: "text", value: "user", substitute: "<user>" },
    { kind: "text", value: "address", substitute: "<host 1>" },
  ]);
  const texts = new Map([["log.txt", "user: user, password: password, at address 10.0.0.7"]]);
  const files = await unpacked(bundleOf({ texts, capture: undefined }, redactor, 0));
  assert.deepEqual([...files.keys()].sort(), ["README.txt", "log.txt"]);
  assert.doesNotMatch(files.get("log.txt")!, /(?<!<)(?:password|user|address)|10\.0/);
});

Deno.test("bundleOf() leaves no half of a secret where a long text loses its beginning", async () => {
  const text = PASSWORD.repeat(2) + "x".repeat(2_000_000 - 5);
  const redactor = new Redactor(secrets);
  const files = await unpacked(
    bundleOf({ texts: new Map([["log.txt", text]]), capture: undefined }, redactor, 0),
  );
  assert.match(files.get("log.txt")!, /^word>x/);
});

Deno.test("bundleOf() holds the state of an installation with the longest name", async () => {
  const name = `state/devices-${"z".repeat(64)}.json`;
  const texts = new Map([[name, "{}"]]);
  const files = await unpacked(
    bundleOf({ texts, capture: undefined }, new Redactor([]), 0),
  );
  assert.equal(files.get(name), "{}");
});

Deno.test("tarOf() refuses a name that the format cannot hold", () => {
  for (const name of ["a".repeat(101), `${"a".repeat(156)}/b`]) {
    assert.throws(() => [...tarOf([{ name, length: 0, pieces: [] }], 0)], RangeError);
  }
});
