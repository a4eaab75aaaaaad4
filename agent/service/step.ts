import type { Command } from "./command.ts";
import type { ServiceEvent } from "./event.ts";

/** One thing that is done to a machine. */
export type Step =
  | WriteStep
  | LinkStep
  | CopyStep
  | RemoveStep
  | RunStep
  | RestoreStep
  | RemarkStep;

/** A file with this text. */
export interface WriteStep {
  readonly kind: "write";
  readonly path: string;
  readonly text: string;
}

/** A symbolic link. */
export interface LinkStep {
  readonly kind: "link";
  readonly path: string;
  readonly target: string;
}

/** A program, copied. */
export interface CopyStep {
  readonly kind: "copy";
  readonly from: string;
  readonly path: string;
}

/** A file, or a directory with all that is in it, that shall not be there. */
export interface RemoveStep {
  readonly kind: "remove";
  readonly path: string;
}

/** A program that is run, on a running machine only. */
export interface RunStep {
  readonly kind: "run";
  readonly command: Command;
  /** Run where this step or a later one fails. */
  readonly undo?: Command;
  /** Its last line tells why the command failed, where that does not tell itself. */
  readonly why?: Command;
  /** Its failure stops nothing; it is only told. */
  readonly mayFail?: true;
}

/** Nothing now; run where a later step fails, after that one and those between were taken back. */
export interface RestoreStep {
  readonly kind: "restore";
  readonly command: Command;
}

/** Nothing is done, and why. */
export interface RemarkStep {
  readonly kind: "remark";
  readonly event: ServiceEvent;
}

/** A step that only tells of something. */
export function remark(event: ServiceEvent): RemarkStep {
  return { kind: "remark", event };
}
