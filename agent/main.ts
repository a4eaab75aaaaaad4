import { runCommand } from "./commands/run_command.ts";
import { processTerminal } from "./commands/terminal.ts";
import { thisMachine } from "./config/machine.ts";
import { systemClock } from "./system_clock.ts";

const ended = new AbortController();

// The first signal asks for an orderly end, the second one does not wait for it.
function end(): void {
  if (ended.signal.aborted) Deno.exit(130);
  ended.abort();
}

Deno.addSignalListener("SIGINT", end);
Deno.addSignalListener("SIGTERM", end);

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
