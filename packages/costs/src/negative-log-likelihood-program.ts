import {
  add,
  constant,
  divide,
  equal,
  exponential,
  least,
  lessThan,
  logarithm,
  multiply,
  negate,
  select,
  subtract,
  variable,
} from '@rubato/expression';
import type { Binding, Expression, Program } from '@rubato/expression';
import { leastLogProbability, leastProbability } from './domains.ts';
import type { DistributionInput } from './log-probabilities.ts';
import { costProgram, dimensions, total, x, y } from './programs.ts';
import type { Rests } from './rests.ts';

/** A distribution p over the dimensions as expressions. */
interface Distribution {
  readonly bindings: readonly Binding[];
  /** Whether p_d is 0. */
  readonly isImpossible: Expression;
  /** log p_d, with a finite stand-in where p_d is 0. */
  readonly logProbability: Expression;
  /** The gradient by x_d of -Σ_d t_d log p_d for targets t. */
  readonly slope: (target: Expression, targetSum: Expression) => Expression;
}

const never = constant(0);

function distribution(input: DistributionInput): Distribution {
  if (input === 'probabilities') {
    const isImpossible = equal(x, 0);
    return {
      bindings: [],
      isImpossible,
      logProbability: select(isImpossible, Math.log(leastProbability), logarithm(x)),
      slope: (target) => select(isImpossible, 0, negate(divide(target, x))),
    };
  }
  if (input === 'logProbabilities') {
    const isImpossible = lessThan(x, leastLogProbability);
    return {
      bindings: [],
      isImpossible,
      logProbability: select(isImpossible, leastLogProbability, x),
      slope: (target) => negate(target),
    };
  }
  const largest = variable('largest');
  const normalizer = variable('normalizer');
  const logSoftmax = subtract(subtract(x, largest), normalizer);
  return {
    bindings: [
      { name: 'largest', expression: negate(least(dimensions, negate(x))) },
      { name: 'normalizer', expression: logarithm(total(exponential(subtract(x, largest)))) },
    ],
    isImpossible: never,
    logProbability: logSoftmax,
    slope: (target, targetSum) => subtract(multiply(exponential(logSoftmax), targetSum), target),
  };
}

/** Infinity stands as a constant at the root of the cost alone, because not every printed language can compute it. */
export function negativeLogLikelihoodProgram(input: DistributionInput, rests: Rests | undefined, dimension: number): Program {
  const { bindings, isImpossible, logProbability, slope } = distribution(input);
  const isRest = variable('isRest');
  const targetSum = variable('targetSum');
  const target = rests === 'uniform' ? select(isRest, 1 / dimension, y) : y;
  const isForbidden = variable('isForbidden');
  const contradiction = lessThan(0, total(select(isImpossible, lessThan(0, target), 0)));
  const restIsForbidden = rests === 'free' || rests === 'uniform' ? never : isRest;
  return costProgram(
    [
      ...bindings,
      // Targets are not negative, so a row without any positive target is all zero.
      { name: 'isRest', expression: equal(total(lessThan(0, y)), 0) },
      { name: 'targetSum', expression: total(target) },
      { name: 'isForbidden', expression: lessThan(0, add(contradiction, restIsForbidden)) },
    ],
    select(isForbidden, Infinity, negate(total(select(isImpossible, 0, multiply(target, logProbability))))),
    slope(target, targetSum),
    rests === 'free' ? negate(logProbability) : select(isRest, 0, negate(logProbability)),
  );
}
