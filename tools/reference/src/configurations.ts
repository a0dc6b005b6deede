import type { ProblemInput } from 'rubato';
import { presets } from 'rubato';
import type { Matrix, ReferenceTheme } from './reference-file.ts';

const { dtw, oneHotTargets, table1, table1Ids, table1Rests } = presets;

/** A loss of the published experiment: the problem whose value is `raw`, and what it is divided by. */
export interface Configuration {
  readonly problem: ProblemInput;
  readonly normaliser: number;
}

/** Posteriors over 12 pitch classes, and over those and a blank. */
export interface Posteriors {
  readonly prob12: Matrix;
  readonly prob13: Matrix;
}

const RESTS = table1Rests('published-code');

/** Rows of weak targets as classes, -1 for a rest. */
const weakClasses = (theme: ReferenceTheme): number[] => theme.weak_sequence.map((label) => label ?? -1);

/** The posteriors in float64, as the published losses take them. */
function likelihood(posteriors: Matrix, labels: readonly number[]): ProblemInput['cost'] {
  const targets = oneHotTargets([labels], posteriors.columns);
  return {
    kind: 'features',
    x: Float64Array.from(posteriors.data),
    y: Float64Array.from(targets.data),
    shape: [posteriors.rows, labels.length],
    dimension: posteriors.columns,
    localCost: { name: 'negativeLogLikelihood', parameters: { rests: RESTS } },
  };
}

/** Every configuration of the folder's README by name. */
export function configuration(name: string, theme: ReferenceTheme, { prob12, prob13 }: Posteriors): Configuration | undefined {
  if (name === 'EM') return expectationMaximisation(theme, prob12);
  if (name === 'strong') return undefined;
  if (!(table1Ids as readonly string[]).includes(name)) return undefined;
  const id = name as presets.Table1Id;
  if (id.startsWith('SDTW')) {
    const labels = weakClasses(theme);
    return {
      problem: { ...table1(id, 'published-code', [labels]), cost: likelihood(prob12, labels) },
      normaliser: (labels.length - 1) / 2,
    };
  }
  const blank = prob13.columns - 1;
  const parameterization = table1(id, 'published-code', [theme.ctc_targets], { blank });
  const index = parameterization.columnClasses!;
  const values = Float64Array.from(prob13.data, (probability) => -Math.log(probability));
  return {
    problem: {
      ...parameterization,
      cost: { kind: 'gathered', values, classes: prob13.columns, index, shape: [prob13.rows, index.length] },
    },
    normaliser: (index.length - 1) / 2,
  };
}

/** Hard alignment of the weak targets stretched to the frames, diagonal steps weighted 1.5. */
function expectationMaximisation(theme: ReferenceTheme, prob12: Matrix): Configuration {
  const weak = weakClasses(theme);
  const labels = Array.from({ length: prob12.rows }, (_, n) => weak[Math.floor((n * weak.length) / prob12.rows)]);
  const problem: ProblemInput = {
    cost: likelihood(prob12, labels),
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    stepWeights: [1, 1, 1.5],
    minimum: 'hardmin',
  };
  return { problem, normaliser: (prob12.rows - 1) / 2 };
}

/** The cross-entropy with the strong targets, which is no alignment: -Σ ⟨log x_n, y_n⟩. */
export function strongLoss(prob12: Matrix, strong: Matrix): number {
  let sum = 0;
  for (let index = 0; index < strong.data.length; index++) {
    if (strong.data[index] !== 0) sum -= strong.data[index] * Math.log(prob12.data[index]);
  }
  return sum;
}

/**
 * The hard alignment of notes with frames: each frame has one note, notes in order. Equal neighbours (two notes that a rest parted)
 * tie; the published onsets prefer the diagonal step, so it comes first.
 */
export function noteAlignment(theme: ReferenceTheme, prob12: Matrix): ProblemInput {
  const notes = weakClasses(theme).filter((label) => label >= 0);
  return {
    ...dtw({
      steps: [
        [1, 1],
        [1, 0],
      ],
    }),
    cost: likelihood(prob12, notes),
  };
}
