import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { evalAlignmentCommand } from './eval-alignment.ts';
import { evalFramesCommand } from './eval-frames.ts';
import { evalLabelsCommand } from './eval-labels.ts';

/** `rubato eval WHAT`: how good an answer is, beside the right one. */
export function evalCommand(environment: Environment): Command {
  const command = new Command('eval').description('how good labels, frames or an alignment are, beside the right ones');
  for (const create of [evalLabelsCommand, evalFramesCommand, evalAlignmentCommand]) command.addCommand(create(environment));
  const known = command.commands.map((each) => each.name()).join(', ');
  return command.allowExcessArguments().action(() => {
    const [what] = command.args;
    throw new UsageError(what === undefined ? `eval what? give one of ${known}` : `eval: there is no '${what}'; give one of ${known}`);
  });
}
