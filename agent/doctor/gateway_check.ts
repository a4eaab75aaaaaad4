import type { ScanResult } from "../control/plant_access.ts";
import type { Observation } from "../find/line_observer.ts";
import { meaningOf, verdictOf } from "../find/verdict.ts";
import { fault, type Finding, note, ok, parted, warning } from "./finding.ts";
import type { PlantPatient } from "./plant_patient.ts";
import type { Check } from "./run_checks.ts";

/** What is known of a gateway that was asked for its devices. */
export interface GatewayFacts {
  readonly scan: ScanResult;
  /** Undefined where nobody was seen to ask. */
  readonly observation: Observation | undefined;
  /** Why the gateway keeps silent, as far as it is known without having seen the line. */
  readonly silence: string;
  /** Of a serial line; undefined elsewhere. */
  readonly parity: string | undefined;
  /** Whether it reads many infos in one request; undefined where nobody asked so. */
  readonly readsManyInfos: boolean | undefined;
}

/** Of a hundred answers, so many damaged ones are no accident any more. */
const MAX_DAMAGED_PERCENT = 2;
const MIN_FRAMES = 20;

/** The first that knows multi-info (specification 4.9). */
const MULTI_INFO_FIRMWARE = "1.6.74";

/** Whether the gateway answers, in which mode it is, and what else the line shows. */
export function judgeGateway(
  { scan, observation, silence, parity = "even", readsManyInfos }: GatewayFacts,
): Finding[] {
  if (scan.kind === "lost") {
    const meaning = observation === undefined ? silence : meaningOf(verdictOf(observation));
    const hint = parity === "even"
      ? ""
      : `the line's parity is ${parity}, an Xcom's is even: set parity: even; or `;
    // A line that is not open knows itself what it lacks.
    const { what, advice = hint + meaning } = parted(scan.problem);
    return [fault(`the gateway does not answer: ${what}`, advice)];
  }
  const { answers = 0, damaged = 0, foreign = 0, lineEnds = 0 } = observation ?? {};
  const mode = lineEnds > 0 ? "Xcom-LAN" : "Xcom-232i";
  const findings = [ok(answers > 0 ? `answers, in the mode ${mode}` : "answers")];
  if (readsManyInfos !== undefined) {
    findings.push(
      readsManyInfos
        ? ok(`firmware ${MULTI_INFO_FIRMWARE} or newer: it reads many infos in one request`)
        : note(
          `firmware before ${MULTI_INFO_FIRMWARE}: it reads one info after another, which takes longer`,
          "update the Xcom's firmware",
        ),
    );
  }
  const frames = answers + damaged;
  if (frames >= MIN_FRAMES && damaged * 100 > frames * MAX_DAMAGED_PERCENT) {
    findings.push(warning(
      `${damaged} of ${frames} frames arrived damaged`,
      "look at the cable and its ground (pin 5); the parity must be even at both ends; switch a " +
        "Moxa's data packing and delimiters off",
    ));
  }
  if (foreign > 0) {
    findings.push(note(
      `${foreign} frames answered somebody else: the Studer portal or another program uses this gateway too`,
      "set portal: true for the portal; stop any other program",
    ));
  }
  return findings;
}

/** Looks whether the gateway answers. */
export const gatewayCheck: Check<PlantPatient> = {
  area: "gateway",
  limitMs: 120_000,
  async examine(plant) {
    const scan = await plant.scan();
    const { parity } = plant;
    return judgeGateway({ scan, silence: plant.explainSilence(), parity, ...plant.seen() });
  },
};
