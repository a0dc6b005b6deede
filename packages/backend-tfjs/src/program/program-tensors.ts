import type { Binding, Expression, Program, Range } from '@rubato/expression';
import type { Tensor, Tfjs } from '../tfjs.ts';

/** A number, or a tensor with an axis for the places and one for each index of the program, of length 1 where nothing varies. */
type Value = number | Tensor;

/** What a program reads: candidates and directions [places, count], and γ of each place [places, 1]. */
export interface MinimumInputs {
  readonly x: Tensor;
  readonly gamma: Tensor;
  readonly z?: Tensor;
}

/**
 * A program evaluated by tensor operations at many places at once. All its indices run over the candidates, which are an axis of
 * their own each. Bindings that nobody asks for are not evaluated. The tensors belong to the caller's tfjs scope.
 */
export class ProgramTensors {
  private readonly tf: Tfjs;
  private readonly program: Program;
  private readonly count: number;
  private readonly places: number;
  private readonly ranges: readonly Range[];
  private readonly inputs: ReadonlyMap<string, Tensor>;
  private readonly values = new Map<string, Value>();

  constructor(tf: Tfjs, program: Program, inputs: MinimumInputs) {
    this.tf = tf;
    this.program = program;
    this.inputs = new Map(Object.entries(inputs));
    const [places, count] = inputs.x.shape;
    this.places = places;
    this.count = count;
    this.ranges = rangesOf(program);
  }

  /** An output by name: [places], or [places, count] where it has an index. */
  output(name: string): Tensor {
    const { tf, places, count } = this;
    const { expression, index } = this.program.outputs[name];
    const value = this.number(this.evaluate(expression));
    const shape = index === undefined ? [places] : [places, count];
    if (typeof value === 'number') return tf.fill(shape, value);
    return tf.reshape(value.size < places * (shape[1] ?? 1) ? this.broadcast(value, index) : value, shape);
  }

  private broadcast(value: Tensor, index: Range | undefined): Tensor {
    const shape = this.shapeAlong(index, index === undefined ? 1 : this.count);
    shape[0] = this.places;
    return this.tf.broadcastTo(value, shape);
  }

  /** The shape of values that vary along one index: `extent` there, 1 along the others; all places. */
  private shapeAlong(index: Range | undefined, extent: number, places = this.places): number[] {
    return [places, ...this.ranges.map((range) => (range === index ? extent : 1))];
  }

  private axis(range: Range): number {
    return 1 + this.ranges.indexOf(range);
  }

  private variable(name: string, index: Range | undefined): Value {
    const input = this.inputs.get(name);
    if (input !== undefined) return this.tf.reshape(input, this.shapeAlong(index, input.shape[1]!));
    const binding = this.program.bindings.find((candidate) => candidate.name === name);
    if (binding === undefined) throw new RangeError(`variable '${name}' is neither an input nor a binding`);
    const value = this.binding(binding);
    if (typeof value === 'number' || value.rank === 0 || binding.index === index) return value;
    const extent = binding.index === undefined ? 1 : value.shape[this.axis(binding.index)];
    return this.tf.reshape(value, this.shapeAlong(index, extent, value.shape[0]));
  }

  private binding(binding: Binding): Value {
    const known = this.values.get(binding.name);
    if (known !== undefined) return known;
    const value = this.evaluate(binding.expression);
    this.values.set(binding.name, value);
    return value;
  }

  /** Truth values as 1 and 0. By a choice, not a cast: on tfjs's webgpu backend the sum of a cast truth value is wrong (4.22). */
  private number(value: Value): Value {
    return typeof value === 'number' || value.dtype !== 'bool' ? value : this.tf.where(value, this.tensor(1), this.tensor(0));
  }

  private evaluate(node: Expression): Value {
    const { tf } = this;
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'variable':
        return this.variable(node.name, node.index);
      case 'index':
        return tf.reshape(tf.range(0, this.count, 1, 'float32'), this.shapeAlong(node.of, this.count, 1));
      case 'negate':
        return tf.neg(this.number(this.evaluate(node.of)));
      case 'exp':
      case 'log':
      case 'sqrt':
      case 'abs':
        return tf[node.op](this.number(this.evaluate(node.of)));
      case 'add':
        return tf.add(...this.pair(node));
      case 'subtract':
        return tf.sub(...this.pair(node));
      case 'multiply':
        return tf.mul(...this.pair(node));
      case 'divide':
        return tf.div(...this.pair(node));
      case 'minimum':
        return tf.minimum(...this.pair(node));
      case 'maximum':
        return tf.maximum(...this.pair(node));
      case 'less':
        return tf.less(...this.pair(node));
      case 'equal':
        return tf.equal(...this.pair(node));
      case 'select': {
        const condition = this.evaluate(node.condition);
        const then = this.tensor(this.number(this.evaluate(node.then)));
        const otherwise = this.tensor(this.number(this.evaluate(node.otherwise)));
        const truth = this.tensor(condition);
        return tf.where(truth.dtype === 'bool' ? truth : tf.notEqual(truth, 0), then, otherwise);
      }
      case 'sum':
      case 'least':
        return this.reduce(node.op, this.axis(node.over), this.number(this.evaluate(node.of)));
    }
  }

  private pair({ left, right }: { readonly left: Expression; readonly right: Expression }): [Tensor, Tensor] {
    return [this.tensor(this.number(this.evaluate(left))), this.tensor(this.number(this.evaluate(right)))];
  }

  private tensor(value: Value): Tensor {
    return typeof value === 'number' ? this.tf.scalar(value, 'float32') : value;
  }

  private reduce(op: 'sum' | 'least', axis: number, value: Value): Value {
    const { tf, count } = this;
    // What does not vary along the index is the same at each of its values.
    const varies = typeof value !== 'number' && value.shape[axis] === count;
    if (!varies) return op === 'least' ? value : tf.mul(value, count);
    return op === 'least' ? tf.min(value, axis, true) : tf.sum(value, axis, true);
  }
}

/** The names of all indices of a program. */
function rangesOf({ bindings, outputs }: Program): Range[] {
  const ranges = new Set<Range>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { index, over, of } = node as { readonly index?: unknown; readonly over?: unknown; readonly of?: unknown };
    for (const range of [index, over, of]) if (typeof range === 'string') ranges.add(range);
    Object.values(node).forEach(visit);
  };
  visit(bindings);
  visit(Object.values(outputs));
  return [...ranges];
}
