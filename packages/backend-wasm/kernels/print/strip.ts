import {
  CARRY_PAD,
  COEFFICIENTS_OF_STEP,
  STATE_BYTES,
  STRIP_ENTRY_NUMBERS,
  STEP_BYTES,
  STRIP_ROWS as ROWS,
  VECTORS,
} from '../../src/strips/geometry.ts';
import type { Arithmetic, Extended } from './vectors.ts';
import { coefficientLocals, CONSTANT_LOCALS, factor, normalise, sum, transpose } from './vectors.ts';

/** What a printed pair of kernels can do. */
export interface StripVariant extends Arithmetic {
  readonly name: string;
  /** Forbidden cells, start cells and end cells are heeded. */
  readonly guarded: boolean;
  /** Every step has its own factor by column, and G is stored; else all three share the cell's. */
  readonly separate: boolean;
  /** Factors fit into float32 with their exponents, and are kept for the way back. */
  readonly kept: boolean;
}

/** The three steps as the kernels name them: by where a cell's predecessor (forward) or successor (backward) stands. */
const STEPS = ['vertical', 'horizontal', 'diagonal'] as const;

const vectors = Array.from({ length: VECTORS }, (_, v) => v);
const each = (print: (v: number) => string): string => vectors.map(print).join('');
const numbered = (name: string, v: number): Extended => ({ mantissa: `${name}${v}M`, exponent: `${name}${v}E` });

/** State that is kept between two calls: extended numbers by name, one a vector. */
function stateNames({ separate }: StripVariant, backward: boolean): string[] {
  const names = !backward ? ['left', 'corner'] : separate ? ['below', 'right', 'across', 'corner'] : ['right', 'corner'];
  return vectors.flatMap((v) => names.map((name) => `${name}${v}`));
}

function loadState(variant: StripVariant, backward: boolean): string {
  const loads = stateNames(variant, backward).map(
    (name, index) => `  let ${name}M = v128.load(state, ${32 * index}), ${name}E = v128.load(state, ${32 * index + 16});`,
  );
  return `\n${loads.join('\n')}`;
}

function storeState(variant: StripVariant, backward: boolean): string {
  const stores = stateNames(variant, backward).map(
    (name, index) => `  v128.store(state, ${name}M, ${32 * index}); v128.store(state, ${name}E, ${32 * index + 16});`,
  );
  return `\n${stores.join('\n')}`;
}

/** Loads four steps of costs, row by row, and turns them into vectors along the skew: `cost{v}_{k}` for step j + k. */
function loadCosts(): string {
  return each((v) => {
    const rows = [0, 1, 2, 3].map((r) => `row${4 * v + r}`);
    const loads = rows.map((name, r) => `\n      const ${name} = v128.load(costs + position + rowBytes * ${4 * v + r});`).join('');
    return (
      loads +
      transpose(
        rows,
        [0, 1, 2, 3].map((k) => `cost${v}_${k}`),
        `costTurn${v}`,
      )
    );
  });
}

/** The scale that all steps share, and the numbers that belong to it. */
const SHARED_SCALE = { scale: 'scale', high: 'high', low: 'low', folded: true, bounded: false };

/** Loads what belongs to the temperature: of fused kernels the scale is enough. */
function scaleLocals({ fused, separate }: StripVariant): string {
  const scale = `
  const scale = v128.load(exponential), high = v128.load(exponential, 16), low = v128.load(exponential, 32), bias127 = i32x4.splat(127);`;
  return scale + (fused || separate ? coefficientLocals() : coefficientLocals('exponential + 48'));
}

/** Declares the factors of vector v at a step: one for the cell, or one for each step with coefficients of the lanes' columns. */
function factors(variant: StripVariant, v: number, cost: string): string {
  if (variant.kept) {
    return `${factor(variant, `part${v}`, cost, { ...SHARED_SCALE, bounded: true })}
      const cell${v} = i32x4.add(part${v}, i32x4.shl(part${v}R, 23));
      v128.store(factors + (place >> 1), cell${v}, ${16 * v});`;
  }
  if (!variant.guarded) return factor(variant, `cell${v}`, cost, SHARED_SCALE);
  const guard = `
      const forbidden${v} = f32x4.gt(${cost}, largestCost), known${v} = v128.andnot(${cost}, forbidden${v});`;
  if (!variant.separate) {
    return `${guard}${factor(variant, `open${v}`, `known${v}`, SHARED_SCALE)}
      const cell${v} = open${v}, cell${v}E = v128.bitselect(zeroExponent, open${v}E, forbidden${v});`;
  }
  // Coefficients stand in reversed order, so that the lanes' columns j, j - 1, j - 2, j - 3 are neighbours.
  const own = STEPS.map((step, s) => {
    const at = (k: number): string => `coefficients + coefficientBytes * ${COEFFICIENTS_OF_STEP * s + k} + column + ${16 * v}`;
    const name = `${step}${v}`;
    const scale = { scale: `${name}Scale`, high: `v128.load(${at(3)})`, low: `v128.load(${at(4)})`, folded: false, bounded: false };
    return `
      const ${name}Scale = v128.load(${at(0)});
      const ${name}Shut = v128.or(forbidden${v}, v128.load(${at(1)}));
      ${factor(variant, `${name}Open`, `known${v}`, scale)}
      const ${name}K = ${name}Open, ${name}KE = v128.bitselect(zeroExponent, ${name}OpenE, ${name}Shut);`;
  });
  return guard + own.join('');
}

/** A term K·P of one step, as an extended number `name` with a mantissa in [0.7, 2.9). */
function product(name: string, factorName: string, of: Extended): string {
  return `
      const ${name}M = f32x4.mul(${of.mantissa}, ${factorName}), ${name}E = i32x4.max_s(zeroExponent, i32x4.add(${of.exponent}, ${factorName}E));`;
}

/** The exponents, less 127, of a sum times the cell's factor: kept factors have theirs within. */
function scaledExponent({ kept }: StripVariant, v: number): string {
  return kept ? `i32x4.sub(total${v}E, bias127)` : `i32x4.add(total${v}E, cell${v}E)`;
}

/** The forward recursion of one vector: P of the cell from P of its three predecessors. */
function forwardVector(variant: StripVariant, v: number): string {
  const predecessors = [numbered('up', v), numbered('left', v), numbered('corner', v)];
  const next = `
      corner${v}M = up${v}M; corner${v}E = up${v}E;`;
  const into = numbered('left', v);
  if (variant.separate) {
    const products = STEPS.map((step, s) => product(`${step}${v}T`, `${step}${v}K`, predecessors[s])).join('');
    const terms = STEPS.map((step) => numbered(step, v)).map((_, s) => ({ mantissa: `${STEPS[s]}${v}TM`, exponent: `${STEPS[s]}${v}TE` }));
    const weighted = STEPS.map((step, s) => {
      const weight = `v128.load(coefficients + coefficientBytes * ${COEFFICIENTS_OF_STEP * s + 2} + column + ${16 * v})`;
      return `f32x4.mul(${weight}, lower(${step}${v}TM, i32x4.sub(${step}${v}TE, total${v}E), lowest))`;
    }).reduce((left, right) => `f32x4.add(${left}, ${right})`);
    const start = { mantissa: `v128.load(inject + place, ${32 * v})`, exponent: `v128.load(inject + place, ${32 * v + 16})` };
    return `${products}${sum(`total${v}`, [...terms, start])}
      v128.store(multipliers + (place >> 1), f32x4.div(${weighted}, total${v}S), ${16 * v});${next}${normalise(into, `total${v}S`, `total${v}E`)}`;
  }
  // The diagonal and vertical terms are known a step before the horizontal one, which comes last.
  const total = sum(`total${v}`, [predecessors[2], predecessors[0], predecessors[1]]);
  const scaled = `
      const scaled${v} = f32x4.mul(total${v}S, cell${v}), scaled${v}E = ${scaledExponent(variant, v)};`;
  if (!variant.guarded) return `${total}${scaled}${next}${normalise(into, `scaled${v}`, `scaled${v}E`)}`;
  const start = { mantissa: `v128.load(inject + place, ${32 * v})`, exponent: `v128.load(inject + place, ${32 * v + 16})` };
  const guarded = `
      const kept${v}E = i32x4.max_s(zeroExponent, scaled${v}E);`;
  return `${total}${scaled}${guarded}${sum(`whole${v}`, [{ mantissa: `scaled${v}`, exponent: `kept${v}E` }, start])}${next}${normalise(into, `whole${v}S`, `whole${v}E`)}`;
}

/** One step of the forward kernel: all vectors are independent of each other. */
function forwardStep(variant: StripVariant, k: number): string {
  const from = each((v) =>
    v === 0
      ? `
      const above = v128.load64_zero(carry + (<usize>(j + ${k}) << 3));
      const up0M = v128.shuffle<i32>(above, left0M, 0, 4, 5, 6), up0E = v128.shuffle<i32>(above, left0E, 1, 4, 5, 6);`
      : `
      const up${v}M = v128.shuffle<i32>(left${v - 1}M, left${v}M, 3, 4, 5, 6), up${v}E = v128.shuffle<i32>(left${v - 1}E, left${v}E, 3, 4, 5, 6);`,
  );
  const last = VECTORS - 1;
  return `
    {
      const place = <usize>(j + ${k}) * ${STEP_BYTES};${columnOf(variant, k)}${each((v) => factors(variant, v, `cost${v}_${k}`))}${from}${each((v) => forwardVector(variant, v))}${each(
        (v) => `
      v128.store(prefix + place, left${v}M, ${32 * v}); v128.store(prefix + place, left${v}E, ${32 * v + 16});`,
      )}
      v128.store64_lane(carry + (<usize>(j + ${k - ROWS + 1}) << 3), v128.shuffle<i32>(left${last}M, left${last}E, 3, 7, 3, 7), 0);
    }`;
}

function columnOf({ separate }: StripVariant, k: number): string {
  return separate ? `\n      const column = <usize>(origin - (j + ${k})) << 2;` : '';
}

function parameters({ kept, separate }: StripVariant): string {
  if (kept) return ', factors: usize';
  return separate ? ', coefficients: usize, coefficientBytes: usize, origin: i32, multipliers: usize' : '';
}

/** Steps `from` to `to` - 1 of a strip, forward. */
function printForward(variant: StripVariant): string {
  return `
export function forward${variant.name}(
  from: i32, to: i32, costs: usize, rowBytes: usize, exponential: usize, carry: usize, prefix: usize, inject: usize, state: usize${parameters(variant)}
): void {${CONSTANT_LOCALS}${scaleLocals(variant)}${loadState(variant, false)}
  for (let j = from; j < to; j += 4) {
    const position = <usize>j << 2;${loadCosts()}${[0, 1, 2, 3].map((k) => forwardStep(variant, k)).join('')}
  }${storeState(variant, false)}
}
`;
}

/** The backward recursion of one vector: Q of the cell, E = P·Q, and R = K·Q for its predecessors. */
function backwardVector(variant: StripVariant, v: number, k: number): string {
  const terms = [numbered('corner', v), numbered('down', v), numbered('right', v)];
  if (variant.guarded) {
    terms.push({ mantissa: `v128.load(inject + place, ${32 * v})`, exponent: `v128.load(inject + place, ${32 * v + 16})` });
  }
  const total = sum(`total${v}`, terms);
  // Exponents of Q are 127 too large on purpose: their sum with those of P is the exponent field of E, 0 where E vanishes.
  const alignment = `
      const field${v} = i32x4.max_s(nothing, i32x4.add(total${v}E, v128.load(prefix + place, ${32 * v + 16})));
      soft${v}at${k} = f32x4.mul(f32x4.mul(total${v}S, v128.load(prefix + place, ${32 * v})), i32x4.shl(field${v}, 23));`;
  if (!variant.separate) {
    const exponent = variant.guarded ? `i32x4.max_s(zeroExponent, ${scaledExponent(variant, v)})` : scaledExponent(variant, v);
    const cell = variant.kept ? `v128.load(factors + (place >> 1), ${16 * v})` : `cell${v}`;
    return `${total}${alignment}
      const scaled${v} = f32x4.mul(total${v}S, ${cell}), scaled${v}E = ${exponent};
      corner${v}M = down${v}M; corner${v}E = down${v}E;${normalise(numbered('right', v), `scaled${v}`, `scaled${v}E`)}`;
  }
  const into = ['below', 'right', 'across'];
  const products = STEPS.map((step, s) => {
    const name = `${step}${v}R`;
    return `${product(name, `${step}${v}K`, { mantissa: `total${v}S`, exponent: `total${v}E` })}${normalise(numbered(into[s], v), `${name}M`, `${name}E`)}`;
  });
  return `${total}${alignment}
      grad${v}at${k} = f32x4.mul(soft${v}at${k}, v128.load(multipliers + (place >> 1), ${16 * v}));
      corner${v}M = next${v}M; corner${v}E = next${v}E;${products.join('')}`;
}

/** What each vector receives from the row below: its own lanes shifted by one, the last from the strip below. */
function fromBelow(name: string, source: string, carry: string, k: number): string {
  const last = VECTORS - 1;
  return each((v) =>
    v === last
      ? `
      const ${name}Carry = v128.load64_zero(${carry} + (<usize>(j + ${k - ROWS + 1}) << 3));
      const ${name}${v}M = v128.shuffle<i32>(${source}${v}M, ${name}Carry, 1, 2, 3, 4), ${name}${v}E = v128.shuffle<i32>(${source}${v}E, ${name}Carry, 1, 2, 3, 5);`
      : `
      const ${name}${v}M = v128.shuffle<i32>(${source}${v}M, ${source}${v + 1}M, 1, 2, 3, 4), ${name}${v}E = v128.shuffle<i32>(${source}${v}E, ${source}${v + 1}E, 1, 2, 3, 4);`,
  );
}

function backwardStep(variant: StripVariant, k: number): string {
  const below = variant.separate
    ? fromBelow('down', 'below', 'carry', k) + fromBelow('next', 'across', 'secondCarry', k)
    : fromBelow('down', 'right', 'carry', k);
  const hand = (carry: string, name: string): string => `
      v128.store64_lane(${carry} + (<usize>(j + ${k}) << 3), v128.shuffle<i32>(${name}0M, ${name}0E, 0, 4, 0, 4), 0);`;
  const handed = variant.separate ? hand('carry', 'below') + hand('secondCarry', 'across') : hand('carry', 'right');
  return `
    {
      const place = <usize>(j + ${k}) * ${STEP_BYTES};${columnOf(variant, k)}${variant.kept ? '' : each((v) => factors(variant, v, `cost${v}_${k}`))}${below}${each((v) => backwardVector(variant, v, k))}${handed}
    }`;
}

/** Turns four steps of results back into rows and stores them. */
function storeRows(name: string, target: string): string {
  return each((v) => {
    const rows = [0, 1, 2, 3].map((r) => `${name}Row${4 * v + r}`);
    const turned = transpose(
      [0, 1, 2, 3].map((k) => `${name}${v}at${k}`),
      rows,
      `${name}Turn${v}`,
    );
    return turned + rows.map((row, r) => `\n      v128.store(${target} + position + rowBytes * ${4 * v + r}, ${row});`).join('');
  });
}

/** Steps `to` - 1 down to `from` of a strip, backward: writes E, and H where G is stored, in the rows' layout. */
function printBackward(variant: StripVariant): string {
  const results = vectors.flatMap((v) => [0, 1, 2, 3].flatMap((k) => [`soft${v}at${k}`, ...(variant.separate ? [`grad${v}at${k}`] : [])]));
  const extra = `${parameters(variant)}${variant.separate ? ', secondCarry: usize, gradient: usize' : ''}`;
  return `
export function backward${variant.name}(
  from: i32, to: i32, costs: usize, rowBytes: usize, exponential: usize, carry: usize, prefix: usize, inject: usize, state: usize, alignment: usize${extra}
): void {${CONSTANT_LOCALS}${scaleLocals(variant)}
  const nothing = i32x4.splat(0);${loadState(variant, true)}
  for (let j = to - 4; j >= from; j -= 4) {
    const position = <usize>j << 2;${variant.kept ? '' : loadCosts()}
    let ${results.map((name) => `${name}: v128`).join(', ')};${[3, 2, 1, 0].map((k) => backwardStep(variant, k)).join('')}
    {${storeRows('soft', 'alignment')}${variant.separate ? storeRows('grad', 'gradient') : ''}
    }
  }${storeState(variant, true)}
}
`;
}

/** The AssemblyScript of all variants. */
export function printStrips(arithmetic: Arithmetic): string {
  const variants: StripVariant[] = [
    { ...arithmetic, name: 'Plain', guarded: false, separate: false, kept: false },
    { ...arithmetic, name: 'Kept', guarded: false, separate: false, kept: true },
    { ...arithmetic, name: 'Guarded', guarded: true, separate: false, kept: false },
    { ...arithmetic, name: 'Separate', guarded: true, separate: true, kept: false },
  ];
  return `// Printed by kernels/print/strip.ts.
import { CONSTANTS } from "../constants";
import { lower } from "../extended";
export const ROWS: i32 = ${ROWS};
export const STEP_BYTES: i32 = ${STEP_BYTES};
export const STATE_BYTES: i32 = ${STATE_BYTES};
export const STRIP_ENTRY_BYTES: i32 = ${4 * STRIP_ENTRY_NUMBERS};
export const CARRY_PAD: i32 = ${CARRY_PAD};
/** Where the diagonal predecessor of the first row stands in the state of a forward kernel. */
export const FIRST_CORNER: i32 = 32;
/** Where the diagonal successor of the last row stands in the state of a backward kernel, without and with G. */
export const LAST_CORNER: i32 = ${32 * (2 * VECTORS - 1) + 12};
export const LAST_CORNER_SEPARATE: i32 = ${32 * (4 * VECTORS - 1) + 12};
${variants.map((variant) => printForward(variant) + printBackward(variant)).join('')}`;
}
