import type { Binding, Expression } from '@rubato/expression';

/** The names that an expression reads. */
export function namesIn(node: Expression): Set<string> {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.op === 'variable') names.add(node.name);
    else if (node.op === 'select') [node.condition, node.then, node.otherwise].forEach(visit);
    else if ('left' in node) [node.left, node.right].forEach(visit);
    else if ('of' in node && typeof node.of !== 'string') visit(node.of);
  };
  visit(node);
  return names;
}

/**
 * The bindings that some expressions need, directly or through other bindings, in the program's order.
 *
 * @throws RangeError for a name that is neither one of `inputs` nor an earlier binding
 */
export function neededBindings(
  bindings: readonly Binding[],
  expressions: readonly Expression[],
  inputs: readonly string[],
): readonly Binding[] {
  const positions = new Map(bindings.map(({ name }, position) => [name, position]));
  const needed = new Set<number>();
  const need = (expression: Expression, before: number): void => {
    for (const name of namesIn(expression)) {
      const position = positions.get(name);
      if (position === undefined && inputs.includes(name)) continue;
      if (position === undefined || position >= before) throw new RangeError(`variable '${name}' is neither an input nor a binding before`);
      if (needed.has(position)) continue;
      needed.add(position);
      need(bindings[position].expression, position);
    }
  };
  for (const expression of expressions) need(expression, bindings.length);
  return bindings.filter((_, position) => needed.has(position));
}
