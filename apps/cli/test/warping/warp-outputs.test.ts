import { createSignal, createWarpProblem, solveWarp } from '@rubato/gdtw';
import { expect, it } from 'vitest';
import { describeWarp, warpJson } from '../../src/warping/warp-outputs.ts';

it('says of a warp that is not stationary that it is not', () => {
  const signal = createSignal([0, 1, 0]);
  const problem = createWarpProblem({ x: signal, y: signal, lambda: 1 });
  const solution = solveWarp(problem);
  const side = { name: 'a.csv', signal, unit: 's' as const };
  const rest = { a: side, b: side, problem, lambda: 1, picture: 'warp' as const, milliseconds: 1, theme: 'auto' as const };
  expect(describeWarp({ ...rest, solution })).not.toContain('stationary');
  expect(JSON.parse(warpJson({ ...rest, solution }))).toMatchObject({ converged: true });
  const stuck = { ...solution, converged: false, kktResidual: 0.25 };
  expect(describeWarp({ ...rest, solution: stuck })).toMatch(/^not stationary: a force of 0.25 of the largest is out of balance/m);
  expect(JSON.parse(warpJson({ ...rest, solution: stuck }))).toMatchObject({ converged: false, kktResidual: 0.25 });
});
