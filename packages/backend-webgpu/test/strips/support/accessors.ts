import type { StripSize } from '../../../src/strips/size.ts';
import { carryLength, scratchLength } from '../../../src/strips/size.ts';
import { candidateAt, type StripProblem } from './strip-problem.ts';

const FORBIDDEN = 3.0e38;
const finite = (value: number): number => (value === Infinity ? FORBIDDEN : value);

/** The accessors that the kernels ask for, over dense arrays, and the words that they read. */
export function accessors(problem: StripProblem, size: StripSize): { code: string; words: Float32Array<ArrayBuffer> } {
  const { structure, shape, items, temperature } = problem;
  const { steps } = structure;
  const [rows, columns] = shape;
  const area = rows * columns;
  const tables: Record<string, { at: number; width: number }> = {};
  let length = 2 * items.length;
  const table = (name: string, wanted: boolean, width: number, count: number = items.length * area): void => {
    if (!wanted) return;
    tables[name] = { at: length, width };
    length += count * width;
  };
  table('weight', structure.weights === 'mask' || structure.weights === 'varying', steps.length);
  table('scalar', structure.weights === 'scalar', steps.length, 1);
  table('start', structure.start === 'cells', 2);
  table('end', structure.end === 'cells', 2);
  table('band', structure.banded, 2, items.length * rows);
  const words = new Float32Array(length);
  const integers = new Uint32Array(words.buffer);
  items.forEach((item, b) => integers.set(item, 2 * b));
  const scalar = tables['scalar'];
  steps.forEach((_, s) => scalar === undefined || (words[scalar.at + s] = finite(problem.weight!(0, 0, 0, s))));
  items.forEach((_, b) => {
    for (let n = 0; n < rows; n++) {
      if (structure.banded) integers.set(n < items[b][0] ? problem.band!(b, n) : [1, 0], tables['band'].at + 2 * (b * rows + n));
      for (let m = 0; m < columns; m++) {
        const cell = b * area + n * columns + m;
        const weights = tables['weight'];
        if (weights !== undefined)
          steps.forEach((__, s) => (words[weights.at + cell * steps.length + s] = finite(problem.weight!(b, n, m, s))));
        for (const role of ['start', 'end'] as const) {
          if (tables[role] === undefined) continue;
          const candidate = candidateAt(problem, role, b, n, m);
          words[tables[role].at + 2 * cell] = candidate === undefined ? FORBIDDEN : finite(candidate.multiplier);
          words[tables[role].at + 2 * cell + 1] = candidate === undefined ? FORBIDDEN : finite(candidate.penalty);
        }
      }
    }
  });
  const index = `b * ${area}u + n * ${columns}u + m`;
  const boundary = (role: string): string =>
    tables[role] === undefined
      ? ''
      : `
fn ${role}_multiplier(b: u32, n: u32, m: u32) -> f32 { return description[${tables[role].at}u + 2u * (${index})]; }
fn ${role}_cost(b: u32, n: u32, m: u32, cost: f32) -> f32 {
  let multiplier = ${role}_multiplier(b, n, m);
  let penalty = description[${tables[role].at}u + 2u * (${index}) + 1u];
  if (multiplier >= FORBIDDEN || penalty >= FORBIDDEN) { return FORBIDDEN; }
  return multiplier * cost + penalty;
}`;
  const code = `
const FORBIDDEN: f32 = 3.0e38;
const INVALID_COST: f32 = 2.5e38;
fn item_rows(b: u32) -> u32 { return bitcast<u32>(description[2u * b]); }
fn item_columns(b: u32) -> u32 { return bitcast<u32>(description[2u * b + 1u]); }
fn cell_index(b: u32, n: u32, m: u32) -> u32 { return ${index}; }
fn cell_cost(b: u32, n: u32, m: u32) -> f32 { return cost[cell_index(b, n, m)]; }
fn temperature_scale(b: u32) -> f32 { return ${(-Math.LOG2E / temperature).toExponential()}f; }
fn scratch_stride() -> u32 { return ${scratchLength(structure, size, rows, columns)}u; }
fn carry_stride() -> u32 { return ${carryLength(structure, size, rows, columns)}u; }
${tables['weight'] === undefined ? '' : `fn step_weight(b: u32, n: u32, m: u32, s: u32) -> f32 { return description[${tables['weight'].at}u + (${index}) * ${steps.length}u + s]; }`}
${scalar === undefined ? '' : `fn scalar_weight(s: u32) -> f32 { return description[${scalar.at}u + s]; }`}
${boundary('start')}
${boundary('end')}
${structure.banded ? bandText(tables['band'].at, rows) : ''}`;
  return { code, words };
}

function bandText(at: number, rows: number): string {
  return `fn first_column(b: u32, n: u32) -> u32 { return bitcast<u32>(description[${at}u + 2u * (b * ${rows}u + n)]); }
fn end_column(b: u32, n: u32) -> u32 { return bitcast<u32>(description[${at}u + 2u * (b * ${rows}u + n) + 1u]) + 1u; }`;
}
