import { openCpu } from '@rubato/backend-cpu';
import type { Parameterization } from '@rubato/core';
import { normaliseProblem, openReference, toDense } from '@rubato/core';
import { forceAlignSync } from '@rubato/decoders';
import { openEnd, softDtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transposePath, transposeProblem } from '../long-recordings/transpose-problem.ts';
import { posteriorsArbitrary } from '../support/posteriors.ts';
import { expectAligned } from './expect-aligned.ts';

const parameterizations: readonly Parameterization[] = [
  softDtw({ temperature: 0.5 }),
  subsequence(softDtw(), { within: 'rows' }),
  openEnd(softDtw(), { within: 'rows', penalty: 0.25 }),
  { ...softDtw(), stepPenalties: [0, 0.5, 0.25] },
];

it('a forced alignment is the solution of the problem with frames and columns exchanged', () => {
  let aligned = 0;
  const inputs = fc.record({
    posteriors: posteriorsArbitrary({ frames: 8, classes: 3, leastClasses: 3 }),
    labels: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
    parameterization: fc.constantFrom(...parameterizations),
    blockFrames: fc.constantFrom(1, 3, Infinity),
  });
  const property = fc.property(inputs, ({ posteriors, labels, parameterization, blockFrames }) => {
    const [N, M] = [posteriors.shape[1], labels.length];
    const data = Float64Array.from({ length: N * M }, (_, i) => -Math.log(posteriors.data[Math.floor(i / M) * 3 + labels[i % M]]));
    const turned = transposeProblem({ ...parameterization, cost: { kind: 'dense', data, shape: [N, M] } });
    const soft = openReference().solveSync(normaliseProblem(turned), { softAlignment: true });
    const call = { backend: openCpu(), parameterization, labels: [labels], blank: 'none', blockFrames } as const;
    const [item] = forceAlignSync(posteriors, call);
    expect(item.status).toBe(soft.values[0] === Infinity ? 'infeasible' : 'aligned');
    if (soft.values[0] === Infinity) return;
    const { tokens, path, logProbability, pathLogProbability } = expectAligned(item);
    expect(logProbability).toBeCloseTo(-soft.values[0], 9);
    const hard = openReference().solveSync(normaliseProblem({ ...turned, minimum: 'hardmin' }), { path: true });
    expect(pathLogProbability).toBeCloseTo(-hard.values[0], 9);
    expect(path).toEqual(transposePath(hard.paths![0]));

    const alignment = toDense(soft.softAlignment!);
    tokens.forEach(({ startFrame, endFrame, posterior }, m) => {
      let sum = 0;
      for (let n = startFrame; n < endFrame; n++) sum += alignment[m * N + n];
      expect(posterior!.confidence).toBeCloseTo(sum / (endFrame - startFrame), 9);
    });
    aligned++;
  });
  fc.assert(property, { numRuns: 200 });
  expect(aligned).toBeGreaterThan(100);
});
