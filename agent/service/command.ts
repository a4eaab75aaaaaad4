/** A program's name and its arguments. */
export type Command = readonly [program: string, ...args: readonly string[]];

/** Why a program did not do what it should; `said` is its own word. */
export type CommandProblem =
  | { readonly kind: "no_program"; readonly program: string }
  | { readonly kind: "said"; readonly line: string }
  | { readonly kind: "ended"; readonly code: number };

/** The problem in words. */
export function commandProblemText(problem: CommandProblem): string {
  switch (problem.kind) {
    case "no_program":
      return `there is no program ${problem.program}`;
    case "said":
      return problem.line;
    case "ended":
      return `it ended with ${problem.code}`;
  }
}
