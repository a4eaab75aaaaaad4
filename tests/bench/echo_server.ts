/**
 * The least that a gateway behind TCP can do: for each so many bytes that come, so many go. Each
 * argument is such a pair, `26:30`, and has a port of its own.
 */
async function serve(listener: Deno.Listener, asked: number, answered: number): Promise<void> {
  const answer = new Uint8Array(answered);
  const buffer = new Uint8Array(16 * 1024);
  for await (const connection of listener) {
    (connection as Deno.TcpConn).setNoDelay(true);
    let waiting = 0;
    for (;;) {
      const length = await connection.read(buffer);
      if (length === null) break;
      waiting += length;
      for (; waiting >= asked; waiting -= asked) await connection.write(answer);
    }
    connection.close();
  }
}

const ports = Deno.args.map((pair) => {
  const [asked, answered] = pair.split(":").map(Number);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  void serve(listener, asked!, answered!);
  return listener.addr.port;
});
await Deno.stderr.write(new TextEncoder().encode(`Echoing at ${ports.join(" ")}\n`));
