import type { ProblemInput, RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { ctc, dtw, softDtw } from '@rubato/presets';
import type { BenchCase } from './bench-case.ts';
import { DIMENSION } from './bench-case.ts';

/** What a case aligns: the problem's input, and for CTC the labels of each item. */
export interface CaseInput {
  readonly input: ProblemInput;
  readonly labels: readonly (readonly number[])[];
}

/** Everything random about a case comes from the seed. Arrays are filled in place: memory is measured around this too. */
export function makeInput(benchCase: BenchCase, seed: number): CaseInput {
  const random = createRandom(seed);
  return benchCase.kind === 'ctc' ? makeCtc(benchCase, random) : makeWarping(benchCase, random);
}

function makeWarping({ kind, cost, batch, rows, columns, ragged, bandRadius }: BenchCase, random: RandomGenerator): CaseInput {
  const shape = [batch, rows, columns] as const;
  const rest = {
    ...(kind === 'dtw' ? dtw() : softDtw({ temperature: 1 })),
    ...(ragged === true ? { rowLengths: lengths(batch, rows, random), columnLengths: lengths(batch, columns, random) } : {}),
    ...(bandRadius === undefined ? {} : { band: { kind: 'sakoeChiba', radius: bandRadius } as const }),
  };
  if (cost === 'features') {
    const x = uniform(batch * rows * DIMENSION, 1, random);
    const y = uniform(batch * columns * DIMENSION, 1, random);
    return {
      input: { ...rest, cost: { kind: 'features', x, y, shape, dimension: DIMENSION, localCost: { name: 'squaredEuclidean' } } },
      labels: [],
    };
  }
  return { input: { ...rest, cost: { kind: 'dense', data: uniform(batch * rows * columns, 2, random), shape } }, labels: [] };
}

function makeCtc({ batch, rows, columns, ragged }: BenchCase, random: RandomGenerator): CaseInput {
  const most = (columns - 1) / 2;
  const counts = ragged === true ? lengths(batch, most, random) : new Int32Array(batch).fill(most);
  const labels = Array.from(counts, (count) => Array.from({ length: count }, () => 1 + Math.floor(random() * (DIMENSION - 1))));
  // The longest item fills the lattice, so that a case has the size that it is named after.
  if (ragged === true) labels[0] = Array.from({ length: most }, (_, l) => 1 + (l % (DIMENSION - 1)));
  const { columnClasses, ...parameterization } = ctc(labels, { blank: 0 });
  const values = uniform(batch * rows * DIMENSION, 4, random);
  normaliseFrames(values);
  return {
    input: {
      ...parameterization,
      ...(ragged === true ? { rowLengths: lengths(batch, rows, random) } : {}),
      cost: { kind: 'gathered', values, classes: DIMENSION, index: columnClasses!, shape: [batch, rows, columns] },
    },
    labels,
  };
}

/** Scores of the classes become `-log p`, whose exponentials sum to 1 in each frame, as torch's gradient presumes. */
function normaliseFrames(values: Float32Array): void {
  for (let frame = 0; frame < values.length; frame += DIMENSION) {
    let sum = 0;
    for (let k = 0; k < DIMENSION; k++) sum += Math.exp(-values[frame + k]);
    const shift = Math.log(sum);
    for (let k = 0; k < DIMENSION; k++) values[frame + k] += shift;
  }
}

function uniform(length: number, most: number, random: RandomGenerator): Float32Array {
  const data = new Float32Array(length);
  for (let i = 0; i < length; i++) data[i] = most * random();
  return data;
}

/** Whole numbers between half and all of `most`; the first is `most`. */
function lengths(count: number, most: number, random: RandomGenerator): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => (i === 0 ? most : Math.ceil(most / 2 + (random() * most) / 2)));
}
