/**
 * The error numbers that opening and using a port or a socket can meet; the same on x86_64 and aarch64
 * (asm-generic/errno.h).
 */
const ErrorNames: Readonly<Record<number, string>> = {
  1: "EPERM",
  2: "ENOENT",
  4: "EINTR",
  5: "EIO",
  6: "ENXIO",
  9: "EBADF",
  11: "EAGAIN",
  12: "ENOMEM",
  13: "EACCES",
  16: "EBUSY",
  17: "EEXIST",
  19: "ENODEV",
  20: "ENOTDIR",
  21: "EISDIR",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  25: "ENOTTY",
  28: "ENOSPC",
  30: "EROFS",
  36: "ENAMETOOLONG",
  40: "ELOOP",
  97: "EAFNOSUPPORT",
  111: "ECONNREFUSED",
};

/** A call of libc failed; `code` is the error's name, as in Node's errors. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  readonly code: string;

  constructor(call: string, errno: number) {
    const code = ErrorNames[errno] ?? `errno ${errno}`;
    super(`${call} failed: ${code}`);
    this.code = code;
  }
}
