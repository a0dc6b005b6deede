import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError, readSafetensors, writeSafetensors } from '@rubato/io';
import type { Variable } from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { toArrays } from './parameters.ts';
import type { PlateauState } from './plateau.ts';
import type { EpochRecord, TrainingState } from './training-state.ts';
import { writeWhole } from './write-file.ts';

/** What must be the same for a training to go on; compared as text. */
export type Identity = Readonly<Record<string, string | number>>;

/** No checkpoint of these networks is a tenth as large. */
const MOST_BYTES = 64 * 2 ** 20;

interface Metadata {
  readonly steps: number;
  readonly plateau: PlateauState;
  readonly batchesDone: number;
  readonly lossSum: number;
  readonly history: readonly EpochRecord[];
  readonly seconds: number;
}

/**
 * Writes a training's state as a safetensors file: tensors `weights/…`, `best/…`, `adam.means/…`, `adam.squares/…`, and everything else as
 * JSON in the metadata `training`, beside the `identity`. It is whole at any moment (`writeWhole`).
 */
export function writeCheckpoint(path: string, identity: Identity, parameters: ReadonlyMap<string, Variable>, state: TrainingState): void {
  const { weights, best, adam, plateau, batchesDone, lossSum, history, seconds } = state;
  const tensors = new Map([
    ...toArrays('weights', parameters, weights),
    ...toArrays('best', parameters, best),
    ...toArrays('adam.means', parameters, adam.means),
    ...toArrays('adam.squares', parameters, adam.squares),
  ]);
  const metadata: Metadata = { steps: adam.steps, plateau, batchesDone, lossSum, history, seconds };
  const texts = { identity: JSON.stringify(identity), training: JSON.stringify(metadata) };
  writeWhole(path, writeSafetensors(tensors, { metadata: texts }));
}

/**
 * The state that a checkpoint holds, or undefined where there is no file.
 *
 * @throws InvalidArgumentError where the file is of another training; FileFormatError where it is malformed
 */
export function readCheckpoint(path: string, identity: Identity, parameters: ReadonlyMap<string, Variable>): TrainingState | undefined {
  const bytes = readIfThere(path);
  if (bytes === undefined) return undefined;
  const { tensors, metadata } = readSafetensors(bytes, { maxBytes: MOST_BYTES });
  const found = metadata.get('identity');
  if (found !== JSON.stringify(identity)) {
    throw new InvalidArgumentError({ argument: path, found: `of the training ${found}`, expected: `one of ${JSON.stringify(identity)}` });
  }
  const arrays = (prefix: string): Map<string, Float32Array> =>
    new Map(
      [...parameters].map(([name, { size }]) => {
        const data = tensors.get(`${prefix}/${name}`)?.data;
        if (!(data instanceof Float32Array) || data.length !== size) {
          throw new FileFormatError('safetensors', `${path} has no tensor ${prefix}/${name} of ${size} float32 numbers`);
        }
        return [name, data];
      }),
    );
  const { steps, history, ...others } = parseMetadata(path, metadata.get('training'));
  const adam = { steps, means: arrays('adam.means'), squares: arrays('adam.squares') };
  return { weights: arrays('weights'), best: arrays('best'), adam, history: [...history], ...others };
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseMetadata(path: string, text: string | undefined): Metadata {
  try {
    const training = JSON.parse(text ?? '') as Metadata;
    const numbers = [training.steps, training.batchesDone, training.lossSum, training.seconds, training.plateau.learningRate];
    if (numbers.every(Number.isFinite) && training.history.length === training.plateau.epochs) return training;
  } catch (cause) {
    throw new FileFormatError('safetensors', `${path} has no readable metadata "training"`, undefined, cause);
  }
  throw new FileFormatError('safetensors', `${path} has incomplete metadata "training"`);
}
