import assert from "node:assert/strict";
import { startWebServer } from "../../../agent/web/server.ts";
import { recordingLog } from "../../support/recording_log.ts";

const at = { host: "127.0.0.1", port: 0, state: () => ({ answer: 42 }) };

Deno.test("startWebServer() serves health and state", async () => {
  const { log } = recordingLog();
  const server = startWebServer({ ...at, password: undefined, log })!;
  try {
    const health = await fetch(`${server.url}/healthz`);
    assert.equal(health.status, 200);
    assert.equal(await health.text(), "ok\n");
    const state = await fetch(`${server.url}/api/state`);
    assert.deepEqual(await state.json(), { answer: 42 });
    assert.equal(state.headers.get("cache-control"), "no-store");
  } finally {
    await server.close();
  }
});

Deno.test("startWebServer() answers nothing but what there is, and only to GET", async () => {
  const { log } = recordingLog();
  const server = startWebServer({ ...at, password: undefined, log })!;
  try {
    for (
      const [path, method, status] of [["/", "GET", 404], ["/api/state", "POST", 405]] as const
    ) {
      const response = await fetch(server.url + path, { method });
      await response.body?.cancel();
      assert.equal(response.status, status, `${method} ${path}`);
    }
  } finally {
    await server.close();
  }
});

Deno.test("startWebServer() demands the password for the state, not for its health", async () => {
  const { log } = recordingLog();
  const server = startWebServer({ ...at, password: "säcret", log })!;
  const statusWith = async (path: string, authorization?: string) => {
    const response = await fetch(
      server.url + path,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    await response.body?.cancel();
    return response.status;
  };
  const basic = (text: string) =>
    `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`;
  try {
    assert.equal(await statusWith("/healthz"), 200);
    assert.equal(await statusWith("/api/state"), 401);
    assert.equal(await statusWith("/api/state", basic("me:wrong!")), 401);
    assert.equal(await statusWith("/api/state", "Basic !!!"), 401);
    assert.equal(await statusWith("/api/state", "Bearer säcret".normalize("NFD").slice(0, 9)), 401);
    assert.equal(await statusWith("/api/state", basic("me:säcret")), 200);
  } finally {
    await server.close();
  }
});

Deno.test("startWebServer() says in one line that the port is taken, and lets the agent go on", async () => {
  const { log, entries } = recordingLog();
  const first = startWebServer({ ...at, password: undefined, log })!;
  try {
    const port = Number(new URL(first.url).port);
    assert.equal(startWebServer({ ...at, port, password: undefined, log }), undefined);
    const errors = entries.filter(({ level }) => level === "error");
    assert.equal(errors.length, 1);
    assert.match(errors[0]!.message, /another program uses that port/);
  } finally {
    await first.close();
  }
});

Deno.test("startWebServer() says in one line that the machine lacks the address", () => {
  const { log, entries } = recordingLog();
  const options = { ...at, host: "192.0.2.1", password: undefined, log };
  assert.equal(startWebServer(options), undefined);
  assert.equal(entries.length, 1);
  assert.match(entries[0]!.message, /this machine has no such address; set web\.listen to one/);
});
