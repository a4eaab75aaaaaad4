import { LinkError } from "./link_error.ts";

/** The calls of libc that serial ports, pseudo-terminals and datagrams need, as `Deno.dlopen` wants them. */
const Symbols = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  // The last close of a real port waits until what was written has left it.
  closeWaiting: { name: "close", parameters: ["i32"], result: "i32", nonblocking: true },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  poll: { parameters: ["buffer", "u64", "i32"], result: "i32" },
  pollWaiting: {
    name: "poll",
    parameters: ["buffer", "u64", "i32"],
    result: "i32",
    nonblocking: true,
  },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  ioctlNumber: { name: "ioctl", parameters: ["i32", "u64", "u64"], result: "i32" },
  ioctlWaiting: {
    name: "ioctl",
    parameters: ["i32", "u64", "u64"],
    result: "i32",
    nonblocking: true,
  },
  flock: { parameters: ["i32", "i32"], result: "i32" },
  posix_openpt: { parameters: ["i32"], result: "i32" },
  grantpt: { parameters: ["i32"], result: "i32" },
  unlockpt: { parameters: ["i32"], result: "i32" },
  ptsname_r: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  getdents64: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
  symlink: { parameters: ["buffer", "buffer"], result: "i32" },
  rename: { parameters: ["buffer", "buffer"], result: "i32" },
  unlink: { parameters: ["buffer"], result: "i32" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  sendto: { parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"], result: "isize" },
  memcpy: { parameters: ["buffer", "pointer", "usize"], result: "pointer" },
  __errno_location: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Terminal requests of asm-generic/ioctls.h; PowerPC, MIPS and others differ. */
export const Ioctl = {
  getLine: 0x5401,
  setLine: 0x5402,
  drain: 0x5409,
  flush: 0x540b,
  exclusive: 0x540c,
  notExclusive: 0x540d,
  getModemBits: 0x5415,
  setModemBits: 0x5418,
  startBreak: 0x5427,
  stopBreak: 0x5428,
} as const;

/** What to wait for: bits of the events of `struct pollfd`. */
export const PollEvent = { input: 0x1, output: 0x4 } as const;

/** The library with the functions that we call. */
export type LibcLibrary = Deno.DynamicLibrary<typeof Symbols>;

/**
 * Binds libc. The absolute path comes first, so that `--allow-ffi` can be confined to one file;
 * systems that keep it elsewhere find it by its name.
 */
export function loadLibc(): LibcLibrary {
  const { os, arch } = Deno.build;
  if (os !== "linux") {
    throw new LinkError(
      `Serial ports and pseudo-terminals are not supported on ${os}: ` +
        "use Linux, or reach the gateway over TCP or UDP",
    );
  }
  const absolute = `/lib/${arch}-linux-gnu/libc.so.6`;
  try {
    return Deno.dlopen(absolute, Symbols);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw notAllowed(absolute, error);
  }
  try {
    return Deno.dlopen("libc.so.6", Symbols);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw notAllowed("libc.so.6", error);
    throw new LinkError(
      `Cannot load the C library, tried ${absolute} and libc.so.6: serial ports need glibc 2.30 or ` +
        "newer; use such a system, or reach the gateway over TCP or UDP",
      { cause: error },
    );
  }
}

function notAllowed(path: string, cause: Error): LinkError {
  return new LinkError(
    `Cannot use serial ports: this program may not load ${path}; allow it with --allow-ffi=${path}`,
    { cause },
  );
}
