import type { AlignmentSolution, CostInput, Parameterization } from '@rubato/core';
import { toDense } from '@rubato/core';
import { throughLogSoftmax } from './ctc.ts';
import type { Json } from './decode.ts';
import { decodeLists, decodeNumber, decodeNumbers, inPrecision, shapeOf } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions, GoldenSolve } from './golden-case.ts';
import { MissingPreset } from './golden-case.ts';
import type { GoldenQuantity } from './golden-tolerances.ts';
import { goldenTolerance } from './golden-tolerances.ts';

type Reading = 'published-code' | 'paper';

interface ReadingCase {
  readonly reading: Reading;
  readonly expected: Json;
  readonly solves: readonly GoldenSolve[];
  /** Gradients by field of the file, from this reading's solutions. */
  readonly gradients: (
    solutions: readonly AlignmentSolution[],
  ) => readonly (readonly [field: string, rule: GoldenQuantity, values: ArrayLike<number>])[];
}

const request = { gradient: true, inputGradient: true } as const;

function featureGradient(solution: AlignmentSolution): ArrayLike<number> {
  return (solution.inputGradient as Extract<AlignmentSolution['inputGradient'], { kind: 'features' }>).x;
}

/** One-hot rows of class numbers, all zero for a rest, padded to the longest item. */
function oneHot(labels: readonly (readonly number[])[], classes: number): { readonly data: number[]; readonly columns: number } {
  const columns = Math.max(...labels.map((list) => list.length));
  const data = labels.flatMap((list) =>
    Array.from({ length: columns * classes }, (_, k) => (list[Math.floor(k / classes)] === k % classes ? 1 : 0)),
  );
  return { data, columns };
}

/** Single-label: probabilities are softmax(logits). CTC reads classes by column; SDTW compares with one-hot rows. */
function singleLabel(
  json: Json,
  reading: Reading,
  expected: Json,
  parameterization: Parameterization,
  options: GoldenOptions,
): ReadingCase {
  const { precision } = options;
  const [B, N, K] = shapeOf(json['logits']);
  const logProbabilities = decodeNumbers(json['log_probs']);
  const rowLengths = decodeNumbers(json['list_N']);
  const { columnClasses, ...rest } = parameterization;
  const solve = (cost: CostInput): GoldenSolve => ({ input: { ...rest, cost, rowLengths }, request });
  const byProbability = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(values, (value, k) => value / Math.exp(logProbabilities[k]));
  if (columnClasses !== undefined) {
    const values = inPrecision(
      logProbabilities.map((value) => -value),
      precision,
    );
    return {
      reading,
      expected,
      solves: [solve({ kind: 'gathered', values, shape: [B, N, columnClasses.length / B], classes: K, index: columnClasses })],
      gradients: ([solution]) => {
        const byValue = solution.inputGradient as Extract<AlignmentSolution['inputGradient'], { kind: 'gathered' }>;
        const byLog = Float64Array.from(byValue.values, (value) => -value);
        return [
          ['grad_log_probs', 'derivative', byLog],
          ['grad_logits', 'derivative', throughLogSoftmax(byLog, logProbabilities, K)],
          ['grad_probs', 'byProbability', byProbability(byLog)],
        ];
      },
    };
  }
  const { data, columns } = oneHot(decodeLists(json['labels']), K);
  const features = (name: 'logits' | 'logProbabilities' | 'probabilities', x: ArrayLike<number>): GoldenSolve =>
    solve({
      kind: 'features',
      x: inPrecision(x, precision),
      y: inPrecision(data, precision),
      shape: [B, N, columns],
      dimension: K,
      localCost: { name: 'negativeLogLikelihood', parameters: { input: name, rests: reading === 'paper' ? 'forbidden' : 'free' } },
    });
  return {
    reading,
    expected,
    solves: [
      features('logProbabilities', logProbabilities),
      features('logits', decodeNumbers(json['logits'])),
      features('probabilities', logProbabilities.map(Math.exp)),
    ],
    gradients: ([byLog, byLogit, byProb]) => [
      ['grad_log_probs', 'derivative', featureGradient(byLog)],
      ['grad_logits', 'derivative', featureGradient(byLogit)],
      ['grad_probs', 'byProbability', featureGradient(byProb)],
    ],
  };
}

/** Multi-label: probabilities are sigmoid(logits), one item. CTC has a blank dimension and blank columns; SDTW compares all classes. */
function multiLabel(json: Json, reading: Reading, expected: Json, parameterization: Parameterization, options: GoldenOptions): ReadingCase {
  const { precision } = options;
  const [N, K] = shapeOf(json['logits']);
  const labels = decodeLists(json['labels']);
  const blank = json['blank'] === undefined ? undefined : decodeNumber(json['blank']);
  const rows = blank === undefined ? labels : [blankRow(K), ...labels.flatMap((label) => [[0, ...label], blankRow(K)])];
  const features = (input: 'logits' | 'probabilities', x: unknown): GoldenSolve => ({
    input: {
      ...parameterization,
      cost: {
        kind: 'features',
        x: inPrecision(decodeNumbers(x), precision),
        y: inPrecision(rows.flat(), precision),
        shape: [1, N, rows.length],
        dimension: K,
        localCost:
          blank === undefined
            ? { name: 'binaryCrossEntropy', parameters: { input } }
            : { name: 'multiLabelCtc', parameters: { input, blank } },
      },
    },
    request,
  });
  return {
    reading,
    expected,
    solves: [features('logits', json['logits']), features('probabilities', json['probs'])],
    gradients: ([byLogit, byProb]) => [
      ['grad_logits', 'derivative', featureGradient(byLogit)],
      ['grad_probs', 'byProbability', featureGradient(byProb)],
    ],
  };
}

/** The blank is class 0 in multi-label cases. */
function blankRow(classes: number): number[] {
  return Array.from({ length: classes }, (_, k) => (k === 0 ? 1 : 0));
}

/** The readings that a case has numbers for; where paper and code agree, the paper's preset must give the code's numbers. */
function readings(json: Json): readonly (readonly [Reading, Json])[] {
  const code = ['published-code', json['published_code'] as Json] as const;
  if (json['paper'] !== undefined) return [code, ['paper', json['paper'] as Json]];
  // Rests cost 0 in the code and are infinite in the paper: they agree in their weights alone.
  return json['paper_equals_code'] === true && json['tag'] !== 'rest' ? [code, ['paper', json['published_code'] as Json]] : [code];
}

/** A case of `table1.json`, in both readings. */
export function table1Case(json: Json, options: GoldenOptions): GoldenCase {
  const { precision, presets } = options;
  const { table1 } = presets ?? {};
  if (table1 === undefined) throw new MissingPreset('no preset of Table I was handed in');
  const single = json['task'] === 'single-label';
  const parts = readings(json).map(([reading, expected]): ReadingCase => {
    const blank = json['blank'] === undefined ? {} : { blank: decodeNumber(json['blank']) };
    if (!single) {
      const labels = [decodeLists(json['labels'])];
      return multiLabel(json, reading, expected, table1(json['config'] as never, reading, labels), options);
    }
    const parameterization = table1(json['config'] as never, reading, decodeLists(json['labels']), blank as { readonly blank: number });
    return singleLabel(json, reading, expected, parameterization, options);
  });
  return {
    file: 'table1',
    id: String(json['id']),
    tag: `${String(json['config'])}, ${String(json['tag'])}`,
    solves: parts.flatMap(({ solves }) => solves),
    compare: (solutions): GoldenComparison[] => {
      const list: GoldenComparison[] = [];
      let from = 0;
      for (const { reading, expected, solves, gradients } of parts) {
        const own = solutions.slice(from, (from += solves.length));
        const add = (quantity: string, rule: GoldenQuantity, actual: ArrayLike<number>, numbers: unknown): void =>
          void list.push({
            quantity: `${reading}.${quantity}`,
            actual,
            expected: decodeNumbers(numbers),
            tolerance: goldenTolerance('table1', rule, precision, { temperature: 1 }),
          });
        for (const solution of own) {
          add('cost', 'value', solution.values, expected['cost']);
          add('H', 'derivative', toDense(solution.gradient!), expected['H']);
        }
        for (const [field, rule, values] of gradients(own)) add(field, rule, values, expected[field]);
      }
      return list;
    },
  };
}
