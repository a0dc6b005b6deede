import { FORBIDDEN } from '@rubato/core/fronts';
import type { DeviceNumbers } from '../device/gpujs.ts';
import { collectEnds, endCandidates } from '../kernels/ends.ts';
import { fill } from '../kernels/fill.ts';
import type { NamedProgram } from '../kernels/minimum.ts';
import type { LatticeRun } from './lattice-run.ts';

/** The forward pass, by fronts; a front of which nothing is kept has none. */
export interface Forward {
  /** D, [2, batch, places]: whole units and a fraction. */
  readonly distances: readonly DeviceNumbers[];
  /** Candidates, [2·(S + 1), batch, places]; none where nobody asked. */
  readonly candidates: readonly DeviceNumbers[];
  /** B, [S + 1, batch, places]; none where nobody asked. */
  readonly weights: readonly DeviceNumbers[];
  /** ∂μ/∂γ, [1, batch, places]; none where nobody asked. */
  readonly slopes: readonly DeviceNumbers[];
  readonly end: End;
}

/** The final minimum over the end candidates. */
export interface End {
  /** [2·candidates, batch, 1]. */
  readonly candidates: DeviceNumbers;
  /** [2, batch, 1]. */
  readonly value: DeviceNumbers;
  /** [candidates, batch, 1]. */
  readonly weights: DeviceNumbers;
  /** [1, batch, 1]; none where nobody asked. */
  readonly slope: DeviceNumbers | undefined;
}

/** What to keep of a forward pass. */
export interface ForwardWants {
  readonly distances: boolean;
  readonly weights: boolean;
  readonly slopes: boolean;
  readonly candidates: boolean;
}

/** Algorithm 1 front by front. Yields the places of each front. */
export function* forward(run: LatticeRun, program: NamedProgram, wants: ForwardWants): Generator<number, Forward, void> {
  const { scope, prepared, gamma, slots } = run;
  const { count, reach } = prepared.cells.fronts;
  const [value, weight] = [run.minimum(program, 'value'), run.minimum(program, 'weight')];
  const slope = wants.slopes ? run.minimum(program, 'temperatureDerivative') : undefined;
  const distances: DeviceNumbers[] = [];
  const kept: Record<'candidates' | 'weights' | 'slopes', DeviceNumbers[]> = { candidates: [], weights: [], slopes: [] };
  const ends = new Ends(run, 2, FORBIDDEN);
  for (let t = 0; t < count; t++) {
    const candidates = run.candidates(distances, t);
    distances.push(run.front(value, 2, [candidates, gamma, slots]));
    if (wants.weights) kept.weights.push(run.front(weight, slots, [candidates, gamma, slots]));
    if (slope !== undefined) kept.slopes.push(run.front(slope, 1, [candidates, gamma, slots]));
    if (wants.candidates) kept.candidates.push(candidates);
    else scope.release(candidates);
    ends.collect(distances[t], t);
    if (!wants.distances && t >= reach) scope.release(distances[t - reach]);
    yield prepared.cells.width;
  }
  const candidates = ends.candidates();
  const { end } = prepared;
  return {
    distances,
    ...kept,
    end: {
      candidates,
      value: run.ends(value, [candidates, gamma, end.count], 2),
      weights: run.ends(weight, [candidates, gamma, end.count]),
      slope: slope === undefined ? undefined : run.ends(slope, [candidates, gamma, end.count], 1),
    },
  };
}

/** Collects numbers of the end candidates while the fronts go by. */
export class Ends {
  private readonly run: LatticeRun;
  private readonly planes: number;
  private readonly fronts: ReadonlySet<number>;
  private numbers: DeviceNumbers;
  private turn: 0 | 1 = 0;

  /**
   * @param each how many numbers a candidate has: 1, or 2 for whole units and a fraction
   * @param outside what one that is closed has
   */
  constructor(run: LatticeRun, each: 1 | 2, outside: number) {
    this.run = run;
    this.planes = each * run.prepared.end.count;
    this.fronts = new Set(run.prepared.end.fronts);
    this.numbers = run.ends(fill, [Float32Array.of(outside)], this.planes);
  }

  /** Takes what stands in front t, a plane for each number. */
  collect(front: DeviceNumbers, t: number): void {
    if (!this.fronts.has(t)) return;
    const { run } = this;
    const { end, cells } = run.prepared;
    const before = this.numbers;
    this.numbers = run.ends(collectEnds(this.turn), [before, front, end.fronts, end.places, t, cells.batch, end.count], this.planes);
    this.turn = this.turn === 0 ? 1 : 0;
    run.scope.release(before);
  }

  /** What was collected, [candidates, batch, 1] for each number. */
  collected(): DeviceNumbers {
    return this.numbers;
  }

  /** The candidates of the final minimum, where distances were collected. */
  candidates(): DeviceNumbers {
    const { run } = this;
    const { end, cells } = run.prepared;
    const candidates = run.ends(endCandidates, [this.numbers, end.costs, cells.batch, end.count], this.planes);
    run.scope.release(this.numbers);
    return candidates;
  }
}
