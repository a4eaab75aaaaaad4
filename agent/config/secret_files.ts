import { fileTrouble } from "./file_trouble.ts";
import { absolutePath, type Machine } from "./machine.ts";
import { type Path, shown } from "./problem.ts";

interface Remark {
  readonly path: Path;
  readonly message: string;
}

/** A configuration with its secrets filled in, and what was wrong with their files. */
export interface SecretsRead {
  readonly tree: unknown;
  readonly problems: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** The keys whose value may stand in a file of its own, named by the key with `File` behind it. */
const SecretKeys = [["mqtt", "username"], ["mqtt", "password"], ["web", "password"]] as const;

const MAX_SECRET_LENGTH = 4096;
const OTHERS_MAY_READ = 0o004;

/** The secret in a file's text: all but the line end that an editor puts there. Blanks are its own. */
export function secretOf(text: string): string {
  return text.replace(/\r?\n$/, "");
}

/** Puts what stands in the files of user names and passwords beside the files' names. */
export function readSecretFiles(tree: unknown, directory: string, machine: Machine): SecretsRead {
  const filled = structuredClone(tree);
  const problems: Remark[] = [];
  const warnings: Remark[] = [];
  for (const [section, key] of SecretKeys) {
    const fields = (filled as Record<string, unknown> | null)?.[section] as Record<string, unknown>;
    const file = fields?.[`${key}File`];
    if (typeof file !== "string" || file === "") continue;
    const path = [section, `${key}File`];
    if (fields[key] !== undefined) {
      problems.push({ path, message: `found beside ${key}; give one of them` });
      continue;
    }
    const name = absolutePath(file, directory, machine);
    try {
      const text = secretOf(machine.readTextFile(name));
      if (text.trim() === "" || text.length > MAX_SECRET_LENGTH) {
        problems.push({
          path,
          message: `${shown(file)} is empty or too long; write the ${key} in it`,
        });
        continue;
      }
      fields[key] = text;
      const mode = machine.fileMode(name);
      if (key === "password" && mode !== undefined && (mode & OTHERS_MAY_READ) !== 0) {
        warnings.push({ path, message: `everyone may read ${shown(file)}; chmod o-r it` });
      }
    } catch (error) {
      problems.push({ path, message: `cannot read ${shown(file)}: ${fileTrouble(error)}` });
    }
  }
  return { tree: filled, problems, warnings };
}
