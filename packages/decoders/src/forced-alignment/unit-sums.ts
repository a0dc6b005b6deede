import type { SegmentPosterior, TimeDistribution } from './result.ts';

/** Sums of what edges carry at each frame, for each unit; plain data. */
interface DistributionSums {
  /** Where each unit's window begins, and the frame that its moments are taken about. */
  readonly firstFrame: Int32Array;
  readonly centre: Int32Array;
  /** [units, width] */
  readonly probabilities: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly moment: Float64Array;
  readonly square: Float64Array;
}

/** What the soft alignment says of the units of an item, summed as blocks come in; plain data. */
export interface UnitSums {
  /** The unit of each column, or -1. */
  readonly unitOfColumn: Int32Array;
  /** The best path's frames in each unit, both included; `last = first - 1` where it skips the unit. */
  readonly firstFrame: Int32Array;
  readonly lastFrame: Int32Array;
  readonly occupancy: Float64Array;
  readonly width: number;
  readonly start: DistributionSums;
  readonly end: DistributionSums;
}

/** One row of E and of the edge marginals, as they stand in a block's arrays. */
export interface PosteriorRow {
  readonly frame: number;
  /** The columns of the row, both included. */
  readonly first: number;
  readonly last: number;
  readonly alignment: Float32Array | Float64Array;
  readonly alignmentOffset: number;
  readonly marginals: Float32Array | Float64Array;
  readonly marginalsOffset: number;
  /** How much of all paths goes through the block. */
  readonly share: number;
}

/** Frames of a window of this radius in an item. */
export function windowWidth(radius: number, frames: number): number {
  return Math.min(2 * radius + 1, frames);
}

/** Bytes of the sums of so many units. */
export function unitSumsBytes(units: number, columns: number, width: number): number {
  return 4 * columns + units * (16 + 2 * (8 + 32 + 8 * width));
}

export function createUnitSums(
  unitOfColumn: Int32Array,
  firstFrame: Int32Array,
  lastFrame: Int32Array,
  frames: number,
  radius: number,
): UnitSums {
  const width = windowWidth(radius, frames);
  const starts = firstFrame.map((frame) => Math.min(frame, frames - 1));
  const ends = lastFrame.map((frame) => Math.max(frame, 0));
  return {
    unitOfColumn,
    firstFrame,
    lastFrame,
    occupancy: new Float64Array(firstFrame.length),
    width,
    start: createDistributions(starts, width, frames),
    end: createDistributions(ends, width, frames),
  };
}

function createDistributions(centre: Int32Array, width: number, frames: number): DistributionSums {
  const numbers = (): Float64Array => new Float64Array(centre.length);
  return {
    centre,
    firstFrame: centre.map((frame) => Math.min(Math.max(frame - ((width - 1) >> 1), 0), frames - width)),
    probabilities: new Float64Array(centre.length * width),
    before: numbers(),
    after: numbers(),
    moment: numbers(),
    square: numbers(),
  };
}

function addAt(sums: DistributionSums, width: number, unit: number, frame: number, probability: number): void {
  const place = frame - sums.firstFrame[unit];
  if (place < 0) sums.before[unit] += probability;
  else if (place >= width) sums.after[unit] += probability;
  else sums.probabilities[unit * width + place] += probability;
  const distance = frame - sums.centre[unit];
  sums.moment[unit] += probability * distance;
  sums.square[unit] += probability * distance * distance;
}

/** A path begins (or ends) in this column at this frame. */
export function addBoundary(sums: UnitSums, which: 'start' | 'end', column: number, frame: number, probability: number): void {
  const unit = sums.unitOfColumn[column];
  if (unit >= 0) addAt(sums[which], sums.width, unit, frame, probability);
}

/**
 * Adds a row: E to the occupancy of units on the best path; what edges carry into and out of units to their starts and ends. Edges within
 * a frame and a unit are taken off the occupancy, so that a path that visits several columns of it in one frame counts once.
 */
export function addRow(sums: UnitSums, row: PosteriorRow, rowsBack: Int32Array, columnsBack: Int32Array): void {
  const { frame, first, last, alignment, alignmentOffset, marginals, marginalsOffset, share } = row;
  const { unitOfColumn, firstFrame, lastFrame, occupancy, width, start, end } = sums;
  const S = rowsBack.length;
  for (let m = first; m <= last; m++) {
    const active = alignment[alignmentOffset + m - first];
    if (active === 0) continue;
    const unit = unitOfColumn[m];
    const onPath = unit >= 0 && frame >= firstFrame[unit] && frame <= lastFrame[unit];
    if (onPath) occupancy[unit] += active * share;
    const place = marginalsOffset + (m - first) * S;
    for (let s = 0; s < S; s++) {
      const carried = marginals[place + s] * share;
      if (carried === 0) continue;
      const from = unitOfColumn[m - columnsBack[s]];
      if (from === unit) {
        if (onPath && rowsBack[s] === 0) occupancy[unit] -= carried;
        continue;
      }
      if (unit >= 0) addAt(start, width, unit, frame, carried);
      if (from >= 0) addAt(end, width, from, frame - rowsBack[s], carried);
    }
  }
}

/** What the sums say of a unit. */
export function posteriorOf(sums: UnitSums, unit: number): SegmentPosterior {
  const frames = sums.lastFrame[unit] - sums.firstFrame[unit] + 1;
  return {
    // Rounding alone could lift a mean of probabilities above 1.
    confidence: frames === 0 ? 0 : Math.min(1, Math.max(0, sums.occupancy[unit] / frames)),
    start: distributionOf(sums.start, sums.width, unit),
    end: distributionOf(sums.end, sums.width, unit),
  };
}

function distributionOf(sums: DistributionSums, width: number, unit: number): TimeDistribution {
  const probabilities = sums.probabilities.slice(unit * width, (unit + 1) * width);
  const before = sums.before[unit];
  const after = sums.after[unit];
  const total = probabilities.reduce((sum, probability) => sum + probability, before + after);
  const offset = sums.moment[unit] / total;
  return {
    firstFrame: sums.firstFrame[unit],
    probabilities,
    before,
    after,
    mean: sums.centre[unit] + offset,
    deviation: Math.sqrt(Math.max(0, sums.square[unit] / total - offset * offset)),
  };
}
