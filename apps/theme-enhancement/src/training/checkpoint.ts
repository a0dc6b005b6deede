import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError, readSafetensors, writeSafetensors } from '@rubato/io';
import type { Variable } from '@tensorflow/tfjs-core';
import { readFileSync, statSync } from 'node:fs';
import { messageOf } from '../files/file-error.ts';
import { writeWhole } from '../files/write-whole.ts';
import { parseMetadata, printMetadata } from './metadata.ts';
import { toArrays } from './parameters.ts';
import type { TrainingState } from './training-state.ts';

/** What must be the same for a training to go on; compared as text. */
export type Identity = Readonly<Record<string, string | number>>;

/** No checkpoint of these networks is a tenth as large. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Writes a training's state as a safetensors file: tensors `weights/…`, `best/…`, `adam.means/…`, `adam.squares/…`, and everything else as
 * JSON in the metadata `training`, beside the `identity`. It is whole at any moment (`writeWhole`).
 *
 * @throws FileError where it cannot be written
 */
export function writeCheckpoint(path: string, identity: Identity, parameters: ReadonlyMap<string, Variable>, state: TrainingState): void {
  const { weights, best, adam } = state;
  const tensors = new Map([
    ...toArrays('weights', parameters, weights),
    ...toArrays('best', parameters, best),
    ...toArrays('adam.means', parameters, adam.means),
    ...toArrays('adam.squares', parameters, adam.squares),
  ]);
  const texts = { identity: JSON.stringify(identity), training: printMetadata(state) };
  writeWhole(path, writeSafetensors(tensors, { metadata: texts }));
}

/**
 * The state that a checkpoint holds, or undefined where there is no file.
 *
 * @throws InvalidArgumentError where the file cannot be read, or is of another training; FileFormatError where it is malformed
 */
export function readCheckpoint(path: string, identity: Identity, parameters: ReadonlyMap<string, Variable>): TrainingState | undefined {
  const bytes = readIfThere(path);
  if (bytes === undefined) return undefined;
  const { tensors, metadata } = readSafetensors(bytes, { maxBytes: MOST_BYTES });
  checkIdentity(path, metadata.get('identity'), identity);
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
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return undefined;
    if (file.isFile() && file.size <= MOST_BYTES) return readFileSync(path);
    const found = file.isFile() ? `a file of ${file.size} bytes` : 'no file';
    throw new InvalidArgumentError({ argument: path, found, expected: `a checkpoint of ${MOST_BYTES} bytes at most` });
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError({ argument: path, found: `not to be read (${messageOf(error)})`, expected: 'a checkpoint' });
  }
}

function checkIdentity(path: string, text: string | undefined, identity: Identity): void {
  if (text === JSON.stringify(identity)) return;
  const found = identityOf(path, text);
  const names = [...Object.keys(identity), ...Object.keys(found)];
  const name = names.find((key) => found[key] !== identity[key]) ?? names[0];
  const values = [found, identity].map((of) => String(of[name] ?? 'missing'));
  // Of a long list of themes, where the two begin to differ.
  let from = 0;
  while (from < values[0].length && values[0][from] === values[1][from]) from++;
  from = Math.max(0, from - 40);
  const show = (of: string): string => `${name} ${from > 0 ? '…' : ''}${of.slice(from, from + 80)}${of.length > from + 80 ? '…' : ''}`;
  throw new InvalidArgumentError({
    argument: path,
    found: `of a training with ${show(values[0])}`,
    expected: `one with ${show(values[1])}`,
  });
}

function identityOf(path: string, text: string | undefined): Identity {
  try {
    const identity: unknown = JSON.parse(text ?? '');
    if (typeof identity === 'object' && identity !== null) return identity as Identity;
  } catch {
    // Said below.
  }
  throw new FileFormatError('safetensors', `${path} has no readable metadata "identity"`);
}
