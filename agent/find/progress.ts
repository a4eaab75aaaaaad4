import type { ScanProgress } from "../installation/survey/scan.ts";
import type { LineSetting } from "./finding.ts";
import { settingText } from "./setting_text.ts";

/** How far a search is. */
export type SearchProgress =
  | { readonly kind: "port"; readonly path: string; readonly setting: LineSetting }
  | { readonly kind: "dial_in"; readonly port: number }
  | { readonly kind: "scan" } & ScanProgress;

/** The same in a line for whoever watches. */
export function progressText(progress: SearchProgress): string {
  switch (progress.kind) {
    case "port":
      return `Asking ${progress.path} at ${settingText(progress.setting)} …`;
    case "dial_in":
      return `Waiting for a Moxa to connect to port ${progress.port} …`;
    case "scan":
      return `A gateway answers: asking ${progress.asked} of ${progress.total} addresses, ` +
        `${progress.found} devices found`;
  }
}
