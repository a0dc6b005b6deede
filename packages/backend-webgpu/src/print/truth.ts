import type { Expression } from '@rubato/expression';
import { isConstant } from './simplify.ts';

/** Whether an expression is a truth value, not 0 or 0, made of others: a comparison, and, or, not, a choice of them. */
export function isTruth(node: Expression): boolean {
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
