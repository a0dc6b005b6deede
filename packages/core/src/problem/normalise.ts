import type { LocalCost } from '@rubato/costs';
import { InvalidArgumentError } from '../errors.ts';
import {
  checkFields,
  checkInt32Array,
  checkLength,
  checkObject,
  checkOneOf,
  checkTemperature,
  checkWhole,
  isNumberList,
  LARGEST_MAGNITUDE,
  show,
} from './check.ts';
import { checkCostValues } from './check-values.ts';
import type { Cost, LatticeShape } from './cost.ts';
import { normaliseBand } from './normalise-band.ts';
import { normaliseBoundary } from './normalise-boundary.ts';
import { costPrecision, normaliseCostForm, prepareFeatures } from './normalise-cost.ts';
import { normaliseSteps } from './normalise-steps.ts';
import { normaliseStepTable } from './normalise-table.ts';
import type { AlignmentProblem, ProblemInput } from './problem.ts';

function normaliseLengths(argument: string, input: unknown, batch: number, most: number): Int32Array {
  if (input === undefined) return new Int32Array(batch).fill(most);
  if (!isNumberList(input)) {
    throw new InvalidArgumentError({ argument, found: show(input), expected: `${batch} whole numbers` });
  }
  checkLength(argument, input, batch);
  for (let b = 0; b < batch; b++) checkWhole(argument, input[b], 0, most, [b]);
  return Int32Array.from(input);
}

function normaliseTemperature(input: unknown, batch: number): Float64Array {
  const list = input === undefined ? [1] : typeof input === 'number' ? [input] : input;
  if (!isNumberList(list) || (list.length !== batch && list.length !== 1)) {
    const found = isNumberList(list) ? `${list.length} long` : show(input);
    throw new InvalidArgumentError({ argument: 'temperature', found, expected: `one number, or ${batch}` });
  }
  const temperature = new Float64Array(batch);
  for (let b = 0; b < batch; b++) {
    const position = list.length === 1 ? 0 : b;
    temperature[b] = checkTemperature(list[position], typeof input === 'number' ? undefined : [position]);
  }
  return temperature;
}

/** A preset's classes must be those that the cost was gathered by: else the costs of other labels would be aligned without a word. */
function checkColumnClasses(classes: Int32Array | undefined, cost: Cost, columnLengths: Int32Array): void {
  if (classes === undefined) return;
  const [batch, , columns] = cost.shape;
  checkInt32Array('columnClasses', classes, batch * columns);
  if (cost.kind !== 'gathered' || classes === cost.index) return;
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < columnLengths[b]; m++) {
      const [found, expected] = [classes[b * columns + m], cost.index[b * columns + m]];
      if (found === expected) continue;
      throw new InvalidArgumentError({
        argument: 'columnClasses',
        index: [b, m],
        found: show(found),
        expected: `${expected} as in cost.index`,
      });
    }
  }
}

const KNOWN = [
  'cost',
  'rowLengths',
  'columnLengths',
  'columnClasses',
  'precision',
  'steps',
  'stepWeights',
  'stepPenalties',
  'start',
  'end',
  'band',
  'minimum',
  'temperature',
];

/**
 * Checks a problem once, fills in defaults and freezes it; behind it nothing checks again.
 *
 * Keeps references to the caller's typed arrays: it never copies or converts a cost. NaN and `-Infinity` inside an item's lengths
 * and band are refused; what stands in the padding does not matter (weights and penalties are copied where other numbers stand there
 * than inside). Finite numbers must lie within ±1e140.
 *
 * @param input a cost of one of five kinds and a parameterization; see {@link ProblemInput} for shapes and defaults
 * @param options `costs`: local costs beside the built-in ones, by name
 * @returns the frozen problem, plain data that can be cloned to a worker
 * @throws InvalidArgumentError naming the argument, the first bad index and what would be right
 *
 * @example
 * ```ts
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(0, 1, 1, 0), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * [problem.batch, problem.rows, problem.columns, problem.minimum]; // → [1, 2, 2, 'softmin']
 * ```
 */
export function normaliseProblem(
  input: ProblemInput,
  options: { readonly costs?: Readonly<Record<string, LocalCost>> | undefined } = {},
): AlignmentProblem {
  checkObject('problem', input);
  checkFields('', input, KNOWN);
  const readRowLengths = ([batch, rows]: LatticeShape): Int32Array => normaliseLengths('rowLengths', input.rowLengths, batch, rows);
  const cost = normaliseCostForm(input.cost, readRowLengths);
  const [batch, rows, columns] = cost.shape;
  const rowLengths = readRowLengths(cost.shape);
  const columnLengths = normaliseLengths('columnLengths', input.columnLengths, batch, columns);
  checkColumnClasses(input.columnClasses, cost, columnLengths);

  const lengths = { rowLengths, columnLengths };
  const steps = normaliseSteps(input.steps);
  const axes = [batch, rows, columns, steps.length] as const;
  const minimum = input.minimum ?? 'softmin';
  if (typeof minimum !== 'string' || minimum === '') {
    throw new InvalidArgumentError({ argument: 'minimum', found: show(minimum), expected: 'the name of a minimum function' });
  }
  const precision = input.precision ?? costPrecision(cost);
  checkOneOf('precision', precision, ['float32', 'float64']);
  const band = normaliseBand(input.band, rows, columns, rowLengths, columnLengths);
  const problem: AlignmentProblem = {
    batch,
    rows,
    columns,
    rowLengths,
    columnLengths,
    cost,
    steps,
    stepWeights: normaliseStepTable('stepWeights', input.stepWeights, axes, 1, 0, lengths),
    stepPenalties: normaliseStepTable('stepPenalties', input.stepPenalties, axes, 0, -LARGEST_MAGNITUDE, lengths),
    start: normaliseBoundary('start', input.start, rows, columns, rowLengths, columnLengths),
    end: normaliseBoundary('end', input.end, rows, columns, rowLengths, columnLengths),
    ...(band === undefined ? {} : { band }),
    minimum,
    temperature: normaliseTemperature(input.temperature, batch),
    precision,
  };
  const prepared = cost.kind === 'features' ? prepareFeatures(cost, options.costs) : undefined;
  checkCostValues(cost, problem, prepared);
  return Object.freeze(problem);
}
