const Symbols = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const MSG_DONTWAIT = 0x40;

/** A unix socket that takes datagrams, as systemd's for notifications. */
export interface DatagramSocket extends Disposable {
  /** What came since it was last asked for, a text for each datagram. */
  received(): string[];
}

/** Binds a socket to a path, or to an abstract name that begins with `@`. */
export function datagramSocket(name: string): DatagramSocket {
  const libc = Deno.dlopen("libc.so.6", Symbols);
  const { socket, bind, recv, close } = libc.symbols;
  const path = new TextEncoder().encode(name.startsWith("@") ? `\0${name.slice(1)}` : `${name}\0`);
  const address = new Uint8Array([AF_UNIX, 0, ...path]);
  const descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (bind(descriptor, address, address.length) !== 0) throw new Error(`Cannot bind ${name}`);
  const buffer = new Uint8Array(4096);
  return {
    received() {
      const texts: string[] = [];
      for (;;) {
        const length = Number(recv(descriptor, buffer, BigInt(buffer.length), MSG_DONTWAIT));
        if (length < 0) return texts;
        texts.push(new TextDecoder().decode(buffer.subarray(0, length)));
      }
    },
    [Symbol.dispose]() {
      close(descriptor);
      libc.close();
    },
  };
}
