import {
  add,
  constant,
  divide,
  equal,
  indexOf,
  lessThan,
  logarithm,
  multiply,
  negate,
  select,
  subtract,
  variable,
} from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';
import type { BernoulliInput } from './bernoulli.ts';
import { sigmoid, sigmoidComplement, softplusOf } from './bernoulli-programs.ts';
import { costProgram, dimensions, total, x, y } from './programs.ts';

/** Infinity stands as a constant at the root of the cost alone, because not every printed language can compute it. */
export function multiLabelCtcProgram(input: BernoulliInput, blank: number): Program {
  const logits = input === 'logits';
  const atBlank = equal(indexOf(dimensions), blank);
  const isBlankColumn = variable('isBlankColumn');
  const isForbidden = variable('isForbidden');
  const active = variable('active', dimensions);
  const inactive = variable('inactive', dimensions);
  const match = variable('match', dimensions);
  const full = equal(y, 1);
  const empty = equal(y, 0);
  /** In a blank column every dimension but the blank's is left out. */
  const isLeftOut = select(isBlankColumn, subtract(1, atBlank), 0);
  const isImpossible = logits ? constant(0) : equal(match, 0);

  const mixed = negate(logarithm(match));
  const cost = logits ? select(full, softplusOf(negate(x)), select(empty, softplusOf(x), mixed)) : mixed;
  const unit = logits ? multiply(active, inactive) : constant(1);
  const mixedSlope = divide(multiply(subtract(1, multiply(2, y)), unit), match);
  const slope: Expression = logits
    ? select(full, negate(inactive), select(empty, active, mixedSlope))
    : select(isImpossible, 0, mixedSlope);
  return costProgram(
    [
      { name: 'isBlankColumn', expression: lessThan(0, total(select(atBlank, y, 0))) },
      { name: 'active', index: dimensions, expression: logits ? sigmoid : x },
      { name: 'inactive', index: dimensions, expression: logits ? sigmoidComplement : subtract(1, x) },
      {
        name: 'match',
        index: dimensions,
        expression: add(multiply(y, active), multiply(subtract(1, y), inactive)),
      },
      { name: 'isForbidden', expression: lessThan(0, total(select(isLeftOut, 0, isImpossible))) },
    ],
    select(isForbidden, Infinity, total(select(isLeftOut, 0, select(isImpossible, 0, cost)))),
    select(isLeftOut, 0, slope),
    select(isBlankColumn, 0, select(add(atBlank, equal(match, 0)), 0, divide(subtract(inactive, active), match))),
  );
}
