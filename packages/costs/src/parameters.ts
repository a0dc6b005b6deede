import type { LocalCostSpecification } from './record.ts';

/** Reads the parameters of one specification; each method throws a RangeError that names the parameter. */
export interface ParameterReader {
  number(name: string, fallback: number, isRight: (value: number) => boolean, expected: string): number;
  /** One of the choices, or undefined where the parameter is not given. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
}

/** A value in words for an error message, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'number' || value === null ? String(value) : typeof value;
}

/**
 * Checks what every cost checks, and gives access to the parameters.
 *
 * @param cost the cost's name, for messages
 * @param known the names of its parameters
 * @param hasTerms whether the cost takes `terms`
 * @throws RangeError for a dimension that is not a positive whole number, an unknown parameter, or terms where none
 * belong
 */
export function readParameters(
  cost: string,
  specification: LocalCostSpecification,
  dimension: number,
  known: readonly string[],
  hasTerms = false,
): ParameterReader {
  const fail = (problem: string): never => {
    throw new RangeError(`local cost '${cost}': ${problem}`);
  };
  if (!Number.isSafeInteger(dimension) || dimension < 1) fail(`dimension must be a positive whole number, got ${inWords(dimension)}`);
  const parameters: unknown = specification.parameters ?? {};
  if (typeof parameters !== 'object' || parameters === null) return fail(`parameters must be an object, got ${inWords(parameters)}`);
  const values = new Map<string, unknown>(Object.entries(parameters));
  for (const name of values.keys()) {
    if (known.includes(name)) continue;
    fail(`unknown parameter '${name}'; ${known.length === 0 ? 'it takes none' : `known are: ${known.join(', ')}`}`);
  }
  if (!hasTerms && specification.terms !== undefined) fail(`it takes no terms; terms belong to 'weightedSum'`);

  return {
    number(name, fallback, isRight, expected) {
      const value = values.get(name);
      if (value === undefined) return fallback;
      if (typeof value === 'number' && isRight(value)) return value;
      return fail(`parameter '${name}' must be ${expected}, got ${inWords(value)}`);
    },
    choice(name, choices) {
      const value = values.get(name);
      if (value === undefined) return undefined;
      const choice = choices.find((candidate) => candidate === value);
      const listed = choices.map((candidate) => `'${candidate}'`).join(', ');
      return choice ?? fail(`parameter '${name}' must be one of ${listed}, got ${inWords(value)}`);
    },
  };
}
