import type { FloatArray } from '@rubato/costs';
import type { Blank, PosteriorForm, Posteriors } from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { type ArgumentNames, UsageError } from '../errors.ts';
import { plural } from '../formats/quantities.ts';
import { type Batch, checkLengths, loadBatch } from '../loss/batch.ts';

/** Posteriors of a file. */
export interface LoadedPosteriors {
  /** The file, for messages. */
  readonly name: string;
  readonly classes: number;
  readonly form: PosteriorForm;
  /** The items that were asked for: all, or one. */
  readonly items: readonly PosteriorItem[];
}

/** The posteriors of one item, `data[frame·classes + class]`. */
export interface PosteriorMatrix {
  readonly data: FloatArray;
  readonly frames: number;
  readonly classes: number;
  readonly form: PosteriorForm;
}

export interface PosteriorItem {
  /** The number of the item in the file. */
  readonly number: number;
  readonly frames: number;
  /** The item alone. */
  readonly posteriors: Posteriors;
  readonly matrix: PosteriorMatrix;
}

/** What of a file is to be read, and as what. */
export interface PosteriorChoice {
  readonly form: PosteriorForm;
  readonly lengths: readonly number[] | undefined;
  readonly item: number | undefined;
  readonly blank: Blank;
  readonly maxBytes: number | undefined;
}

/**
 * Reads posteriors, [frames, classes] or [items, frames, classes].
 *
 * @throws UsageError for another shape, lengths or an item that do not fit it, and a blank that is no class
 */
export async function loadPosteriors(source: string, choice: PosteriorChoice, environment: Environment): Promise<LoadedPosteriors> {
  const batch = await loadBatch(source, environment, choice.maxBytes);
  const { dimension: classes } = batch;
  const { blank, item, form } = choice;
  const lengths = checkLengths(choice.lengths, batch);
  const empty = lengths.indexOf(0);
  if (empty >= 0) throw new UsageError(`--lengths: item ${empty} has 0; an item needs a frame`);
  if (blank !== 'none' && blank >= classes) {
    throw new UsageError(`--blank is ${blank}; ${source} has the classes 0 to ${classes - 1}, or is there none: --blank none`);
  }
  if (item !== undefined && item >= batch.batch) {
    throw new UsageError(`--item is ${item}; ${source} has ${plural(batch.batch, 'item')}, counted from 0`);
  }
  const numbers = item === undefined ? Array.from({ length: batch.batch }, (_, b) => b) : [item];
  return { name: source, classes, form, items: numbers.map((number) => itemOf(batch, number, lengths[number], form)) };
}

function itemOf({ data, length, dimension: classes }: Batch, number: number, frames: number, form: PosteriorForm): PosteriorItem {
  const start = number * length * classes;
  const own = data.subarray(start, start + frames * classes);
  return {
    number,
    frames,
    posteriors: { data: own, shape: [1, frames, classes], form },
    matrix: { data: own, frames, classes, form },
  };
}

/**
 * How messages name the posteriors of an item: `p.npy: frame 3, class 5`.
 *
 * @param firstFrame of the piece that was handed over
 */
export function posteriorNames({ name, items }: LoadedPosteriors, item: PosteriorItem, firstFrame: number): ArgumentNames {
  return {
    'posteriors.data': ([, frame, k]) => {
      const of = items.length === 1 && item.number === 0 ? '' : `item ${item.number}, `;
      return `${name}: ${of}frame ${firstFrame + frame}${k === undefined ? '' : `, class ${k}`}`;
    },
  };
}
