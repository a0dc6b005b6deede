import type { WarpGradient, WarpProblemInput } from '@rubato/gdtw';
import { refuse } from '../check.ts';
import type { BatchName } from './item-errors.ts';
import type { ItemNumbers, ItemSides } from './item-numbers.ts';
import { readItemNumbers } from './item-numbers.ts';
import type { TensorWarpOptions } from './warp-options.ts';

/** Numbers that belong to a problem, and the gradient by them. */
export interface WarpParameter {
  readonly numbers: ItemNumbers;
  readonly gradient: (of: WarpGradient) => ArrayLike<number>;
}

/** Numbers beside the signals, by the problem's names for them. */
export type WarpParameters = ReadonlyMap<string, WarpParameter>;

/** Sides of a batch: K is `width`. */
export interface WarpBatchSizes {
  readonly batch: number;
  readonly n: number;
  readonly m: number;
  readonly width: number;
  readonly xLengths: Int32Array;
  readonly yLengths: Int32Array;
  readonly knots: Int32Array;
}

/** Reads all numbers that were given beside the signals. */
export function readParameters(options: TensorWarpOptions, sizes: WarpBatchSizes): WarpParameters {
  const { batch, n, m, width, xLengths, yLengths, knots } = sizes;
  const parameters = new Map<string, WarpParameter>();
  const each = { batch };
  const atKnots = { batch, width, counts: knots };
  const between = { batch, width: width - 1, counts: knots.map((count) => count - 1) };
  const read = (name: string, value: unknown, sides: ItemSides, gradient: WarpParameter['gradient']): void => {
    if (value !== undefined) parameters.set(name, { numbers: readItemNumbers(`options.${name}`, value, sides), gradient });
  };
  const { lambda, xTimes, yTimes, slopes = {}, band, expectedSlope } = options;
  if (typeof slopes !== 'object' || slopes === null) refuse('options.slopes', slopes, '{ lower, upper }');
  if (lambda === undefined) refuse('options.lambda', lambda, 'a number, a list, a list per item, or a float32 tensor');
  read('lambda', lambda, between, (of) => of.lambda);
  read('xTimes', xTimes, { batch, width: n, counts: xLengths }, (of) => of.xTimes);
  read('yTimes', yTimes, { batch, width: m, counts: yLengths }, (of) => of.yTimes);
  read('slopes.lower', slopes.lower, between, (of) => of.slopes.lower);
  read('slopes.upper', slopes.upper, between, (of) => of.slopes.upper);
  read('expectedSlope', expectedSlope, each, (of) => [of.expectedSlope]);
  const byRadii = ({ band: of }: WarpGradient): Float64Array => of.upper.map((value, k) => value - of.lower[k]);
  if (band?.kind === 'sakoe-chiba') read('band.radius', band.radius, each, (of) => [byRadii(of).reduce((sum, value) => sum + value, 0)]);
  else if (band?.kind === 'ratanamahatana-keogh') read('band.radii', band.radii, atKnots, byRadii);
  else if (band?.kind === 'ranges') {
    read('band.lower', band.lower, atKnots, (of) => of.band.lower);
    read('band.upper', band.upper, atKnots, (of) => of.band.upper);
  }
  return parameters;
}

/** Names of the arguments of an item's problem and signals in the batch. */
export function namesOf(item: number, parameters: WarpParameters): Record<string, BatchName> {
  const names: Record<string, BatchName> = { problem: () => ({ argument: 'x', index: [item] }) };
  for (const [name, { numbers }] of parameters) {
    const { argument } = numbers;
    const tell: BatchName = (index) => ({ argument, index: numbers.place(item, index?.[0] ?? 0) });
    names[name.endsWith('Times') ? name : `problem.${name}`] = tell;
  }
  return names;
}

/** An item's problem but for its signals. */
export function itemInput(item: number, options: TensorWarpOptions, parameters: WarpParameters): Omit<WarpProblemInput, 'x' | 'y'> {
  const numbersOf = (name: string): Float64Array | undefined => parameters.get(name)?.numbers.of(item);
  const { signalLoss, warpPenalty, knots, subsequence, slopes, band } = options;
  const [lower, upper] = [numbersOf('slopes.lower'), numbersOf('slopes.upper')];
  const expectedSlope = numbersOf('expectedSlope')?.[0];
  return {
    lambda: numbersOf('lambda')!,
    ...(signalLoss === undefined ? {} : { signalLoss }),
    ...(warpPenalty === undefined ? {} : { warpPenalty }),
    ...(knots === undefined ? {} : { knots }),
    ...(subsequence === undefined ? {} : { subsequence }),
    // Not by what was read: names that are none are for the problem to refuse.
    ...(slopes === undefined ? {} : { slopes: given({ ...slopes, lower, upper }) }),
    ...(band === undefined ? {} : { band: itemBand(band, numbersOf) }),
    ...(expectedSlope === undefined ? {} : { expectedSlope }),
  };
}

function itemBand(
  band: NonNullable<TensorWarpOptions['band']>,
  numbersOf: (name: string) => Float64Array | undefined,
): NonNullable<WarpProblemInput['band']> {
  const of = (name: string): Float64Array => numbersOf(`band.${name}`) as Float64Array;
  switch (band?.kind) {
    case 'sakoe-chiba':
      return { kind: band.kind, radius: of('radius')?.[0] };
    case 'ratanamahatana-keogh':
      return { kind: band.kind, radii: of('radii') };
    case 'ranges':
      return { kind: band.kind, lower: of('lower'), upper: of('upper') };
    default:
      return band;
  }
}

/** An object without the names that have no value. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
