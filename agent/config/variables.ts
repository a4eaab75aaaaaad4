import type { Path } from "./problem.ts";

/** A configuration with its variables filled in, and which of them are missing. */
export interface FilledIn {
  readonly tree: unknown;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

const VARIABLE = /\$\{([^}]*)\}/g;

/** Whether a text, written into a configuration, would be read as another one. */
export function hasVariable(text: string): boolean {
  return text.search(VARIABLE) >= 0;
}

/** Puts the variables' values in place of `${NAME}` in every text of a tree. */
export function fillVariables(
  tree: unknown,
  variable: (name: string) => string | undefined,
): FilledIn {
  const problems: { path: Path; message: string }[] = [];
  const fill = (node: unknown, path: Path): unknown => {
    if (typeof node === "string") {
      return node.replaceAll(VARIABLE, (whole, name: string) => {
        const value = variableOf(name, variable);
        if (value === undefined) {
          const message = `the variable ${
            JSON.stringify(name)
          } is not set; set it for the agent's process`;
          problems.push({ path, message });
        }
        return value ?? whole;
      });
    }
    if (Array.isArray(node)) return node.map((item, index) => fill(item, [...path, index]));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, fill(value, [...path, key])]),
    );
  };
  return { tree: fill(tree, []), problems };
}

function variableOf(
  name: string,
  variable: (name: string) => string | undefined,
): string | undefined {
  // The system refuses to look up other names, by an exception.
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? variable(name) : undefined;
}
