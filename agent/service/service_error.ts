import { type Command, type CommandProblem, commandProblemText } from "./command.ts";
import { Places } from "./places.ts";

/** What is done with a file or a directory. */
export type FileVerb = "read" | "write" | "remove";

/** Why that cannot be; `system` is what the system says of it. */
export type FileProblem =
  | { readonly kind: "read_only" | "disk_full" | "not_allowed" }
  | { readonly kind: "other"; readonly system: string };

/** Why a service cannot be installed or removed. */
export type ServiceTrouble =
  | { readonly kind: "interrupted" }
  | {
    readonly kind: "command_failed";
    readonly command: Command;
    readonly problem: CommandProblem;
  }
  | {
    readonly kind: "file";
    readonly verb: FileVerb;
    readonly path: string;
    readonly problem: FileProblem;
  }
  | { readonly kind: "not_root"; readonly verb: "install" | "uninstall" }
  | { readonly kind: "no_systemd"; readonly configPath: string }
  /** The unit hides it: the configuration, a file that it names, or a directory that is written. */
  | {
    readonly kind: "hidden";
    readonly what: "config" | "file" | "directory";
    readonly path: string;
  }
  | { readonly kind: "other"; readonly system: string };

/** Why the service cannot be installed or removed, as one line: what, the value found, what to do. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly trouble: ServiceTrouble;

  constructor(trouble: ServiceTrouble, options?: ErrorOptions) {
    super(troubleText(trouble), options);
    this.trouble = trouble;
  }
}

/** The trouble in words. */
export function troubleText(trouble: ServiceTrouble): string {
  switch (trouble.kind) {
    case "interrupted":
      return "Interrupted before everything was done";
    case "command_failed":
      return `${trouble.command.join(" ")} failed: ${commandProblemText(trouble.problem)}`;
    case "file":
      return `Cannot ${trouble.verb} ${trouble.path}: ${fileProblemText(trouble.problem)}`;
    case "not_root":
      return `service ${trouble.verb} needs root: type sudo studer-agent service ${trouble.verb}, ` +
        "or see with --dry-run what it would do";
    case "no_systemd":
      return "systemd does not run on this machine: let what starts its programs run " +
        `studer-agent run --config ${trouble.configPath}, and start it again when it ends; ` +
        "for an image of another machine, give --root DIR";
    case "hidden":
      return hiddenText(trouble);
    case "other":
      return trouble.system;
  }
}

function hiddenText({ what, path }: Extract<ServiceTrouble, { kind: "hidden" }>): string {
  const place = `${path}, which is in a directory of users or of temporary files`;
  switch (what) {
    case "config":
      return `the service cannot see ${place}: move it to ${Places.config}`;
    case "file":
      return `the service cannot see ${place}: move it beside ${Places.config}, and name its new ` +
        "place there";
    case "directory":
      return `the service cannot write into ${place}: change stateDirectory or history.path, or ` +
        `leave them out (${Places.state})`;
  }
}

function fileProblemText(problem: FileProblem): string {
  switch (problem.kind) {
    case "read_only":
      return "the file system is read-only; make it writable (mount -o remount,rw /, or switch the " +
        "overlay file system off in raspi-config)";
    case "disk_full":
      return "the disk is full; make room";
    case "not_allowed":
      return "permission denied; run it with sudo";
    case "other":
      return problem.system;
  }
}
