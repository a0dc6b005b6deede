import { FileFormatError } from '@rubato/io';
import type { PlateauState } from './plateau.ts';
import type { EpochRecord, TrainingState } from './training-state.ts';

/** What a checkpoint holds of a training beside its tensors. */
export interface Metadata {
  /** Of Adam. */
  readonly steps: number;
  readonly plateau: PlateauState;
  readonly batchesDone: number;
  readonly lossSum: number;
  readonly history: readonly EpochRecord[];
  readonly seconds: number;
}

/** JSON has no word for these, and losses may be any of them. */
const words: ReadonlyMap<unknown, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', Number.NaN],
]);

/** The metadata of a state as JSON; numbers that are not finite are written "inf", "-inf" and "nan". */
export function printMetadata({ adam, plateau, batchesDone, lossSum, history, seconds }: TrainingState): string {
  const metadata: Metadata = { steps: adam.steps, plateau, batchesDone, lossSum, history, seconds };
  const wordOf = (value: unknown): unknown => [...words].find(([, number]) => Object.is(number, value))?.[0] ?? value;
  return JSON.stringify(metadata, (_, value: unknown) => wordOf(value));
}

/**
 * Reads it back.
 *
 * @param path of the file, for errors
 * @throws FileFormatError naming the first field that no training can have written
 */
export function parseMetadata(path: string, text: string | undefined): Metadata {
  const root = new Fields(path, 'training', parse(path, text));
  const history = root.list('history').map((record) => ({
    trainingLoss: record.number('trainingLoss'),
    validationLoss: record.number('validationLoss'),
    learningRate: record.within('learningRate', 0, Number.MAX_VALUE),
  }));
  const plateau = plateauOf(root.inner('plateau'), history);
  const batchesDone = root.count('batchesDone', Infinity);
  // Every epoch has the same number of steps, one at least; the present one has no more.
  const steps = root.count('steps', Infinity);
  const perEpoch = plateau.epochs === 0 ? batchesDone : (steps - batchesDone) / plateau.epochs;
  const fits = plateau.epochs === 0 ? steps === batchesDone : Number.isInteger(perEpoch) && perEpoch >= Math.max(1, batchesDone);
  if (!fits) root.refuse('steps', `a number that suits ${plateau.epochs} epochs and ${batchesDone} batches`);
  return { steps, plateau, batchesDone, lossSum: root.number('lossSum'), history, seconds: root.within('seconds', 0, Number.MAX_VALUE) };
}

function plateauOf(fields: Fields, history: readonly EpochRecord[]): PlateauState {
  const epochs = fields.count('epochs', history.length);
  if (epochs !== history.length) fields.refuse('epochs', `${history.length}, as the history has`);
  const bestEpoch = fields.count('bestEpoch', epochs);
  const bestLoss = bestEpoch === 0 ? null : history[bestEpoch - 1].validationLoss;
  if (fields.value('bestLoss') !== bestLoss) fields.refuse('bestLoss', `${bestLoss}, as epoch ${bestEpoch} of the history has`);
  const stopped = fields.value('stopped');
  if (typeof stopped !== 'boolean') return fields.refuse('stopped', 'true or false');
  return { learningRate: fields.within('learningRate', 0, Number.MAX_VALUE), bestLoss, bestEpoch, epochs, stopped };
}

function parse(path: string, text: string | undefined): unknown {
  if (text === undefined) throw new FileFormatError('safetensors', `${path} has no metadata "training"`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FileFormatError('safetensors', `${path} has metadata "training" that is no JSON`, undefined, cause);
  }
}

/** An object of unknown content, whose fields are read one by one. */
class Fields {
  readonly #path: string;
  readonly #name: string;
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(path: string, name: string, value: unknown) {
    this.#path = path;
    this.#name = name;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.#fail(name, value, 'an object');
    this.#fields = new Map(Object.entries(value));
  }

  value(field: string): unknown {
    return this.#fields.get(field);
  }

  inner(field: string): Fields {
    return new Fields(this.#path, `${this.#name}.${field}`, this.value(field));
  }

  list(field: string): Fields[] {
    const list = this.value(field);
    if (!Array.isArray(list)) return this.refuse(field, 'a list');
    return list.map((value, k) => new Fields(this.#path, `${this.#name}.${field}[${k}]`, value));
  }

  /** Any number, also one that is not finite. */
  number(field: string): number {
    const value = words.get(this.value(field)) ?? this.value(field);
    return typeof value === 'number' ? value : this.refuse(field, 'a number, "inf", "-inf" or "nan"');
  }

  within(field: string, least: number, most: number): number {
    const value = this.value(field);
    return typeof value === 'number' && value >= least && value <= most ? value : this.refuse(field, `a number from ${least}`);
  }

  count(field: string, most: number): number {
    const value = this.value(field);
    const range = most === Infinity ? 'from 0' : `from 0 to ${most}`;
    return Number.isSafeInteger(value) && this.within(field, 0, most) >= 0
      ? (value as number)
      : this.refuse(field, `a whole number ${range}`);
  }

  refuse(field: string, expected: string): never {
    return this.#fail(`${this.#name}.${field}`, this.value(field), expected);
  }

  #fail(name: string, value: unknown, expected: string): never {
    const found = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
    throw new FileFormatError('safetensors', `${this.#path}: metadata ${name} is ${found}; expected ${expected}`);
  }
}
