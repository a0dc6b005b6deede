import fc from 'fast-check';
import { prepareLocalCost } from '@rubato/costs';
import type { FeatureDomain, LocalCostSpecification, PreparedCost } from '@rubato/costs';

export interface Rows {
  readonly x: number[];
  readonly rows: number[][];
}

/** A cost with parameters, and how to find points where it is differentiable. */
export interface CostCase {
  readonly label: string;
  readonly least: number;
  specification(dimension: number): LocalCostSpecification;
  /** Rows away from kinks and from the edge of the domain. */
  smooth(dimension: number): fc.Arbitrary<Rows>;
  /** 1 where the cost may be differentiated by y_d, 0 where y_d only chooses a case. */
  steers(row: readonly number[], dimension: number): number[];
}

/** Evenly spread numbers; `fc.double` spreads over exponents, so nearly all of its numbers in [-3, 3] are tiny. */
export const between = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 20 }).map((step) => least + (step / 2 ** 20) * (most - least));
const listOf = (dimension: number, element: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(element, { minLength: dimension, maxLength: dimension });
const rowsOf = (row: fc.Arbitrary<number[]>): fc.Arbitrary<number[][]> => fc.array(row, { minLength: 1, maxLength: 4 });

const oneHot = (dimension: number): fc.Arbitrary<number[]> =>
  fc.nat({ max: dimension - 1 }).map((hot) => Array.from({ length: dimension }, (_, d) => (d === hot ? 1 : 0)));
const zeros = (dimension: number): fc.Arbitrary<number[]> => fc.constant(Array.from({ length: dimension }, () => 0));
const all = (row: readonly number[]): number[] => row.map(() => 1);

/** y = x + residual, with each |residual| at least 0.05. */
const apart = (dimension: number): fc.Arbitrary<Rows> => {
  const residual = fc.oneof(between(0.05, 2), between(-2, -0.05));
  return fc
    .record({ x: listOf(dimension, between(-2, 2)), residuals: rowsOf(listOf(dimension, residual)) })
    .map(({ x, residuals }) => ({ x, rows: residuals.map((row) => row.map((value, d) => x[d] + value)) }));
};
const pairs = (x: fc.Arbitrary<number>, row: (dimension: number) => fc.Arbitrary<number[]>) => (dimension: number) =>
  fc.record({ x: listOf(dimension, x), rows: rowsOf(row(dimension)) });

const real = between(-3, 3);
const target = fc.oneof(fc.constantFrom(0, 1), between(0, 1));
/** Rows of norm at least ½. */
const directed = (dimension: number): fc.Arbitrary<number[]> =>
  listOf(dimension, real).map(([first, ...others]) => [first < 0 ? first - 0.5 : first + 0.5, ...others]);

interface Options {
  readonly parameters?: Record<string, number | string>;
  readonly steers?: CostCase['steers'];
}

const elementary = (name: string, smooth: CostCase['smooth'], options: Options = {}): CostCase => ({
  label: [name, ...Object.entries(options.parameters ?? {}).map((entry) => entry.join(' '))].join(', '),
  least: 1,
  specification: () => ({ name, ...(options.parameters && { parameters: options.parameters }) }),
  smooth,
  steers: options.steers ?? all,
});

const inner = { probabilities: between(0.05, 0.95), logProbabilities: between(-5, -0.01), logits: between(-5, 5) };
type Input = keyof typeof inner;

const likelihood = (input: Input, rests: string | undefined): CostCase => {
  const targets = (dimension: number): fc.Arbitrary<number[]> => {
    const soft = listOf(dimension, between(0.1, 2));
    return rests === 'free' || rests === 'uniform'
      ? fc.oneof(oneHot(dimension), soft, zeros(dimension))
      : fc.oneof(oneHot(dimension), soft);
  };
  return elementary('negativeLogLikelihood', pairs(inner[input], targets), {
    parameters: { input, ...(rests !== undefined && { rests }) },
    steers: (row) => row.map(() => (rests === 'uniform' && row.every((value) => value === 0) ? 0 : 1)),
  });
};

const columns = (blank: number) => (dimension: number) => {
  const isBlank = (d: number): boolean => d === Math.min(blank, dimension - 1);
  return fc.oneof(
    fc.constant(Array.from({ length: dimension }, (_, d) => (isBlank(d) ? 1 : 0))),
    listOf(dimension, target).map((row) => row.map((value, d) => (isBlank(d) ? 0 : value))),
  );
};
const multiLabel = (input: Input, blank: number): CostCase => ({
  ...elementary('multiLabelCtc', pairs(inner[input], columns(blank)), { parameters: { input, blank } }),
  least: blank + 1,
  steers: (row) => row.map((_, d) => (row[blank] === 1 || d === blank ? 0 : 1)),
});

const sum: CostCase = {
  label: 'weightedSum of overlapping ranges',
  least: 3,
  specification: (dimension) => ({
    name: 'weightedSum',
    terms: [
      { cost: { name: 'huber', parameters: { delta: 0.5 } }, weight: 2, last: 2 },
      { cost: { name: 'cosine' }, weight: 0.25, first: 1 },
      { cost: { name: 'innerProduct', parameters: { offset: 3 } }, weight: 1 },
      { cost: { name: 'negativeLogLikelihood', parameters: { input: 'logits' } }, weight: 0, first: dimension - 1 },
    ],
  }),
  smooth: (dimension) => fc.record({ x: directedPair(dimension), rows: rowsOf(directedPair(dimension)) }),
  steers: all,
};
/** Directed in dimension 1, where the range of the cosine term begins. */
const directedPair = (dimension: number): fc.Arbitrary<number[]> =>
  fc.tuple(real, directed(dimension - 1)).map(([first, others]) => [first, ...others]);

const probabilistic: CostCase = {
  label: 'weightedSum of likelihoods',
  least: 4,
  specification: () => ({
    name: 'weightedSum',
    terms: [
      { cost: { name: 'binaryCrossEntropy' }, weight: 0.5, last: 1 },
      { cost: { name: 'multiLabelCtc', parameters: { blank: 1 } }, weight: 3, first: 1, last: 3 },
      { cost: { name: 'negativeLogLikelihood', parameters: { rests: 'free' } }, weight: 1, first: 3 },
    ],
  }),
  smooth: (dimension) =>
    pairs(inner.probabilities, () =>
      fc.tuple(listOf(1, target), columns(1)(2), listOf(dimension - 3, target)).map((parts) => parts.flat()),
    )(dimension),
  steers: (row) => row.map((_, d) => (d === 2 || (d === 1 && row[2] === 1) ? 0 : 1)),
};

const ofLogits: CostCase = {
  label: 'weightedSum of likelihoods of logits',
  least: 4,
  specification: () => ({
    name: 'weightedSum',
    terms: [
      { cost: { name: 'binaryCrossEntropy', parameters: { input: 'logits' } }, weight: 1, last: 1 },
      {
        cost: { name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: 'free' } },
        weight: 2,
        first: 1,
        last: 3,
      },
      { cost: { name: 'squaredEuclidean' }, weight: 1, first: 3, last: 4 },
    ],
  }),
  smooth: pairs(inner.logits, (dimension) => listOf(dimension, target)),
  steers: all,
};

/** A cost at the largest weight, added to itself at a small one. */
export const heaviest = (costCase: CostCase): CostCase => ({
  ...costCase,
  label: `1e15 times ${costCase.label}`,
  specification: (dimension) => ({
    name: 'weightedSum',
    terms: [
      { cost: costCase.specification(dimension), weight: 1e15 },
      { cost: costCase.specification(dimension), weight: 0.5 },
    ],
  }),
});

/** Every cost of the registry, with its parameters varied. */
export const costCases: readonly CostCase[] = [
  elementary(
    'squaredEuclidean',
    pairs(real, (dimension) => listOf(dimension, real)),
  ),
  elementary(
    'halfSquaredEuclidean',
    pairs(real, (dimension) => listOf(dimension, real)),
  ),
  elementary('euclidean', apart),
  elementary('absolute', apart),
  elementary(
    'huber',
    pairs(real, (dimension) => listOf(dimension, real)),
  ),
  elementary(
    'huber',
    pairs(real, (dimension) => listOf(dimension, real)),
    { parameters: { delta: 0.7 } },
  ),
  elementary('cosine', (dimension) => fc.record({ x: directed(dimension), rows: rowsOf(directed(dimension)) })),
  elementary(
    'innerProduct',
    pairs(real, (dimension) => listOf(dimension, real)),
  ),
  elementary(
    'innerProduct',
    pairs(real, (dimension) => listOf(dimension, real)),
    { parameters: { offset: -1.5 } },
  ),
  elementary(
    'binaryCrossEntropy',
    pairs(inner.probabilities, (dimension) => listOf(dimension, target)),
  ),
  elementary(
    'binaryCrossEntropy',
    pairs(inner.logits, (dimension) => listOf(dimension, target)),
    {
      parameters: { input: 'logits' },
    },
  ),
  ...(['probabilities', 'logProbabilities', 'logits'] as const).flatMap((input) =>
    [undefined, 'free', 'forbidden', 'uniform'].map((rests) => likelihood(input, rests)),
  ),
  ...(['probabilities', 'logits'] as const).flatMap((input) => [multiLabel(input, 0), multiLabel(input, 2)]),
  sum,
  probabilistic,
  ofLogits,
];

/** Numbers of a domain: its edges, the places where formulas break, and anything between. */
export function anyOf({ least, most }: FeatureDomain): fc.Arbitrary<number> {
  const edges = [
    least,
    most,
    0,
    -0,
    1,
    -1,
    5e-324,
    -5e-324,
    1e-308,
    1e-260,
    1e-140,
    -1e-141,
    1e-17,
    1 - 2 ** -53,
    40,
    -40,
    800,
    -800,
    -1e39,
  ].filter((value) => value >= least && value <= most);
  return fc.oneof(
    fc.constantFrom(...edges),
    fc.double({ min: least, max: most, noNaN: true }),
    between(Math.max(least, -3), Math.min(most, 3)),
  );
}

/** Numbers of a domain that are exact edges or of moderate size, so that two ways of rounding agree. */
export function moderateOf({ least, most }: FeatureDomain): fc.Arbitrary<number> {
  const edges = [0, 1, -1, -Infinity].filter((value) => value >= least && value <= most);
  const between3 = between(Math.max(least, -3), Math.min(most, 3));
  return fc.oneof(
    fc.constantFrom(...edges),
    between3.map((value) => (Math.abs(value) < 1e-6 ? 0 : value > 1 - 1e-6 && value < 1 ? 1 : value)),
  );
}

const binary = (dimension: number): fc.Arbitrary<number[]> => listOf(dimension, fc.constantFrom(0, 1));

/** A prepared cost with rows that it accepts. */
export function acceptedRows(
  costCase: CostCase,
  element: (domain: FeatureDomain) => fc.Arbitrary<number>,
): fc.Arbitrary<Rows & { cost: PreparedCost }> {
  return fc.integer({ min: costCase.least, max: costCase.least + 4 }).chain((dimension) => {
    const cost = prepareLocalCost(costCase.specification(dimension), dimension);
    const row = (sequence: 'x' | 'y'): fc.Arbitrary<number[]> =>
      fc.tuple(...Array.from({ length: dimension }, (_, d) => element(cost.domain(sequence, d))));
    const accepted = fc
      .oneof(row('y'), binary(dimension), oneHot(dimension), zeros(dimension))
      .filter((values) => cost.rowProblem?.('y', Float64Array.from(values), 0) === undefined);
    return fc.record({ cost: fc.constant(cost), x: row('x'), rows: rowsOf(accepted) });
  });
}

/** A prepared cost with rows near which it is differentiable. */
export function smoothRows(costCase: CostCase): fc.Arbitrary<Rows & { cost: PreparedCost }> {
  return fc
    .integer({ min: costCase.least, max: costCase.least + 4 })
    .chain((dimension) =>
      costCase.smooth(dimension).map((rows) => ({ ...rows, cost: prepareLocalCost(costCase.specification(dimension), dimension) })),
    );
}
