import type { AdapterRule } from "./adapter_rule.ts";
import { type Command, type CommandProblem, commandProblemText } from "./command.ts";
import { type ServiceTrouble, troubleText } from "./service_error.ts";

/** What is told while the service is installed: what was done, needed not be, or could not. */
export type InstallEvent =
  | { readonly kind: "wrote" | "already"; readonly path: string }
  | { readonly kind: "has_user"; readonly user: string }
  | { readonly kind: "enabled_already" | "runs_already"; readonly unit: string }
  | { readonly kind: "ran"; readonly command: Command }
  | { readonly kind: "skipped"; readonly command: Command; readonly problem: CommandProblem }
  | { readonly kind: "as_before" }
  | { readonly kind: "not_taken_back"; readonly trouble: ServiceTrouble }
  /** A directory that is somebody's: only its owner can say whether the service may write there. */
  | { readonly kind: "foreign"; readonly path: string; readonly user: string }
  | {
    readonly kind: "adapter_named";
    readonly name: string;
    readonly path: string;
    readonly by: AdapterRule["by"];
  }
  | { readonly kind: "adapter_missing"; readonly path: string }
  | { readonly kind: "no_udevadm" };

/** All that is told while a service is installed, removed, or only planned. */
export type ServiceEvent =
  | InstallEvent
  | { readonly kind: "adapter_later" }
  | { readonly kind: "removed"; readonly path: string }
  | { readonly kind: "kept"; readonly paths: readonly string[] }
  | { readonly kind: "no_service" }
  /** What would be done, in words. */
  | { readonly kind: "planned"; readonly line: string };

/** Whether an event is one of those that an installation has that is carried out. */
export function isOfInstalling(event: ServiceEvent): event is InstallEvent {
  return !(event.kind in OtherEvents);
}

const OtherEvents: Readonly<Record<Exclude<ServiceEvent, InstallEvent>["kind"], true>> = {
  adapter_later: true,
  removed: true,
  kept: true,
  no_service: true,
  planned: true,
};

/** An event as a line. */
export function eventText(event: ServiceEvent): string {
  switch (event.kind) {
    case "wrote":
      return `wrote ${event.path}`;
    case "already":
      return `already so: ${event.path}`;
    case "has_user":
      return `already so: the user ${event.user}`;
    case "enabled_already":
      return `already so: ${event.unit} starts with the machine`;
    case "runs_already":
      return `already so: ${event.unit} runs`;
    case "ran":
      return `ran: ${event.command.join(" ")}`;
    case "skipped":
      return `skipped: ${event.command.join(" ")}: ${commandProblemText(event.problem)}`;
    case "as_before":
      return "everything is as it was before";
    case "not_taken_back":
      return `cannot be taken back: ${troubleText(event.trouble)}`;
    case "foreign":
      return `${event.path} is not the service's: type sudo chown ${event.user}: ${event.path} ` +
        "unless the service may write there already";
    case "adapter_named":
      return `/dev/${event.name} is ${event.path}, known by its ${event.by}`;
    case "adapter_missing":
      return `skipped: ${event.path} is no serial port that is plugged in now, so it gets no name ` +
        "of its own; run this again when it is";
    case "no_udevadm":
      return "skipped: there is no udevadm, so the adapter gets no name of its own";
    case "adapter_later":
      return "the adapter gets its name when this is run on the machine itself";
    case "removed":
      return `removed ${event.path}`;
    case "kept":
      return `kept: ${event.paths.join(" and ")}, which --purge removes`;
    case "no_service":
      return "already so: there is no service of the agent";
    case "planned":
      return event.line;
  }
}
