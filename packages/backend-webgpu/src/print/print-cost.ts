import type { Binding, Expression, Program } from '@rubato/expression';
import { Block } from './block.ts';
import type { Surroundings } from './block.ts';
import { splitForbidden } from './forbidden.ts';
import { Identifiers } from './identifiers.ts';
import { neededBindings } from './needed-names.ts';
import { loop, printCondition, printExpression } from './print-expression.ts';
import { isReadable, printSharedLoops } from './shared-loops.ts';
import { simplify, simplifyProgram } from './simplify.ts';
import { indent, name, operand, product } from './text.ts';

/**
 * Prints a local cost of two rows of features, from its program and the number of dimensions:
 *
 *     fn local_cost(x_at: u32, y_at: u32) -> f32
 *
 * Rows begin at element `x_at` of X and `y_at` of Y. The kernel around supplies `load_x(i: u32) -> f32` and
 * `load_y(i: u32) -> f32`, which give finite numbers (see `finite` in `mathematics`, which must stand in the same
 * module). A forbidden cost is `FORBIDDEN`.
 */
export function printLocalCost(program: Program, dimension: number): string {
  const { bindings, outputs } = simplifyProgram(program, dimension);
  const split = splitForbidden(outputs['cost'].expression);
  const finite = simplify(split.finite, dimension);
  const isForbidden = split.isForbidden && simplify(split.isForbidden, dimension);
  const block = beginFunction(bindings, dimension, isForbidden === undefined ? [finite] : [finite, isForbidden], 2);
  if (isForbidden !== undefined) {
    block.lines.push(`if (${printCondition(isForbidden, block).text}) {`, '  return FORBIDDEN;', '}');
  }
  block.lines.push(`return ${printExpression(finite, block).text};`);
  return ['fn local_cost(x_at: u32, y_at: u32) -> f32 {', ...indent(block.lines), '}', ''].join('\n');
}

/**
 * Prints the pullback of a local cost to one of its two rows:
 *
 *     fn pull_back(x_at: u32, y_at: u32, upstream: f32)
 *
 * It calls the kernel's `add_gradient(d: u32, value: f32)` once for each dimension d, in order, with
 * upstream·∂c/∂x_d, or ∂c/∂y_d. Otherwise as `printLocalCost`.
 */
export function printPullback(program: Program, dimension: number, sequence: 'x' | 'y'): string {
  const { bindings, outputs } = simplifyProgram(program, dimension);
  const { expression, index: range = 'd' } = outputs[sequence === 'x' ? 'gradientX' : 'gradientY'];
  const block = beginFunction(bindings, dimension, [expression], 0);
  const index = block.indexName(range);
  const inner = block.inner(range, index);
  const slope = operand(printExpression(expression, inner), product);
  block.lines.push(...loop(index, block, [...inner.lines, `add_gradient(${index}, upstream * ${slope});`]));
  return ['fn pull_back(x_at: u32, y_at: u32, upstream: f32) {', ...indent(block.lines), '}', ''].join('\n');
}

const inputs = ['x', 'y'];

/**
 * A function's first statements: the scalar bindings, and the reductions of the first few `expressions` (`loops` of
 * them). Indexed bindings are computed in the loops that read them.
 */
function beginFunction(bindings: Program['bindings'], dimension: number, expressions: readonly Expression[], loops: number): Block {
  const identifiers = new Identifiers();
  const indexed = new Map<string, Binding>();
  const surroundings: Surroundings = {
    identifiers,
    extent: `${dimension}u`,
    scalar: (variable) => name(identifiers.of(variable)),
    element: (variable, index, block) =>
      block.once(`${variable}[${index}]`, () => {
        const binding = indexed.get(variable);
        const given = variable === 'x' || variable === 'y';
        const target = block.fresh(given && binding === undefined ? `${variable}_${index}` : identifiers.of(variable));
        if (binding?.index === undefined) block.lines.push(`let ${target} = load_${variable}(${variable}_at + ${index});`);
        else {
          const { text } = printExpression(binding.expression, block.renamed(binding.index, index));
          block.lines.push(`let ${target}: f32 = ${text};`);
        }
        return name(target);
      }),
  };
  const block = new Block(surroundings);
  const needed = neededBindings(bindings, expressions, inputs);
  for (const binding of needed) if (binding.index !== undefined) indexed.set(binding.name, binding);
  const scalars = needed.filter((binding) => binding.index === undefined);
  const printedScalars = new Set<string>();
  const isThere = (variable: string): boolean => isReadable(variable, inputs, indexed, printedScalars);
  const pending = [...scalars.map(({ expression }) => expression), ...expressions.slice(0, loops)];
  for (const { name: scalar, expression } of scalars) {
    printSharedLoops(pending, block, isThere);
    pending.shift();
    const { text } = printExpression(expression, block);
    block.lines.push(`let ${identifiers.of(scalar)}: f32 = ${text};`);
    printedScalars.add(scalar);
  }
  if (pending.length > 0) printSharedLoops(pending, block, isThere);
  return block;
}
