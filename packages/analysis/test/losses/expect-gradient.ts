import type { AlignmentProblem, Backend, InputGradient } from '@rubato/core';
import type { Loss } from '@rubato/analysis';
import { computeLossSync } from '@rubato/analysis';
import { expect } from 'vitest';
import type { Example } from './problems.ts';

/** The arrays of an input gradient in the order of an example's inputs. */
function arraysOf(gradient: InputGradient): readonly ArrayLike<number>[] {
  switch (gradient.kind) {
    case 'features':
      return [gradient.x, gradient.y];
    case 'gathered':
      return [gradient.values];
    default:
      return [gradient.data];
  }
}

/** Expects a loss's gradient by its inputs to be what central differences of its value are, with different upstreams for the items. */
export function expectGradient(example: Example, lossOf: (problem: AlignmentProblem) => Loss, backend: Backend, tolerance = 1e-7): void {
  const problem = example.make(example.inputs);
  const upstream = Array.from({ length: problem.batch }, (_, b) => 1.5 - b);
  const result = computeLossSync(lossOf(problem), { backend, inputGradient: true, upstream });
  const found = arraysOf(result.inputGradient!);
  const total = (inputs: readonly Float64Array[]): number =>
    computeLossSync(lossOf(example.make(inputs)), { backend }).values.reduce((sum, value, b) => sum + upstream[b] * value, 0);
  const h = 1e-5;
  let largest = 0;
  example.inputs.forEach((input, i) => {
    const differences = Array.from(input, (value, k) => {
      const at = (moved: number): number => total(example.inputs.map((other, o) => (o === i ? other.with(k, moved) : other)));
      return (at(value + h) - at(value - h)) / (2 * h);
    });
    for (let k = 0; k < input.length; k++) {
      largest = Math.max(largest, Math.abs(differences[k]));
      expect(Math.abs(found[i][k] - differences[k]), `${example.name}: input ${i}, number ${k}`).toBeLessThan(tolerance);
    }
  });
  expect(largest).toBeGreaterThan(1e-3);
}
