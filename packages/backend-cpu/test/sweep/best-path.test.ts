import { openCpu } from '@rubato/backend-cpu';
import { problemCases } from '@rubato/conformance';
import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { latticeLayout, MemoryLimitError, openReference, SolutionWriter } from '@rubato/core';
import { localCosts } from '@rubato/costs';
import { minimumFunctions, softmin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan.ts';
import { analyse } from '../../src/structure.ts';
import type { BestPath } from '../../src/sweep/best-path.ts';
import { PathSweep } from '../../src/sweep/best-path.ts';
import { Sweep } from '../../src/sweep/sweep.ts';
import { noise } from '../support/noise.ts';

/** The best paths of all items, in a plan for so many bytes. */
function pathsOf(problem: AlignmentProblem, maxBytes: number): { readonly paths: BestPath[]; readonly checkpointed: boolean } {
  const request: SolveRequest = { path: true };
  const layout = latticeLayout(problem);
  const structure = analyse(problem, {}, softmin);
  const { path } = makePlan(problem, request, layout, structure, true, maxBytes);
  const writer = new SolutionWriter(problem, request, layout);
  const sweep = new Sweep(problem, request, layout, structure, minimumFunctions[problem.minimum], writer, localCosts);
  const solver = new PathSweep(sweep, path!);
  const paths = Array.from({ length: problem.batch }, (_, b) => {
    sweep.open(b);
    const work = solver.solve();
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
  });
  return { paths, checkpointed: path!.checkpointSize > 0 };
}

describe('PathSweep', () => {
  it("finds the reference's path and cost, ties included, with bytes for all rows or for a few", () => {
    let checkpointed = 0;
    fc.assert(
      fc.property(problemCases({ rows: [1, 40], columns: [1, 9], minimums: ['hardmin'], precisions: ['float64'] }), ({ problem }) => {
        const { paths, pathCosts } = openReference().solveSync(problem, { path: true });
        for (const maxBytes of [Infinity, 1]) {
          const found = pathsOf(problem, maxBytes);
          if (found.checkpointed) checkpointed++;
          found.paths.forEach(({ path, cost }, b) => {
            expect(path).toEqual(paths![b]);
            expect(cost).toBe(pathCosts![b]);
          });
        }
      }),
      { numRuns: 500 },
    );
    expect(checkpointed).toBeGreaterThan(100);
  });

  it('in blocks is the path without blocks, over many blocks', () => {
    const problem = noise(1000, 60, {
      minimum: 'hardmin',
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
        [3, 2],
      ],
    });
    const [whole, blocks] = [pathsOf(problem, Infinity), pathsOf(problem, 1)];
    expect([whole.checkpointed, blocks.checkpointed]).toEqual([false, true]);
    expect(blocks.paths).toEqual(whole.paths);
  });

  it('is found beside softmin on lattices with forbidden steps, as those of CTC', () => {
    const data = Float64Array.from({ length: 3 * 12 }, (_, i) => (i % 3 === 2 && i % 2 === 0 ? Infinity : 1));
    const masks: readonly Partial<ProblemInput>[] = [
      { stepWeights: { data, shape: [1, 1, 12, 3] } },
      { stepPenalties: { data: data.map((weight) => weight - 1), shape: [1, 1, 12, 3] } },
      { stepWeights: { data: new Float64Array(20).fill(1), shape: [1, 20, 1, 1] } },
      { stepWeights: [1, 1, 2] },
    ];
    for (const mask of masks) {
      const problem = noise(20, 12, {
        ...mask,
        steps: [
          [1, 0],
          [1, 1],
          [1, 2],
        ],
        start: [
          [0, 0],
          [0, 1],
        ],
      });
      for (const request of [{ path: true }, { path: true, gradient: true }]) {
        const [found, expected] = [openCpu(), openReference()].map((backend) => backend.solveSync(problem, request));
        expect(found.paths).toEqual(expected.paths);
        expect(found.pathCosts![0]).toBeCloseTo(expected.pathCosts![0], 12);
      }
    }
  });

  it('serves for the value alone, without a path', () => {
    const problem = noise(100, 60, { minimum: 'hardmin' });
    const [value, path] = [openCpu().solveSync(problem, {}), openCpu().solveSync(problem, { path: true })];
    expect(value.values).toEqual(path.pathCosts);
    expect('paths' in value).toBe(false);
    expect(() => openCpu({ maxBytes: 1000 }).solveSync(problem, {})).toThrow(MemoryLimitError);
  });
});
