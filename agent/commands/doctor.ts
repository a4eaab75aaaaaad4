import type { Command } from "commander";
import { resolve } from "node:path";
import { answeringInTime } from "../doctor/answering.ts";
import { type AreaFinding, countByVerdict } from "../doctor/finding.ts";
import { thisDoctorMachine } from "../doctor/machine.ts";
import { reportLines, summaryText } from "../doctor/report.ts";
import { AGENT_VERSION } from "../version.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { chosenConfig } from "./cli/chosen_config.ts";
import { checkedRecording, checkReadable, writeBundle } from "./doctor/doctor_bundle.ts";
import { withReachedFiles } from "./doctor/reached_files.ts";
import { examine } from "./doctor/doctor_examination.ts";
import { checkNew } from "./cli/new_file.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

interface DoctorOptions extends CommonOptions {
  readonly bundle?: string;
  readonly capture?: string;
}

const HELP = `
It only reads, but for a file in the state directory that comes and goes, and an empty message at
the broker. While run holds the line, it asks through the running agent.

--bundle writes an archive (.tar.gz) for a report: the findings, the configuration, versions, the
service's log, the scan and the state files, without passwords, user names, addresses, GUID and
serial numbers. --capture adds what capture recorded, with those replaced.`;

/** `doctor`: looks at everything between the gateway and Home Assistant, and says what to do. */
export function registerDoctor(program: Command, context: CommandContext): void {
  const { terminal, signal } = context;
  program.command("doctor")
    .description("find out what is wrong, and what to do about it")
    .option("--bundle <file>", "write an archive for a report, without secrets")
    .option("--capture <file>", "put this recording into the archive")
    .addHelpText("after", HELP)
    .action(async (_options, command: Command) => {
      const options = optionsOf<DoctorOptions>(command);
      if (options.capture !== undefined && options.bundle === undefined) {
        throw new UserError("--capture goes with --bundle; give both", ExitCode.usage);
      }
      const path = options.bundle === undefined
        ? undefined
        : resolve(context.machine.directory, options.bundle);
      const machine = answeringInTime(thisDoctorMachine(), context);
      const load = (each: CommandContext) => chosenConfig(options, each);
      const reached = await withReachedFiles(context, machine, load);
      // A file that nobody waited for is not one that does not answer.
      refuseInterrupted(signal);
      // Whoever waited for the examination should not hear only then that there is no report.
      if (path !== undefined) {
        checkReadable(options, reached);
        checkNew(path);
      }
      const capture = options.capture === undefined
        ? undefined
        : checkedRecording(options.capture, reached);
      const examination = await examine(options, reached, machine);
      const { findings } = examination;
      terminal.progress("");
      show(findings, options, reached);
      refuseInterrupted(signal);
      if (path !== undefined) {
        await writeBundle(path, capture, examination, reached, machine);
        terminal.err(`Wrote ${path}; look through it before you hand it on`);
      }
      const { fault: faults } = countByVerdict(findings);
      if (faults > 0) throw new UserError(summaryText(findings), ExitCode.refused);
      if (!options.json) terminal.out(summaryText(findings));
    });
}

function refuseInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new UserError("interrupted", ExitCode.interrupted);
}

function show(
  findings: readonly AreaFinding[],
  { json }: CommonOptions,
  { terminal, clock }: CommandContext,
): void {
  if (json) {
    const date = new Date(clock.wallTime()).toISOString();
    const counts = countByVerdict(findings);
    terminal.out(JSON.stringify({ version: AGENT_VERSION, date, counts, findings }, null, 2));
  } else {
    for (const line of reportLines(findings, terminal.columns)) terminal.out(line);
  }
}
