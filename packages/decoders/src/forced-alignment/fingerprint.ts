import type { AlignmentProblem, Boundary } from '@rubato/core';
import { Checksum } from '../checksum.ts';
import type { Pausing } from './pausing.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import type { ForcedAlignmentOptions } from './options.ts';

/** Numbers between two pauses. */
const SLICE = 2 ** 16;

/** A checksum of all that the answer depends on. Yields nothing, so that others have their turn. */
export function* fingerprintOf(
  posteriors: Posteriors,
  structure: AlignmentProblem,
  classes: Int32Array,
  options: ForcedAlignmentOptions,
): Pausing<string> {
  const { blank, tokens, words, confidence = true, frameRate, distributionRadius = 50 } = options;
  const { steps, minimum, precision, temperature, stepWeights, stepPenalties, rowLengths, columnLengths, band, start, end } = structure;
  const shapes = [posteriors.shape, stepWeights.shape, stepPenalties.shape];
  const boundaries = [start, end].map((boundary) => [boundary.set, boundary.multiplier.shape, boundary.penalty.shape]);
  const radius = String(distributionRadius);
  const named = {
    blank,
    tokens,
    words,
    confidence,
    frameRate,
    radius,
    steps,
    minimum,
    precision,
    shapes,
    boundaries,
    bandStride: band?.batchStride,
    form: posteriors.form,
  };
  const text = JSON.stringify(named, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as never) : value));
  const arrays = [
    posteriors.data,
    classes,
    temperature,
    stepWeights.data,
    stepPenalties.data,
    rowLengths,
    columnLengths,
    ...(band === undefined ? [] : [band.first, band.last]),
    ...[start, end].flatMap(arraysOf),
  ];
  const checksum = new Checksum().addText(text);
  for (const array of arrays) {
    for (let begin = 0; begin < array.length; begin += SLICE) {
      checksum.add(array.subarray(begin, begin + SLICE));
      yield;
    }
  }
  return checksum.text;
}

function arraysOf({ cells, offsets, multiplier, penalty }: Boundary): (Int32Array | Float32Array | Float64Array)[] {
  return [...(cells === undefined ? [] : [cells]), ...(offsets === undefined ? [] : [offsets]), multiplier.data, penalty.data];
}
