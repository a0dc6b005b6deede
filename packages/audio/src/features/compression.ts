import { checkWord, checkNumber } from '../check.ts';

/** What is done to each frame at the end. */
export interface CompressionOptions {
  /** η ≥ 0 of the logarithmic compression `log(1 + η·x)`, in units of 1/x: of 1/A², with `exponent: 1` of 1/A. Default 0: none. */
  readonly compression?: number;
  /** `l2`: each frame has Euclidean norm 1. Default `none`. */
  readonly normalisation?: 'none' | 'l2';
  /**
   * Frames whose Euclidean norm is at most this are silent: they have no direction to normalise. Where there is compression the norm is
   * taken after it, and has no unit; without, it has the feature's: A², with `exponent: 1` A. Default 1e-6; only with `normalisation`.
   */
  readonly silenceThreshold?: number;
  /** What a silent frame becomes: all bins `1/√bins` (default), which is as near to each tone as to any other, or zeros. */
  readonly silence?: 'uniform' | 'zero';
}

export const compressionOptionNames: readonly string[] = ['compression', 'normalisation', 'silenceThreshold', 'silence'];

export type Finish = (values: Float64Array, row: Float32Array) => void;

/** The last step of a feature: compresses, normalises and writes a frame, which has the unit of powers, or of magnitudes, until then. */
export function createFinish(options: CompressionOptions, argument: string): Finish {
  const { compression = 0, normalisation = 'none', silenceThreshold = 1e-6, silence = 'uniform' } = options;
  const eta = checkNumber(`${argument}.compression`, compression, 0, 1e15);
  const normalise = checkWord(`${argument}.normalisation`, normalisation, ['none', 'l2']) === 'l2';
  const threshold = checkNumber(`${argument}.silenceThreshold`, silenceThreshold, 0, 1e30);
  const uniform = checkWord(`${argument}.silence`, silence, ['uniform', 'zero']) === 'uniform';
  return (values, row) => {
    const bins = row.length;
    if (eta > 0) for (let i = 0; i < bins; i++) values[i] = Math.log1p(eta * values[i]);
    if (!normalise) return row.set(values);
    let squares = 0;
    for (let i = 0; i < bins; i++) squares += values[i] * values[i];
    const norm = Math.sqrt(squares);
    if (norm <= threshold) row.fill(uniform ? 1 / Math.sqrt(bins) : 0);
    else for (let i = 0; i < bins; i++) row[i] = values[i] / norm;
  };
}
