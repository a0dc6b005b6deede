import * as elementary from './elementary.ts';
import { inWords } from './parameters.ts';
import type { LocalCost, LocalCostSpecification, PreparedCost, WeightedCostTerm } from './record.ts';

const largestWeight = 1e15;

/** One term of a weighted sum, checked: its cost reads the dimensions [first, last). */
export interface PreparedTerm {
  readonly cost: PreparedCost;
  readonly weight: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Checks and prepares the terms of a weighted sum, those of weight 0 included.
 *
 * @throws RangeError that names the term and what is wrong with it
 */
export function prepareTerms(
  specification: LocalCostSpecification,
  dimension: number,
  records: Readonly<Record<string, LocalCost>> = elementary,
): readonly PreparedTerm[] {
  const terms: unknown = specification.terms;
  if (!Array.isArray(terms) || terms.length === 0)
    throw new RangeError(`local cost 'weightedSum': terms must be a list of at least one term, got ${inWords(terms)}`);
  return Array.from(terms, (term: unknown, index) => prepareTerm(term, `local cost 'weightedSum': terms[${index}]`, dimension, records));
}

function prepareTerm(value: unknown, where: string, dimension: number, records: Readonly<Record<string, LocalCost>>): PreparedTerm {
  if (typeof value !== 'object' || value === null) throw new RangeError(`${where} must be an object, got ${inWords(value)}`);
  const { cost, weight, first = 0, last = dimension } = value as Partial<WeightedCostTerm>;
  if (typeof weight !== 'number' || !(weight >= 0 && weight <= largestWeight))
    throw new RangeError(`${where}.weight must be a number from 0 to ${largestWeight}, got ${inWords(weight)}`);
  if (!Number.isInteger(first) || first < 0 || first >= dimension)
    throw new RangeError(`${where}.first must be a whole number from 0 to ${dimension - 1}, got ${inWords(first)}`);
  if (!Number.isInteger(last) || last <= first || last > dimension)
    throw new RangeError(`${where}.last must be a whole number from ${first + 1} to ${dimension}, got ${inWords(last)}`);
  const name: unknown = cost?.name;
  if (cost === undefined || typeof name !== 'string' || !Object.hasOwn(records, name) || name === 'weightedSum') {
    const known = Object.keys(records)
      .filter((candidate) => candidate !== 'weightedSum')
      .toSorted()
      .join(', ');
    throw new RangeError(
      name === 'weightedSum'
        ? `${where}.cost must not be a weighted sum itself: list its terms directly`
        : `${where}.cost: unknown local cost ${inWords(name)}; known are: ${known}`,
    );
  }
  try {
    return { cost: records[name].prepare(cost, last - first, records), weight, first, last };
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${where}.cost: ${error.message}`, { cause: error });
    throw error;
  }
}
