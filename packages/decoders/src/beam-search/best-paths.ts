import type { Beam } from './beam.ts';
import { LinkedNodes } from './linked-nodes.ts';

/** The single best path of each entry, one that ends in a blank and one that ends in a label. */
class PathColumns {
  logBlank: Float64Array<ArrayBuffer> = new Float64Array(0);
  logLabel: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** The last node of the path's list of first frames, or -1. */
  blankFrames: Int32Array<ArrayBuffer> = new Int32Array(0);
  labelFrames: Int32Array<ArrayBuffer> = new Int32Array(0);

  reserve(entries: number): void {
    if (entries <= this.logBlank.length) return;
    const length = Math.max(entries, 2 * this.logBlank.length);
    this.logBlank = new Float64Array(length);
    this.logLabel = new Float64Array(length);
    this.blankFrames = new Int32Array(length);
    this.labelFrames = new Int32Array(length);
  }
}

/**
 * Follows for each entry the most probable path that spells it, of those that the beam kept, to say in which frame each label begins. A path
 * whose beginning was dropped from the beam in between is lost, even where it is the best of all.
 */
export class BestPaths {
  current: PathColumns = new PathColumns();
  #next: PathColumns = new PathColumns();
  readonly frames: LinkedNodes = new LinkedNodes(256);

  reset(): void {
    this.frames.size = 0;
    this.current.reserve(1);
    this.current.logBlank[0] = 0;
    this.current.logLabel[0] = -Infinity;
    this.current.blankFrames[0] = -1;
    this.current.labelFrames[0] = -1;
  }

  reserve(entries: number, { count }: Beam): void {
    this.#next.reserve(entries);
    this.frames.reserve(entries, [this.current.blankFrames, this.current.labelFrames], count);
  }

  /** The entry stays; `parent` is the entry of its prefix's beginning, or -1, and `repeats` whether that ends in the same label. */
  keep(entry: number, slot: number, logBlank: number, logLast: number, parent: number, repeats: boolean, frame: number): void {
    const { current } = this;
    const next = this.#next;
    next.logBlank[slot] = this.#logBest(entry) + logBlank;
    next.blankFrames[slot] = this.#bestFrames(entry);
    const stay = current.logLabel[entry] + logLast;
    const come = parent < 0 ? -Infinity : (repeats ? current.logBlank[parent] : this.#logBest(parent)) + logLast;
    if (come > stay) {
      this.#begin(parent, slot, come, repeats, frame);
    } else {
      next.logLabel[slot] = stay;
      next.labelFrames[slot] = current.labelFrames[entry];
    }
  }

  /** A label is appended to the entry. */
  extend(entry: number, slot: number, logLabel: number, repeats: boolean, frame: number): void {
    this.#next.logBlank[slot] = -Infinity;
    this.#next.blankFrames[slot] = -1;
    const log = (repeats ? this.current.logBlank[entry] : this.#logBest(entry)) + logLabel;
    this.#begin(entry, slot, log, repeats, frame);
  }

  swap(): void {
    [this.current, this.#next] = [this.#next, this.current];
  }

  /** The first frame of each label on the entry's best path. */
  framesOf(entry: number): Int32Array<ArrayBuffer> {
    return this.frames.sequence(this.#bestFrames(entry));
  }

  #begin(parent: number, slot: number, log: number, repeats: boolean, frame: number): void {
    this.#next.logLabel[slot] = log;
    this.#next.labelFrames[slot] = this.frames.append(repeats ? this.current.blankFrames[parent] : this.#bestFrames(parent), frame);
  }

  #logBest(entry: number): number {
    return Math.max(this.current.logBlank[entry], this.current.logLabel[entry]);
  }

  #bestFrames(entry: number): number {
    const { logBlank, logLabel, blankFrames, labelFrames } = this.current;
    return logBlank[entry] > logLabel[entry] ? blankFrames[entry] : labelFrames[entry];
  }
}
