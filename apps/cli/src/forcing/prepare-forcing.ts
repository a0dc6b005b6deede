import type { BandInput, Parameterization, Step } from '@rubato/core';
import type { Blank, WordGrouping } from '@rubato/decoders';
import { ctc, subsequence } from '@rubato/presets';
import type { LoadedPosteriors } from '../decoding/load-posteriors.ts';
import type { Symbols } from '../decoding/symbols.ts';
import { UsageError } from '../errors.ts';
import { plural } from '../formats/quantities.ts';
import type { LabelNames } from '../loss/labels.ts';
import { toNumber } from '../options/parse-number.ts';
import type { WordOption } from './parse-words.ts';

/** What decides the lattice, as options say it. */
export interface LatticeOptions {
  readonly blank: Blank;
  readonly steps?: readonly Step[];
  readonly band?: BandInput;
  readonly subsequence?: boolean;
}

/** Names of classes as labels: a name of the file, and the blank's is none. */
export function labelNames(symbols: Symbols): LabelNames {
  const { symbols: names } = symbols.vocabulary;
  const labels = new Map(names.flatMap((name, k): [string, number][] => (name === '' ? [] : [[name, k]])));
  return { kind: `a name in ${symbols.file}`, labelOf: (name) => labels.get(name) };
}

/**
 * The labels of the items that were asked for.
 *
 * @param argument what the labels were given as, for messages
 * @throws UsageError for another number of items, and labels that are no class or the blank
 */
export function checkForcedLabels(
  all: readonly (readonly number[])[],
  { name, items, classes }: LoadedPosteriors,
  { blank, item, argument }: { readonly blank: Blank; readonly item: number | undefined; readonly argument: string },
): readonly (readonly number[])[] {
  // With --item the labels are that item's, or a list for every item of the file.
  const labels = item !== undefined && all.length > 1 ? all.slice(item, item + 1) : all;
  if (labels.length !== items.length) {
    throw new UsageError(
      `${argument} has ${plural(all.length, 'item')}, ${name} has ${items.length}; items stand apart by semicolons or lines`,
    );
  }
  for (const [b, sequence] of labels.entries()) {
    const wrong = sequence.findIndex((label) => label < 0 || label >= classes || label === blank);
    if (wrong < 0) continue;
    const place = labels.length === 1 ? `label ${wrong}` : `item ${b}, label ${wrong}`;
    const right = sequence[wrong] === blank ? 'that is the blank; see --blank' : `${name} has the classes 0 to ${classes - 1}`;
    throw new UsageError(`${argument}: ${place} (from 0) is ${sequence[wrong]}; ${right}`);
  }
  return labels;
}

/** Each frame has one label, each label at least one frame; of equally good paths the one that moves on sooner wins. */
const EACH_A_FRAME: readonly Step[] = [
  [1, 1],
  [1, 0],
];

/**
 * CTC's lattice where there is a blank; else steps from label to label, by default each label at least one frame.
 *
 * @throws UsageError for steps or a subsequence beside a blank
 */
export function forcedLattice(labels: readonly number[], { blank, steps, band, subsequence: part }: LatticeOptions): Parameterization {
  const banded = band === undefined ? {} : { band };
  if (blank !== 'none') {
    if (steps !== undefined) throw new UsageError('--steps is for --blank none; with a blank the steps are those of CTC');
    if (part === true) throw new UsageError('--subsequence is for --blank none; the blank lets labels begin late and end early');
    return { ...ctc([labels], { blank }), ...banded };
  }
  const base: Parameterization = { steps: steps ?? EACH_A_FRAME, minimum: 'softmin' };
  return { ...(part === true ? subsequence(base, { within: 'rows' }) : base), ...banded };
}

/**
 * The words of one item.
 *
 * @throws UsageError for a delimiter that is no class, and lengths for another number of items
 */
export function wordGrouping(
  words: WordOption,
  position: number,
  { items, classes }: LoadedPosteriors,
  symbols: Symbols | undefined,
): WordGrouping {
  if ('lengths' in words) {
    if (words.lengths.length === items.length) return { lengths: [words.lengths[position]] };
    throw new UsageError(
      `--words has lengths for ${plural(words.lengths.length, 'item')}, there are ${items.length}; items stand apart by semicolons`,
    );
  }
  const { delimiter } = words;
  const label = symbols === undefined ? toNumber(delimiter) : labelNames(symbols).labelOf(delimiter);
  if (label !== undefined && Number.isInteger(label) && label >= 0 && label < classes) return { delimiter: label };
  const right = symbols === undefined ? `a class from 0 to ${classes - 1}, or a name with --symbols` : `a name in ${symbols.file}`;
  throw new UsageError(`--words: the delimiter is '${delimiter}'; give ${right}`);
}
