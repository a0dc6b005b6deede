import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import type { Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { add, concat, div, matMul, reshape, slice, sqrt, square, sum, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { drawNormal } from '../data/draw.ts';
import { gru } from './gru.ts';

/**
 * What the states of the unit become: `residual` adds `states·W` to the input, with W = 0 at first, so that training begins at the base
 * features; `plain` takes the states themselves for features, as the paper has it.
 */
export type Architecture = 'residual' | 'plain';

export interface ExtractorOptions {
  /** D, of the features that come in. */
  readonly dimension: number;
  /** H, of each direction. */
  readonly units: number;
  readonly architecture: Architecture;
  /** Of the initial weights. */
  readonly seed: number;
}

/** Features whose norm is far below this become shorter than 1. */
const SILENCE = 1e-4;

/**
 * A bidirectional gated recurrent unit from features to features, one for scores and performances alike; what comes out has norm 1 in each
 * frame. Source: Xu et al., ICLR 2023, section A.4.
 */
export class Extractor {
  /** What training moves. */
  readonly parameters: ReadonlyMap<string, Variable>;
  readonly #options: ExtractorOptions;

  constructor(options: ExtractorOptions) {
    this.#options = options;
    const { dimension, units, architecture, seed } = options;
    const random = createRandom(seed);
    const directions = 2;
    const sides: [string, number[], number][] = [
      ['input', [dimension, 3 * units * directions], 1 / Math.sqrt(dimension)],
      ['inputBias', [3 * units * directions], 0],
      ...['forward', 'backward'].flatMap((name): [string, number[], number][] => [
        [`${name}Recurrent`, [units, 3 * units], 1 / Math.sqrt(units)],
        [`${name}Bias`, [3 * units], 0],
      ]),
    ];
    if (architecture === 'residual') sides.push(['output', [directions * units, dimension], 0], ['outputBias', [dimension], 0]);
    this.parameters = new Map(sides.map(([name, shape, scale]) => [name, drawVariable(random, shape, scale)]));
  }

  get size(): number {
    return [...this.parameters.values()].reduce((count, { size }) => count + size, 0);
  }

  /**
   * Learned features [B, T, D], or [B, T, 2H] of a plain extractor.
   *
   * @param features [B, T, D]
   */
  apply(features: Tensor3D): Tensor3D {
    return tidy(() => {
      const { units, dimension, architecture } = this.#options;
      const [batch, frames] = features.shape;
      const flat = reshape(features, [batch * frames, dimension]);
      const gates = reshape(add(matMul(flat, this.#get('input')), this.#get('inputBias')), [batch, frames, 6 * units]);
      const states = concat<Tensor3D>(
        ['forward', 'backward'].map((name, k) => {
          const half = slice(gates, [0, 0, 3 * units * k], [batch, frames, 3 * units]) as Tensor3D;
          return gru(half, this.#get(`${name}Recurrent`) as Tensor2D, this.#get(`${name}Bias`) as Tensor1D, k === 1);
        }),
        2,
      );
      if (architecture === 'plain') return normaliseFrames(states);
      const change = add(matMul(reshape(states, [batch * frames, 2 * units]), this.#get('output')), this.#get('outputBias'));
      return normaliseFrames(add(features, reshape(change, features.shape)));
    });
  }

  dispose(): void {
    for (const weights of this.parameters.values()) weights.dispose();
  }

  #get(name: string): Variable {
    return this.parameters.get(name)!;
  }
}

/** Each frame by its norm: `x / √(Σ x² + 1e-8)`. */
function normaliseFrames(features: Tensor3D): Tensor3D {
  return div(features, sqrt(add(sum(square(features), 2, true), SILENCE ** 2)));
}

function drawVariable(random: RandomGenerator, shape: number[], scale: number): Variable {
  const size = shape.reduce((product, side) => product * side, 1);
  const initial = tensor(
    Float32Array.from({ length: size }, () => scale * drawNormal(random)),
    shape,
  );
  const weights = variable(initial);
  initial.dispose();
  return weights;
}
