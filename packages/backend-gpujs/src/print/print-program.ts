import type { Binding, Expression, Program, Range } from '@rubato/expression';
import type { FunctionNames } from './mathematics.ts';
import { printNumber } from './print-number.ts';

/** How the inputs of a program are read: none of a program's own names gets into the text. */
export interface Inputs {
  scalar(name: string): string | undefined;
  element(name: string, index: string): string | undefined;
  /** How many values each index has. */
  readonly extent: string;
}

/** Statements in the making, and the variables of the indices that run here. */
interface Block {
  readonly lines: string[];
  readonly indices: ReadonlyMap<Range, string>;
}

/** The most parts of an output, bindings counted where they are used: a device compiles no kernel that is much longer. */
const MOST_PARTS = 20_000;

/**
 * Prints one output of a program as statements for gpu.js that end with the variable `outcome`. Bindings with an index are computed
 * anew where they are used: a kernel of gpu.js has no lists.
 */
export class ProgramPrinter {
  private readonly program: Program;
  private readonly inputs: Inputs;
  private readonly functions: FunctionNames;
  private readonly top: Block = { lines: [], indices: new Map() };
  /** The variables of bindings without an index. */
  private readonly scalars = new Map<string, string>();
  /** The bindings that are being printed: one that asks for itself never ends. */
  private readonly open = new Set<string>();
  private count = 0;
  private parts = 0;

  constructor(program: Program, inputs: Inputs, functions: FunctionNames) {
    this.program = program;
    this.inputs = inputs;
    this.functions = functions;
  }

  /**
   * @param element the variable that says which element is wanted, where the output has an index
   * @throws RangeError for what is no expression, a name or index that nothing defines, a binding that uses itself, NaN, or too long a program
   */
  print(output: string, element: string): string {
    const { expression, index } = this.program.outputs[output];
    const block = index === undefined ? this.top : { ...this.top, indices: new Map([[index, element]]) };
    const text = this.number(expression, block);
    return [...this.top.lines, `const outcome = ${text};`].join('\n');
  }

  private fresh(): string {
    return `v${++this.count}`;
  }

  private variable(name: string, range: Range | undefined, block: Block): string {
    const index = range === undefined ? undefined : this.index(range, block);
    const input = index === undefined ? this.inputs.scalar(name) : this.inputs.element(name, index);
    if (input !== undefined) return input;
    const binding = this.program.bindings.find((candidate) => candidate.name === name);
    if (binding === undefined) throw new RangeError(`variable '${name}' is neither an input nor a binding`);
    if (this.open.has(name)) throw new RangeError(`binding '${name}' uses itself`);
    this.open.add(name);
    const text = this.binding(binding, index, block);
    this.open.delete(name);
    return text;
  }

  private binding({ name, index: own, expression }: Binding, index: string | undefined, { lines }: Block): string {
    if (own === undefined) return this.scalar(name, expression);
    if (index === undefined) throw new RangeError(`binding '${name}' has an index, and is used without one`);
    return this.number(expression, { lines, indices: new Map([[own, index]]) });
  }

  /** A binding without an index is computed once, before every loop. */
  private scalar(name: string, expression: Expression): string {
    const known = this.scalars.get(name);
    if (known !== undefined) return known;
    const variable = this.fresh();
    const lines: string[] = [];
    const text = this.number(expression, { lines, indices: new Map() });
    this.top.lines.push(...lines, `const ${variable} = ${text};`);
    this.scalars.set(name, variable);
    return variable;
  }

  private index(range: Range, { indices }: Block): string {
    const variable = indices.get(range);
    if (variable === undefined) throw new RangeError(`index '${range}' is used where nothing runs over it`);
    return variable;
  }

  /** An expression as a number. */
  private number(node: Expression, block: Block): string {
    if (++this.parts > MOST_PARTS) throw new RangeError(`it has more than ${MOST_PARTS} parts, bindings counted where they are used`);
    if (typeof node !== 'object' || node === null) throw new RangeError(`${String(node)} is no expression`);
    const print = (of: Expression): string => this.number(of, block);
    switch (node.op) {
      case 'constant':
        return printNumber(node.value);
      case 'variable':
        return this.variable(node.name, node.index, block);
      case 'index':
        return this.index(node.of, block);
      case 'negate':
        return `(-${print(node.of)})`;
      case 'exp':
      case 'log':
        return `${this.functions[node.op]}(${print(node.of)})`;
      case 'sqrt':
      case 'abs':
        return `Math.${node.op}(${print(node.of)})`;
      case 'add':
        return `(${print(node.left)} + ${print(node.right)})`;
      case 'subtract':
        return `(${print(node.left)} - ${print(node.right)})`;
      case 'multiply':
        return `(${print(node.left)} * ${print(node.right)})`;
      case 'divide':
        return `(${print(node.left)} / ${print(node.right)})`;
      case 'minimum':
        return `Math.min(${print(node.left)}, ${print(node.right)})`;
      case 'maximum':
        return `Math.max(${print(node.left)}, ${print(node.right)})`;
      case 'less':
      case 'equal':
        return this.chosen(this.condition(node, block), '1', '0', block);
      case 'select':
        return this.chosen(this.condition(node.condition, block), print(node.then), print(node.otherwise), block);
      case 'sum':
      case 'least':
        return this.reduction(node, block);
      default:
        throw new RangeError(`'${String((node as { readonly op?: unknown }).op)}' is no operation`);
    }
  }

  private condition(node: Expression, block: Block): string {
    if (node.op === 'less') return `${this.number(node.left, block)} < ${this.number(node.right, block)}`;
    if (node.op === 'equal') return `${this.number(node.left, block)} === ${this.number(node.right, block)}`;
    return `${this.number(node, block)} !== 0`;
  }

  /** A choice is a statement: gpu.js types its variables by their first value, and a conditional expression by neither of its own. */
  private chosen(condition: string, then: string, otherwise: string, { lines }: Block): string {
    const variable = this.fresh();
    lines.push(
      `let ${variable} = 0.5;`,
      `if (${condition}) {`,
      `  ${variable} = ${then};`,
      '} else {',
      `  ${variable} = ${otherwise};`,
      '}',
    );
    return variable;
  }

  private reduction({ op, over, of }: Extract<Expression, { readonly over: Range }>, block: Block): string {
    const [total, index] = [this.fresh(), this.fresh()];
    const inner: Block = { lines: [], indices: new Map([...block.indices, [over, index]]) };
    const text = this.number(of, inner);
    const next = op === 'sum' ? `${total} + ${text}` : `Math.min(${total}, ${text})`;
    block.lines.push(
      `let ${total} = ${op === 'sum' ? '0' : printNumber(Infinity)};`,
      `for (let ${index} = 0; ${index} < ${this.inputs.extent}; ${index}++) {`,
      ...inner.lines,
      `${total} = ${next};`,
      '}',
    );
    return total;
  }
}
