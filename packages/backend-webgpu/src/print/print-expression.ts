import type { Expression } from '@rubato/expression';
import type { Block } from './block.ts';
import { printNumber } from './number.ts';
import { isConstant } from './simplify.ts';
import { atom, call, indent, loose, name, operand, product, sum } from './text.ts';
import type { Text } from './text.ts';
import { isTruth } from './truth.ts';

/**
 * Prints an expression, of type f32. What WGSL has no expression for (a reduction, a branch that must not be computed)
 * goes into `block` as statements before.
 */
export function printExpression(node: Expression, block: Block): Text {
  const print = (of: Expression): Text => printExpression(of, block);
  const infix = (left: Text, operator: string, right: Text, binding: typeof sum | typeof product): Text => ({
    text: `${operand(left, binding)} ${operator} ${operand(right, binding === sum ? product : atom)}`,
    binding,
  });
  switch (node.op) {
    case 'constant':
      return literal(node.value);
    case 'variable':
      return node.index === undefined
        ? block.surroundings.scalar(node.name)
        : block.surroundings.element(node.name, block.index(node.index), block);
    case 'index':
      return call('f32', name(block.index(node.of)));
    case 'negate':
      return { text: `-${operand(print(node.of), atom)}`, binding: loose };
    case 'exp':
      return call('exponential', print(node.of));
    case 'log':
      return call('logarithm', print(node.of));
    case 'sqrt':
    case 'abs':
      return call(node.op, print(node.of));
    case 'add':
      return infix(print(node.left), '+', print(node.right), sum);
    case 'subtract':
      return infix(print(node.left), '-', print(node.right), sum);
    case 'multiply':
      return infix(print(node.left), '*', print(node.right), product);
    case 'divide':
      return infix(print(node.left), '/', print(node.right), product);
    case 'minimum':
      return call('min', print(node.left), print(node.right));
    case 'maximum':
      return call('max', print(node.left), print(node.right));
    case 'less':
    case 'equal':
      return call('f32', printCondition(node, block));
    case 'select':
      return printSelect(node, block);
    case 'sum':
    case 'least': {
      const known = block.reduced(node);
      if (known !== undefined) return known;
      const together = block.indices.size === 0 ? block.surroundings.reduceTogether : undefined;
      return together === undefined ? printReduction(node, block) : together(node, block);
    }
  }
}

const literal = (value: number): Text => ({ text: printNumber(value), binding: value < 0 || Object.is(value, -0) ? loose : atom });

/** Prints whether an expression is not 0, of type bool. */
export function printCondition(node: Expression, block: Block): Text {
  const join = (left: Expression, operator: '&&' | '||', right: Expression): Text => ({
    text: `${operand(printCondition(left, block), atom)} ${operator} ${operand(printCondition(right, block), atom)}`,
    binding: loose,
  });
  const not = (of: Expression): Text => printNegation(of, block);

  if (node.op === 'less' && isConstant(node.left, 0) && isTruth(node.right)) return printCondition(node.right, block);
  if (node.op === 'equal' && isConstant(node.right, 0) && isTruth(node.left)) return not(node.left);
  if (node.op === 'less' || node.op === 'equal') {
    const left = operand(printExpression(node.left, block), sum);
    const right = operand(printExpression(node.right, block), sum);
    return { text: `${left} ${node.op === 'less' ? '<' : '=='} ${right}`, binding: loose };
  }
  if (node.op === 'add' && isTruth(node)) return join(node.left, '||', node.right);
  if (node.op === 'multiply' && isTruth(node)) return join(node.left, '&&', node.right);
  if (node.op === 'subtract' && isTruth(node)) return not(node.right);
  if (node.op === 'select' && isTruth(node)) {
    const { condition, then, otherwise } = node;
    if (isConstant(then, 1) && isConstant(otherwise, 0)) return printCondition(condition, block);
    if (isConstant(otherwise, 0)) return join(condition, '&&', then);
    if (isConstant(then, 1)) return join(condition, '||', otherwise);
    if (isConstant(then, 0)) {
      const left = operand(not(condition), atom);
      return isConstant(otherwise, 1)
        ? not(condition)
        : { text: `${left} && ${operand(printCondition(otherwise, block), atom)}`, binding: loose };
    }
  }
  return { text: `${operand(printExpression(node, block), sum)} != 0.0`, binding: loose };
}

/** Prints whether an expression is 0, of type bool. */
function printNegation(node: Expression, block: Block): Text {
  if (node.op !== 'less' && node.op !== 'equal') return { text: `!${operand(printCondition(node, block), atom)}`, binding: loose };
  const left = operand(printExpression(node.left, block), sum);
  const right = operand(printExpression(node.right, block), sum);
  return { text: `${left} ${node.op === 'less' ? '>=' : '!='} ${right}`, binding: loose };
}

type Select = Extract<Expression, { readonly op: 'select' }>;

/** A branch that divides or costs much becomes a branch of the printed code, where it is not computed in vain. */
function printSelect({ condition, then, otherwise }: Select, block: Block): Text {
  const together = block.indices.size === 0 && block.surroundings.reduceTogether !== undefined;
  if (together || (isCheap(then) && isCheap(otherwise))) {
    const test = printCondition(condition, block);
    return call('select', printExpression(otherwise, block), printExpression(then, block), test);
  }
  const test = isConstant(then, 0) ? printNegation(condition, block) : printCondition(condition, block);
  const chosen = block.fresh('chosen');
  const branch = (of: Expression): string[] => {
    const inner = block.inner();
    const { text } = printExpression(of, inner);
    return indent([...inner.lines, `${chosen} = ${text};`]);
  };
  block.lines.push(`var ${chosen} = 0.0;`);
  if (isConstant(then, 0)) block.lines.push(`if (${test.text}) {`, ...branch(otherwise), '}');
  else if (isConstant(otherwise, 0)) block.lines.push(`if (${test.text}) {`, ...branch(then), '}');
  else block.lines.push(`if (${test.text}) {`, ...branch(then), '} else {', ...branch(otherwise), '}');
  return name(chosen);
}

function isCheap(node: Expression): boolean {
  switch (node.op) {
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'divide':
    case 'sum':
    case 'least':
      return false;
    case 'constant':
    case 'variable':
    case 'index':
      return true;
    case 'select':
      return isCheap(node.condition) && isCheap(node.then) && isCheap(node.otherwise);
    default:
      return 'of' in node ? isCheap(node.of) : isCheap(node.left) && isCheap(node.right);
  }
}

export type Reduction = Extract<Expression, { readonly op: 'sum' | 'least' }>;

/** The statement that takes one value more into a sum or a least value. */
export const accumulate = (op: Reduction['op'], into: string, value: string): string =>
  op === 'sum' ? `${into} += ${value};` : `${into} = min(${into}, ${value});`;

/** What a reduction of nothing gives. */
export const neutral = (op: Reduction['op']): string => printNumber(op === 'sum' ? 0 : Infinity);

/** A serial loop over the whole of an index. `first` and `step` are for one thread's share of it. */
export function printReduction({ op, over, of }: Reduction, block: Block, first = '0u', step = '1u'): Text {
  const total = block.fresh(op);
  const index = block.indexName(over);
  const inner = block.inner(over, index);
  const { text } = printExpression(of, inner);
  block.lines.push(`var ${total} = ${neutral(op)};`, ...loop(index, block, [...inner.lines, accumulate(op, total, text)], first, step));
  return name(total);
}

/** A loop over the whole of an index. */
export function loop(index: string, block: Block, body: readonly string[], first = '0u', step = '1u'): string[] {
  const next = step === '1u' ? `${index}++` : `${index} += ${step}`;
  return [`for (var ${index} = ${first}; ${index} < ${block.surroundings.extent}; ${next}) {`, ...indent(body), '}'];
}
