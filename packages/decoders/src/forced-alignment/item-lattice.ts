import type { AlignmentProblem, BandInput, GatheredCost, LatticeShape, Parameterization, ProblemInput, StepTable } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { FrameReader } from '../posteriors/frame-reader.ts';
import type { Candidates } from './candidates.ts';
import { blockEdge, readCandidates, within } from './candidates.ts';

/** A range of frames and columns, all ends included, and what stands at its edges. */
export interface BlockRange {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
  /** D in frame `from` of all columns, where the block does not begin the item. */
  readonly entry?: Float64Array;
  /** The cost that is still to come in frame `to`, of all columns, where the block does not end the item. */
  readonly exit?: Float64Array;
  /** Whether paths end at the exit alone, and at none of the item's own ends. Default: at both. */
  readonly exitOnly?: boolean;
  readonly minimum: string;
}

/** A block as a problem of its own. */
export interface BlockProblem {
  readonly problem: AlignmentProblem;
  readonly range: BlockRange;
  /** Start candidate k enters in column `entries[k]` at the price D, for all k there are in the list. */
  readonly entries: ArrayLike<number>;
  /** The item's own candidates in the block: candidates `offset`, `offset + 1`, … of the problem. */
  readonly starts: Candidates & { readonly offset: number };
  readonly ends: Candidates & { readonly offset: number };
}

/**
 * One item of a batch, without costs: problems of blocks of frames are cut from it.
 *
 * A block shares its first frame with the block before. It begins there in any column m at the price D(from, m), and ends in its last
 * frame at the price of what is still to come: so its alignments are those of the whole item, given what its neighbours know. This is
 * exact where no step goes back more than one frame. Start cells of frames behind `from` are the block's own; so are end cells of frames
 * before `to`.
 */
export class ItemLattice {
  readonly frames: number;
  readonly columns: number;
  /** The class of each column. */
  readonly classes: Int32Array;
  readonly gamma: number;
  readonly starts: Candidates;
  readonly ends: Candidates;
  /** Whether blocks are exact. */
  readonly divisible: boolean;
  /** The most columns that a path crosses in a frame; Infinity where steps stay in a frame. */
  readonly columnsPerFrame: number;
  readonly item: number;
  readonly structure: AlignmentProblem;
  private readonly reader: FrameReader;
  /** The classes that columns have, and where in them each column's stands. */
  private readonly usedClasses: Int32Array;
  private readonly index: Int32Array;
  private readonly logProbabilities: Float64Array;

  constructor(structure: AlignmentProblem, item: number, classes: Int32Array, reader: FrameReader) {
    const { steps } = structure;
    this.structure = structure;
    this.item = item;
    this.reader = reader;
    this.frames = structure.rowLengths[item];
    this.columns = structure.columnLengths[item];
    this.classes = classes;
    this.gamma = structure.temperature[item];
    this.starts = readCandidates(structure, structure.start, item);
    this.ends = readCandidates(structure, structure.end, item);
    this.divisible = steps.every(([rows]) => rows <= 1) && structure.precision === 'float64';
    this.columnsPerFrame = steps.some(([rows]) => rows === 0) ? Infinity : Math.max(...steps.map(([rows, columns]) => columns / rows));
    this.usedClasses = Int32Array.from([...new Set(classes)].toSorted((a, b) => a - b));
    const position = new Map(Array.from(this.usedClasses, (label, k) => [label, k]));
    this.index = classes.map((label) => position.get(label)!);
    this.logProbabilities = new Float64Array(reader.classes);
  }

  /** The costs of the classes that columns have, frames `from` to `to`. */
  costs(from: number, to: number): Float64Array | Float32Array {
    const { usedClasses, logProbabilities } = this;
    const width = usedClasses.length;
    const size = (to - from + 1) * width;
    const values = this.structure.precision === 'float32' ? new Float32Array(size) : new Float64Array(size);
    for (let n = from, position = 0; n <= to; n++) {
      this.reader.read(this.item, n, logProbabilities);
      for (let k = 0; k < width; k++) values[position++] = -logProbabilities[usedClasses[k]];
    }
    return values;
  }

  /** Where the cost of a cell stands in what `costs` answers. */
  costPosition(frame: number, column: number): number {
    return frame * this.usedClasses.length + this.index[column];
  }

  /** Bytes of the costs of so many frames. */
  costBytes(frames: number): number {
    return 8 * frames * this.usedClasses.length;
  }

  /** The block as a problem, or undefined where nothing begins or ends in it. `measure` stands for any costs, where only size matters. */
  block(range: BlockRange, measure: boolean = false): BlockProblem | undefined {
    const { from, to, first, last, minimum } = range;
    const ownStarts = within(this.starts, range, range.entry === undefined ? from : from + 1, to);
    const lastEnd = range.exitOnly === true ? from - 1 : range.exit === undefined ? to : to - 1;
    const ownEnds = within(this.ends, range, from, lastEnd);
    const starts = blockEdge('firstRow', range.entry, range, 0, ownStarts);
    const ends = blockEdge('lastRow', range.exit, range, to - from, ownEnds);
    if (starts === undefined || ends === undefined) return undefined;

    const { structure } = this;
    const shape = [1, to - from + 1, last - first + 1] as const;
    const penalties = this.table(structure.stepPenalties, range);
    const input: Omit<ProblemInput, 'cost'> = {
      steps: structure.steps,
      stepWeights: this.table(structure.stepWeights, range),
      stepPenalties: range.entry === undefined ? penalties : this.closeStepsInFirstFrame(penalties, shape[1]),
      start: starts.input,
      end: ends.input,
      minimum,
      temperature: this.gamma,
      precision: structure.precision,
      ...this.band(range),
    };
    const cost = measure ? undefined : this.cost(range, shape);
    const problem = cost === undefined ? unfilled(input, shape) : normaliseProblem({ ...input, cost });
    return {
      problem,
      range,
      entries: starts.shared,
      starts: { ...ownStarts, offset: starts.ownOffset },
      ends: { ...ownEnds, offset: ends.ownOffset },
    };
  }

  private cost({ from, to, first, last }: BlockRange, shape: LatticeShape): GatheredCost {
    const { usedClasses, index } = this;
    return { kind: 'gathered', values: this.costs(from, to), shape, classes: usedClasses.length, index: index.slice(first, last + 1) };
  }

  /** A table's part for the block. */
  private table({ data, shape, strides }: StepTable, { from, to, first, last }: BlockRange): TableInput {
    const origin = this.item * strides[0];
    const [, N, M, S] = shape;
    const [rows, columns] = [N === 1 ? 1 : to - from + 1, M === 1 ? 1 : last - first + 1];
    const [firstRow, firstColumn] = [N === 1 ? 0 : from, M === 1 ? 0 : first];
    const width = columns * S;
    const start = (n: number): number => origin + ((firstRow + n) * M + firstColumn) * S;
    if (rows === 1 || columns === M) return { data: data.slice(start(0), start(0) + rows * width), shape: [1, rows, columns, S] };
    const part = new Float64Array(rows * width);
    for (let n = 0; n < rows; n++) part.set(data.subarray(start(n), start(n) + width), n * width);
    return { data: part, shape: [1, rows, columns, S] };
  }

  /** Steps within the first frame have been taken by the block before. */
  private closeStepsInFirstFrame(table: TableInput, frames: number): TableInput {
    const { steps } = this.structure;
    if (steps.every(([rows]) => rows > 0)) return table;
    const [, N, M, S] = table.shape;
    const count = steps.length;
    const data = new Float64Array(frames * M * count);
    for (let n = 0, position = 0; n < frames; n++) {
      for (let m = 0; m < M; m++) {
        for (let s = 0; s < count; s++) {
          const given = table.data[((N === 1 ? 0 : n) * M + m) * S + (S === 1 ? 0 : s)];
          data[position++] = n === 0 && steps[s][0] === 0 ? Infinity : given;
        }
      }
    }
    return { data, shape: [1, frames, M, count] };
  }

  /** The band's part for the block. */
  private band({ from, to, first, last }: BlockRange): Pick<Parameterization, 'band'> {
    const { band } = this.structure;
    if (band === undefined) return {};
    const start = this.item * band.batchStride;
    const width = last - first + 1;
    const clamp = (column: number): number => Math.min(Math.max(column - first, 0), width);
    const input: BandInput = {
      kind: 'ranges',
      first: band.first.subarray(start + from, start + to + 1).map(clamp),
      // One behind the last column: an empty row's last is the one before its first.
      last: band.last.subarray(start + from, start + to + 1).map((column) => clamp(column + 1) - 1),
    };
    return { band: input };
  }
}

/** A problem for estimates: its cost has the right kind and no numbers, and none of its cells is looked at. */
function unfilled(input: Omit<ProblemInput, 'cost'>, shape: LatticeShape): AlignmentProblem {
  const [, rows, columns] = shape;
  const [x, y] = [new Float64Array(rows), new Float64Array(columns)];
  const stub = { kind: 'features', x, y, shape, dimension: 1, localCost: { name: 'squaredEuclidean' } } as const;
  return {
    ...normaliseProblem({ ...input, cost: stub }),
    cost: { kind: 'gathered', values: x, shape, classes: 1, index: new Int32Array(columns) },
  };
}

interface TableInput {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}
