import type { FileTrouble } from "../../config/file_trouble.ts";

/** What the system says in its own words, as a part of a sentence in French. */
export function frenchSystemWords(words: string): string {
  return `le système dit « ${words} »`;
}

/** Why a file cannot be read, in French. */
export function frenchFileTrouble(trouble: FileTrouble): string {
  switch (trouble.kind) {
    case "missing":
      return "il n'existe pas";
    case "not_allowed":
      return "cet utilisateur n'en a pas le droit ; utilisez sudo";
    case "directory":
      return "c'est un répertoire";
    case "not_utf8":
      return `la ligne ${trouble.line} n'est pas écrite en UTF-8 ; enregistrez le fichier en UTF-8 ` +
        "dans votre éditeur";
    case "other":
      return frenchSystemWords(trouble.system);
  }
}
