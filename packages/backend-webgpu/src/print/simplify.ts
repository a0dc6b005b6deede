import { constant, evaluateProgram, negate } from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';

/**
 * The same program with fewer nodes: what does not vary is calculated (in float64; a WGSL compiler refuses a constant
 * expression that overflows), and branches that are never taken, + 0, · 1 and their like go.
 *
 * @param extent how many values each index has, where that is known
 */
export function simplifyProgram(program: Program, extent: number = Infinity): Program {
  const outputs = Object.entries(program.outputs).map(([name, output]) => [
    name,
    { ...output, expression: simplify(output.expression, extent) },
  ]);
  return {
    bindings: program.bindings.map((binding) => ({ ...binding, expression: simplify(binding.expression, extent) })),
    outputs: Object.fromEntries(outputs) as Program['outputs'],
  };
}

export function simplify(node: Expression, extent: number = Infinity): Expression {
  switch (node.op) {
    case 'constant':
    case 'variable':
    case 'index':
      return node;
    case 'sum':
    case 'least': {
      const of = simplify(node.of, extent);
      return node.op === 'sum' && isConstant(of, 0) ? of : { ...node, of };
    }
    case 'select': {
      const condition = simplify(node.condition, extent);
      if (condition.op === 'constant') return simplify(condition.value === 0 ? node.otherwise : node.then, extent);
      return { op: 'select', condition, then: simplify(node.then, extent), otherwise: simplify(node.otherwise, extent) };
    }
    case 'negate':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs': {
      const of = simplify(node.of, extent);
      if (of.op === 'constant') return calculate({ ...node, of });
      return node.op === 'negate' && of.op === 'negate' ? of.of : { ...node, of };
    }
    default:
      return simplifyBinary({ ...node, left: simplify(node.left, extent), right: simplify(node.right, extent) }, extent);
  }
}

type Binary = Extract<Expression, { readonly left: Expression }>;

export const isConstant = (node: Expression, value: number): boolean => node.op === 'constant' && node.value === value;

function simplifyBinary(node: Binary, extent: number): Expression {
  const { op, left, right } = node;
  if (left.op === 'constant' && right.op === 'constant') return calculate(node);
  if (op === 'add' && isConstant(left, 0)) return right;
  if ((op === 'add' || op === 'subtract') && isConstant(right, 0)) return left;
  if (op === 'subtract' && isConstant(left, 0)) return negate(right);
  if (op === 'multiply' && isConstant(left, 1)) return right;
  if (op === 'multiply' && isConstant(left, -1)) return negate(right);
  if ((op === 'multiply' || op === 'divide') && isConstant(right, 1)) return left;
  if (op === 'less' && left.op === 'index' && right.op === 'constant') {
    if (right.value <= 0) return constant(0);
    if (right.value >= extent) return constant(1);
  }
  return node;
}

function calculate(node: Expression): Expression {
  const { value } = evaluateProgram({ bindings: [], outputs: { value: { expression: node } } }, {}, {});
  return constant(value as number);
}
