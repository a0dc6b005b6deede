import { constant, evaluateProgram, negate } from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';

/** What is known of a program's variables. */
interface Known {
  /** How many values each index has, `Infinity` where that is not known. */
  readonly extent: number;
  /** The scalar bindings that turned out to be constant. */
  readonly constants: ReadonlyMap<string, Expression>;
}

/**
 * The same program with fewer nodes: what does not vary is calculated (in float64; a WGSL compiler refuses a constant
 * expression that overflows), and branches that are never taken, + 0, · 1 and their like go.
 *
 * @param extent how many values each index has, where that is known
 */
export function simplifyProgram({ bindings, outputs }: Program, extent: number = Infinity): Program {
  const constants = new Map<string, Expression>();
  const known = { extent, constants };
  const simpler = bindings.map((binding) => {
    const expression = simplifyNode(binding.expression, known);
    if (expression.op === 'constant' && binding.index === undefined) constants.set(binding.name, expression);
    return { ...binding, expression };
  });
  const simplerOutputs = Object.entries(outputs).map(
    ([name, output]) => [name, { ...output, expression: simplifyNode(output.expression, known) }] as const,
  );
  return { bindings: simpler, outputs: Object.fromEntries(simplerOutputs) };
}

/** One expression simplified as `simplifyProgram` does. */
export const simplify = (node: Expression, extent: number = Infinity): Expression => simplifyNode(node, { extent, constants: new Map() });

function simplifyNode(node: Expression, known: Known): Expression {
  switch (node.op) {
    case 'variable':
      return (node.index === undefined ? known.constants.get(node.name) : undefined) ?? node;
    case 'constant':
    case 'index':
      return node;
    case 'sum':
    case 'least': {
      const of = simplifyNode(node.of, known);
      return node.op === 'sum' && isConstant(of, 0) ? of : { ...node, of };
    }
    case 'select': {
      const condition = simplifyNode(node.condition, known);
      if (condition.op === 'constant') return simplifyNode(condition.value === 0 ? node.otherwise : node.then, known);
      return { op: 'select', condition, then: simplifyNode(node.then, known), otherwise: simplifyNode(node.otherwise, known) };
    }
    case 'negate':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs': {
      const of = simplifyNode(node.of, known);
      if (of.op === 'constant') return calculate({ ...node, of });
      return node.op === 'negate' && of.op === 'negate' ? of.of : { ...node, of };
    }
    default:
      return simplifyBinary({ ...node, left: simplifyNode(node.left, known), right: simplifyNode(node.right, known) }, known.extent);
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
