import type { LocalCostSpecification } from '@rubato/costs';

type Row = (dimension: number, random: () => number) => number[];

/** A local cost, and rows of X and of Y that it is at home with, edges included. */
export interface CostCase {
  readonly specification: LocalCostSpecification;
  readonly x: Row;
  readonly y: Row;
}

const row =
  (element: (random: () => number) => number): Row =>
  (dimension, random) =>
    Array.from({ length: dimension }, () => element(random));

/** One of some rows at random. */
const oneOf =
  (...rows: readonly Row[]): Row =>
  (dimension, random) =>
    rows[Math.floor(rows.length * random())](dimension, random);

const zeros = row(() => 0);
const real = row((random) => (random() < 0.1 ? 0 : 6 * random() - 3));
/** Whole numbers, so that rows of X and Y meet in some dimensions. */
const coarse = row((random) => Math.floor(5 * random()) - 2);
const numbers = oneOf(real, real, coarse, zeros);
const probabilities = row((random) => (random() < 0.2 ? Math.round(random()) : 0.02 + 0.96 * random()));
const logProbabilities = row((random) => (random() < 0.15 ? -Infinity : 5 * (random() - 1)));
const logits = row((random) => 30 * (random() - 0.5));
const soft = row((random) => (random() < 0.3 ? Math.round(random()) : random()));
const multiHot = row((random) => Math.round(random()));
const oneHot: Row = (dimension, random) => {
  const hot = Math.floor(dimension * random());
  return Array.from({ length: dimension }, (_, d) => (d === hot ? 1 : 0));
};
const targets = oneOf(oneHot, soft, zeros);
const columns =
  (blank: number): Row =>
  (dimension, random) => {
    const isBlank = random() < 0.3;
    return oneOf(soft, multiHot)(dimension, random).map((value, d) => (d === blank ? Number(isBlank) : isBlank ? 0 : value));
  };
const sideBySide =
  (parts: readonly Row[]): Row =>
  (dimension, random) =>
    Array.from({ length: dimension }, (_, d) => parts[d](1, random)[0]);

const distance = (name: string, parameters?: Record<string, number>): CostCase => ({
  specification: { name, ...(parameters !== undefined && { parameters }) },
  x: numbers,
  y: numbers,
});
const xOf = { probabilities, logProbabilities, logits };
type Input = keyof typeof xOf;
const predicted = (name: string, input: Input, y: Row, parameters: Record<string, number | string> = {}): CostCase => ({
  specification: { name, parameters: { input, ...parameters } },
  x: xOf[input],
  y,
});

/** Every built-in cost with its parameters varied. At least 4 dimensions. */
export const costCases: readonly CostCase[] = [
  ...['squaredEuclidean', 'halfSquaredEuclidean', 'euclidean', 'absolute', 'huber', 'cosine', 'innerProduct'].map((name) => distance(name)),
  distance('huber', { delta: 0.3 }),
  distance('innerProduct', { offset: -1.5 }),
  ...(['probabilities', 'logits'] as const).flatMap((input) => [
    predicted('binaryCrossEntropy', input, oneOf(soft, multiHot, zeros)),
    predicted('multiLabelCtc', input, columns(0), { blank: 0 }),
    predicted('multiLabelCtc', input, columns(2), { blank: 2 }),
  ]),
  ...(['probabilities', 'logProbabilities', 'logits'] as const).flatMap((input) => [
    predicted('negativeLogLikelihood', input, oneOf(oneHot, soft)),
    ...['free', 'forbidden', 'uniform'].map((rests) => predicted('negativeLogLikelihood', input, targets, { rests })),
  ]),
  {
    specification: {
      name: 'weightedSum',
      terms: [
        { cost: { name: 'binaryCrossEntropy' }, weight: 2.5, last: 1 },
        { cost: { name: 'negativeLogLikelihood', parameters: { rests: 'forbidden' } }, weight: 0.25, first: 1, last: 3 },
        { cost: { name: 'euclidean' }, weight: 3, first: 2 },
      ],
    },
    x: sideBySide([probabilities, probabilities, probabilities, real]),
    y: sideBySide([soft, multiHot, multiHot, real]),
  },
];
