import type { Answer, Tolerance } from '../contenders/contender.ts';

/** How far an answer is from the reference's: the largest differences, values relative above 1. */
export interface Difference {
  readonly value: number;
  readonly gradient: number;
}

/** @throws Error where the answer is not that of the reference, and so the work may not be the same */
export function compareAnswers(answer: Answer, reference: Answer, tolerance: Tolerance): Difference {
  if (answer.values.length !== reference.values.length) {
    throw new Error(`${answer.values.length} values, the reference has ${reference.values.length}`);
  }
  const value = largest(reference.values.length, (i) => {
    const expected = reference.values[i];
    return Math.abs(answer.values[i] - expected) / Math.max(1, Math.abs(expected));
  });
  if (!(value <= tolerance.value)) throw new Error(`values differ by ${value}, at most ${tolerance.value} is right`);
  const gradient = compareGradients(answer, reference);
  if (!(gradient <= tolerance.gradient)) throw new Error(`gradients differ by ${gradient}, at most ${tolerance.gradient} is right`);
  comparePaths(answer, reference);
  return { value, gradient };
}

/** Gradients by features sum over many cells, so differences are relative to the largest entry where that is above 1. */
function compareGradients({ gradient }: Answer, { gradient: expected }: Answer): number {
  if (expected === undefined && gradient === undefined) return 0;
  if (expected?.length !== gradient?.length)
    throw new Error(`a gradient of ${gradient?.length} numbers, the reference has ${expected?.length}`);
  const scale = Math.max(
    1,
    largest(expected!.length, (i) => Math.abs(expected![i])),
  );
  return largest(expected!.length, (i) => Math.abs(gradient![i] - expected![i])) / scale;
}

function comparePaths({ path }: Answer, { path: expected }: Answer): void {
  if (expected === undefined && path === undefined) return;
  if (path?.length !== expected?.length) throw new Error(`a path of ${path?.length} numbers, the reference has ${expected?.length}`);
  for (let i = 0; i < expected!.length; i++) {
    if (path![i] !== expected![i]) throw new Error(`the path leaves the reference's at its cell ${i >> 1}`);
  }
}

/** The largest of some numbers ≥ 0; NaN where one of them is. */
function largest(count: number, at: (index: number) => number): number {
  let most = 0;
  for (let i = 0; i < count; i++) {
    const found = at(i);
    if (!(found <= most)) most = found;
    if (Number.isNaN(most)) return most;
  }
  return most;
}
