/** `@rubato/expression`: the grammar that minimum and cost records are printed from. It imports nothing. */
export type { Binding, Expression, Program, Range } from './grammar.ts';
export {
  absolute,
  add,
  constant,
  divide,
  equal,
  exponential,
  indexOf,
  least,
  lessThan,
  logarithm,
  maximum,
  minimum,
  multiply,
  negate,
  select,
  squareRoot,
  subtract,
  sum,
  variable,
} from './build.ts';
export { evaluateProgram } from './evaluate.ts';
export type { ProgramInputs, ProgramOutputs } from './evaluate.ts';
