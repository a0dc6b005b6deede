import type { ProblemInput, Step } from '@rubato/core';
import { type ArrayLimits, numbersAt, wholesAt } from './array-fields.ts';
import { boundaryAt, stepTableAt } from './boundary-fields.ts';
import { costAt } from './cost-fields.ts';
import { decodeJson } from './decode-json.ts';
import { FileFormatError } from './file-format-error.ts';
import { inWords, listAt, numberAt, objectAt, refuse, textAt, wholeAt, wordAt } from './json-fields.ts';
import type { JsonValue } from './json-value.ts';
import type { ReadOptions } from './read-options.ts';
import { PROBLEM_VERSION } from './write-problem.ts';

const KEYS = [
  'rubato',
  'steps',
  'minimum',
  'temperature',
  'precision',
  'stepWeights',
  'stepPenalties',
  'start',
  'end',
  'band',
  'rowLengths',
  'columnLengths',
  'columnClasses',
  'cost',
];

/**
 * Reads a problem file: the JSON that `writeProblem` writes, or one written by hand.
 *
 * `"rubato": 1`, `"cost"` and `"steps"` must stand there; the rest has the defaults of `normaliseProblem`, which also judges the
 * values. Arrays are lists of numbers (float64), flat or nested in their shape, or `{ "dtype", "shape", "base64" }`; numbers that
 * are not finite are `"inf"`, `"-inf"`, `"nan"`. Unknown keys are refused, so that a misspelt one does not pass for a default.
 *
 * @param options `maxBytes` bounds the arrays before they are decoded; default 4 GiB
 * @throws FileFormatError naming the place, when the text is no JSON, of another version, or not of this form
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { readProblem } from '@rubato/io';
 *
 * const text = '{"rubato":1,"steps":[[1,0],[0,1],[1,1]],"minimum":"hardmin","cost":{"kind":"dense","shape":[2,2],"data":[[1,9],[9,1]]}}';
 * openReference().solveSync(normaliseProblem(readProblem(text)), {}).values[0]; // → 2
 * ```
 */
export function readProblem(text: string, options: Pick<ReadOptions, 'maxBytes'> = {}): ProblemInput {
  const document = decodeJson(text, options);
  const version = typeof document === 'object' && document !== null && 'rubato' in document ? document.rubato : undefined;
  if (version !== PROBLEM_VERSION) {
    const found = version === undefined ? 'is missing' : `is ${inWords(version)}`;
    throw new FileFormatError('json', `no problem file of a known version: "rubato" ${found}, not ${PROBLEM_VERSION}`);
  }
  const fields = objectAt(document, 'the problem', KEYS);
  const limits: ArrayLimits = options;
  const cost = costAt(fields['cost'], 'cost', limits);
  const optional = <Key extends keyof ProblemInput>(
    key: Key,
    read: (value: JsonValue, path: string) => ProblemInput[Key],
  ): Partial<Pick<ProblemInput, Key>> =>
    (fields[key] === undefined ? {} : { [key]: read(fields[key], key) }) as Partial<Pick<ProblemInput, Key>>;
  const lengths = (value: JsonValue, path: string): Int32Array => wholesAt(value, path, undefined, limits);
  const classes = (value: JsonValue, path: string): Int32Array => wholesAt(value, path, gridOf(cost), limits);
  const table = (value: JsonValue, path: string): ReturnType<typeof stepTableAt> => stepTableAt(value, path, limits);
  return {
    steps: listAt(fields['steps'], 'steps').map((step, s) => stepAt(step, `steps[${s}]`)),
    ...optional('minimum', textAt),
    ...optional('temperature', (value, path) => (typeof value === 'number' ? value : numbersAt(value, path, limits))),
    ...optional('precision', (value, path) => wordAt(value, path, ['float32', 'float64'] as const)),
    ...optional('stepWeights', table),
    ...optional('stepPenalties', table),
    ...optional('start', (value, path) => boundaryAt(value, path, limits)),
    ...optional('end', (value, path) => boundaryAt(value, path, limits)),
    ...optional('band', (value, path) => bandAt(value, path, limits)),
    ...optional('rowLengths', lengths),
    ...optional('columnLengths', lengths),
    ...optional('columnClasses', classes),
    cost,
  };
}

/** [B, M] of a cost. */
function gridOf(cost: ProblemInput['cost']): readonly number[] {
  return [cost.shape.length === 3 ? cost.shape[0] : 1, cost.shape[cost.shape.length - 1]];
}

function stepAt(value: JsonValue, path: string): Step {
  const pair = listAt(value, path);
  if (pair.length !== 2) refuse(path, `is a list of ${pair.length}, not a pair [rows, columns]`);
  return [wholeAt(pair[0], `${path}[0]`, 0), wholeAt(pair[1], `${path}[1]`, 0)];
}

function bandAt(value: JsonValue, path: string, limits: ArrayLimits): NonNullable<ProblemInput['band']> {
  const fields = objectAt(value, path, ['kind', 'radius', 'slope', 'first', 'last']);
  const kind = wordAt(fields['kind'], `${path}.kind`, ['sakoeChiba', 'itakura', 'ranges']);
  const only = { sakoeChiba: ['kind', 'radius'], itakura: ['kind', 'slope'], ranges: ['kind', 'first', 'last'] }[kind];
  objectAt(value, path, only);
  if (kind === 'sakoeChiba') return { kind, radius: numberAt(fields['radius'], `${path}.radius`) };
  if (kind === 'itakura') return { kind, slope: numberAt(fields['slope'], `${path}.slope`) };
  return { kind, first: rangesAt(fields['first'], `${path}.first`, limits), last: rangesAt(fields['last'], `${path}.last`, limits) };
}

function rangesAt(value: JsonValue | undefined, path: string, limits: ArrayLimits): Int32Array {
  return wholesAt(value, path, undefined, limits);
}
