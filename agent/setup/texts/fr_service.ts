import type { CommandProblem } from "../../service/command.ts";
import type { InstallEvent } from "../../service/event.ts";
import { Places } from "../../service/places.ts";
import type { FileProblem, ServiceTrouble } from "../../service/service_error.ts";
import { frenchSystemWords } from "./fr_system.ts";

/** What is told while the service is installed, in French. */
export function frenchEvent(event: InstallEvent): string {
  switch (event.kind) {
    case "wrote":
      return `écrit : ${event.path}`;
    case "already":
      return `déjà en place : ${event.path}`;
    case "has_user":
      return `déjà en place : l'utilisateur ${event.user}`;
    case "enabled_already":
      return `${event.unit} démarre déjà avec la machine`;
    case "runs_already":
      return `${event.unit} tourne déjà`;
    case "ran":
      return `exécuté : ${event.command.join(" ")}`;
    case "skipped":
      return `sauté : ${event.command.join(" ")} (${commandProblem(event.problem)})`;
    case "as_before":
      return "tout est de nouveau comme avant";
    case "not_taken_back":
      return `impossible d'annuler : ${frenchTrouble(event.trouble)}`;
    case "foreign":
      return `${event.path} n'appartient pas au service : tapez sudo chown ${event.user}: ` +
        `${event.path}, sauf si le service peut déjà y écrire`;
    case "adapter_named":
      return `${event.path} s'appelle désormais /dev/${event.name} (reconnu à ${By[event.by]})`;
    case "adapter_missing":
      return `${event.path} n'est pas un port série branché en ce moment, il ne reçoit donc pas de ` +
        "nom à lui ; recommencez quand l'adaptateur sera branché";
    case "no_udevadm":
      return "le programme udevadm manque sur cette machine, l'adaptateur ne reçoit donc pas de nom à lui";
  }
}

/** Why the service cannot be installed, in French. */
export function frenchTrouble(trouble: ServiceTrouble): string {
  switch (trouble.kind) {
    case "interrupted":
      return "interrompu avant la fin de l'installation du service";
    case "command_failed":
      return `${trouble.command.join(" ")} a échoué : ${commandProblem(trouble.problem)}`;
    case "file":
      return `${trouble.path} ne peut être ${Verbs[trouble.verb]} : ${
        fileProblem(trouble.problem)
      }`;
    case "not_root":
      return "le service ne peut être installé sans root ; utilisez sudo";
    case "no_systemd":
      return "systemd ne tourne pas sur cette machine : pour que l'agent démarre avec elle, lancez " +
        `studer-agent run --config ${trouble.configPath} par un autre moyen`;
    case "hidden":
      return hidden(trouble);
    case "other":
      return frenchSystemWords(trouble.system);
  }
}

const By = {
  "serial number": "son numéro de série",
  place: "la prise où il est branché",
  name: "son nom",
} as const;

const Verbs = { read: "lu", write: "écrit", remove: "supprimé" } as const;

function hidden({ what, path }: Extract<ServiceTrouble, { kind: "hidden" }>): string {
  const place = `${path}, qui est dans un répertoire personnel ou temporaire`;
  switch (what) {
    case "config":
      return `le service ne peut voir ${place} : déplacez-le vers ${Places.config}`;
    case "file":
      return `le service ne peut voir ${place} : déplacez-le à côté de ${Places.config}, et ` +
        "indiquez-y son nouvel emplacement";
    case "directory":
      return `le service ne peut écrire dans ${place} : changez stateDirectory ou history.path, ou ` +
        `supprimez ces réglages (${Places.state})`;
  }
}

function commandProblem(problem: CommandProblem): string {
  switch (problem.kind) {
    case "no_program":
      return `il n'y a pas de programme ${problem.program}`;
    case "said":
      return frenchSystemWords(problem.line);
    case "ended":
      return `code de fin ${problem.code}`;
  }
}

function fileProblem(problem: FileProblem): string {
  switch (problem.kind) {
    case "read_only":
      return "le système de fichiers est en lecture seule ; rendez-le inscriptible (mount -o " +
        "remount,rw /, ou désactivez l'overlay dans raspi-config)";
    case "disk_full":
      return "le disque est plein ; libérez de la place";
    case "not_allowed":
      return "cet utilisateur n'en a pas le droit ; utilisez sudo";
    case "other":
      return frenchSystemWords(problem.system);
  }
}
