import { encodeJson } from '@rubato/io';
import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { checkGradientTarget, writeGradient } from '../files/gradient-file.ts';
import { formatDuration } from '../formats/quantities.ts';
import { describeItem, type Item, itemsOf } from '../formats/items.ts';
import { readLoss } from '../loss/loss-problem.ts';
import { addSolvingOptions } from '../options/common.ts';
import { addLossOptions, type LossOptions } from '../options/loss.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';

interface LossCommandOptions extends LossOptions {
  readonly gradient?: string;
}

const EXAMPLES = `
A loss without any path is inf and exit code 0: that is an answer. The text and the JSON say why.

Examples:
  rubato loss posteriors.npy --preset ctc --labels "3 1 4" --blank 12 --probabilities
  rubato loss logits.npy --preset ctc --labels labels.json --logits --gradient gradient.npy --json
  rubato loss posteriors.npy --preset table1:SDTW-E-W --target weak.npy --probabilities
  rubato loss prediction.npy --preset soft-dtw --target score.npy --gamma 0.1 --weights "1 1 2"`;

/** `rubato loss FILE`: the value of a loss, why it is infinite if it is, and its gradient by the file. */
export function lossCommand(environment: Environment): Command {
  const command = new Command('loss')
    .description('the value of a loss, and its gradient')
    .argument('<FILE>', 'frames [frames, classes] or [items, frames, classes]: .npy, .npz:entry, .csv, .json, .safetensors:entry');
  addLossOptions(command)
    .option('--gradient <file.npy>', 'write the gradient by FILE, in its shape; replaces a file that is there')
    .addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: LossCommandOptions) => loss(file, options, environment));
}

async function loss(file: string, options: LossCommandOptions, environment: Environment): Promise<void> {
  const { preset, gradient } = options;
  await checkGradientTarget(gradient, [file, options.labels, options.target], environment);
  const { input, made, problem } = await readLoss(file, options, environment);
  const label = options.json === true || options.quiet === true ? undefined : 'loss';
  const request = gradient === undefined ? {} : { inputGradient: true };
  const { solution, milliseconds } = await withBackend(options, (backend) => timedSolve(problem, backend, request, label, environment));
  if (gradient !== undefined) await writeGradient(gradient, input.shape, made.gradient(solution), environment);
  const items = itemsOf(solution);
  const value = items.reduce((sum, item) => sum + item.value, 0);
  const facts = { rows: problem.rows, columns: problem.columns, backend: solution.backend, milliseconds };
  environment.stdout.write(
    options.json === true ? `${encodeJson({ preset, value, items, ...facts })}\n` : describe(preset, value, items, facts),
  );
}

function describe(
  preset: string,
  value: number,
  items: readonly Item[],
  {
    rows,
    columns,
    backend,
    milliseconds,
  }: { readonly rows: number; readonly columns: number; readonly backend: string; readonly milliseconds: number },
): string {
  const lines = items.map((item, b) => describeItem('loss', item, items.length === 1 ? undefined : b));
  if (items.length > 1) lines.push(`sum ${describeItem('', { value, feasible: true }, undefined).trim()}`);
  return `${[...lines, `${preset}, ${rows} × ${columns} on ${backend} in ${formatDuration(milliseconds)}`].join('\n')}\n`;
}
