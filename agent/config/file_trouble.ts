import { errorText } from "../error_text.ts";
import { NotUtf8Error } from "./utf8_text.ts";

/** Why a file cannot be read; `system` is what the system says of it. */
export type FileTrouble =
  | { readonly kind: "missing" | "not_allowed" | "directory" }
  | { readonly kind: "not_utf8"; readonly line: number }
  | { readonly kind: "other"; readonly system: string };

/** Why a file cannot be read, by what the system threw. */
export function fileTroubleOf(error: unknown): FileTrouble {
  if (error instanceof Deno.errors.NotFound) return { kind: "missing" };
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return { kind: "not_allowed" };
  }
  if (error instanceof Deno.errors.IsADirectory) return { kind: "directory" };
  if (error instanceof NotUtf8Error) return { kind: "not_utf8", line: error.line };
  return { kind: "other", system: errorText(error) };
}

/** Why a file cannot be read, in words; what is the agent's alone is root's to read, too. */
export function fileTrouble(error: unknown): string {
  return fileTroubleText(fileTroubleOf(error));
}

/** The trouble in words. */
export function fileTroubleText(trouble: FileTrouble): string {
  switch (trouble.kind) {
    case "missing":
      return "no such file";
    case "not_allowed":
      return "this user may not read it; run this with sudo";
    case "directory":
      return "it is a directory";
    case "not_utf8":
      return new NotUtf8Error(trouble.line).message;
    case "other":
      return trouble.system;
  }
}
