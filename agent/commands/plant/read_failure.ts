import type { ReadResult } from "../../control/plant_access.ts";
import { parted } from "../../doctor/finding.ts";
import type { ChosenPoint } from "../cli/chosen_points.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";

/** What came of a point of one device. */
export interface PointResult {
  readonly point: ChosenPoint;
  readonly result: ReadResult;
}

/** Who does not answer would only be waited for again with the next point. */
export function isWorthMore({ kind }: ReadResult): boolean {
  return kind === "value" || kind === "refused";
}

/** What there is no line by; what to do, where the line itself did not say it. */
export function lineLost(problem: string, explainSilence: () => string): UserError {
  const { advice = explainSilence(), what } = parted(problem);
  return new UserError(`${what}; ${advice}`, ExitCode.noConnection);
}

/** The gravest of what went wrong, as a command's end; undefined where all was read. */
export function readFailure(
  results: readonly PointResult[],
  explainSilence: () => string,
): UserError | undefined {
  const last = results.at(-1);
  if (last === undefined) return undefined;
  const { point: { device }, result } = last;
  switch (result.kind) {
    case "lost":
      return lineLost(result.problem, explainSilence);
    case "unanswered":
      return new UserError(
        `${device} does not answer: ${explainSilence()}`,
        ExitCode.noConnection,
      );
    case "absent":
      return new UserError(
        `the gateway knows no ${device}; scan lists the devices that it knows`,
        ExitCode.refused,
      );
    case "refused":
    case "value":
      return refusal(results);
  }
}

function refusal(results: readonly PointResult[]): UserError | undefined {
  for (const { point: { device, datapoint }, result } of results) {
    if (result.kind !== "refused") continue;
    const { number, family } = datapoint;
    return new UserError(
      result.error === "OBJECT_ID_NOT_FOUND"
        ? `${device} has no ${number}; look numbers up with: catalogue --family ${family}`
        : `${device} refuses ${number}: ${result.error}`,
      ExitCode.refused,
    );
  }
  return undefined;
}
