import type { LocalCost, PreparedCost } from '@rubato/costs';
import { localCosts, prepareLocalCost } from '@rubato/costs';
import { InvalidArgumentError } from '../errors.ts';
import { checkFields, checkFloatArray, checkInt32Array, checkObject, checkOneOf, checkWhole, show } from './check.ts';
import type { Cost, CostKind, FeaturesCost, LatticeShape } from './cost.ts';
import { copySpecification } from './copy-specification.ts';
import type { Precision } from './problem.ts';

const FIELDS: Readonly<Record<CostKind, readonly string[]>> = {
  dense: ['data'],
  banded: ['data', 'first', 'last'],
  gathered: ['values', 'classes', 'index'],
  features: ['x', 'y', 'dimension', 'localCost'],
  device: ['backend', 'handle', 'precision'],
};

/** The most rows and columns, all items together, of a cost whose arrays do not grow with them: what solvers keep per line must fit. */
const MOST_LINES = 2 ** 26;

/** Reads [N, M] or [B, N, M]; no side may be 0. */
function readShape(shape: unknown): LatticeShape {
  if (!Array.isArray(shape) || (shape.length !== 2 && shape.length !== 3)) {
    throw new InvalidArgumentError({ argument: 'cost.shape', found: show(shape), expected: '[rows, columns] or [batch, rows, columns]' });
  }
  for (let axis = 0; axis < shape.length; axis++) checkWhole('cost.shape', shape[axis], 1, 2 ** 31 - 1, [axis]);
  return Object.freeze(shape.length === 2 ? [1, shape[0], shape[1]] : [...shape]) as unknown as LatticeShape;
}

function checkLines(shape: LatticeShape): void {
  const [batch, rows, columns] = shape;
  if (batch * (rows + columns) <= MOST_LINES) return;
  throw new InvalidArgumentError({ argument: 'cost.shape', found: show(shape), expected: `at most ${MOST_LINES} rows and columns in all` });
}

/** Number of values in a banded cost, from its ranges. */
function packedSize(first: Int32Array, last: Int32Array): number {
  let size = 0;
  for (let row = 0; row < first.length; row++) size += Math.max(0, last[row] - first[row] + 1);
  return size;
}

/** Checks that a banded cost's ranges lie in the lattice and do not go back within an item's lengths. */
function checkBandedRanges(first: Int32Array, last: Int32Array, [batch, rows, columns]: LatticeShape, rowLengths: Int32Array): void {
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows; n++) {
      const row = b * rows + n;
      const follows = n > 0 && n < rowLengths[b];
      checkWhole('cost.first', first[row], follows ? first[row - 1] : 0, columns, [b, n]);
      checkWhole('cost.last', last[row], Math.max(first[row] - 1, follows ? last[row - 1] : -1), columns - 1, [b, n]);
    }
  }
}

/**
 * Checks the cost's form (not its numbers) and fixes its shape to three axes. Keeps references to all arrays.
 * `itemRows` is asked for after the shape is known.
 */
export function normaliseCostForm(input: unknown, itemRows: (shape: LatticeShape) => Int32Array): Cost {
  checkObject('cost', input, 'a cost { kind, shape, … }');
  const cost = input as Cost;
  checkOneOf('cost.kind', cost.kind, Object.keys(FIELDS));
  checkFields('cost.', cost, ['kind', 'shape', ...FIELDS[cost.kind]]);
  const shape = readShape(cost.shape);
  const [batch, rows, columns] = shape;
  switch (cost.kind) {
    case 'dense':
      checkFloatArray('cost.data', cost.data, batch * rows * columns);
      break;
    case 'banded':
      checkInt32Array('cost.first', cost.first, batch * rows);
      checkInt32Array('cost.last', cost.last, batch * rows);
      checkBandedRanges(cost.first, cost.last, shape, itemRows(shape));
      checkFloatArray('cost.data', cost.data, packedSize(cost.first, cost.last));
      checkLines(shape);
      break;
    case 'gathered':
      checkWhole('cost.classes', cost.classes, 1, 2 ** 31 - 1);
      checkFloatArray('cost.values', cost.values, batch * rows * cost.classes);
      checkInt32Array('cost.index', cost.index, batch * columns);
      break;
    case 'features':
      checkWhole('cost.dimension', cost.dimension, 1, 2 ** 31 - 1);
      checkFloatArray('cost.x', cost.x, batch * rows * cost.dimension);
      checkFloatArray('cost.y', cost.y, batch * columns * cost.dimension);
      return Object.freeze({ ...plain(cost), shape, localCost: copySpecification('cost.localCost', cost.localCost) });
    case 'device':
      if (typeof cost.backend !== 'string' || cost.backend === '') {
        throw new InvalidArgumentError({
          argument: 'cost.backend',
          found: show(cost.backend),
          expected: 'the name of the backend that made the handle',
        });
      }
      checkOneOf('cost.precision', cost.precision, ['float32', 'float64']);
      checkLines(shape);
      break;
  }
  return Object.freeze({ ...plain(cost), shape });
}

/** The fields of a cost as plain data, wherever they came from: a caller's object may have them from its class. */
function plain<C extends Cost>(cost: C): C {
  return Object.fromEntries(['kind', ...FIELDS[cost.kind]].map((name) => [name, cost[name as keyof C]])) as unknown as C;
}

/** The precision of a cost's arrays: float32 only where all of them are. */
export function costPrecision(cost: Cost): Precision {
  if (cost.kind === 'device') return cost.precision;
  const arrays = cost.kind === 'features' ? [cost.x, cost.y] : [cost.kind === 'gathered' ? cost.values : cost.data];
  return arrays.every((array) => array instanceof Float32Array) ? 'float32' : 'float64';
}

/** Prepares a features cost; `costs` are local costs beside the built-in ones. A wrong specification is an error that names it. */
export function prepareFeatures(cost: FeaturesCost, costs?: Readonly<Record<string, LocalCost>>): PreparedCost {
  try {
    return prepareLocalCost(cost.localCost, cost.dimension, { ...localCosts, ...costs });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError({
      argument: 'cost.localCost',
      found: `refused (${error.message})`,
      expected: 'a known cost with its parameters',
    });
  }
}
