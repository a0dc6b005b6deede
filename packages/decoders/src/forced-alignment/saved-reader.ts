import { checkOptions, checkWhole, isList, refuse } from '../check.ts';

const COST = 'a finite number, or null for Infinity';

/** Reads the fields of a saved object, and refuses what could not have been saved. */
export class SavedReader {
  readonly argument: string;
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(saved: unknown, argument: string, known: readonly string[]) {
    checkOptions(saved, known, argument);
    this.argument = argument;
    this.fields = saved as Readonly<Record<string, unknown>>;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  refuse(name: string, expected: string): never {
    refuse(`${this.argument}.${name}`, this.fields[name], expected);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.fields[name];
    return choices.find((choice) => choice === value) ?? this.refuse(name, `one of ${choices.join(', ')}`);
  }

  text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' ? value : this.refuse(name, 'a reason');
  }

  whole(name: string, least: number, most: number): number {
    const value = this.fields[name];
    checkWhole(`${this.argument}.${name}`, value, least, most);
    return value as number;
  }

  cost(name: string): number {
    return readCost(this.fields[name]) ?? this.refuse(name, COST);
  }

  costs(name: string, length: number): Float64Array {
    return readCosts(this.fields[name], length, `${this.argument}.${name}`);
  }

  /** A list of so many entries. */
  list(name: string, length?: number): ArrayLike<unknown> {
    const value = this.fields[name];
    if (isList(value) && (length === undefined || value.length === length)) return value;
    return this.refuse(name, length === undefined ? 'a list' : `a list of ${length}`);
  }

  /** Writes finite numbers into an array of their number. */
  numbers(name: string, target: Float64Array): void {
    const list = this.list(name, target.length);
    for (let i = 0; i < target.length; i++) {
      if (!Number.isFinite(list[i])) refuse(`${this.argument}.${name}`, list[i], 'a finite number', [i]);
      target[i] = list[i] as number;
    }
  }

  /** The fields of a saved object within this one. */
  inner(name: string, known: readonly string[]): SavedReader {
    return new SavedReader(this.fields[name], `${this.argument}.${name}`, known);
  }
}

export function readCosts(saved: unknown, length: number, argument: string): Float64Array {
  if (!isList(saved) || saved.length !== length) refuse(argument, saved, `a list of ${length}`);
  return Float64Array.from({ length }, (_, i) => readCost(saved[i]) ?? refuse(argument, saved[i], COST, [i]));
}

function readCost(value: unknown): number | undefined {
  if (value === null || value === Infinity) return Infinity;
  return Number.isFinite(value) ? (value as number) : undefined;
}
