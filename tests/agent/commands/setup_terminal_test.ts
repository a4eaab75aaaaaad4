import assert from "node:assert/strict";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { startOnPty } from "../../support/command_on_pty.ts";
import { freePort } from "../../support/free_port.ts";
import { mosquittoTest } from "../../support/mosquitto.ts";
import { ALONE } from "./setup_context.ts";
import { plantWithBroker } from "./setup_plant.ts";

/** What is asked of somebody who has nothing yet, whose broker wants a user, and what he types. */
const Dialogue: readonly (readonly [question: RegExp, keys: string])[] = [
  [/Number \[1\]: /, "\r"],
  [/plant called\? \[Home\]: /, "Hütte\r"],
  [/MQTT topics.*\[hutte\]: /, "\r"],
  [/Time zone.*\]: /, "Europe/Zurich\r"],
  [/MQTT broker, as .*\]: /, "BROKER\r"],
  [/User at the broker: /, "agent\r"],
  [/Password: /, "right\r"],
  [/Home Assistant.*\[Y\/n\]: /, "n\r"],
  [/Write it\? \[Y\/n\]: /, "\r"],
];

mosquittoTest(
  "setup asks, writes at the end what was answered, and hides the password",
  async () => {
    await using directory = await temporaryDirectory();
    await using plant = await plantWithBroker(directory.path);
    const file = `${directory.path}/agent.config.yaml`;
    {
      await using command = startOnPty(["setup", "--config", file, ...ALONE, plant.pty]);
      for (const [question, keys] of Dialogue) {
        await command.sees(question);
        await command.type(keys.replace("BROKER", plant.broker));
      }
      await command.sees(/First values:/);
      await command.sees(/xt1 +Battery voltage +[\d.]+ V/);
      assert.equal(await command.ended, 0);
      assert.doesNotMatch(command.screen, /right/);
      assert.match(command.screen, /lets nobody in without a user/);
      assert.match(command.screen, /mqtt\.password: \(hidden\)/);
    }
    const text = await Deno.readTextFile(file);
    assert.match(text, /- id: hutte\n/);
    assert.match(text, /^ {4}name: Hütte$/m);
    assert.match(text, /^ {4}timeZone: Europe\/Zurich$/m);
    assert.match(text, /^ {2}password: right$/m);
    assert.match(text, /^ {2}discovery: false$/m);
    assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  },
);

mosquittoTest(
  "setup ends at Ctrl-C at every question with 130, and nothing is written",
  async () => {
    await using directory = await temporaryDirectory();
    await using plant = await plantWithBroker(directory.path);
    const file = `${directory.path}/agent.config.yaml`;
    for (const [last, [question]] of Dialogue.entries()) {
      await using command = startOnPty(["setup", "--config", file, ...ALONE, plant.pty]);
      for (const [earlier, keys] of Dialogue.slice(0, last)) {
        await command.sees(earlier);
        await command.type(keys.replace("BROKER", plant.broker));
      }
      await command.sees(question);
      await command.type("\x03");
      assert.equal(await command.ended, 130, `at ${question}`);
      assert.match(command.screen, /interrupted; nothing was written/);
      const names = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
      assert.deepEqual(names, ["gateway"], `at ${question}`);
    }
  },
);

Deno.test("setup ends at Ctrl-C while it looks for the gateway", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const port = String(await freePort());
  await using command = startOnPty([
    ...["setup", "--config", file, "--listen", "1h", "--listen-port", port],
    ...["--moxa-address", "127.0.0.1:9", "/dev/null"],
  ]);
  await command.sees(/Waiting for a Moxa/);
  await command.type("\x03");
  assert.equal(await command.ended, 130);
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
});

Deno.test("setup speaks the language of LANG", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const languages = [["fr_CH.UTF-8", /Aucune passerelle ne répond/], [
    "de_DE.UTF-8",
    /Kein Gateway antwortet/,
  ]] as const;
  for (const [lang, line] of languages) {
    await using command = startOnPty(["setup", "--config", file, ...ALONE, "/nonexistent/tty"], {
      env: { LANG: lang },
    });
    await command.sees(line);
    await command.type("\x03");
    assert.equal(await command.ended, 130);
  }
});
