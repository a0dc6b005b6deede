import type { SolveRequest } from '@rubato/core';
import { asks, needsBackward, requestNames } from '@rubato/core';
import { describe, expect, it } from 'vitest';

const asking: Required<Omit<SolveRequest, 'upstream'>> = {
  gradient: true,
  inputGradient: true,
  softAlignment: true,
  accumulatedCost: true,
  stepWeightGradient: 'table',
  stepPenaltyGradient: 'full',
  temperatureGradient: true,
  boundaryGradient: true,
  edgeMarginals: true,
  marginals: [{ by: 'step' }],
  path: true,
  hessianProduct: { along: 'cost', direction: new Float64Array(1) },
};

describe('requests', () => {
  it('are all named', () => {
    expect([...requestNames].toSorted()).toEqual(Object.keys(asking).toSorted());
  });

  it.each(requestNames)('%s: asked for or not, and whether the backward pass is needed', (name) => {
    expect(asks({ [name]: asking[name] }, name)).toBe(true);
    expect(needsBackward({ [name]: asking[name] })).toBe(name !== 'accumulatedCost' && name !== 'path');
    for (const not of [undefined, false]) expect(asks({ [name]: not }, name)).toBe(false);
  });

  it('an empty list of reductions asks for nothing', () => {
    expect(needsBackward({ marginals: [], upstream: [1] })).toBe(false);
  });
});
