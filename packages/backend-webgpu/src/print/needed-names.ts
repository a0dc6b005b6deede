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

/** The bindings that some expressions need, directly or through other bindings, in the program's order. */
export function neededBindings(bindings: readonly Binding[], expressions: readonly Expression[]): readonly Binding[] {
  const names = new Set(expressions.flatMap((expression) => [...namesIn(expression)]));
  const needed: Binding[] = [];
  for (const binding of bindings.toReversed()) {
    if (!names.has(binding.name)) continue;
    needed.unshift(binding);
    for (const name of namesIn(binding.expression)) names.add(name);
  }
  return needed;
}
