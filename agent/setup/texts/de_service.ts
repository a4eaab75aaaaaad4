import type { CommandProblem } from "../../service/command.ts";
import type { InstallEvent } from "../../service/event.ts";
import { Places } from "../../service/places.ts";
import type { FileProblem, ServiceTrouble } from "../../service/service_error.ts";
import { germanSystemWords } from "./de_system.ts";

/** What is told while the service is installed, in German. */
export function germanEvent(event: InstallEvent): string {
  switch (event.kind) {
    case "wrote":
      return `geschrieben: ${event.path}`;
    case "already":
      return `schon vorhanden: ${event.path}`;
    case "has_user":
      return `schon vorhanden: der Benutzer ${event.user}`;
    case "enabled_already":
      return `${event.unit} startet schon mit dem Rechner`;
    case "runs_already":
      return `${event.unit} läuft schon`;
    case "ran":
      return `ausgeführt: ${event.command.join(" ")}`;
    case "skipped":
      return `übersprungen: ${event.command.join(" ")} (${commandProblem(event.problem)})`;
    case "as_before":
      return "alles ist wieder wie zuvor";
    case "not_taken_back":
      return `lässt sich nicht rückgängig machen: ${germanTrouble(event.trouble)}`;
    case "foreign":
      return `${event.path} gehört nicht dem Dienst: geben Sie sudo chown ${event.user}: ` +
        `${event.path} ein, falls der Dienst dort noch nicht schreiben darf`;
    case "adapter_named":
      return `${event.path} heißt von jetzt an /dev/${event.name} (erkannt an ${By[event.by]})`;
    case "adapter_missing":
      return `${event.path} ist kein serieller Anschluss, der jetzt eingesteckt ist, und bekommt ` +
        "keinen eigenen Namen; wiederholen Sie dies, wenn der Adapter steckt";
    case "no_udevadm":
      return "auf diesem Rechner fehlt das Programm udevadm, der Adapter bekommt keinen eigenen Namen";
  }
}

/** Why the service cannot be installed, in German. */
export function germanTrouble(trouble: ServiceTrouble): string {
  switch (trouble.kind) {
    case "interrupted":
      return "abgebrochen, bevor der Dienst fertig eingerichtet war";
    case "command_failed":
      return `${trouble.command.join(" ")} ist fehlgeschlagen: ${commandProblem(trouble.problem)}`;
    case "file":
      return `${trouble.path} lässt sich nicht ${Verbs[trouble.verb]}: ` +
        fileProblem(trouble.problem);
    case "not_root":
      return "ohne Root-Rechte lässt sich der Dienst nicht einrichten; verwenden Sie sudo";
    case "no_systemd":
      return "systemd läuft auf diesem Rechner nicht: damit der Agent mit ihm startet, lassen Sie " +
        `studer-agent run --config ${trouble.configPath} auf andere Weise starten`;
    case "hidden":
      return hidden(trouble);
    case "other":
      return germanSystemWords(trouble.system);
  }
}

const By = {
  "serial number": "der Seriennummer",
  place: "der Buchse, in der er steckt",
  name: "seinem Namen",
} as const;

const Verbs = { read: "lesen", write: "schreiben", remove: "löschen" } as const;

function hidden({ what, path }: Extract<ServiceTrouble, { kind: "hidden" }>): string {
  const place = `${path} liegt in einem persönlichen oder temporären Verzeichnis`;
  switch (what) {
    case "config":
      return `${place}, das der Dienst nicht sieht: verschieben Sie die Datei nach ${Places.config}`;
    case "file":
      return `${place}, das der Dienst nicht sieht: verschieben Sie die Datei neben ` +
        `${Places.config}, und geben Sie darin den neuen Ort an`;
    case "directory":
      return `${place}, in das der Dienst nicht schreiben kann: ändern Sie stateDirectory oder ` +
        `history.path, oder lassen Sie beides weg (${Places.state})`;
  }
}

function commandProblem(problem: CommandProblem): string {
  switch (problem.kind) {
    case "no_program":
      return `es gibt kein Programm ${problem.program}`;
    case "said":
      return germanSystemWords(problem.line);
    case "ended":
      return `beendet mit ${problem.code}`;
  }
}

function fileProblem(problem: FileProblem): string {
  switch (problem.kind) {
    case "read_only":
      return "das Dateisystem ist schreibgeschützt; machen Sie es beschreibbar (mount -o remount,rw " +
        "/, oder schalten Sie in raspi-config das Overlay aus)";
    case "disk_full":
      return "der Datenträger ist voll; schaffen Sie Platz";
    case "not_allowed":
      return "dieser Benutzer darf es nicht; verwenden Sie sudo";
    case "other":
      return germanSystemWords(problem.system);
  }
}
