import type { BeamSearchResult } from '@rubato/decoders';
import { bestClasses, editDistance, greedyDecode, GreedyStream, labelErrorRate, prefixBeamSearch } from '@rubato/decoders';
import type { Precision } from 'rubato';
import type { Comparison, Json, MethodCase } from './comparison.ts';
import { exactly, toNumber } from './comparison.ts';

/** A beam that holds every prefix. */
const WHOLE = { beamWidth: 100_000, topN: 100_000 } as const;

type Labelled = readonly (readonly [labels: readonly number[], probability: number])[];

/** A case of `decoding.json`: greedy and beam search of posteriors, what a path spells, edit distances. None needs a backend. */
export const decodingCase: MethodCase = (json, _, precision) => {
  switch (json['kind']) {
    case 'posterior':
      return Promise.resolve(posterior(json, precision));
    case 'collapse':
      return Promise.resolve(collapse(json));
    case 'levenshtein':
      return Promise.resolve(levenshtein(json));
    default:
      return Promise.resolve(`kind ${String(json['kind'])} is not known`);
  }
};

function posterior(json: Json, precision: Precision): Comparison[] {
  const rows = json['probs'] as number[][];
  const double = precision === 'float64';
  const data = double ? Float64Array.from(rows.flat()) : Float32Array.from(rows.flat());
  const posteriors = { data, shape: [1, rows.length, rows[0].length] } as const;
  const blank = toNumber(json['blank']);
  const [greedy] = greedyDecode(posteriors, { blank });
  const [found] = prefixBeamSearch(posteriors, { ...WHOLE, blank });
  const sequences = json['sequences'] as Labelled;
  // "Probabilities atol 1e-12"; "atol 1e-5; order only where probabilities differ by more".
  const near = (quantity: string, actual: readonly number[], expected: readonly number[]): Comparison => {
    return { quantity, actual, expected, absolute: double ? 1e-12 : 1e-5, relative: 0 };
  };
  const probabilities = new Map(found.map(({ labels, logProbability }) => [labels.join(), Math.exp(logProbability)]));
  const prefixes = (json['prefixes'] ?? []) as Labelled;
  return [
    exactly('greedy', greedy.labels, json['greedy'] as number[]),
    exactly('greedy_frame_argmax', bestClasses(posteriors)[0], json['greedy_frame_argmax'] as number[]),
    near('greedy_path_probability', [Math.exp(greedy.logProbability)], [toNumber(json['greedy_path_probability'])]),
    exactly('best', found[0].labels, json['best'] as number[]),
    exactly('number of sequences', [found.length], [sequences.length]),
    near(
      'sequences',
      sequences.map(([labels]) => probabilities.get(labels.join()) ?? Number.NaN),
      sequences.map(([, probability]) => probability),
    ),
    near(
      'sequences in order',
      found.map(({ logProbability }) => Math.exp(logProbability)),
      sequences.map(([, probability]) => probability),
    ),
    near(
      'prefixes',
      prefixes.map(([prefix]) => beginningWith(prefix, found)),
      prefixes.map(([, probability]) => probability),
    ),
  ];
}

/** The probability that a decoded sequence starts so. */
function beginningWith(prefix: readonly number[], found: readonly BeamSearchResult[]): number {
  const begun = found.filter(({ labels }) => prefix.every((label, l) => labels[l] === label));
  return begun.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0);
}

/** Pushed frame by frame, since a path may be empty. */
function collapse(json: Json): Comparison[] {
  const path = json['path'] as number[];
  const blank = toNumber(json['blank']);
  const classes = Math.max(...path, blank, 1) + 1;
  const stream = new GreedyStream(classes, { blank });
  for (const label of path) {
    const data = Float64Array.from({ length: classes }, (_, k) => Number(k === label));
    stream.push({ data, shape: [1, 1, classes] });
  }
  const { labels, frames } = stream.result();
  const collapsed = json['collapsed'] as number[];
  return [
    exactly('collapsed', labels, collapsed),
    exactly(
      'label of the first frame',
      Array.from(frames, (n) => path[n]),
      collapsed,
    ),
  ];
}

function levenshtein(json: Json): Comparison[] {
  const [reference, hypothesis] = [json['reference'], json['hypothesis']] as number[][];
  const comparisons = [exactly('distance', [editDistance(reference, hypothesis).distance], [toNumber(json['distance'])])];
  // Without a reference there is no rate.
  if (json['normalised_by_reference'] === null) return comparisons;
  const rate = [toNumber(json['normalised_by_reference'])];
  const actual = [labelErrorRate([reference], [hypothesis])];
  return [...comparisons, { quantity: 'normalised_by_reference', actual, expected: rate, absolute: 1e-15, relative: 0 }];
}
