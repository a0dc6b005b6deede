import type { MinimumFunction } from '@rubato/minimum';

/** Where accumulated costs are read from. */
export interface Distances {
  distance(position: number): number;
}

/** What a general kernel needs to know of a cell's predecessors: positions in the store, one per step, for the row's column 0. */
export interface Predecessors {
  readonly positions: Float64Array;
  readonly costs: readonly Float64Array[];
}

/**
 * One cell at a time, any minimum, any number of steps, with a start candidate where there is one: the candidates, the minimum's
 * weights and derivatives, on scratch that lives as long as the solve.
 */
export class GeneralCell {
  readonly candidates: Float64Array;
  readonly weights: Float64Array;
  readonly moves: Float64Array;
  readonly change: Float64Array;
  private readonly minimum: MinimumFunction;
  private readonly steps: number;

  constructor(minimum: MinimumFunction, steps: number) {
    this.minimum = minimum;
    this.steps = steps;
    this.candidates = new Float64Array(steps + 1);
    this.weights = new Float64Array(steps + 1);
    this.moves = new Float64Array(steps + 1);
    this.change = new Float64Array(steps + 1);
  }

  /** The minimum over the candidates of column m, the k-th of the row; leaves candidates and weights behind. */
  evaluate(store: Distances, predecessors: Predecessors, m: number, k: number, startCost: number, gamma: number): number {
    const { candidates, steps } = this;
    for (let s = 0; s < steps; s++) candidates[s] = store.distance(predecessors.positions[s] + m) + predecessors.costs[s][k];
    candidates[steps] = startCost;
    return this.minimum.evaluate(candidates, steps + 1, gamma, this.weights);
  }

  /** ∂μ/∂γ in the cell last evaluated. */
  temperatureDerivative(gamma: number): number {
    return this.minimum.temperatureDerivative(this.candidates, this.steps + 1, gamma, this.weights);
  }

  /** How the weights of the cell last evaluated change when its candidates move by `moves`; in `change`. */
  secondOrder(gamma: number): void {
    this.minimum.secondOrderProduct(this.candidates, this.steps + 1, gamma, this.weights, this.moves, this.change);
  }
}
