import { basename } from 'node:path';
import type { LambdaChoice, WarpProblem, WarpSolution } from '@rubato/gdtw';
import { drawWarp, drawWarpedSignals } from '@rubato/plot';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { textTable } from '../formats/text-table.ts';
import type { PictureLook } from '../options/picture.ts';
import type { LoadedSignal } from './load-signal.ts';

/** What a writer may look at. */
export interface FinishedWarp extends PictureLook {
  readonly a: LoadedSignal;
  readonly b: LoadedSignal;
  readonly problem: WarpProblem;
  readonly solution: WarpSolution;
  readonly lambda: number;
  /** Where λ was chosen by cross-validation. */
  readonly choice?: LambdaChoice;
  readonly picture: 'warp' | 'signals';
  readonly milliseconds: number;
}

/** The formats of a warp. */
export const warpWriters: Writers<FinishedWarp> = {
  '.csv': ({ solution: { knots, warp } }) =>
    textTable(
      ['time_b', 'time_a'],
      Array.from(knots, (time, i) => [time, warp[i]]),
    ),
  '.json': warpJson,
  '.svg': warpSvg,
};

/** The warp as one object: for each knot (time of B) the time of A, and how it was found. */
export function warpJson({ a, b, solution, lambda, choice, milliseconds }: FinishedWarp): string {
  const { knots, warp, objective, signal, penalty, kktResidual, converged } = solution;
  const validation =
    choice === undefined
      ? {}
      : {
          crossValidation: {
            folds: choice.folds,
            candidates: choice.candidates,
            heldOutLosses: choice.heldOutLosses,
            standardErrors: choice.standardErrors,
          },
        };
  return plainJson({
    knots,
    warp,
    objective,
    signal,
    penalty,
    lambda,
    ...validation,
    kktResidual,
    converged,
    nameA: basename(a.name),
    nameB: basename(b.name),
    unitA: a.unit,
    unitB: b.unit,
    milliseconds,
  });
}

function warpSvg({ a, b, problem, solution, lambda, picture, theme, title }: FinishedWarp): string {
  const warp = { times: solution.knots, values: solution.warp };
  const [nameOfA, nameOfB] = [a, b].map(({ name }) => basename(name));
  const names = { xName: `${nameOfA} (${a.unit})`, yName: `${nameOfB} (${b.unit})` };
  const shown = {
    title: title ?? `${nameOfA} and ${nameOfB}`,
    subtitle: `objective ${formatNumber(solution.objective)} · λ ${formatNumber(lambda)} · ${warp.times.length} knots`,
    theme,
    ...names,
    warp,
  };
  if (picture === 'signals') return drawWarpedSignals({ ...shown, x: a.signal, y: b.signal });
  const bounds = boundsOf(problem, solution);
  return drawWarp({ ...shown, ...(bounds === undefined ? {} : { bounds }) });
}

/** The band about the diagonal, where there is one. */
function boundsOf({ x, y, band }: WarpProblem, { knots }: WarpSolution) {
  if (band?.kind !== 'radii') return undefined;
  const [from, to] = [x.times[0], x.times[x.times.length - 1]];
  const [first, last] = [y.times[0], y.times[y.times.length - 1]];
  const centre = knots.map((time) => from + ((time - first) / (last - first)) * (to - from));
  return {
    lower: centre.map((value, i) => Math.max(from, value - band.radii[i])),
    upper: centre.map((value, i) => Math.min(to, value + band.radii[i])),
  };
}

/** The warp in words, with a line more where it is not what is promised. */
export function describeWarp({ a, b, solution, lambda, choice, milliseconds }: FinishedWarp): string {
  const { knots, warp: phi, objective, signal, penalty, converged, kktResidual } = solution;
  const last = knots.length - 1;
  const ends = (list: ArrayLike<number>): string => `${formatNumber(list[0])}–${formatNumber(list[last])}`;
  return [
    `objective ${formatNumber(objective)}: signals ${formatNumber(signal)}, regularity ${formatNumber(penalty)}`,
    ...(converged ? [] : [`not stationary: a force of ${formatNumber(kktResidual)} of the largest is out of balance`]),
    ...(choice === undefined
      ? []
      : [
          `λ ${formatNumber(lambda)} of ${choice.candidates.length}, by ${choice.folds}-fold cross-validation: held-out loss ${formatNumber(choice.heldOutLosses[choice.candidates.indexOf(lambda)])}`,
        ]),
    `warp of ${knots.length} knots from ${ends(knots)} ${b.unit} of B to ${ends(phi)} ${a.unit} of A`,
    `${a.signal.times.length} and ${b.signal.times.length} frames of ${plural(a.signal.channels, 'feature')} in ${formatDuration(milliseconds)}`,
    '',
  ].join('\n');
}
