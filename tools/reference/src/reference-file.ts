import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNpy } from '@rubato/io';

/** What `reference.json` holds, as far as this tool reads it. */
export interface ReferenceFile {
  readonly themes: Readonly<Record<string, ReferenceTheme>>;
}

export interface ReferenceTheme {
  /** The file name that all folders share. */
  readonly file: string;
  readonly ctc_targets: readonly number[];
  /** Classes of the weak targets; null is a rest. */
  readonly weak_sequence: readonly (number | null)[];
  readonly models: Readonly<Record<string, ReferenceModel>>;
}

export interface ReferenceLoss {
  readonly raw: number;
  readonly normaliser: number;
  readonly value: number;
}

export interface ReferenceModel {
  readonly loss_under_every_config?: Readonly<Record<string, ReferenceLoss>>;
  readonly torch_ctc_loss?: number;
  readonly gradient?: { readonly config: string; readonly sum: number; readonly frobenius: number };
  readonly note_alignment?: { readonly viterbi_cost: number; readonly onset_frames: readonly number[] };
}

/** A matrix from an npy file. */
export interface Matrix {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export function readReference(folder: string): ReferenceFile {
  const file = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as ReferenceFile;
  if (typeof file.themes !== 'object') throw new Error('reference.json has no themes');
  return file;
}

export function readMatrix(folder: string, ...path: string[]): Matrix {
  const { data, shape } = readNpy(new Uint8Array(readFileSync(join(folder, ...path))));
  if (shape.length !== 2) throw new Error(`${path.join('/')} has ${shape.length} axes, expected 2`);
  return { data: data instanceof Float32Array ? data : Float64Array.from(data as ArrayLike<number>), rows: shape[0], columns: shape[1] };
}
