import type { AlignmentSolution, BoundaryInput, Cell, SolveRequest, StepTableInput } from '@rubato/core';
import { toDense } from '@rubato/core';
import type { Json } from './decode.ts';
import { decodeLists, decodeNumber, decodeNumbers, inPrecision, shapeOf } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions } from './golden-case.ts';
import type { GoldenQuantity } from './golden-tolerances.ts';
import { goldenTolerance } from './golden-tolerances.ts';

type Shape3 = readonly [number, number, number];
type Shape4 = readonly [number, number, number, number];

/** A boundary list per item, with multipliers where the case has them, padded to the longest list. */
function boundary(cells: unknown, weights: unknown): BoundaryInput {
  const lists = (cells as unknown[][]).map((list) => list.map((cell) => Array.from(decodeNumbers(cell)) as unknown as Cell));
  if (weights === undefined) return { cellsOfItem: lists };
  const most = Math.max(...lists.map((list) => list.length));
  const rows = decodeLists(weights);
  const data = rows.flatMap((row) => [...row, ...new Array<number>(most - row.length).fill(0)]);
  return { cellsOfItem: lists, multiplier: { data, shape: [lists.length, most] } };
}

/** A case of `ddtw.json`. */
export function ddtwCase(json: Json, { precision }: GoldenOptions): GoldenCase {
  const shape = shapeOf(json['C']) as unknown as Shape3;
  const temperature = decodeNumber(json['gamma']);
  const local = json['local_step_weights'];
  const stepWeights: StepTableInput =
    local === undefined
      ? Array.from(decodeNumbers(json['global_step_weights']))
      : { data: inPrecision(decodeNumbers(local), precision), shape: shapeOf(local) as unknown as Shape4 };
  const direction = json['Z'];
  const request: SolveRequest = {
    gradient: true,
    softAlignment: true,
    accumulatedCost: true,
    stepWeightGradient: 'full',
    temperatureGradient: true,
    boundaryGradient: true,
    ...(direction === undefined ? {} : { hessianProduct: { along: 'cost', direction: decodeNumbers(direction) } }),
  };
  const input = {
    cost: { kind: 'dense', data: inPrecision(decodeNumbers(json['C']), precision), shape },
    rowLengths: decodeNumbers(json['list_N']),
    columnLengths: decodeNumbers(json['list_M']),
    steps: decodeLists(json['step_sizes']).map(([i, j]) => [i, j] as const),
    stepWeights,
    start: boundary(json['B_start'], json['start_weights']),
    end: boundary(json['B_end'], json['end_weights']),
    minimum: String(json['min_function']),
    temperature,
  } as const;
  return {
    file: 'ddtw',
    id: String(json['id']),
    tag: String(json['tag']),
    solves: [{ input, request }],
    compare: ([solution]: readonly AlignmentSolution[]): GoldenComparison[] => {
      const list: GoldenComparison[] = [];
      const add = (quantity: string, rule: GoldenQuantity, actual: ArrayLike<number>): void => {
        if (json[quantity] === undefined) return;
        list.push({
          quantity,
          actual,
          expected: decodeNumbers(json[quantity]),
          tolerance: goldenTolerance('ddtw', rule, precision, { temperature }),
        });
      };
      add('cost', 'value', solution.values);
      add('H', 'derivative', toDense(solution.gradient!));
      add('E', 'derivative', toDense(solution.softAlignment!));
      add('D', 'accumulated', toDense(solution.accumulatedCost!));
      add('dW', 'derivative', solution.stepWeightGradient!.data);
      add('dgamma', 'temperatureDerivative', solution.temperatureGradient!);
      add('HZ', 'hessian', solution.hessianProduct === undefined ? [] : toDense(solution.hessianProduct));
      add('dstart_weights', 'derivative', solution.boundaryGradient!.startMultiplier.data);
      add('dend_weights', 'derivative', solution.boundaryGradient!.endMultiplier.data);
      return list;
    },
  };
}
