import type { RegisterCommand } from "./cli/command_context.ts";

/** A command that is loaded when it is wanted: who starts one does not carry all. */
export interface LazyCommand {
  readonly name: string;
  readonly load: () => Promise<RegisterCommand>;
  /** It speaks of the others. */
  readonly needsAll?: true;
}

/** Every command, in the order in which the help lists them. */
export const AllCommands: readonly LazyCommand[] = [
  { name: "run", load: async () => (await import("./run.ts")).registerRun },
  {
    name: "check-config",
    load: async () => (await import("./check_config.ts")).registerCheckConfig,
  },
  { name: "setup", load: async () => (await import("./setup.ts")).registerSetup },
  { name: "find", load: async () => (await import("./find.ts")).registerFind },
  { name: "scan", load: async () => (await import("./scan.ts")).registerScan },
  { name: "read", load: async () => (await import("./read.ts")).registerRead },
  { name: "watch", load: async () => (await import("./watch.ts")).registerWatch },
  { name: "catalogue", load: async () => (await import("./catalogue.ts")).registerCatalogue },
  { name: "capture", load: async () => (await import("./capture.ts")).registerCapture },
  { name: "doctor", load: async () => (await import("./doctor.ts")).registerDoctor },
  { name: "service", load: async () => (await import("./service.ts")).registerService },
  { name: "simulate", load: async () => (await import("./simulate.ts")).registerSimulate },
  { name: "demo", load: async () => (await import("./demo.ts")).registerDemo },
  {
    name: "completion",
    load: async () => (await import("./completion.ts")).registerCompletion,
    needsAll: true,
  },
  { name: "version", load: async () => (await import("./version.ts")).registerVersion },
];

/** The command that a command line begins with; all of them where it begins with none. */
export async function loadCommands([first]: readonly string[] = []): Promise<RegisterCommand[]> {
  const meant = AllCommands.find(({ name, needsAll }) => name === first && !needsAll);
  const wanted = meant === undefined ? AllCommands : [meant];
  return await Promise.all(wanted.map(({ load }) => load()));
}
