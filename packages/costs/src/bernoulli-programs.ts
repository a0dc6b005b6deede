import {
  absolute,
  add,
  constant,
  divide,
  equal,
  exponential,
  lessThan,
  logarithm,
  maximum,
  multiply,
  negate,
  select,
  subtract,
  variable,
} from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';
import { largestNegativeLog } from './bernoulli.ts';
import { costProgram, total, x, y } from './programs.ts';

const one = constant(1);
/** 1 - y_d */
const rest = subtract(one, y);

/** `expression`, or where the condition holds `instead`: keeps log 0 and division by 0 from ever being computed. */
const unless = (condition: Expression, expression: Expression, instead: number): Expression => select(condition, instead, expression);

const impossible = equal(x, 0);
const certain = equal(x, 1);
const logActive = logarithm(x);
const logInactive = logarithm(subtract(one, x));
const contradiction = variable('contradiction');

/** log(1 + e^z) */
export const softplusOf = (z: Expression): Expression => add(maximum(z, 0), logarithm(add(one, exponential(negate(absolute(z))))));
const odds = exponential(negate(absolute(x)));
/** 1/(1 + e^-z) and 1/(1 + e^z) for the logit z = x_d, without overflow. */
export const sigmoid: Expression = divide(select(lessThan(x, 0), odds, 1), add(one, odds));
export const sigmoidComplement: Expression = divide(select(lessThan(x, 0), 1, odds), add(one, odds));

/** Infinity stands as a constant at the root alone, because not every printed language can compute it. */
export const crossEntropyOfProbabilities: Program = costProgram(
  [
    {
      name: 'contradiction',
      expression: total(select(impossible, lessThan(0, y), select(certain, lessThan(y, 1), 0))),
    },
  ],
  select(
    lessThan(0, contradiction),
    Infinity,
    negate(total(add(unless(impossible, multiply(y, logActive), 0), unless(certain, multiply(rest, logInactive), 0)))),
  ),
  subtract(unless(certain, divide(rest, subtract(one, x)), 0), unless(impossible, divide(y, x), 0)),
  subtract(unless(certain, logInactive, -largestNegativeLog), unless(impossible, logActive, -largestNegativeLog)),
);

export const crossEntropyOfLogits: Program = costProgram(
  [],
  total(add(multiply(y, softplusOf(negate(x))), multiply(rest, softplusOf(x)))),
  subtract(multiply(rest, sigmoid), multiply(y, sigmoidComplement)),
  negate(x),
);
