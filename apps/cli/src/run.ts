import { CommanderError } from 'commander';
import type { Environment } from './environment.ts';
import { errorLine, exitCodeOf } from './errors.ts';
import { createProgram } from './program.ts';
import { version } from './version.ts';

/**
 * Runs the command line with the arguments that follow the program's name.
 *
 * @returns the exit code: 0 done, 1 failure, 2 bad input or usage, 130 interrupted
 */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  try {
    const program = createProgram(environment, version());
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return 0;
  } catch (error) {
    const code = exitCodeOf(error, environment.signal);
    // Help and version end as errors of code 0.
    if (!(error instanceof CommanderError && code === 0)) environment.stderr.write(`${errorLine(error, environment.signal)}\n`);
    return code;
  }
}
