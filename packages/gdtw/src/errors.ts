import { RubatoError } from '@rubato/core';

/** Which constraint leaves no room for a warp, and where. */
export interface Infeasibility {
  /** The constraint that failed last: the others were met up to this knot. */
  readonly constraint: 'slopes' | 'band' | 'endpoints';
  /** The knot, or for slopes that contradict themselves the interval behind it. */
  readonly knot: number;
  readonly reason: string;
}

/** The constraints of a warp problem contradict each other; nothing was solved. */
export class InfeasibleWarpError extends RubatoError {
  readonly constraint: Infeasibility['constraint'];
  readonly knot: number;

  constructor({ constraint, knot, reason }: Infeasibility) {
    super('infeasible-warp', `no warp meets the constraints: ${reason}`);
    this.constraint = constraint;
    this.knot = knot;
  }
}
