import type { AlignmentSolution } from '@rubato/core';
import { toDense } from '@rubato/core';
import type { Json } from './decode.ts';
import { decodeLists, decodeNumber, decodeNumbers, inPrecision, shapeOf } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions } from './golden-case.ts';
import { goldenTolerance } from './golden-tolerances.ts';

/** A case of `hard_dtw.json`: hardmin, with additive weights as step penalties; a subsequence starts and ends in any column. */
export function hardDtwCase(json: Json, { precision }: GoldenOptions): GoldenCase {
  const subsequence = json['subsequence'] === true;
  const shape = shapeOf(json['C']) as unknown as readonly [number, number];
  const input = {
    cost: { kind: 'dense', data: inPrecision(decodeNumbers(json['C']), precision), shape },
    steps: decodeLists(json['step_sizes']).map(([i, j]) => [i, j] as const),
    stepWeights: Array.from(decodeNumbers(json['weights_mul'])),
    stepPenalties: Array.from(decodeNumbers(json['weights_add'])),
    start: subsequence ? 'firstRow' : 'corner',
    end: subsequence ? 'lastRow' : 'corner',
    minimum: 'hardmin',
  } as const;
  const checks = (json['checks'] ?? {}) as Json;
  const gap = checks['gap_to_second_best'] === undefined ? Infinity : decodeNumber(checks['gap_to_second_best']);
  const path = json['path'] === null ? new Float64Array() : decodeNumbers(json['path']);
  const tolerance = goldenTolerance('hard_dtw', 'value', precision, { temperature: 1 });
  return {
    file: 'hard_dtw',
    id: String(json['id']),
    tag: String(json['tag']),
    solves: [{ input, request: { accumulatedCost: true, path: true, gradient: true } }],
    compare: ([solution]: readonly AlignmentSolution[]): GoldenComparison[] => {
      const exact = precision === 'float64' || gap >= 1e-5;
      const derivative = goldenTolerance('hard_dtw', 'derivative', precision, { temperature: 1 });
      return [
        { quantity: 'cost', actual: solution.values, expected: decodeNumbers(json['cost']), tolerance },
        { quantity: 'path cost', actual: solution.pathCosts!, expected: decodeNumbers(json['cost']), tolerance },
        { quantity: 'D', actual: toDense(solution.accumulatedCost!), expected: decodeNumbers(json['D']), tolerance },
        ...(exact
          ? [
              {
                quantity: 'path',
                actual: solution.paths![0],
                expected: path,
                tolerance: { absolute: 0, relative: 0, of: 'entry' as const },
              },
            ]
          : []),
        ...(exact && json['H'] !== undefined
          ? [{ quantity: 'H', actual: toDense(solution.gradient!), expected: decodeNumbers(json['H']), tolerance: derivative }]
          : []),
      ];
    },
  };
}
