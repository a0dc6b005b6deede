import type { Expression, Program, Range } from './grammar.ts';

/** A scalar, or the values along an index. */
export type Value = number | ArrayLike<number>;
export type ProgramInputs = Readonly<Record<string, Value>>;
export type ProgramOutputs = Record<string, number | Float64Array>;

/**
 * Evaluates a program by walking its tree: slow, exact in float64, the definition that printed code is tested against.
 *
 * @param program bindings and outputs
 * @param inputs scalars and arrays by name
 * @param extents how many values each index has, by name
 * @returns the outputs by name: a number, or a `Float64Array` along the output's index
 * @throws RangeError for a variable that is neither input nor binding, for an array read without an index or beyond its
 *   end, and for an index that has no extent or that no output, binding or reduction around it runs over
 *
 * @example
 * ```ts
 * import { evaluateProgram, multiply, sum, variable } from '@rubato/expression';
 * const program = { bindings: [], outputs: { total: { expression: sum('d', multiply(variable('x', 'd'), 2)) } } };
 * evaluateProgram(program, { x: [1, 2, 3] }, { d: 3 }); // → { total: 12 }
 * ```
 */
export function evaluateProgram(program: Program, inputs: ProgramInputs, extents: Readonly<Record<Range, number>>): ProgramOutputs {
  const values = new Map<string, Value>(Object.entries(inputs));
  const indices = new Map<Range, number>();

  const extent = (range: Range): number => {
    const count = extents[range];
    if (count === undefined) throw new RangeError(`index '${range}' has no extent`);
    return count;
  };

  const current = (range: Range): number => {
    const position = indices.get(range);
    if (position === undefined) throw new RangeError(`index '${range}' is used where nothing runs over it`);
    return position;
  };

  const evaluate = (node: Expression): number => {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'variable': {
        const value = values.get(node.name);
        if (value === undefined) throw new RangeError(`variable '${node.name}' is neither an input nor a binding`);
        if (typeof value === 'number') return value;
        if (node.index === undefined) throw new RangeError(`variable '${node.name}' is an array: it needs an index`);
        const position = current(node.index);
        if (position < value.length) return value[position];
        throw new RangeError(`variable '${node.name}' has ${value.length} values, and index '${node.index}' asks for number ${position}`);
      }
      case 'index':
        return current(node.of);
      case 'negate':
        return -evaluate(node.of);
      case 'exp':
        return Math.exp(evaluate(node.of));
      case 'log':
        return Math.log(evaluate(node.of));
      case 'sqrt':
        return Math.sqrt(evaluate(node.of));
      case 'abs':
        return Math.abs(evaluate(node.of));
      case 'add':
        return evaluate(node.left) + evaluate(node.right);
      case 'subtract':
        return evaluate(node.left) - evaluate(node.right);
      case 'multiply':
        return evaluate(node.left) * evaluate(node.right);
      case 'divide':
        return evaluate(node.left) / evaluate(node.right);
      case 'minimum':
        return Math.min(evaluate(node.left), evaluate(node.right));
      case 'maximum':
        return Math.max(evaluate(node.left), evaluate(node.right));
      case 'less':
        return evaluate(node.left) < evaluate(node.right) ? 1 : 0;
      case 'equal':
        return evaluate(node.left) === evaluate(node.right) ? 1 : 0;
      case 'select':
        return evaluate(node.condition) === 0 ? evaluate(node.otherwise) : evaluate(node.then);
      case 'sum':
        return fold(node.over, node.of, 0, (total, value) => total + value);
      case 'least':
        return fold(node.over, node.of, Infinity, Math.min);
    }
  };

  const fold = (over: Range, of: Expression, initial: number, combine: (a: number, b: number) => number): number => {
    const outer = indices.get(over);
    let result = initial;
    for (let index = 0; index < extent(over); index++) {
      indices.set(over, index);
      result = combine(result, evaluate(of));
    }
    if (outer === undefined) indices.delete(over);
    else indices.set(over, outer);
    return result;
  };

  const materialise = (index: Range | undefined, of: Expression): number | Float64Array => {
    if (index === undefined) return evaluate(of);
    const result = new Float64Array(extent(index));
    for (let position = 0; position < result.length; position++) {
      indices.set(index, position);
      result[position] = evaluate(of);
    }
    indices.delete(index);
    return result;
  };

  for (const binding of program.bindings) values.set(binding.name, materialise(binding.index, binding.expression));
  const outputs: ProgramOutputs = {};
  for (const [name, output] of Object.entries(program.outputs)) {
    outputs[name] = materialise(output.index, output.expression);
  }
  return outputs;
}
