import type { Expression, Range } from './grammar.ts';

/** A number, or an expression: builders take both. */
export type Operand = Expression | number;

const expression = (operand: Operand): Expression => (typeof operand === 'number' ? constant(operand) : operand);

type Binary = Extract<Expression, { readonly left: Expression }>['op'];
const binary =
  (op: Binary) =>
  (left: Operand, right: Operand): Expression => ({ op, left: expression(left), right: expression(right) });

type Unary = 'negate' | 'exp' | 'log' | 'sqrt' | 'abs';
const unary =
  (op: Unary) =>
  (of: Operand): Expression => ({ op, of: expression(of) });

type BinaryBuilder = (left: Operand, right: Operand) => Expression;
type UnaryBuilder = (of: Operand) => Expression;

export const constant = (value: number): Expression => ({ op: 'constant', value });
export const variable = (name: string, index?: Range): Expression =>
  index === undefined ? { op: 'variable', name } : { op: 'variable', name, index };
export const indexOf = (of: Range): Expression => ({ op: 'index', of });

export const add: BinaryBuilder = binary('add');
export const subtract: BinaryBuilder = binary('subtract');
export const multiply: BinaryBuilder = binary('multiply');
export const divide: BinaryBuilder = binary('divide');
export const minimum: BinaryBuilder = binary('minimum');
export const maximum: BinaryBuilder = binary('maximum');
export const lessThan: BinaryBuilder = binary('less');
export const equal: BinaryBuilder = binary('equal');

export const negate: UnaryBuilder = unary('negate');
export const exponential: UnaryBuilder = unary('exp');
export const logarithm: UnaryBuilder = unary('log');
export const squareRoot: UnaryBuilder = unary('sqrt');
export const absolute: UnaryBuilder = unary('abs');

export const select = (condition: Operand, then: Operand, otherwise: Operand): Expression => ({
  op: 'select',
  condition: expression(condition),
  then: expression(then),
  otherwise: expression(otherwise),
});
/** Σ over the whole of an index. */
export const sum = (over: Range, of: Operand): Expression => ({ op: 'sum', over, of: expression(of) });
/** The least value over the whole of an index. */
export const least = (over: Range, of: Operand): Expression => ({ op: 'least', over, of: expression(of) });
