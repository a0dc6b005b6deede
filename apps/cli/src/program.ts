import { Command } from 'commander';
import { alignCommand } from './commands/align.ts';
import { backendsCommand } from './commands/backends.ts';
import { decodeCommand } from './commands/decode.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { evalCommand } from './commands/eval.ts';
import { forceCommand } from './commands/force.ts';
import { inspectCommand } from './commands/inspect.ts';
import { lossCommand } from './commands/loss.ts';
import { plotCommand } from './commands/plot.ts';
import { searchCommand } from './commands/search.ts';
import { solveCommand } from './commands/solve.ts';
import { warpCommand } from './commands/warp.ts';
import type { Environment } from './environment.ts';

/** The command line: one file a command, one line here. */
export function createProgram(environment: Environment, version: string): Command {
  const program = new Command('rubato')
    .description('Differentiable sequence alignment: align and search recordings, compute losses, decode posteriors, look into files.')
    .version(version)
    .addHelpText('after', '\nExit codes: 0 done, 1 failure, 2 bad input or usage, 130 interrupted.');
  const commands = [
    alignCommand,
    warpCommand,
    searchCommand,
    lossCommand,
    diagnoseCommand,
    decodeCommand,
    forceCommand,
    evalCommand,
    solveCommand,
    plotCommand,
    inspectCommand,
    backendsCommand,
  ].map((create) => create(environment));
  for (const command of [program, ...commands.flatMap((command) => [command, ...command.commands])]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
      // Errors are printed once, as one line, where they are caught.
      outputError: () => undefined,
      getOutHelpWidth: () => environment.stderr.columns ?? 100,
    });
  }
  for (const command of commands) program.addCommand(command);
  return program;
}
