import type { FileTrouble } from "../../config/file_trouble.ts";

/** What the system says in its own words, as a part of a sentence in German. */
export function germanSystemWords(words: string): string {
  return `das System meldet „${words}“`;
}

/** Why a file cannot be read, in German. */
export function germanFileTrouble(trouble: FileTrouble): string {
  switch (trouble.kind) {
    case "missing":
      return "die Datei gibt es nicht";
    case "not_allowed":
      return "dieser Benutzer darf es nicht; verwenden Sie sudo";
    case "directory":
      return "es ist ein Verzeichnis";
    case "not_utf8":
      return `Zeile ${trouble.line} ist nicht in UTF-8 geschrieben; speichern Sie die Datei in ` +
        "Ihrem Editor als UTF-8";
    case "other":
      return germanSystemWords(trouble.system);
  }
}
