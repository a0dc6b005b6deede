import { checkOptions, isList, refuse } from '../check.ts';
import type { SavedScorer, Scorer, ScorerStates } from './scorer.ts';

/** A score of one's own, by functions of a state. States are plain data, and are never modified. */
export interface ScorerCallbacks<State> {
  /** The state of the empty prefix. */
  readonly start: State;
  /** What the label adds to the score of a prefix in this state, in natural logarithms; `-Infinity` forbids it. */
  readonly score: (state: State, label: number) => number;
  /** The state with the label appended. Called only for prefixes that are kept. */
  readonly advance: (state: State, label: number) => State;
  /** What the end adds. Default: nothing. */
  readonly finish?: (state: State) => number;
  /**
   * At least what `score` ever answers, so that labels without a chance need not be asked about. Default `Infinity`: every label is.
   * A number too low loses label sequences.
   */
  readonly most?: number;
  /** How saved states name it; functions that mean something else want another name. Default `'callback'`. */
  readonly name?: string;
}

/**
 * A scorer made of functions: `score(labels) = ln p(labels | frames) + Σ_l score(state_l, label_l) + finish(state_L)`.
 *
 * @throws InvalidArgumentError where a function is missing, or answers NaN or `Infinity`
 *
 * @example
 * ```ts
 * import { callbackScorer, prefixBeamSearch } from '@rubato/decoders';
 * // Half a nat for each label, and none after a 2.
 * const scorer = callbackScorer({ start: 0, score: (last) => (last === 2 ? -Infinity : 0.5), advance: (_, label) => label });
 * const posteriors = { data: Float64Array.of(0.1, 0.3, 0.6, 0.3, 0.6, 0.1), shape: [1, 2, 3] } as const;
 * prefixBeamSearch(posteriors)[0][0].labels; // → Int32Array.of(2, 1)
 * const [[best]] = prefixBeamSearch(posteriors, { scorers: [scorer] });
 * best.labels; // → Int32Array.of(1)
 * best.score - best.logProbability; // → 0.5
 * ```
 */
export function callbackScorer<State>(callbacks: ScorerCallbacks<State>): Scorer {
  checkOptions(callbacks, ['start', 'score', 'advance', 'finish', 'most', 'name'], 'callbacks');
  const { start, score, advance, finish = () => 0, most = Infinity, name = 'callback' } = callbacks;
  for (const [key, value] of Object.entries({ score, advance, finish })) {
    if (typeof value !== 'function') refuse(`callbacks.${key}`, value, 'a function');
  }
  if (typeof most !== 'number' || Number.isNaN(most)) refuse('callbacks.most', most, 'a number, or Infinity');
  if (typeof name !== 'string') refuse('callbacks.name', name, 'a string');
  return Object.freeze({ name, open: () => new CallbackStates({ start, score, advance, finish, most }) });
}

/** A copy that shares nothing with the states; refuses the first that has none, a function for example. */
function copyOf<T>(states: T[], argument: string): T[] {
  try {
    return structuredClone(states);
  } catch {
    const entry = states.findIndex((state) => !hasCopy(state));
    return refuse(argument, states[entry], 'plain data, which can be saved', [entry]);
  }
}

function hasCopy(state: unknown): boolean {
  try {
    structuredClone(state);
    return true;
  } catch {
    return false;
  }
}

class CallbackStates<State> implements ScorerStates {
  readonly #callbacks: Required<Omit<ScorerCallbacks<State>, 'name'>>;
  #states: State[] = [];
  #next: State[] = [];

  constructor(callbacks: Required<Omit<ScorerCallbacks<State>, 'name'>>) {
    this.#callbacks = callbacks;
    this.reset();
  }

  reset(): void {
    this.#states = [this.#callbacks.start];
  }

  reserve(entries: number): void {
    this.#next.length = entries;
  }

  gain(entry: number, label: number): number {
    return this.#checked('score', this.#callbacks.score(this.#states[entry], label));
  }

  mostGain(): number {
    return this.#callbacks.most;
  }

  mostException(): number {
    return -Infinity;
  }

  exceptionCount(): number {
    return 0;
  }

  exception(): number {
    return -1;
  }

  keep(entry: number, slot: number): void {
    this.#next[slot] = this.#states[entry];
  }

  extend(entry: number, label: number, slot: number): void {
    this.#next[slot] = this.#callbacks.advance(this.#states[entry], label);
  }

  swap(): void {
    [this.#states, this.#next] = [this.#next, this.#states];
  }

  finish(entry: number): number {
    return this.#checked('finish', this.#callbacks.finish(this.#states[entry]));
  }

  save(count: number): SavedScorer['columns'] {
    return [copyOf(this.#states.slice(0, count), 'callbacks.advance()')];
  }

  restore(columns: readonly (readonly unknown[])[], count: number, argument: string): void {
    if (!isList(columns) || columns.length !== 1) refuse(argument, columns, 'one list of states');
    const [column] = columns;
    if (!isList(column) || column.length !== count) refuse(argument, column, `${count} states, one for each entry`, [0]);
    this.#states = copyOf(Array.from(column), argument) as State[];
  }

  #checked(name: string, value: unknown): number {
    if (typeof value === 'number' && value < Infinity) return value;
    return refuse(`callbacks.${name}()`, value, 'a number, or -Infinity');
  }
}
