/** What Adam remembers, by parameter: means of gradients and of their squares; and the number of steps made. */
export interface AdamState {
  steps: number;
  readonly means: ReadonlyMap<string, Float32Array>;
  readonly squares: ReadonlyMap<string, Float32Array>;
}

const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;

/** Adam before its first step. */
export function startAdam(parameters: ReadonlyMap<string, Float32Array>): AdamState {
  const zeros = (): Map<string, Float32Array> => new Map([...parameters].map(([name, { length }]) => [name, new Float32Array(length)]));
  return { steps: 0, means: zeros(), squares: zeros() };
}

/**
 * One step of Adam, in place: `m ← 0.9·m + 0.1·g`, `v ← 0.999·v + 0.001·g²`, `w ← w - rate·m̂ / (√v̂ + 1e-8)` with `m̂ = m / (1 - 0.9^t)`,
 * `v̂ = v / (1 - 0.999^t)`.
 *
 * On the host, since tfjs's own optimizer does not give back all it remembers: a training that goes on from a checkpoint must get the same
 * numbers. Source: Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
 */
export function stepAdam(
  state: AdamState,
  parameters: ReadonlyMap<string, Float32Array>,
  gradients: ReadonlyMap<string, Float32Array>,
  learningRate: number,
): void {
  state.steps++;
  const meanScale = 1 / (1 - MEAN_DECAY ** state.steps);
  const squareScale = 1 / (1 - SQUARE_DECAY ** state.steps);
  for (const [name, weights] of parameters) {
    const gradient = gradients.get(name)!;
    const mean = state.means.get(name)!;
    const square = state.squares.get(name)!;
    for (let k = 0; k < weights.length; k++) {
      mean[k] = MEAN_DECAY * mean[k] + (1 - MEAN_DECAY) * gradient[k];
      square[k] = SQUARE_DECAY * square[k] + (1 - SQUARE_DECAY) * gradient[k] * gradient[k];
      weights[k] -= (learningRate * mean[k] * meanScale) / (Math.sqrt(square[k] * squareScale) + EPSILON);
    }
  }
}
