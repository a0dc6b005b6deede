import { type BoundaryInput, InvalidArgumentError, type ProblemInput } from '@rubato/core';
import { encodeJson, type EncodeJsonOptions } from './encode-json.ts';

/** The version of problem files that this package writes and reads. */
export const PROBLEM_VERSION = 1;

/**
 * Writes a problem as a file of one line of JSON that `readProblem` gives back: a key `"rubato"` with the version of the form,
 * then the properties of the problem under their names.
 *
 * Numbers that are not finite become the texts `"inf"`, `"-inf"`, `"nan"`. Arrays of at most `mostListed` numbers (default 1000)
 * are lists, larger ones base64 with dtype and shape; where an array of the problem is float32 all are base64, since lists are
 * read as float64. Shapes and values are not judged: that is `normaliseProblem`'s.
 *
 * @param problem any input of `normaliseProblem`; a cost on a device must be read back first
 * @param options `mostListed`: how large a list may be; -1 makes every array base64
 * @throws InvalidArgumentError for a cost on a device
 * @throws TypeError or RangeError naming the place of what JSON cannot hold
 *
 * @example
 * ```ts
 * import { writeProblem } from '@rubato/io';
 *
 * const cost = { kind: 'dense', data: Float64Array.of(0, Infinity), shape: [1, 2] } as const;
 * writeProblem({ cost, steps: [[0, 1]] }); // → '{"rubato":1,"steps":[[0,1]],"cost":{"kind":"dense","shape":[1,2],"data":[0,"inf"]}}\n'
 * ```
 */
export function writeProblem(problem: ProblemInput, options: EncodeJsonOptions = {}): string {
  const { cost } = problem;
  if (cost.kind === 'device') {
    const expected = 'values, read back from the device into a dense cost';
    throw new InvalidArgumentError({ argument: 'cost.kind', found: "'device'", expected });
  }
  const lengths = (list: ArrayLike<number> | undefined): Int32Array | undefined => (list === undefined ? undefined : Int32Array.from(list));
  const { band, temperature } = problem;
  const document = {
    rubato: PROBLEM_VERSION,
    steps: problem.steps,
    minimum: problem.minimum,
    temperature: typeof temperature === 'object' ? Array.from(temperature) : temperature,
    precision: problem.precision,
    stepWeights: problem.stepWeights,
    stepPenalties: problem.stepPenalties,
    start: problem.start === undefined ? undefined : boundary(problem.start),
    end: problem.end === undefined ? undefined : boundary(problem.end),
    band: band?.kind === 'ranges' ? { kind: band.kind, first: lengths(band.first), last: lengths(band.last) } : band,
    rowLengths: lengths(problem.rowLengths),
    columnLengths: lengths(problem.columnLengths),
    columnClasses: problem.columnClasses,
    cost: costOf(cost),
  };
  const mostListed = holdsFloat32(document) ? -1 : options.mostListed;
  return `${encodeJson(document, mostListed === undefined ? {} : { mostListed })}\n`;
}

/** The known properties only, in an order that puts what people look for first. */
function costOf(cost: Exclude<ProblemInput['cost'], { kind: 'device' }>): object {
  const { kind, shape } = cost;
  switch (kind) {
    case 'dense':
      return { kind, shape, data: cost.data };
    case 'banded':
      return { kind, shape, first: cost.first, last: cost.last, data: cost.data };
    case 'gathered':
      return { kind, shape, classes: cost.classes, index: cost.index, values: cost.values };
    case 'features':
      return { kind, shape, dimension: cost.dimension, localCost: cost.localCost, x: cost.x, y: cost.y };
  }
}

function boundary(input: BoundaryInput): unknown {
  if (typeof input === 'string' || Array.isArray(input)) return input;
  const { set, cells, cellsOfItem, multiplier, penalty } = input as Exclude<BoundaryInput, string | readonly unknown[]>;
  return { set, cells, cellsOfItem, multiplier, penalty };
}

function holdsFloat32(value: unknown): boolean {
  if (value instanceof Float32Array) return true;
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && Object.values(value).some(holdsFloat32);
}
