import type { Environment } from '../report/environment.ts';
import { describeEnvironment } from '../report/markdown.ts';
import { digits, table, times } from '../report/table.ts';
import { DILATE } from './dilate-runner.ts';
import type { TransitionResult, TransitionWay } from './run-transitions.ts';
import { growth, TRANSITION_WAYS } from './run-transitions.ts';
import type { WarpResult, WarpTiming } from './run-warps.ts';
import { OUR_WARP } from './run-warps.ts';

const DISCREPANCY = 'gdtw-discrepancy';

/** The authors' solver, in PyTorch: n = 256, 4 passes. Measured elsewhere on a machine of this kind: it cannot be installed where this runs. */
const PUBLISHED = { length: 256, milliseconds: [506, 690] } as const;

/** The page that `pnpm bench:warp` writes. */
export function warpPage(
  transitions: readonly TransitionResult[],
  warps: readonly WarpResult[],
  absent: readonly string[],
  environment: Environment,
  options: { readonly rounds: number; readonly seed: number },
): string {
  return [
    '# Continuous warps: time of a transition, of a solve, of a gradient',
    `This page is generated from one run of \`pnpm bench:warp --write-docs\`; no number in it was typed, but where it says so. Two waves with noise of n observations at
even times, squared loss and penalty, λ = 0.1, no slopes given; float64, one thread. Medians of rounds in which all run in turn, each
three times on end: the middle one counts, for the first may collect the garbage of whoever ran before.`,
    describeEnvironment({ environment, options }),
    ...(transitions.length === 0 ? [] : transitionPart(transitions)),
    ...(warps.length === 0 ? [] : warpPart(warps)),
    ...absent,
    '',
  ].join('\n\n');
}

function transitionPart(results: readonly TransitionResult[]): string[] {
  const slope = (way: TransitionWay): string =>
    digits(growth(results.map(({ size, microseconds }) => ({ size, time: microseconds[way] }))));
  const rows = results.map(({ size, microseconds }) => [
    String(size),
    ...TRANSITION_WAYS.map((way) => digits(microseconds[way])),
    times(microseconds['monotone minima'] / microseconds['lower envelope']),
    times(microseconds['plain loop'] / microseconds['lower envelope']),
  ]);
  const last = results.length > 1 ? [['slope on log-log axes', ...TRANSITION_WAYS.map(slope), '', '']] : [];
  return [
    '## A transition: microseconds',
    `From the M values of a knot to those of the next, with the losses of those. Penalties of Rubato's own take the lower envelope, records of
one's own monotone minima; the plain loop is TypeScript as well (\`tools/bench/src/warp/plain-warp.ts\`). All three find the same objective, to 1e-11,
before anything is timed, and look at all nodes: the signals end apart, so that no bound on the objective leaves any out, as one
does in a solve.`,
    table(['M', ...TRANSITION_WAYS, 'monotone minima / envelope', 'plain loop / envelope'], [...rows, ...last]),
  ];
}

function warpPart(results: readonly WarpResult[]): string[] {
  const [{ timings }] = results;
  const rest = timings.filter(({ id }) => id !== OUR_WARP && id !== DISCREPANCY);
  // Its value alone is nothing that anybody is after.
  const others = rest.filter(({ id }) => id !== DILATE);
  const find = (result: WarpResult, id: string): WarpTiming => result.timings.find((timing) => timing.id === id)!;
  const whole = ({ forward, backward }: WarpTiming): number => forward + (backward ?? Number.NaN);
  const trained = [OUR_WARP, ...rest.filter(({ backward }) => backward !== undefined).map(({ id }) => id)];
  return [
    '## A solve: milliseconds',
    `Figure 5 of Xu, Garg, Milford & Gould, ICLR 2023: n knots with M = n values each, 3 passes as there (4 where n is 256), and the polish to a KKT point
(≤ 1e-9) within the time of \`solveWarp\`. One pass without polish is the figure's "GDTW approx.": a warp on the values of the first grid. The plain
loop looks at all n·M² edges in as many passes, in numba, and has no polish (\`tools/bench/src/warp/peer.py\`); its objective is never below ours.
DTW and soft-DTW take n × n costs and step in whole observations: DTW finds its path, soft-DTW its value.`,
    table(
      ['n', ...[find(results[0], OUR_WARP), ...others].map(({ label }) => label)],
      results.map((result) => [
        String(result.length),
        ...[OUR_WARP, ...others.map(({ id }) => id)].map((id) => digits(find(result, id).forward)),
      ]),
    ),
    ...publishedSolver(results),
    '## A solve: times as long as solveWarp',
    table(
      ['n', ...others.map(({ label }) => label)],
      results.map((result) => [
        String(result.length),
        ...others.map(({ id }) => {
          const { median, lower, upper } = find(result, id).against;
          return `${times(median)} (${digits(lower)} to ${digits(upper)})`;
        }),
      ]),
    ),
    '## A solve with its gradient: milliseconds',
    `Figure 7 of the paper: forward and backward, as a step of training has them. DILATE (Le Guen & Thome 2019, α = 0.5) has the costs of soft-DTW; its
gradient is of second order, a Hessian product of the same lattice.`,
    table(
      ['n', ...trained.map((id) => find(results[0], id).label)],
      results.map((result) => [String(result.length), ...trained.map((id) => digits(whole(find(result, id))))]),
    ),
    '## The gradient',
    'By the warp (every vector-Jacobian product) and of the objective: milliseconds, and as a share of the solve.',
    table(
      ['n', 'by the warp', 'share', 'of the objective', 'share'],
      results.map((result) => [
        String(result.length),
        ...[OUR_WARP, DISCREPANCY].flatMap((id) => {
          const { forward, backward = Number.NaN } = find(result, id);
          return [digits(backward), `${digits((100 * backward) / forward)} %`];
        }),
      ]),
    ),
    '## Objectives',
    table(
      ['n', 'solveWarp', 'before its polish', 'one pass', 'plain loop', 'KKT residual'],
      results.map(({ length, objective, gridObjective, onePassObjective, peerObjective, kktResidual }) => [
        String(length),
        objective.toFixed(9),
        gridObjective.toFixed(9),
        onePassObjective.toFixed(9),
        peerObjective?.toFixed(9) ?? '',
        kktResidual.toExponential(0),
      ]),
    ),
  ];
}

function publishedSolver(results: readonly WarpResult[]): string[] {
  const ours = results.find(({ length }) => length === PUBLISHED.length)?.timings.find(({ id }) => id === OUR_WARP);
  if (ours === undefined) return [];
  const [least, most] = PUBLISHED.milliseconds;
  return [
    `The authors' own solver, in PyTorch, took ${least} to ${most} ms at n = ${PUBLISHED.length} with 4 passes on a machine of this kind: typed numbers, for it does
not run here. They are ${digits(least / ours.forward)} to ${digits(most / ours.forward)} times as long as \`solveWarp\` in this run.`,
  ];
}
