import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { checkBytes } from '../files/check-bytes.ts';
import { formatBytes, plural } from '../formats/quantities.ts';
import type { LambdaOption } from '../options/parse-warp.ts';
import type { LoadedSignal } from './load-signal.ts';
import { CANDIDATES, foldsOf, knotsOf, planWarp } from './plan-warp.ts';

/** What of the command's options says how large the work is. */
export interface WorkOptions {
  readonly lambda: LambdaOption;
  readonly folds?: number;
  readonly knots: 'observations' | number;
  readonly out: readonly string[];
  readonly maxBytes?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Nodes of grids that are done before anyone has read a line about them. */
const LONG_WORK = 2e7;

/**
 * Says before long work what it needs.
 *
 * @throws FailureError for more memory than is allowed
 */
export function checkWork(a: LoadedSignal, b: LoadedSignal, options: WorkOptions, environment: Environment): void {
  const knots = knotsOf(options.knots, b.signal);
  const folds = typeof options.lambda === 'number' ? 0 : foldsOf(options.folds, b.signal);
  const { bytes, nodes, gridSize } = planWarp({
    ofA: a.signal.times.length,
    ofB: b.signal.times.length,
    channels: a.signal.channels,
    knots,
    folds,
    told: options.json === true || options.out.length > 0,
  });
  const advice = folds === 0 ? 'take fewer --knots' : 'take fewer --knots or --folds';
  checkBytes(`warping ${a.name} to ${b.name} needs`, bytes, options.maxBytes, advice);
  if (nodes < LONG_WORK || options.json === true || options.quiet === true) return;
  const fits = folds === 0 ? '' : `, ${folds * CANDIDATES + 1} times`;
  environment.stderr.write(`${knots} knots with ${gridSize} values each${fits}: about ${formatBytes(bytes)}\n`);
}

/**
 * Observations between the ends are held out in turn.
 *
 * @throws UsageError where there are too few of them
 */
export function checkFolds({ name, signal }: LoadedSignal, folds: number | undefined): void {
  const most = signal.times.length - 2;
  if (most < 2)
    throw new UsageError(`${name} has ${plural(most + 2, 'observation')}; --lambda cv needs at least 4, of which it holds out some`);
  if (folds !== undefined && folds > most)
    throw new UsageError(`--folds is ${folds}; ${name} has ${most} observations between its ends: give 2 to ${most}`);
}
