import type { Command } from 'commander';

/** The options that stand on the command line, by their long names: `--frame-rate`. */
export function givenOptions(command: Command): readonly string[] {
  return command.options.flatMap((option) =>
    option.long !== undefined && command.getOptionValueSource(option.attributeName()) === 'cli' ? [option.long] : [],
  );
}
