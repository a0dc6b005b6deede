import type { AlignmentSolution } from '@rubato/core';
import { decodeNumber, decodeNumbers, inPrecision } from './decode.ts';
import type { Json } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions, GoldenSolve } from './golden-case.ts';
import { goldenTolerance } from './golden-tolerances.ts';

/**
 * A case of `minimum.json` as a lattice of one row: every column starts and ends, so that the value is μ of the row, H its weights,
 * the γ-derivative its own, and Hessian products along unit directions its Hessian. So the file checks whole backends.
 */
export function minimumCase(json: Json, { precision }: GoldenOptions): GoldenCase {
  const x = decodeNumbers(json['x']);
  const temperature = decodeNumber(json['gamma']);
  const minimum = String(json['min_function']);
  const count = x.length;
  const base = { steps: [[1, 1]] as const, start: 'firstRow', end: 'lastRow', minimum, temperature } as const;
  const solves: GoldenSolve[] = [
    {
      input: { ...base, cost: { kind: 'dense', data: inPrecision(x, precision), shape: [1, count] } },
      request: { gradient: true, temperatureGradient: true },
    },
  ];
  const hessian = json['hessian'];
  if (hessian !== undefined) {
    const copies = new Float64Array(count * count).map((_, k) => x[k % count]);
    const direction = new Float64Array(count * count).map((_, k) => (Math.floor(k / count) === k % count ? 1 : 0));
    const cost = { kind: 'dense', data: inPrecision(copies, precision), shape: [count, 1, count] } as const;
    solves.push({ input: { ...base, cost }, request: { hessianProduct: { along: 'cost', direction } } });
  }
  const finite = x.filter((candidate) => candidate !== Infinity);
  const scale = { temperature, minimum, largest: Math.max(0, ...finite.map(Math.abs)) };
  const tolerance = goldenTolerance('minimum', 'value', precision, scale);
  // Where all is forbidden the file holds the toolbox's uniform weights, "a convention of that toolbox": here they are 0.
  const gradient = json['all_inf'] === true ? new Float64Array(count) : decodeNumbers(json['gradient']);
  return {
    file: 'minimum',
    id: String(json['id']),
    tag: typeof json['tag'] === 'string' ? json['tag'] : minimum,
    solves,
    compare: ([first, second]: readonly AlignmentSolution[]): GoldenComparison[] => [
      { quantity: 'value', actual: first.values, expected: decodeNumbers(json['value']), tolerance },
      { quantity: 'gradient', actual: first.gradient!.data, expected: gradient, tolerance },
      { quantity: 'dgamma', actual: first.temperatureGradient!, expected: decodeNumbers(json['dgamma']), tolerance },
      ...(second === undefined
        ? []
        : [{ quantity: 'hessian', actual: second.hessianProduct!.data, expected: decodeNumbers(hessian), tolerance }]),
    ],
  };
}
