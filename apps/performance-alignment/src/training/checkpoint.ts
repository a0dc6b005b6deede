import { InvalidArgumentError } from '@rubato/core';
import type { JsonValue } from '@rubato/io';
import { decodeJson, encodeJson, FileFormatError } from '@rubato/io';
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from '../files/write-whole.ts';
import type { Numbers } from './parameters.ts';
import type { EpochRecord, TrainingState } from './training-state.ts';

/** Everything that a training's numbers depend on, but for how long it goes on. */
export type Identity = Readonly<Record<string, string | number>>;

/**
 * Writes a training's state as JSON with arrays in base64; the file is whole at any moment (`writeWhole`).
 *
 * @throws FileError where it cannot be written
 */
export function writeCheckpoint(path: string, identity: Identity, state: TrainingState): void {
  const { weights, best, adam, ...others } = state;
  const stored = {
    identity,
    weights: Object.fromEntries(weights),
    best: Object.fromEntries(best),
    means: Object.fromEntries(adam.means),
    squares: Object.fromEntries(adam.squares),
    steps: adam.steps,
    ...others,
  };
  writeWhole(path, encodeJson(stored, { mostListed: -1 }));
}

/**
 * The state that a checkpoint holds, or undefined where there is no file.
 *
 * @param initial weights of the names and sizes that it must have
 * @throws InvalidArgumentError where it is of another training; FileFormatError where it is malformed
 */
export function readCheckpoint(path: string, identity: Identity, initial: Numbers): TrainingState | undefined {
  if (!existsSync(path)) return undefined;
  const stored = new Fields(path, decodeJson(readFileSync(path, 'utf8')));
  checkIdentity(path, stored.value('identity'), identity);
  return {
    weights: stored.numbers('weights', initial),
    best: stored.numbers('best', initial),
    adam: { steps: stored.number('steps'), means: stored.numbers('means', initial), squares: stored.numbers('squares', initial) },
    history: stored.history(),
    batchesDone: stored.number('batchesDone'),
    lossSum: stored.number('lossSum'),
    seconds: stored.number('seconds'),
  };
}

function checkIdentity(path: string, found: JsonValue | undefined, expected: Identity): void {
  const other = (found ?? {}) as Identity;
  const name = [...Object.keys(expected), ...Object.keys(other)].find((key) => other[key] !== expected[key]);
  if (name === undefined) return;
  const tell = (value: unknown): string => `${name} ${value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80)}`;
  throw new InvalidArgumentError({
    argument: path,
    found: `of a training with ${tell(other[name])}`,
    expected: `one with ${tell(expected[name])}`,
  });
}

/** An object of unknown content, whose fields are read one by one. */
class Fields {
  readonly #path: string;
  readonly #fields: ReadonlyMap<string, JsonValue>;

  constructor(path: string, value: JsonValue | undefined) {
    this.#path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FileFormatError('json', `${path} is no checkpoint`);
    this.#fields = new Map(Object.entries(value));
  }

  value(name: string): JsonValue | undefined {
    return this.#fields.get(name);
  }

  number(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' ? value : this.#refuse(name, 'a number');
  }

  numbers(name: string, like: Numbers): Numbers {
    const stored = new Fields(this.#path, this.value(name));
    return new Map(
      [...like].map(([key, { length }]) => {
        const data = (stored.value(key) as { readonly data?: unknown } | undefined)?.data;
        if (data instanceof Float32Array && data.length === length) return [key, data];
        return this.#refuse(`${name}.${key}`, `${length} float32 numbers`);
      }),
    );
  }

  history(): EpochRecord[] {
    const list = this.value('history');
    if (!Array.isArray(list)) return this.#refuse('history', 'a list');
    return list.map((record) => {
      const fields = new Fields(this.#path, record);
      return { trainingLoss: fields.number('trainingLoss'), validationError: fields.number('validationError') };
    });
  }

  #refuse(name: string, expected: string): never {
    throw new FileFormatError('json', `${this.#path}: ${name} is not ${expected}`);
  }
}
