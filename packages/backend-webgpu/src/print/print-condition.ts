import type { Expression } from '@rubato/expression';
import type { Block } from './block.ts';
import { printExpression } from './print-expression.ts';
import { isConstant } from './simplify.ts';
import { atom, loose, operand, sum } from './text.ts';
import type { Text } from './text.ts';

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
export function printNegation(node: Expression, block: Block): Text {
  if (node.op !== 'less' && node.op !== 'equal') return { text: `!${operand(printCondition(node, block), atom)}`, binding: loose };
  const left = operand(printExpression(node.left, block), sum);
  const right = operand(printExpression(node.right, block), sum);
  return { text: `${left} ${node.op === 'less' ? '>=' : '!='} ${right}`, binding: loose };
}

/** Whether an expression is a truth value, not 0 or 0, made of others: a comparison, and, or, not, a choice of them. */
function isTruth(node: Expression): boolean {
  switch (node.op) {
    case 'less':
    case 'equal':
      return true;
    case 'constant':
      return node.value === 0 || node.value === 1;
    case 'add':
    case 'multiply':
      return isTruth(node.left) && isTruth(node.right);
    case 'subtract':
      return isConstant(node.left, 1) && (node.right.op === 'less' || node.right.op === 'equal');
    case 'select':
      return isTruth(node.then) && isTruth(node.otherwise);
    default:
      return false;
  }
}
