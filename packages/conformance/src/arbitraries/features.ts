import type { LocalCostSpecification } from '@rubato/costs';
import type { Draw } from './draw.ts';

/** Local costs as problems use them: every record of the registry, with each kind of input that it takes. */
export type FeatureRecipe =
  | 'squaredEuclidean'
  | 'halfSquaredEuclidean'
  | 'euclidean'
  | 'absolute'
  | 'huber'
  | 'cosine'
  | 'innerProduct'
  | 'likelihoodOfProbabilities'
  | 'likelihoodOfLogProbabilities'
  | 'likelihoodOfLogits'
  | 'crossEntropyOfProbabilities'
  | 'crossEntropyOfLogits'
  | 'multiLabelOfProbabilities'
  | 'multiLabelOfLogits'
  | 'weightedSum';

export const featureRecipes: readonly FeatureRecipe[] = [
  'squaredEuclidean',
  'halfSquaredEuclidean',
  'euclidean',
  'absolute',
  'huber',
  'cosine',
  'innerProduct',
  'likelihoodOfProbabilities',
  'likelihoodOfLogProbabilities',
  'likelihoodOfLogits',
  'crossEntropyOfProbabilities',
  'crossEntropyOfLogits',
  'multiLabelOfProbabilities',
  'multiLabelOfLogits',
  'weightedSum',
];

/** A local cost for a dimension, and rows of both sequences that lie in its domain. */
export interface FeatureCase {
  readonly localCost: LocalCostSpecification;
  readonly dimension: number;
  readonly row: (sequence: 'x' | 'y', draw: Draw) => readonly number[];
}

type Row = (dimension: number, draw: Draw) => number[];

const anything: Row = (dimension, draw) => Array.from({ length: dimension }, () => draw.real(-2, 2));
const wholes: Row = (dimension, draw) => Array.from({ length: dimension }, () => draw.whole(-2, 2));
const activations: Row = (dimension, draw) => Array.from({ length: dimension }, () => draw.real(0.03, 0.97));
const multiHot: Row = (dimension, draw) => Array.from({ length: dimension }, () => (draw.chance(0.2) ? draw.real(0, 1) : draw.whole(0, 1)));
const oneHot: Row = (dimension, draw) => {
  const hot = draw.whole(0, dimension - 1);
  return Array.from({ length: dimension }, (_, d) => (d === hot ? 1 : 0));
};
const distribution: Row = (dimension, draw) => {
  const weights = Array.from({ length: dimension }, () => draw.real(0.05, 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** One-hot, sometimes soft or a rest. */
const targets: Row = (dimension, draw) => {
  if (draw.chance(0.1)) return new Array<number>(dimension).fill(0);
  return draw.chance(0.2) ? distribution(dimension, draw) : oneHot(dimension, draw);
};

/** A blank column, or a multi-hot label. */
const labels: Row = (dimension, draw) =>
  draw.chance(0.4) ? Array.from({ length: dimension }, (_, d) => (d === 0 ? 1 : 0)) : [0, ...multiHot(dimension - 1, draw)];

const rests = ['free', 'forbidden', 'uniform'];

/** The local cost of a recipe; with whole numbers it is one that keeps them whole. */
export function featureCase(recipe: FeatureRecipe, whole: boolean, draw: Draw): FeatureCase {
  const dimension = draw.whole(1, 3);
  const make = (name: string, x: Row, y: Row = x, parameters?: Record<string, number | string>, D = dimension): FeatureCase => ({
    localCost: { name, ...(parameters === undefined ? {} : { parameters }) },
    dimension: D,
    row: (sequence, rows) => (sequence === 'x' ? x : y)(D, rows),
  });
  if (whole) return make(recipe === 'absolute' ? 'absolute' : 'squaredEuclidean', wholes);
  switch (recipe) {
    case 'squaredEuclidean':
    case 'halfSquaredEuclidean':
    case 'euclidean':
    case 'absolute':
    case 'cosine':
      return make(recipe, anything);
    case 'huber':
      return make('huber', anything, anything, { delta: 0.75 });
    case 'innerProduct':
      return make('innerProduct', anything, anything, { offset: 1.5 });
    case 'likelihoodOfProbabilities':
      return make('negativeLogLikelihood', distribution, targets, { rests: draw.pick(rests) });
    case 'likelihoodOfLogProbabilities':
      return make('negativeLogLikelihood', (D, rows) => distribution(D, rows).map((p) => Math.log(p)), targets, {
        input: 'logProbabilities',
        rests: 'free',
      });
    case 'likelihoodOfLogits':
      return make('negativeLogLikelihood', anything, targets, { input: 'logits', rests: draw.pick(rests) });
    case 'crossEntropyOfProbabilities':
      return make('binaryCrossEntropy', activations, multiHot);
    case 'crossEntropyOfLogits':
      return make('binaryCrossEntropy', anything, multiHot, { input: 'logits' });
    case 'multiLabelOfProbabilities':
      return make('multiLabelCtc', activations, labels, { blank: 0 }, dimension + 1);
    case 'multiLabelOfLogits':
      return make('multiLabelCtc', anything, labels, { blank: 0, input: 'logits' }, dimension + 1);
    case 'weightedSum': {
      const terms = [
        { cost: { name: 'euclidean' }, weight: 0.5, last: 2 },
        { cost: { name: 'halfSquaredEuclidean' }, weight: 1.25, first: 1 },
      ];
      return { ...make('weightedSum', anything, anything, undefined, 3), localCost: { name: 'weightedSum', terms } };
    }
  }
}
