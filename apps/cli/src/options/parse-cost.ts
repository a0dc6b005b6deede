import type { LocalCostSpecification } from '@rubato/costs';
import { localCosts, prepareLocalCost } from '@rubato/costs';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/** The local costs that need no more than parameters: a weighted sum has terms, which only a problem file can say. */
export const costNames: readonly string[] = Object.keys(localCosts)
  .filter((name) => name !== 'weightedSum')
  .toSorted();

/**
 * A local cost: `cosine`, `innerProduct:offset=2`, `negativeLogLikelihood:input=logits,rests=free`.
 *
 * @throws UsageError for an unknown name or a parameter that is not `name=value`; values are judged by `checkCost`
 */
export function parseCost(text: string): LocalCostSpecification {
  const [name, ...rest] = text.split(':');
  if (name === 'weightedSum') {
    throw new UsageError('--cost weightedSum has terms, which an option cannot say; write a problem file and use rubato solve');
  }
  if (!costNames.includes(name)) throw new UsageError(`--cost: there is no local cost '${name}'; there are ${costNames.join(', ')}`);
  const list = rest.join(':');
  if (list === '') return { name };
  const parameters: Record<string, number | string> = Object.create(null);
  for (const pair of list.split(',')) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at).trim();
    if (at < 1 || key === '') throw new UsageError(`--cost ${text}: '${pair}' is not parameter=value`);
    if (key in parameters) throw new UsageError(`--cost ${text}: the parameter '${key}' stands twice`);
    const value = pair.slice(at + 1).trim();
    const number = toNumber(value);
    parameters[key] = Number.isNaN(number) ? value : number;
  }
  return { name, parameters: { ...parameters } };
}

/**
 * Refuses parameters that the cost does not take.
 *
 * @param dimension how many features a frame has
 */
export function checkCost(cost: LocalCostSpecification, dimension: number): void {
  try {
    prepareLocalCost(cost, dimension);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--cost: ${error.message}`, { cause: error });
    throw error;
  }
}
