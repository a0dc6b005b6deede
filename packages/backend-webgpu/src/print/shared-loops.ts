import type { Binding, Expression } from '@rubato/expression';
import type { Block } from './block.ts';
import { namesIn } from './needed-names.ts';
import { accumulate, loop, neutral, printExpression } from './print-expression.ts';
import type { Reduction } from './print-expression.ts';
import { name } from './text.ts';

/**
 * Prints the reductions of `expressions[0]` that stand outside every branch, in one loop together with those of the
 * expressions after it that need no more than what is there already: elements are loaded once for all of them.
 *
 * @param isThere whether a variable can be read now
 */
export function printSharedLoops(expressions: readonly Expression[], block: Block, isThere: (name: string) => boolean): void {
  const ready = (reduction: Reduction): boolean =>
    block.reduced(reduction) === undefined && [...namesIn(reduction)].every((name) => isThere(name));
  for (;;) {
    const own = reductionsOf(expressions[0]).filter(ready);
    if (own.length === 0) return;
    const { over } = own[0];
    const group = expressions.flatMap(reductionsOf).filter((reduction) => reduction.over === over && ready(reduction));
    const index = block.indexName(over);
    const inner = block.inner(over, index);
    for (const reduction of new Set(group)) {
      const total = block.fresh(reduction.op);
      block.lines.push(`var ${total} = ${neutral(reduction.op)};`);
      const { text } = printExpression(reduction.of, inner);
      inner.lines.push(accumulate(reduction.op, total, text));
      block.keepReduced(reduction, name(total));
    }
    block.lines.push(...loop(index, block, inner.lines));
  }
}

/**
 * Whether a variable can be read once the bindings `scalars` are printed: an input, one of these, and what is made of
 * them along an index.
 */
export function isReadable(
  variable: string,
  inputs: readonly string[],
  indexed: ReadonlyMap<string, Binding>,
  scalars: ReadonlySet<string>,
): boolean {
  const binding = indexed.get(variable);
  if (binding === undefined) return inputs.includes(variable) || scalars.has(variable);
  return [...namesIn(binding.expression)].every((name) => isReadable(name, inputs, indexed, scalars));
}

/** The outermost reductions of an expression, those in branches left out. */
function reductionsOf(node: Expression): Reduction[] {
  switch (node.op) {
    case 'constant':
    case 'variable':
    case 'index':
      return [];
    case 'sum':
    case 'least':
      return [node];
    case 'select':
      return reductionsOf(node.condition);
    default:
      return 'of' in node ? reductionsOf(node.of) : [...reductionsOf(node.left), ...reductionsOf(node.right)];
  }
}
