import { checkWhole, isList, refuse } from '../check.ts';
import type { SavedScorer, ScorerStates } from './scorer.ts';

/** States that are two whole numbers an entry; a scorer that needs one leaves the other alone. */
export abstract class IntegerStates implements ScorerStates {
  protected first: Int32Array<ArrayBuffer> = new Int32Array(1);
  protected second: Int32Array<ArrayBuffer> = new Int32Array(1);
  protected nextFirst: Int32Array<ArrayBuffer> = new Int32Array(1);
  protected nextSecond: Int32Array<ArrayBuffer> = new Int32Array(1);

  /** The state of the empty prefix. */
  protected abstract readonly start: readonly [first: number, second: number];
  /** The least and the largest number of each column, to check what is restored. */
  protected abstract readonly ranges: readonly (readonly [least: number, most: number])[];

  abstract gain(entry: number, label: number): number;
  abstract mostGain(entry: number): number;
  abstract mostException(entry: number): number;
  abstract exceptionCount(entry: number): number;
  abstract exception(entry: number, place: number): number;
  abstract extend(entry: number, label: number, slot: number): void;
  abstract finish(entry: number): number;

  reset(): void {
    [this.first[0], this.second[0]] = this.start;
  }

  reserve(entries: number): void {
    if (entries <= this.nextFirst.length) return;
    const length = Math.max(entries, 2 * this.nextFirst.length);
    this.nextFirst = new Int32Array(length);
    this.nextSecond = new Int32Array(length);
  }

  keep(entry: number, slot: number): void {
    this.nextFirst[slot] = this.first[entry];
    this.nextSecond[slot] = this.second[entry];
  }

  swap(): void {
    [this.first, this.nextFirst] = [this.nextFirst, this.first];
    [this.second, this.nextSecond] = [this.nextSecond, this.second];
  }

  save(count: number): SavedScorer['columns'] {
    return [Array.from(this.first.subarray(0, count)), Array.from(this.second.subarray(0, count))];
  }

  restore(columns: readonly (readonly unknown[])[], count: number, argument: string): void {
    this.reserve(count);
    if (!isList(columns) || columns.length !== 2) refuse(argument, columns, 'two lists of states');
    [this.nextFirst, this.nextSecond].forEach((target, c) => {
      const column: unknown = columns[c];
      if (!isList(column) || column.length !== count) refuse(argument, column, `${count} states, one for each entry`, [c]);
      for (let entry = 0; entry < count; entry++) {
        checkWhole(argument, column[entry], this.ranges[c][0], this.ranges[c][1], [c, entry]);
        target[entry] = column[entry] as number;
      }
    });
    this.swap();
  }
}
