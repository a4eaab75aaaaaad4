/** A supervisor on loopback that answers `/services/mqtt` alone, and only to who is known to it. */
export interface FakeSupervisor extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  /** How often it was asked. */
  readonly asked: number;
}

const TOKEN = "0123456789abcdef";

/** Starts one; each question takes the next of the answers, the last one again and again. */
export function fakeSupervisor(...answers: readonly (object | undefined)[]): FakeSupervisor {
  let asked = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    if (new URL(request.url).pathname !== "/services/mqtt") return refusal("Not found", 404);
    if (request.headers.get("authorization") !== `Bearer ${TOKEN}`) {
      return refusal("Forbidden", 403);
    }
    const data = answers[Math.min(asked++, answers.length - 1)];
    return data === undefined
      ? refusal("Service not enabled", 400)
      : Response.json({ result: "ok", data });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    token: TOKEN,
    get asked() {
      return asked;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function refusal(message: string, status: number): Response {
  return Response.json({ result: "error", message }, { status });
}
