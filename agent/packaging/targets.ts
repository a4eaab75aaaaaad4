/** What the agent is built for: 64-bit Linux with glibc. */
export const Targets = {
  aarch64: {
    triple: "aarch64-unknown-linux-gnu",
    denoPackage: "@deno/linux-arm64-glibc",
    integrity:
      "sha512-IuYjsz9PGl7CJcNXMuN27KNDB8Q40brK3SG3l+TXMDVW61ZKwcn0fQHBHnXFiiygEwI8by/fKnASEluhZB1atw==",
  },
  x86_64: {
    triple: "x86_64-unknown-linux-gnu",
    denoPackage: "@deno/linux-x64-glibc",
    integrity:
      "sha512-TDqcnoLe3jlgqYEQm7H7MK6q0JOth+o8iSZzknRODnVkJfPiNnjVn1M1Zc6vnp+ipkyb6Av1/CUlHgHtlq59Gw==",
  },
} as const;

/** What a file is built for. */
export type Target = keyof typeof Targets;

/** The Deno that a portable file carries; `integrity` above belongs to it. */
export const DENO_VERSION = "2.9.5";

/** Whether the text names a target. */
export function isTarget(text: string): text is Target {
  return Object.hasOwn(Targets, text);
}
