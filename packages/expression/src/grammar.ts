/**
 * The name of an index that a reduction or an indexed value runs over: `i` and `j` for candidates, `d` for feature
 * dimensions.
 */
export type Range = string;

/**
 * An arithmetic expression as plain data.
 *
 * A minimum function or a local cost writes its definition once in this form; a backend that prints code (WGSL, gpu.js,
 * tensor operations) walks the tree. Comparisons give 1 or 0; `select` takes `then` where its condition is not 0.
 */
export type Expression =
  | { readonly op: 'constant'; readonly value: number }
  /** A scalar, or with `index` the element of an indexed input or binding. */
  | { readonly op: 'variable'; readonly name: string; readonly index?: Range }
  /** The current value of an index itself. */
  | { readonly op: 'index'; readonly of: Range }
  | { readonly op: 'negate' | 'exp' | 'log' | 'sqrt' | 'abs'; readonly of: Expression }
  | {
      readonly op: 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum' | 'maximum' | 'less' | 'equal';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly op: 'select'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }
  /** A reduction over the whole of an index. */
  | { readonly op: 'sum' | 'least'; readonly over: Range; readonly of: Expression };

/**
 * A named intermediate value: a scalar, or one value for each element of `index`. Later bindings may use earlier ones.
 */
export interface Binding {
  readonly name: string;
  readonly index?: Range;
  readonly expression: Expression;
}

/** Bindings in order, then the outputs by name. */
export interface Program {
  readonly bindings: readonly Binding[];
  readonly outputs: Readonly<Record<string, Omit<Binding, 'name'>>>;
}
