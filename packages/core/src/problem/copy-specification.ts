import type { LocalCostSpecification, WeightedCostTerm } from '@rubato/costs';
import { InvalidArgumentError } from '../errors.ts';
import { checkFields, checkObject, LARGEST_FEATURE, show } from './check.ts';

/**
 * A local cost's specification as frozen plain data of its own. Names and ranges of parameters are the cost's to judge; here numbers
 * are bounded, so that costs stay within the limits of a solve.
 */
export function copySpecification(argument: string, input: unknown, isTerm = false): LocalCostSpecification {
  checkObject(argument, input, 'a local cost { name, parameters }');
  const specification = input as LocalCostSpecification;
  // A weighted sum has no weighted sums as terms.
  checkFields(`${argument}.`, specification, isTerm ? ['name', 'parameters'] : ['name', 'parameters', 'terms']);
  const { name, parameters, terms } = specification;
  return Object.freeze({
    name,
    ...(parameters === undefined ? {} : { parameters: copyParameters(`${argument}.parameters`, parameters) }),
    ...(terms === undefined || isTerm ? {} : { terms: copyTerms(`${argument}.terms`, terms) }),
  });
}

function copyParameters(argument: string, input: unknown): Readonly<Record<string, number | string>> {
  checkObject(argument, input, 'an object of numbers and words');
  for (const [name, value] of Object.entries(input as object)) {
    if (typeof value === 'string' || (typeof value === 'number' && Math.abs(value) <= LARGEST_FEATURE)) continue;
    throw new InvalidArgumentError({
      argument: `${argument}.${name}`,
      found: show(value),
      expected: `a word, or a number within ±${LARGEST_FEATURE}`,
    });
  }
  return Object.freeze({ ...(input as Record<string, number | string>) });
}

function copyTerms(argument: string, input: unknown): readonly WeightedCostTerm[] {
  if (!Array.isArray(input)) throw new InvalidArgumentError({ argument, found: show(input), expected: 'a list of terms { cost, weight }' });
  return Object.freeze(
    Array.from(input as unknown[], (value, t): WeightedCostTerm => {
      const place = `${argument}[${t}]`;
      checkObject(place, value, 'a term { cost, weight }');
      const term = value as WeightedCostTerm;
      checkFields(`${place}.`, term, ['cost', 'weight', 'first', 'last']);
      const { weight, first, last } = term;
      const range = { ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) };
      return Object.freeze({ cost: copySpecification(`${place}.cost`, term.cost, true), weight, ...range });
    }),
  );
}
