import type { AlignmentProblem, Backend, SolveRequest } from '@rubato/core';
import type { Environment } from '../environment.ts';
import { formatBytes, formatCount, formatDuration } from '../formats/quantities.ts';
import type { FeaturesProblem } from './alignment-problem.ts';
import { millisecondsPerCell } from './estimate-time.ts';

/** Fewer cells than this are done before anyone has read a line about them. */
const LONG_WORK = 2e7;

/**
 * Says before long work what it needs: bytes as the backend plans them, seconds from a timed piece.
 *
 * @param problem the same as `input`, checked
 */
export async function announce(
  input: FeaturesProblem,
  problem: AlignmentProblem,
  backend: Backend,
  request: SolveRequest,
  environment: Environment,
): Promise<void> {
  const { rows, columns, band } = problem;
  let cells = rows * columns;
  if (band !== undefined) cells = band.first.reduce((sum, first, n) => sum + Math.max(0, band.last[n] - first + 1), 0);
  if (cells < LONG_WORK) return;
  const { total } = backend.estimate(problem, request);
  const each = await millisecondsPerCell(input, backend, request, () => environment.now());
  const needs = `about ${formatBytes(total)} and ${formatDuration(each * cells)}`;
  environment.stderr.write(`${rows} × ${columns} frames, ${formatCount(cells)} cells: ${needs}\n`);
}
