import type { StripSize } from '../../../src/strips/size.ts';
import { carryLength, scratchLength } from '../../../src/strips/size.ts';
import { candidateAt, type StripProblem } from './strip-problem.ts';

const FORBIDDEN = 3.0e38;
const finite = (value: number): number => (value === Infinity ? FORBIDDEN : value);

/** The description begins with these words; then rows and columns of the items, then the tables. */
const HEADER = [
  'rows',
  'columns',
  'temperature_scale',
  'scratch_stride',
  'carry_stride',
  'at_weight',
  'at_start',
  'at_end',
  'at_band',
] as const;
type HeaderWord = (typeof HEADER)[number];

const read = (word: HeaderWord): string => `bitcast<u32>(description[${HEADER.indexOf(word)}])`;
const itemWord = (part: number): string => `bitcast<u32>(description[${HEADER.length + part}u + 2u * b])`;

/** The words that the accessors read, over dense arrays. */
export function descriptionOf(problem: StripProblem, size: StripSize): Float32Array<ArrayBuffer> {
  const { structure, shape, items, temperature } = problem;
  const { steps, weights } = structure;
  const [rows, columns] = shape;
  const cells = items.length * rows * columns;
  const at: Partial<Record<HeaderWord, number>> = {};
  let length = HEADER.length + 2 * items.length;
  const section = (name: HeaderWord, words: number): void => {
    at[name] = length;
    length += words;
  };
  section('at_weight', weights === 'unit' ? 0 : weights === 'scalar' ? steps.length : steps.length * cells);
  section('at_start', structure.start === 'cells' ? 2 * cells : 0);
  section('at_end', structure.end === 'cells' ? 2 * cells : 0);
  section('at_band', structure.banded ? 2 * items.length * rows : 0);
  const words = new Float32Array(length);
  const integers = new Uint32Array(words.buffer);
  const header: Partial<Record<HeaderWord, number>> = {
    rows,
    columns,
    scratch_stride: scratchLength(structure, size, rows, columns),
    carry_stride: carryLength(structure, size, rows, columns),
    ...at,
  };
  HEADER.forEach((word, k) => (integers[k] = header[word] ?? 0));
  words[HEADER.indexOf('temperature_scale')] = -Math.LOG2E / temperature;
  items.forEach((item, b) => integers.set(item, HEADER.length + 2 * b));
  if (weights === 'scalar') steps.forEach((_, s) => (words[at['at_weight']! + s] = finite(problem.weight!(0, 0, 0, s))));
  for (let cell = 0; cell < cells; cell++) {
    const [b, n, m] = [Math.floor(cell / (rows * columns)), Math.floor(cell / columns) % rows, cell % columns];
    if (weights === 'mask' || weights === 'varying')
      steps.forEach((_, s) => (words[at['at_weight']! + cell * steps.length + s] = finite(problem.weight!(b, n, m, s))));
    for (const role of ['start', 'end'] as const) {
      if (structure[role] !== 'cells') continue;
      const { multiplier, penalty } = candidateAt(problem, role, b, n, m) ?? { multiplier: Infinity, penalty: Infinity };
      words.set([finite(multiplier), finite(penalty)], at[`at_${role}`]! + 2 * cell);
    }
    if (structure.banded && m === 0) integers.set(n < items[b][0] ? problem.band!(b, n) : [1, 0], at['at_band']! + 2 * (b * rows + n));
  }
  return words;
}

/** The accessors that the kernels ask for. They follow from the structure alone, so that sizes and numbers share pipelines. */
export function accessors({ structure }: StripProblem): string {
  const { steps, weights } = structure;
  const boundary = (role: 'start' | 'end'): string =>
    structure[role] === 'corner'
      ? ''
      : `
fn ${role}_multiplier(b: u32, n: u32, m: u32) -> f32 { return description[${read(`at_${role}`)} + 2u * cell_index(b, n, m)]; }
fn ${role}_cost(b: u32, n: u32, m: u32, cost: f32) -> f32 {
  let multiplier = ${role}_multiplier(b, n, m);
  let penalty = description[${read(`at_${role}`)} + 2u * cell_index(b, n, m) + 1u];
  if (multiplier >= FORBIDDEN || penalty >= FORBIDDEN) { return FORBIDDEN; }
  return multiplier * bounded(cost) + penalty;
}`;
  return `
const FORBIDDEN: f32 = 3.0e38;
const INVALID_COST: f32 = 2.5e38;
fn array_columns() -> u32 { return ${read('columns')}; }
fn array_area() -> u32 { return ${read('rows')} * array_columns(); }
fn item_rows(b: u32) -> u32 { return ${itemWord(0)}; }
fn item_columns(b: u32) -> u32 { return ${itemWord(1)}; }
fn cell_index(b: u32, n: u32, m: u32) -> u32 { return b * array_area() + n * array_columns() + m; }
fn cell_cost(b: u32, n: u32, m: u32) -> f32 { return cost[cell_index(b, n, m)]; }
fn temperature_scale(b: u32) -> f32 { return description[${HEADER.indexOf('temperature_scale')}]; }
fn scratch_stride() -> u32 { return ${read('scratch_stride')}; }
fn carry_stride() -> u32 { return ${read('carry_stride')}; }
${weights === 'scalar' ? `fn scalar_weight(s: u32) -> f32 { return description[${read('at_weight')} + s]; }` : ''}
${weights === 'mask' || weights === 'varying' ? `fn step_weight(b: u32, n: u32, m: u32, s: u32) -> f32 { return description[${read('at_weight')} + cell_index(b, n, m) * ${steps.length}u + s]; }` : ''}
${boundary('start')}
${boundary('end')}
${structure.banded ? bandText : ''}`;
}

const bandText = `fn band_at(b: u32, n: u32) -> u32 { return ${read('at_band')} + 2u * (b * ${read('rows')} + n); }
fn first_column(b: u32, n: u32) -> u32 { return bitcast<u32>(description[band_at(b, n)]); }
fn end_column(b: u32, n: u32) -> u32 { return bitcast<u32>(description[band_at(b, n) + 1u]) + 1u; }`;
