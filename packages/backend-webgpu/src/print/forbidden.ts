import { add, constant, lessThan, select } from '@rubato/expression';
import type { Expression } from '@rubato/expression';

/** A cost in two parts: where `isForbidden` is there and not 0 it is Infinity, elsewhere `finite`. */
export interface SplitCost {
  readonly finite: Expression;
  readonly isForbidden?: Expression;
}

/**
 * Splits a cost that may be the constant Infinity, in branches and in sums of costs times positive weights, into a
 * cost that is finite where nothing forbids and the condition that forbids: no device has to calculate with Infinity.
 */
export function splitForbidden(node: Expression): SplitCost {
  switch (node.op) {
    case 'constant':
      return node.value === Infinity ? { finite: constant(0), isForbidden: constant(1) } : { finite: node };
    case 'select': {
      const then = splitForbidden(node.then);
      const otherwise = splitForbidden(node.otherwise);
      if (then.isForbidden === undefined && otherwise.isForbidden === undefined) return { finite: node };
      const isForbidden = select(node.condition, then.isForbidden ?? 0, otherwise.isForbidden ?? 0);
      // Asked for only where nothing forbids, so a branch that always does needs no test.
      if (isInfinite(node.then)) return { finite: otherwise.finite, isForbidden };
      if (isInfinite(node.otherwise)) return { finite: then.finite, isForbidden };
      return { finite: select(node.condition, then.finite, otherwise.finite), isForbidden };
    }
    case 'add':
    case 'multiply': {
      const left = splitForbidden(node.left);
      const right = splitForbidden(node.right);
      const isForbidden = either(left.isForbidden, right.isForbidden);
      return isForbidden === undefined ? { finite: node } : { finite: { ...node, left: left.finite, right: right.finite }, isForbidden };
    }
    case 'subtract':
    case 'divide': {
      const left = splitForbidden(node.left);
      return left.isForbidden === undefined ? { finite: node } : { finite: { ...node, left: left.finite }, isForbidden: left.isForbidden };
    }
    default:
      return { finite: node };
  }
}

const isInfinite = (node: Expression): boolean => node.op === 'constant' && node.value === Infinity;

function either(left: Expression | undefined, right: Expression | undefined): Expression | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return lessThan(0, add(left, right));
}
