import type { AlignmentProblem } from '@rubato/core';
import { feasibility, normaliseProblem, UnsupportedError } from '@rubato/core';
import { checkWhole, isList, refuse } from '../check.ts';
import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { checkPosteriors } from '../posteriors/posteriors.ts';
import type { Pausing } from './pausing.ts';
import { blockCount, chooseBlockFrames } from './blocks.ts';
import { createSums } from './create-sums.ts';
import { fingerprintOf } from './fingerprint.ts';
import { ItemLattice } from './item-lattice.ts';
import type { ItemState } from './item-state.ts';
import { createItemState } from './item-state.ts';
import type { ForcedAlignmentAsyncOptions, ForcedAlignmentOptions } from './options.ts';
import { checkForcedAlignmentOptions } from './options.ts';
import { restoreItem } from './restore-item.ts';
import type { InfeasibleItem } from './result.ts';
import { checkFingerprint, checkState } from './state.ts';
import type { UnitSums } from './unit-sums.ts';
import { unitSumsBytes, windowWidth } from './unit-sums.ts';
import type { TokenRanges, Units } from './units.ts';
import { groupWords, tokensOfClasses, tokensOfRanges, wordUnits } from './units.ts';

/** An item that can be aligned: its lattice, its units, and how far it has come. */
export interface PreparedItem {
  readonly lattice: ItemLattice;
  readonly tokens: Units;
  /** Absent where no words were asked for. */
  readonly words: { readonly ranges: TokenRanges; readonly units: Units } | undefined;
  /** Makes the sums of tokens and words once the best path is known. */
  readonly createSums: (path: readonly Int32Array[]) => UnitSums[];
  /** Where the alignment begins, or goes on. */
  readonly state: ItemState;
  /** Frames times passes over them. */
  readonly work: number;
}

export interface Prepared {
  readonly structure: AlignmentProblem;
  /** The class of each column, [batch, columns]. */
  readonly classes: Int32Array;
  readonly confidence: boolean;
  readonly radius: number;
  /** A checksum of the input, where a state is asked for or given. */
  readonly fingerprint: string;
  readonly items: readonly (PreparedItem | InfeasibleItem)[];
}

/**
 * Checks everything, posteriors and a state to go on from included, and decides on memory before any work. Yields no work, so that others
 * have their turn. `extra` are options of the caller's own.
 */
export function* prepare(posteriors: Posteriors, options: ForcedAlignmentAsyncOptions, extra: readonly string[]): Pausing<Prepared> {
  checkPosteriors(posteriors);
  checkForcedAlignmentOptions(options, posteriors.shape[2], extra);
  const { confidence = true, distributionRadius: radius = 50 } = options;
  const { classes, structure } = readStructure(posteriors, options);
  if (confidence && structure.minimum !== 'softmin') {
    const reason = `confidences are those of softmin, the minimum is ${structure.minimum}; set confidence to false for the best path alone`;
    throw new UnsupportedError('forced alignment', reason);
  }
  for (const [name, lists] of [['tokens', options.tokens] as const, ['words.lengths', lengthsOf(options)] as const]) {
    if (lists === undefined || (isList(lists) && lists.length === structure.batch)) continue;
    refuse(`options.${name}`, lists, `${structure.batch} lists, one per item`);
  }
  const reader = new FrameReader(posteriors);
  yield* readAll(reader, structure);
  const { resume, onBlock } = options;
  if (resume !== undefined) checkState(resume, structure.batch);
  const fingerprint = resume === undefined && onBlock === undefined ? '' : yield* fingerprintOf(posteriors, structure, classes, options);
  if (resume !== undefined) checkFingerprint(resume, fingerprint);
  const items: (PreparedItem | InfeasibleItem)[] = [];
  for (const [item, answer] of feasibility(structure, 'lengths').entries()) {
    if (answer.feasible) {
      const own = classes.subarray(item * structure.columns, item * structure.columns + structure.columnLengths[item]);
      items.push(yield* prepareItem(new ItemLattice(structure, item, own, reader), options, confidence, radius));
    } else {
      const saved = resume?.items[item];
      if (saved !== undefined && saved !== null) refuse('options.resume.items', saved, 'null: its lengths allow no path', [item]);
      items.push(infeasible(answer.reason));
    }
  }
  return { structure, classes, confidence, radius, fingerprint, items };
}

/** Looks at every frame, so that a wrong number is found before any work. */
function* readAll(reader: FrameReader, { batch, rowLengths }: AlignmentProblem): Pausing<void> {
  const target = new Float64Array(reader.classes);
  for (let item = 0; item < batch; item++) {
    for (let n = 0; n < rowLengths[item]; n++) {
      reader.read(item, n, target);
      yield;
    }
  }
}

function lengthsOf({ words }: ForcedAlignmentOptions): unknown {
  return words !== undefined && 'lengths' in words ? words.lengths : undefined;
}

/** The parameterization as a problem whose costs nobody has looked at, and the classes of its columns. */
function readStructure(posteriors: Posteriors, options: ForcedAlignmentOptions): { classes: Int32Array; structure: AlignmentProblem } {
  const { shape, lengths } = posteriors;
  const [batch, frames, classCount] = shape;
  const { columnClasses, ...parameterization } = options.parameterization;
  const { classes, columns, columnLengths } = readClasses(columnClasses, options.labels, batch);
  const [x, y] = [new Float64Array(batch * frames), new Float64Array(batch * columns)];
  const structure = normaliseProblem({
    ...(columnLengths === undefined ? {} : { columnLengths }),
    ...parameterization,
    ...(lengths === undefined ? {} : { rowLengths: lengths }),
    cost: { kind: 'features', x, y, shape: [batch, frames, columns], dimension: 1, localCost: { name: 'squaredEuclidean' } },
    precision: options.precision ?? 'float64',
  });
  const argument = columnClasses === undefined ? 'options.labels' : 'options.parameterization.columnClasses';
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < structure.columnLengths[b]; m++) checkWhole(argument, classes[b * columns + m], 0, classCount - 1, [b, m]);
  }
  return { classes, structure };
}

function readClasses(
  columnClasses: Int32Array | undefined,
  labels: unknown,
  batch: number,
): { classes: Int32Array; columns: number; columnLengths?: Int32Array } {
  if (columnClasses !== undefined) {
    const expected = `an Int32Array of the classes of ${batch} items`;
    if (labels !== undefined) refuse('options.labels', labels, 'nothing: the parameterization has columnClasses');
    if (!(columnClasses instanceof Int32Array) || columnClasses.length === 0 || columnClasses.length % batch !== 0) {
      refuse('options.parameterization.columnClasses', columnClasses, expected);
    }
    return { classes: columnClasses, columns: columnClasses.length / batch };
  }
  const expected = `${batch} lists of classes, one per item: the parameterization has no columnClasses`;
  if (!isList(labels) || labels.length !== batch) refuse('options.labels', labels, expected);
  const columnLengths = Int32Array.from({ length: batch }, (_, b) => {
    const list: unknown = labels[b];
    if (!isList(list)) refuse('options.labels', list, 'a list of classes', [b]);
    return list.length;
  });
  const columns = columnLengths.reduce((most, length) => Math.max(most, length), 1);
  const classes = new Int32Array(batch * columns);
  for (let b = 0; b < batch; b++) {
    const list = labels[b] as ArrayLike<unknown>;
    for (let m = 0; m < columnLengths[b]; m++) {
      checkWhole('options.labels', list[m], 0, 2 ** 31 - 1, [b, m]);
      classes[b * columns + m] = list[m] as number;
    }
  }
  return { classes, columns, columnLengths };
}

function* prepareItem(lattice: ItemLattice, options: ForcedAlignmentOptions, confidence: boolean, radius: number): Pausing<PreparedItem> {
  const { item, columns, frames, classes } = lattice;
  const { onBlock, resume } = options;
  const tokens =
    options.tokens === undefined ? tokensOfClasses(classes, options.blank) : tokensOfRanges(options.tokens[item], columns, item);
  const ranges = options.words === undefined ? undefined : groupWords(options.words, labelsOf(tokens, classes), item);
  const words = ranges === undefined ? undefined : { ranges, units: wordUnits(ranges, tokens) };
  const units = [tokens, ...(words === undefined ? [] : [words.units])];
  const makeSums = createSums(lattice, units, radius);
  const saved = resume?.items[item];
  const argument = `options.resume.items[${item}]`;
  const resumed = saved === undefined ? undefined : restoreItem(saved, argument, { lattice, confidence, createSums: makeSums });
  if (resumed !== undefined && resumed.phase !== 'finished' && item < resume!.items.length - 1) {
    refuse(`${argument}.phase`, resumed.phase, 'finished, for another item follows');
  }
  const width = windowWidth(radius, frames);
  const path = 16 * (frames + columns);
  const sums = confidence ? units.reduce((bytes, { first }) => bytes + 2 * unitSumsBytes(first.length, columns, width), 0) : 0;
  const copies = onBlock === undefined ? 1 : 2;
  const blockFrames = yield* chooseBlockFrames({
    backend: options.backend,
    lattice,
    minimum: lattice.structure.minimum,
    confidence,
    fixedBytes: copies * (path + sums),
    copies,
    maxBytes: options.maxBytes ?? Infinity,
    blockFrames: resumed?.blockFrames ?? options.blockFrames,
  });
  const passes = (blockCount(frames, blockFrames) > 1 ? 2 : 1) * (confidence ? 2 : 1);
  const state = resumed ?? createItemState(frames, blockFrames);
  return { lattice, tokens, words, createSums: makeSums, state, work: frames * passes };
}

/** The class of each token's first column. */
export function labelsOf(tokens: Units, classes: Int32Array): Int32Array {
  return tokens.first.map((column) => classes[column]);
}

/** A reason in frames where core's is in rows. */
export function infeasible(reason: string): InfeasibleItem {
  const missing = /^needs at least (\d+) rows?, has (\d+)$/.exec(reason);
  if (missing === null) return { status: 'infeasible', reason: reason.replace(/\brow(s?)\b/g, 'frame$1') };
  const [needed, has] = [Number(missing[1]), Number(missing[2])];
  return {
    status: 'infeasible',
    reason: `needs at least ${needed} frame${needed === 1 ? '' : 's'}, has ${has}: ${needed - has} missing`,
    missingFrames: needed - has,
  };
}
