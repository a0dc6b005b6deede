import type { MinimumOutput } from '@rubato/core/fronts';
import { FORBIDDEN, LIMIT } from '@rubato/core/fronts';
import type { Program } from '@rubato/expression';
import { minimumOutputs } from '../program/minimum-outputs.ts';
import type { Tensor } from '../tfjs.ts';
import type { Candidates } from './candidates.ts';
import { frontCandidates, marked } from './candidates.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** The forward pass, by fronts. */
export interface Forward {
  /** D, [batch, reach + length], the sentinel where no path arrives. */
  readonly distances: readonly Tensor[];
  /** B, [width, S + 1]; none where nobody asked. */
  readonly weights: readonly Tensor[];
  /** ∂μ/∂γ, [width]; none where nobody asked. */
  readonly slopes: readonly Tensor[];
  readonly end: End;
}

/** The final minimum over the end candidates. */
export interface End {
  /** Multipliers, [batch, candidates]. */
  readonly multipliers: Tensor;
  readonly cells: Tensor;
  readonly x: Tensor;
  /** [batch]. */
  readonly value: Tensor;
  /** [batch, candidates]. */
  readonly weights: Tensor;
  /** [batch]; none where nobody asked. */
  readonly slope: Tensor | undefined;
}

/** What to keep of a forward pass. */
export interface ForwardWants {
  readonly weights: boolean;
  readonly slopes: boolean;
}

/** Algorithm 1 front by front. Yields the places of each front. */
export function* forward(lattice: LatticeTensors, program: Program, wants: ForwardWants): Generator<number, Forward, void> {
  const { scope, prepared } = lattice;
  const { count } = prepared.cells.fronts;
  const distances: Tensor[] = [];
  const weights: Tensor[] = [];
  const slopes: Tensor[] = [];
  for (let t = 0; t < count; t++) {
    scope.step(() => {
      const candidates = frontCandidates(lattice, distances, t);
      const outcome = evaluate(lattice, program, candidates, lattice.gamma, wants);
      distances.push(scope.hold(lattice.padded(outcome.value, FORBIDDEN)));
      if (outcome.weights !== undefined) weights.push(scope.hold(outcome.weights));
      if (outcome.slope !== undefined) slopes.push(scope.hold(outcome.slope));
    });
    yield prepared.cells.width;
  }
  return { distances, weights, slopes, end: scope.step(() => finalMinimum(lattice, program, distances, wants)) };
}

interface Outcome {
  readonly value: Tensor;
  readonly weights: Tensor | undefined;
  readonly slope: Tensor | undefined;
}

/** The minimum of candidates: the sentinel, weights 0 and slope 0 where all of them are forbidden. */
function evaluate(lattice: LatticeTensors, program: Program, { x, allowed }: Candidates, gamma: Tensor, wants: ForwardWants): Outcome {
  const { tf } = lattice.scope;
  const names: MinimumOutput[] = ['value'];
  if (wants.weights) names.push('weight');
  if (wants.slopes) names.push('temperatureDerivative');
  const outputs = minimumOutputs(tf, program, { x, gamma }, names);
  const output = (name: MinimumOutput): Tensor => outputs[names.indexOf(name)];
  const alive = tf.less(output('value'), LIMIT);
  return {
    value: tf.where(alive, output('value'), FORBIDDEN),
    weights: wants.weights ? tf.where(allowed, output('weight'), 0) : undefined,
    slope: wants.slopes ? tf.where(alive, output('temperatureDerivative'), 0) : undefined,
  };
}

function finalMinimum(lattice: LatticeTensors, program: Program, distances: readonly Tensor[], wants: ForwardWants): End {
  const { scope, prepared } = lattice;
  const { tf } = scope;
  const { end, cells } = prepared;
  const shape = [cells.batch, end.candidates];
  const index = scope.hold(tf.tensor1d(end.cells, 'int32'));
  const multipliers = scope.hold(tf.tensor(end.multipliers, shape, 'float32'));
  const at = (tensor: Tensor): Tensor => tf.reshape(tf.gather(tf.reshape(tensor, [cells.size]), index), shape);
  const sums = tf.add(at(lattice.joined(distances)), tf.tensor(end.costs, shape, 'float32'));
  const candidates = marked(lattice, sums);
  const outcome = evaluate(lattice, program, candidates, lattice.itemGamma, { ...wants, weights: true });
  return {
    multipliers,
    cells: index,
    x: scope.hold(candidates.x),
    value: scope.hold(outcome.value),
    weights: scope.hold(outcome.weights!),
    slope: outcome.slope === undefined ? undefined : scope.hold(outcome.slope),
  };
}
