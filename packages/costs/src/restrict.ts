import { indexOf, lessThan, select, subtract, variable } from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';
import { dimensions } from './programs.ts';

/**
 * Turns the program of a cost of D' dimensions into one that reads the dimensions [first, first + D') of wider rows:
 * reductions skip the other dimensions, gradients are 0 there, and bindings get a prefix so that several programs can
 * stand side by side. Bindings along `d` may hold anything in the other dimensions; no output reads them there.
 */
export function restrictProgram(program: Program, prefix: string, first: number, last: number, dimension: number): Program {
  const own = new Set(program.bindings.map((binding) => binding.name));
  const whole = first === 0 && last === dimension;
  const index = indexOf(dimensions);
  const isInside = select(lessThan(index, first), 0, lessThan(index, last));
  const inside = (expression: Expression, outside: number): Expression => (whole ? expression : select(isInside, expression, outside));

  const translate = (node: Expression): Expression => {
    switch (node.op) {
      case 'constant':
        return node;
      case 'variable':
        return own.has(node.name) ? variable(prefix + node.name, node.index) : node;
      case 'index':
        return node.of === dimensions ? subtract(node, first) : node;
      case 'select':
        return {
          op: node.op,
          condition: translate(node.condition),
          then: translate(node.then),
          otherwise: translate(node.otherwise),
        };
      case 'sum':
      case 'least': {
        const of = translate(node.of);
        const neutral = node.op === 'sum' ? 0 : Infinity;
        return { ...node, of: node.over === dimensions ? inside(of, neutral) : of };
      }
      default:
        return 'of' in node
          ? { op: node.op, of: translate(node.of) }
          : { op: node.op, left: translate(node.left), right: translate(node.right) };
    }
  };

  return {
    bindings: program.bindings.map((binding) => ({
      ...binding,
      name: prefix + binding.name,
      expression: translate(binding.expression),
    })),
    outputs: Object.fromEntries(
      Object.entries(program.outputs).map(([name, output]) => {
        const expression = translate(output.expression);
        return [name, { ...output, expression: output.index === dimensions ? inside(expression, 0) : expression }];
      }),
    ),
  };
}
