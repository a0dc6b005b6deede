import type { AlignmentProblem, Boundary } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import type { LatticeStructure } from '../lattice/structure.ts';
import { isMask } from '../lattice/structure.ts';
import type { Wanted } from '../lattice/wanted.ts';
import type { StripStructure } from './structure.ts';
import { declinesSteps } from './structure.ts';

/** Products of two numbers within this and of a cost within 1e18 stay within float32, and so do their inverses. */
const LARGEST = 1e15;

/** The structure of strips for a problem, or undefined where the lattice's own kernels must serve. */
export function stripsServe(problem: AlignmentProblem, lattice: LatticeStructure, wanted: Wanted): StripStructure | undefined {
  const { steps } = lattice;
  if (lattice.minimum !== softmin || lattice.penalties.kind !== 'constant') return undefined;
  if (wanted.distances || wanted.edges || wanted.edgeSums.size > 0 || wanted.boundary || wanted.temperature || wanted.hessian !== undefined)
    return undefined;
  const strip = stripAxis(steps);
  if (strip === undefined || !isModerate(problem)) return undefined;
  const { start, end, weights } = lattice;
  const plain = (of: typeof start, multiplier: number): boolean =>
    of.set === 'corner' && of.penalty.kind === 'constant' && of.multiplier.kind === 'constant' && of.multiplier.value === multiplier;
  const structure: StripStructure = {
    steps,
    strip,
    weights: weights.kind === 'constant' ? 'unit' : isMask(problem.stepWeights) ? 'mask' : isScalar(problem) ? 'scalar' : 'varying',
    start: plain(start, 1) ? 'corner' : 'cells',
    end: plain(end, 0) ? 'corner' : 'cells',
    multipliers: start.multiplier.kind !== 'constant' || end.multiplier.kind !== 'constant',
    banded: lattice.banded,
    // Where H is E, E alone is written.
    gradient: wanted.gradient && !wanted.gradientIsAlignment,
    alignment: wanted.alignment || (wanted.backward && wanted.gradientIsAlignment),
  };
  return declinesSteps(structure) === undefined ? structure : undefined;
}

/** Whether the host's numbers are such that the kernels form no infinity of them. */
function isModerate({ temperature, stepWeights, start, end }: AlignmentProblem): boolean {
  const bounded = (value: number): boolean => value === Infinity || Math.abs(value) <= LARGEST;
  const boundary = ({ multiplier, penalty }: Boundary): boolean => multiplier.data.every(bounded) && penalty.data.every(bounded);
  return (
    temperature.every((gamma) => gamma >= 1 / LARGEST && gamma <= LARGEST) &&
    stepWeights.data.every(bounded) &&
    boundary(start) &&
    boundary(end)
  );
}

function stripAxis(steps: LatticeStructure['steps']): 'rows' | 'columns' | undefined {
  if (steps.every(([i]) => i > 0)) return 'columns';
  return steps.every(([i, j]) => i <= 1 && j <= 1) ? 'rows' : undefined;
}

function isScalar({ stepWeights: { strides } }: AlignmentProblem): boolean {
  return strides[0] === 0 && strides[1] === 0 && strides[2] === 0;
}
