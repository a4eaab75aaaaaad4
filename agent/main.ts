import { runCommand } from "./commands/run_command.ts";
import { processTerminal } from "./commands/cli/terminal.ts";
import { thisMachine } from "./config/machine.ts";
import { systemClock } from "./system_clock.ts";

/** A task runner hands Ctrl-C on to who has it from the terminal already: so soon, it is the same. */
const SAME_SIGNAL_MS = 1000;

const ended = new AbortController();
let endedAt = Infinity;

// The first signal asks for an orderly end, a second one does not wait for it.
function end(): void {
  const now = systemClock.now();
  if (!ended.signal.aborted) endedAt = now;
  else if (now - endedAt > SAME_SIGNAL_MS) Deno.exit(130);
  ended.abort();
}

Deno.addSignalListener("SIGINT", end);
Deno.addSignalListener("SIGTERM", end);
Deno.addSignalListener("SIGHUP", end);

try {
  const exitCode = await runCommand(Deno.args, {
    terminal: processTerminal(),
    machine: thisMachine(),
    clock: systemClock,
    signal: ended.signal,
  });
  Deno.exit(exitCode);
} catch (error) {
  // Whoever read our output has seen enough, as `head` does.
  if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
  throw error;
}
