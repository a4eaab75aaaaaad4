import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { ownAddresses } from "../../../agent/commands/setup/own_addresses.ts";
import { addressesOf } from "../../../agent/setup/broker_address.ts";
import { askAll } from "../../../agent/setup/dialogue.ts";
import { setup } from "../../../agent/setup/setup.ts";
import type { Base, Surroundings } from "../../../agent/setup/surroundings.ts";
import { Languages } from "../../../agent/setup/texts/languages.ts";
import type { Texts } from "../../../agent/setup/texts/texts.ts";
import { baseOf, unattended } from "./parts.ts";

const Shared = { "--share-broker": true, "--username": "me", "--password-file": "pw" } as const;
const Configured = "mqtt: { url: embedded, port: 1884, listen: 192.168.1.7, username: me, " +
  "password: pw }\ninstallations: [{ id: hut, link: { type: tcp, host: a, port: 1 } }]\n";
const Occupied: Partial<Surroundings> = { isPortTaken: (port) => port === 1883 };

/** All that the setup says, and the configuration that it writes; the former one where it does not. */
async function setUp(
  answers: Readonly<Record<string, string | boolean>>,
  texts: Texts = Languages.en,
  surroundings: Partial<Surroundings> = {},
  base: Base = baseOf(),
) {
  const { dialogue, said } = unattended(surroundings, answers, base);
  let written = base.text;
  await setup({ ...dialogue, texts }, {
    file: "/c.yaml",
    writeTrouble: () => undefined,
    parse: (text) => baseOf(text).config,
    write(text) {
      written = text;
      return { kind: "written", backup: undefined };
    },
  });
  return { said, mqtt: baseOf(written).config.mqtt };
}

for (const [language, texts] of Object.entries(Languages)) {
  Deno.test(`setup in ${language} tells by which address and port others reach the shared broker`, async () => {
    const ownAddresses = () => ["192.168.1.20", "10.0.0.2"];
    const line = texts.brokerReach(ownAddresses(), 1883);
    for (const part of ["192.168.1.20", "10.0.0.2", "1883"]) ok(line.includes(part), line);
    const { said } = await setUp({ "--broker": "embedded", ...Shared }, texts, { ownAddresses });
    ok(said.includes(line), said.join("\n"));
    const { said: again } = await setUp({}, texts, {}, baseOf(Configured, true));
    ok(again.includes(texts.brokerReach(["192.168.1.7"], 1884)), again.join("\n"));
    const { said: alone } = await setUp({ "--broker": "embedded" }, texts);
    ok(!alone.join("\n").includes("192.168.1.20"), alone.join("\n"));
  });

  Deno.test(`setup in ${language} offers another port where the broker's own one is taken`, async () => {
    await rejects(
      setUp({ "--broker": "embedded" }, texts, Occupied),
      { failure: "declined", message: /1883.*embedded:PORT/ },
    );
  });
}

Deno.test("setup lets the agent's own broker listen at another port where 1883 is taken", async () => {
  const { mqtt } = await setUp({ "--broker": "embedded:1884" }, Languages.en, Occupied);
  deepStrictEqual([mqtt.url, "port" in mqtt && mqtt.port], ["embedded", 1884]);
});

Deno.test("setup leaves the own broker's port where it is until another one is given", async () => {
  const base = baseOf(Configured, true);
  const portAfter = async (broker: string) => {
    const { mqtt } = await setUp({ "--broker": broker }, Languages.en, {}, base);
    return "port" in mqtt ? mqtt.port : undefined;
  };
  equal(await portAfter("embedded"), 1884);
  equal(await portAfter("embedded:1883"), 1883);
  equal(await portAfter("mqtt://a"), undefined);
});

Deno.test("askAll() looks whether a port is taken only where the agent does not listen there yet", async () => {
  const taken: Partial<Surroundings> = { isPortTaken: () => true };
  const answers = (broker: string) =>
    askAll(unattended(taken, { "--broker": broker }, baseOf(Configured, true)).dialogue);
  equal((await answers("embedded:1884")).broker.port, 1884);
  await rejects(answers("embedded:1885"), /1885/);
});

Deno.test("addressesOf() takes no port that there is not for the agent's own broker", () => {
  deepStrictEqual(
    ["embedded", " Embedded:1884 ", "embedded:0", "embedded:65536", "embedded:"].map(addressesOf),
    ["embedded", "embedded", undefined, undefined, undefined],
  );
});

Deno.test("ownAddresses() leaves out what no other machine reaches", () => {
  const at = (name: string, address: string, family: "IPv4" | "IPv6" = "IPv4") => ({
    name,
    address,
    family,
  });
  deepStrictEqual(
    ownAddresses([
      at("lo", "127.0.0.1"),
      at("eth0", "192.168.1.20"),
      at("eth0", "fe80::1", "IPv6"),
      at("wlan0", "169.254.3.4"),
      at("docker0", "172.17.0.1"),
      at("br-1a2b", "172.18.0.1"),
      at("br0", "10.0.0.2"),
    ]),
    ["192.168.1.20", "10.0.0.2"],
  );
});
