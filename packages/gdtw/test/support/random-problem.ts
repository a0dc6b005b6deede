import type { RandomGenerator } from '@rubato/core';
import type { NamedFunction, SignalInterpolation, WarpProblem } from '../../src/index.ts';
import { createSignal, createWarpProblem } from '../../src/index.ts';

/** Everything a problem is made of, as plain arrays that can be perturbed. */
export interface Ingredients {
  readonly x: number[];
  readonly y: number[];
  readonly xTimes: number[];
  readonly yTimes: number[];
  readonly lambda: number[];
  readonly slopesLower: number[];
  readonly slopesUpper: number[];
  readonly bandLower: number[];
  readonly bandUpper: number[];
  readonly radii: number[];
  readonly expectedSlope: number[];
  readonly channels: number;
  readonly knots: 'observations' | number;
  readonly subsequence: boolean;
  readonly signalLoss: string | NamedFunction;
  readonly warpPenalty: string | NamedFunction;
  readonly interpolation: { readonly x: SignalInterpolation; readonly y: SignalInterpolation };
}

export interface Flavour {
  readonly band?: 'radii' | 'ranges';
  readonly slopes?: boolean;
  readonly subsequence?: boolean;
  readonly uniform?: boolean;
  readonly expectedSlope?: boolean;
  readonly signalLoss?: string | NamedFunction;
  readonly warpPenalty?: string | NamedFunction;
  /** Default: both linear. */
  readonly cubic?: 'x' | 'y' | 'both' | undefined;
  readonly most?: number;
}

/** Random walks at uneven times, a random λ from 0.001 to 10, and the constraints that the flavour asks for. */
export function randomIngredients(random: RandomGenerator, flavour: Flavour): Ingredients {
  const most = flavour.most ?? 14;
  const channels = 1 + Math.floor(random() * 3);
  const rows = 2 + Math.floor(random() * most);
  const columns = 2 + Math.floor(random() * most);
  const walk = (length: number): number[] => {
    const state = Array.from({ length: channels }, () => random());
    return Array.from({ length }, () => state.map((_, c) => (state[c] += random() - 0.5))).flat();
  };
  const times = (length: number): number[] => {
    let time = 5 * random();
    return Array.from({ length }, () => (time += 0.2 + random()));
  };
  const x = walk(rows);
  const y = walk(columns);
  const xTimes = times(rows);
  const yTimes = times(columns);
  const m = flavour.uniform === true ? 2 + Math.floor(random() * most) : columns;
  const duration = xTimes[rows - 1] - xTimes[0];
  const ratio = duration / (yTimes[columns - 1] - yTimes[0]);
  const list = (length: number, make: (k: number) => number): number[] => Array.from({ length }, (_, k) => make(k));
  const lambda = 10 ** (random() * 4 - 3);
  const diagonal = (i: number): number =>
    xTimes[0] + (flavour.uniform === true ? (i / (m - 1)) * duration : (yTimes[i] - yTimes[0]) * ratio);
  const width = (): number => duration * (0.03 + 0.15 * random());
  return {
    x,
    y,
    xTimes,
    yTimes,
    lambda: list(m - 1, () => lambda * (0.5 + random())),
    slopesLower: flavour.slopes === true ? list(m - 1, () => ratio * 0.6 * random()) : [],
    slopesUpper: flavour.slopes === true ? list(m - 1, () => ratio * (1.1 + random())) : [],
    bandLower: flavour.band === 'ranges' ? list(m, (i) => diagonal(i) - width()) : [],
    bandUpper: flavour.band === 'ranges' ? list(m, (i) => diagonal(i) + width()) : [],
    radii: flavour.band === 'radii' ? list(m, width) : [],
    expectedSlope: flavour.expectedSlope === true ? [ratio * (0.7 + 0.6 * random())] : [],
    channels,
    knots: flavour.uniform === true ? m : 'observations',
    subsequence: flavour.subsequence ?? false,
    signalLoss: flavour.signalLoss ?? 'squared',
    warpPenalty: flavour.warpPenalty ?? 'squared',
    interpolation: {
      x: flavour.cubic === 'x' || flavour.cubic === 'both' ? 'cubic' : 'linear',
      y: flavour.cubic === 'y' || flavour.cubic === 'both' ? 'cubic' : 'linear',
    },
  };
}

export function toProblem(of: Ingredients): WarpProblem {
  const slopes = of.slopesLower.length > 0 ? { slopes: { lower: of.slopesLower, upper: of.slopesUpper } } : {};
  const ranges = of.bandLower.length > 0 ? { band: { kind: 'ranges' as const, lower: of.bandLower, upper: of.bandUpper } } : {};
  const radii = of.radii.length > 0 ? { band: { kind: 'ratanamahatana-keogh' as const, radii: of.radii } } : {};
  return createWarpProblem({
    x: createSignal(of.x, { times: of.xTimes, channels: of.channels, interpolation: of.interpolation.x }),
    y: createSignal(of.y, { times: of.yTimes, channels: of.channels, interpolation: of.interpolation.y }),
    lambda: of.lambda,
    knots: of.knots,
    subsequence: of.subsequence,
    signalLoss: of.signalLoss,
    warpPenalty: of.warpPenalty,
    ...slopes,
    ...ranges,
    ...radii,
    ...(of.expectedSlope.length > 0 ? { expectedSlope: of.expectedSlope[0] } : {}),
  });
}
