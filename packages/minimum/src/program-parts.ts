import { equal, exponential, divide, indexOf, least, minimum, multiply, negate, select, subtract, sum, variable } from '@rubato/expression';
import type { Binding, Expression } from '@rubato/expression';

// Bindings that several programs begin with. Each may use those above it.

/** Above every index. A whole number that float32 holds exactly. */
const none = 2 ** 30;

export const leastCandidate: Binding = { name: 'least', expression: least('i', variable('x', 'i')) };

/** The index of the first candidate that attains the minimum. */
export const firstLeast: Binding = {
  name: 'first',
  expression: least('i', select(equal(variable('x', 'i'), variable('least')), indexOf('i'), none)),
};

/**
 * (x_i - least)/γ, cut off at `most`: where all that lies further off gets no weight, cutting changes nothing, and
 * neither dividing by a small γ nor a product of 0 with something infinite can do harm.
 */
export const excessUpTo = (most: number): Binding => ({
  name: 'excess',
  index: 'i',
  expression: divide(minimum(subtract(variable('x', 'i'), variable('least')), multiply(most, variable('gamma'))), variable('gamma')),
});

/** exp(-excess): long 0 where the excess is cut off. */
export const boltzmannTerms: readonly Binding[] = [
  leastCandidate,
  excessUpTo(1000),
  { name: 'term', index: 'i', expression: exponential(negate(variable('excess', 'i'))) },
  { name: 'total', expression: sum('i', variable('term', 'i')) },
  { name: 'probability', index: 'i', expression: divide(variable('term', 'i'), variable('total')) },
];

/** Directions are measured from that of the first minimum: where it has nearly all weight, its own entry cancels. */
export const relativeDirection: readonly Binding[] = [
  firstLeast,
  { name: 'origin', expression: sum('i', select(equal(indexOf('i'), variable('first')), variable('z', 'i'), 0)) },
  { name: 'relative', index: 'i', expression: subtract(variable('z', 'i'), variable('origin')) },
];

/** Σ_i of `weight_i`·`value_i` for two names. */
export const weighted = (weight: string, value: string): Expression => sum('i', multiply(variable(weight, 'i'), variable(value, 'i')));
