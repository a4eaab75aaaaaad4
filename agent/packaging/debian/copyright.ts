import type { Library } from "../npm_notices.ts";

/** The copyright file, machine-readable, from the project's `LICENSE` and its libraries. */
export function copyrightText(license: string, libraries: readonly Library[]): string {
  const [copyright = "", ...rest] = license.replace(/^MIT License\s+/, "").split("\n");
  const licences = [...new Set(libraries.map(({ licence }) => licence))].sort();
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: studer-agent

Files: *
Copyright: ${holder(copyright)}
License: MIT

Files: usr/lib/studer-agent/deno
Copyright: 2018-2026 the Deno authors
License: MIT
Comment: The executable of the npm package @deno/linux-x64-glibc or
 @deno/linux-arm64-glibc, unchanged. It contains V8, SQLite and others under
 permissive licences of their own.

Files: usr/lib/studer-agent/agent/*
Copyright: ${holder(copyright)},
 and the authors of the libraries in it
License: MIT
Comment: The libraries' names, licences (${licences.join(", ")}) and
 notices are in /usr/share/doc/studer-agent/libraries.txt.gz.

License: MIT
${indented(rest.join("\n").trim())}
`;
}

function holder(line: string): string {
  return line.replace(/^Copyright \(c\) /, "");
}

/** A text within a field: an empty line would end it. */
function indented(text: string): string {
  return text.split("\n").map((line) => ` ${line.trim() || "."}`).join("\n");
}
