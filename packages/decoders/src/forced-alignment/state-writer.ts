import type { Pausing } from './pausing.ts';
import type { ItemState } from './item-state.ts';
import type { ForcedAlignmentState, SavedDistributions, SavedItem } from './state.ts';
import type { UnitSums } from './unit-sums.ts';

/** Numbers between two pauses. */
const SLICE = 2 ** 16;

/** Makes plain data of how far an alignment has come. What does not change any more is copied once, and shared by the states. */
export class StateWriter {
  private readonly fingerprint: string;
  private readonly finished: (SavedItem | null)[] = [];
  private readonly lists = new WeakMap<Float64Array | Int32Array, readonly number[]>();

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint;
  }

  /** An item that is done; undefined for one that could have no path. */
  *finish(item: ItemState | undefined): Pausing<void> {
    this.finished.push(item === undefined ? null : yield* this.saveItem(item));
  }

  /** The state with the items that are finished, and one that is not. */
  *state(item?: ItemState): Pausing<ForcedAlignmentState> {
    const items = item === undefined ? [...this.finished] : [...this.finished, yield* this.saveItem(item)];
    return { version: 1, fingerprint: this.fingerprint, items };
  }

  private *saveItem({ rows, exit, path, sums, infeasible, ...rest }: ItemState): Pausing<SavedItem> {
    const saved: SavedItem['sums'][number][] = [];
    for (const { occupancy, start, end } of sums) {
      saved.push({ occupancy: Array.from(occupancy), start: yield* saveDistributions(start), end: yield* saveDistributions(end) });
    }
    return {
      ...rest,
      // Nothing enters the first block.
      rows: rows.slice(1).map((row) => this.listOf(row)),
      ...(exit === undefined ? {} : { exit: this.listOf(exit) }),
      path: path.map((piece) => this.listOf(piece)),
      sums: saved,
      ...(infeasible === undefined ? {} : { infeasible }),
    };
  }

  private listOf(array: Float64Array | Int32Array): readonly number[] {
    let list = this.lists.get(array);
    if (list === undefined) {
      list = Array.from(array);
      this.lists.set(array, list);
    }
    return list;
  }
}

function* saveDistributions({ probabilities, before, after, moment, square }: UnitSums['start']): Pausing<SavedDistributions> {
  const list: number[] = [];
  for (let begin = 0; begin < probabilities.length; begin += SLICE) {
    for (const probability of probabilities.subarray(begin, begin + SLICE)) list.push(probability);
    yield;
  }
  return {
    probabilities: list,
    before: Array.from(before),
    after: Array.from(after),
    moment: Array.from(moment),
    square: Array.from(square),
  };
}
