import type { Path } from "./problem.ts";

/** A configuration with its variables filled in, and which of them are missing. */
export interface FilledIn {
  readonly tree: unknown;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** `$${` stands for `${` itself; any other `$` stands for itself, be there one or two. */
const SPECIAL = /\$\$\{|\$\{([^}]*)\}/g;

/** A tree of texts as a configuration must write it, so that it is read as the same one. */
export function withoutVariables<T>(tree: T): T {
  return mapTexts(tree, (text) => text.replaceAll("${", () => "$${")) as T;
}

/** Puts the variables' values in place of `${NAME}`, and `${` for `$${`, in every text of a tree. */
export function fillVariables(
  tree: unknown,
  variable: (name: string) => string | undefined,
): FilledIn {
  const problems: { path: Path; message: string }[] = [];
  const fill = (text: string, path: Path): string =>
    text.replaceAll(SPECIAL, (whole, name: string | undefined) => {
      if (name === undefined) return "${";
      const value = variableOf(name, variable);
      if (value === undefined) {
        const what = `the variable ${JSON.stringify(name)} is not set`;
        problems.push({
          path,
          message: `${what}; set it for the agent's process, or write $\${ where none is meant`,
        });
      }
      return value ?? whole;
    });
  return { tree: mapTexts(tree, fill), problems };
}

function mapTexts(
  node: unknown,
  change: (text: string, path: Path) => string,
  path: Path = [],
): unknown {
  if (typeof node === "string") return change(node, path);
  if (Array.isArray(node)) {
    return node.map((item, index) => mapTexts(item, change, [...path, index]));
  }
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, mapTexts(value, change, [...path, key])]),
  );
}

function variableOf(
  name: string,
  variable: (name: string) => string | undefined,
): string | undefined {
  // The system refuses to look up other names, by an exception.
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? variable(name) : undefined;
}
