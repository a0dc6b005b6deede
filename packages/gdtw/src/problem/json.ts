import { checkOptions, isList, refuse } from '../check.ts';
import type { WarpFunctions } from '../losses/records.ts';
import { createSignal } from '../signal/signal.ts';
import type { Signal } from '../signal/signal.ts';
import { createWarpProblem } from './create-warp-problem.ts';
import type { WarpBandInput, WarpProblem, WarpProblemInput } from './warp-problem.ts';

const VERSION = 1;

/** A number, or one of the strings `inf` and `-inf`, since JSON has no infinity. */
type JsonNumber = number | 'inf' | '-inf';

const encode = (list: Float64Array): JsonNumber[] =>
  Array.from(list, (value) => (value === Infinity ? 'inf' : value === -Infinity ? '-inf' : value));

/**
 * A warp problem as plain data for `JSON.stringify`: lists of numbers, infinities as `"inf"` and `"-inf"`.
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, warpProblemFromJson, warpProblemToJson } from '@rubato/gdtw';
 * const signal = createSignal([0, 1, 2]);
 * const text = JSON.stringify(warpProblemToJson(createWarpProblem({ x: signal, y: signal, lambda: 1 })));
 * warpProblemFromJson(JSON.parse(text)).slopes.upper[1]; // → Infinity
 * ```
 */
export function warpProblemToJson(problem: WarpProblem): Record<string, unknown> {
  const { x, y, lambda, slopes, band, ...rest } = problem;
  return {
    version: VERSION,
    ...rest,
    x: signalToJson(x),
    y: signalToJson(y),
    lambda: encode(lambda),
    slopes: { lower: encode(slopes.lower), upper: encode(slopes.upper) },
    ...(band === undefined ? {} : { band: bandToJson(band) }),
  };
}

const signalToJson = ({ times, values, channels, interpolation }: Signal): object => ({
  times: encode(times),
  values: encode(values),
  channels,
  interpolation,
});

const bandToJson = (band: NonNullable<WarpProblem['band']>): object =>
  band.kind === 'radii'
    ? { kind: 'ratanamahatana-keogh', radii: encode(band.radii) }
    : { kind: 'ranges', lower: encode(band.lower), upper: encode(band.upper) };

/**
 * A warp problem from what {@link warpProblemToJson} wrote, checked as `createWarpProblem` checks.
 *
 * @throws InvalidArgumentError for another version, and for anything that is no warp problem
 */
export function warpProblemFromJson(json: unknown, functions: WarpFunctions = {}): WarpProblem {
  if (typeof json !== 'object' || json === null) refuse('json', json, 'an object');
  const { version, ...input } = decode(json) as Record<string, unknown>;
  if (version !== VERSION) refuse('json.version', version, String(VERSION));
  const problem = { ...input, x: signalFromJson('json.x', input['x']), y: signalFromJson('json.y', input['y']) };
  return createWarpProblem(problem as unknown as WarpProblemInput & { band: WarpBandInput }, functions);
}

function signalFromJson(argument: string, json: unknown): Signal {
  checkOptions(json, ['times', 'values', 'channels', 'interpolation'], argument);
  // Written before there was a choice: linear.
  const { times, values, channels, interpolation = 'linear' } = json as Omit<Signal, 'interpolation'> & Partial<Signal>;
  if (!isList(values)) refuse(`${argument}.values`, values, 'a list of numbers');
  return createSignal(values, { times, channels, interpolation });
}

/** The same data with infinities as numbers; names stay what they are. */
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => (element === 'inf' ? Infinity : element === '-inf' ? -Infinity : element));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner)]));
}
