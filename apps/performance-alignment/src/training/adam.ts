import type { Numbers } from './parameters.ts';

/** What Adam remembers: how many steps it made, and means of gradients and of their squares. */
export interface AdamState {
  steps: number;
  readonly means: Numbers;
  readonly squares: Numbers;
}

const [FIRST_DECAY, SECOND_DECAY, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam before its first step. */
export function startAdam(weights: Numbers): AdamState {
  const zeros = (): Numbers => new Map([...weights].map(([name, { length }]) => [name, new Float32Array(length)]));
  return { steps: 0, means: zeros(), squares: zeros() };
}

/**
 * One step, in place: `m ← 0.9·m + 0.1·g`, `v ← 0.999·v + 0.001·g²`, `w ← w - rate·m̂/(√v̂ + 1e-8)`, both without their bias towards 0.
 *
 * tfjs's own optimizer does not give back all that it remembers, which a checkpoint needs. Source: Kingma & Ba, ICLR 2015, algorithm 1.
 */
export function stepAdam(state: AdamState, weights: Numbers, gradients: Numbers, rate: number): void {
  state.steps++;
  const scale = rate / (1 - FIRST_DECAY ** state.steps);
  const spread = 1 / (1 - SECOND_DECAY ** state.steps);
  for (const [name, gradient] of gradients) {
    const [weight, mean, square] = [weights, state.means, state.squares].map((numbers) => numbers.get(name)!);
    gradient.forEach((g, k) => {
      mean[k] += (1 - FIRST_DECAY) * (g - mean[k]);
      square[k] += (1 - SECOND_DECAY) * (g * g - square[k]);
      weight[k] -= (scale * mean[k]) / (Math.sqrt(spread * square[k]) + EPSILON);
    });
  }
}
