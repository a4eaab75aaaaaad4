import type { Command } from "commander";

/**
 * Has a command and those below it end with a `CommanderError` where an option with a value is given
 * a second time: the library would take the last one and say nothing.
 */
export function refuseRepeatedOptions(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.variadic) continue;
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) {
        const name = option.long ?? option.short;
        command.error(`${name} is given twice; leave one of them out`);
      }
      given = true;
    });
  }
  for (const each of command.commands) refuseRepeatedOptions(each);
}
