import { normaliseProblem, toDense } from '@rubato/core';
import { encodeJson, readProblem } from '@rubato/io';
import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { checkGradientTarget, writeGradient } from '../files/gradient-file.ts';
import { inFile } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { describeItem, itemsOf } from '../formats/items.ts';
import { pairsOf } from '../formats/path-json.ts';
import { formatDuration } from '../formats/quantities.ts';
import { addSolvingOptions, type SolvingOptions } from '../options/common.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';

interface SolveCommandOptions extends SolvingOptions {
  readonly path?: boolean;
  readonly gradient?: string;
}

const EXAMPLES = `
An item without any path has the value inf and exit code 0: that is an answer. The text and the JSON say why.

Examples:
  rubato align a.npy b.npy --gamma 0.1 --problem problem.json
  rubato solve problem.json --path --json --backend reference`;

/** `rubato solve PROBLEM.json`: the values of a problem file's items, their paths and the gradient by the cost. */
export function solveCommand(environment: Environment): Command {
  const command = new Command('solve')
    .description('solve a problem file')
    .argument('<PROBLEM.json>', 'a problem as align --problem writes it, or by hand')
    .option('--path', 'the best path of each item too')
    .option('--gradient <file.npy>', 'write the gradient by the cost, [items, rows, columns]; replaces a file that is there')
    .addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: SolveCommandOptions) => solveFile(file, options, environment));
}

async function solveFile(file: string, options: SolveCommandOptions, environment: Environment): Promise<void> {
  const { gradient, maxBytes, precision } = options;
  await checkGradientTarget(gradient, [file], environment);
  const text = decodeText(await environment.files.read(file, maxBytes), file);
  const problem = inFile(file, () => {
    const input = readProblem(text, maxBytes === undefined ? {} : { maxBytes });
    return normaliseProblem({ ...input, ...(precision === undefined ? {} : { precision }) });
  });
  const request = { ...(options.path === true ? { path: true } : {}), ...(gradient === undefined ? {} : { gradient: true }) };
  const label = options.json === true || options.quiet === true ? undefined : 'solve';
  const { solution, milliseconds } = await withBackend(options, (backend) => timedSolve(problem, backend, request, label, environment));
  if (gradient !== undefined) {
    await writeGradient(gradient, solution.gradient!.shape, toDense(solution.gradient!), environment);
  }
  const { paths, pathCosts } = solution;
  const items = itemsOf(solution).map((item, b) =>
    paths === undefined || pathCosts === undefined ? item : { ...item, pathCost: pathCosts[b], path: pairsOf(paths[b]) },
  );
  const facts = { rows: problem.rows, columns: problem.columns, minimum: problem.minimum, backend: solution.backend, milliseconds };
  environment.stdout.write(options.json === true ? `${encodeJson({ items, ...facts })}\n` : describe(items, facts));
}

type SolvedItem = ReturnType<typeof itemsOf>[number] & { readonly path?: readonly (readonly number[])[] };

function describe(
  items: readonly SolvedItem[],
  facts: { readonly minimum: string; readonly backend: string; readonly milliseconds: number },
): string {
  const lines = items.map((item, b) => {
    const path =
      item.path === undefined || item.path.length === 0 ? '' : `, path ${item.path.map((pair) => `(${pair.join(', ')})`).join(' ')}`;
    return describeItem('value', item, items.length === 1 ? undefined : b) + path;
  });
  return `${[...lines, `${facts.minimum} on ${facts.backend} in ${formatDuration(facts.milliseconds)}`].join('\n')}\n`;
}
