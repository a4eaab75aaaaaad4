import assert from "node:assert/strict";
import { agentAt, configText, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { run } from "./plant_context.ts";

type Link = Readonly<Record<string, string | number>>;

/** An agent that runs and could not open its line, or waits for a call; ended with the test. */
async function agentWithout(link: Link) {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory()).path;
  const text = configText(directory, {
    installations: [{ id: "home", link }],
    mqtt: { url: "embedded", port: 0 },
  });
  await Deno.writeTextFile(`${directory}/agent.config.yaml`, text, { mode: 0o600 });
  const { agent } = stack.use(await agentAt(text, fastClock(1)));
  if (link.type !== "tcp-listen") await agent.tried;
  const parts = stack.move();
  return { directory, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

const Lines: ReadonlyArray<
  readonly [
    what: string,
    link: (port: number) => Link,
    problem: RegExp,
    remedy: RegExp,
  ]
> = [
  [
    "whose port is gone",
    () => ({ type: "serial", path: "/dev/ttyNONE" }),
    /Cannot open \/dev\/ttyNONE: no such port/,
    /this machine has /,
  ],
  [
    "whose serial server refuses",
    (port) => ({ type: "tcp", host: "127.0.0.1", port }),
    /Cannot connect to 127\.0\.0\.1:\d+: the host refuses/,
    /look whether the serial server is in TCP server mode/,
  ],
  [
    "that no Moxa calls",
    (port) => ({ type: "tcp-listen", port }),
    /The line is not open yet/,
    /enter this machine's address and port \d+ as a TCP destination in the Moxa's pages/,
  ],
];

for (const [what, link, problem, remedy] of Lines) {
  Deno.test(`doctor, scan and read tell of a running agent's line ${what} what helps`, async () => {
    await using home = await agentWithout(link(await freePort()));
    const { out } = await run("doctor --json", home);
    const { findings } = JSON.parse(out.join("\n")) as {
      findings: { area: string; verdict: string; text: string; remedy: string }[];
    };
    const [line, gateway] = ["line", "gateway"].map((area) =>
      findings.find((finding) => finding.area === area)!
    );
    assert.match(line!.text, /: asked through the running agent$/);
    assert.equal(gateway!.verdict, "fault");
    assert.match(gateway!.text, problem);
    assert.match(gateway!.remedy, remedy);
    for (const command of ["scan", "read xt1 3000"]) {
      const { exitCode, err } = await run(command, home);
      assert.deepEqual({ exitCode, lines: err.length }, { exitCode: 3, lines: 1 });
      assert.match(err[0]!, new RegExp(`${problem.source}; .*${remedy.source}`));
    }
  });
}

Deno.test("capture says of a running agent whose line is dead to ask doctor, not to start it", async () => {
  await using home = await agentWithout({ type: "serial", path: "/dev/ttyNONE" });
  const { exitCode, err } = await run("capture line.jsonl --seconds 0.1", home);
  assert.deepEqual({ exitCode, err }, {
    exitCode: 0,
    err: [
      "Nothing crossed the line: the running agent asked nothing, as it does where it has lost the " +
      "gateway; studer-agent doctor says why",
    ],
  });
});
