import type { Expression, Range } from '@rubato/expression';
import type { Identifiers } from './identifiers.ts';
import type { Text } from './text.ts';

type Reduction = Extract<Expression, { readonly over: Range }>;

/** How a function that is being printed reads its variables, and how it reduces. */
export interface Surroundings {
  readonly identifiers: Identifiers;
  /** A variable without an index. */
  scalar(name: string): Text;
  /** Element `index`, a variable of WGSL, of a variable; `block` takes statements where that must be computed first. */
  element(name: string, index: string, block: Block): Text;
  /** How many values every index has, as an expression of type u32. */
  readonly extent: string;
  /** Where all threads of a workgroup reduce together: at the top of a function, outside every loop. */
  readonly reduceTogether?: (reduction: Reduction, block: Block) => Text;
}

/** Statements in the making, the loops around them, and what has been computed in them. */
export class Block {
  readonly lines: string[];
  readonly surroundings: Surroundings;
  /** The WGSL variable of each index that runs here. */
  readonly indices: ReadonlyMap<Range, string>;
  readonly #computed: Map<string, Text>;
  readonly #names: Set<string>;
  readonly #reduced = new Map<Reduction, Text>();
  readonly #outer: Block | undefined;

  constructor(surroundings: Surroundings, indices: ReadonlyMap<Range, string> = new Map(), outer?: Block, same?: Block) {
    this.surroundings = surroundings;
    this.indices = indices;
    this.lines = same?.lines ?? [];
    this.#computed = same === undefined ? new Map() : same.#computed;
    this.#names = same === undefined ? new Set() : same.#names;
    this.#outer = outer;
  }

  /** Statements within this block: of a branch, or with `range` of a loop over it. */
  inner(range?: Range, variable?: string): Block {
    return new Block(this.surroundings, this.#indicesWith(range, variable), this);
  }

  /** This block itself, where `variable` runs over `range`. */
  renamed(range: Range, variable: string): Block {
    return new Block(this.surroundings, this.#indicesWith(range, variable), this.#outer, this);
  }

  #indicesWith(range: Range | undefined, variable: string | undefined): ReadonlyMap<Range, string> {
    return range === undefined || variable === undefined ? this.indices : new Map([...this.indices, [range, variable]]);
  }

  /** The WGSL variable that an index has here. */
  index(range: Range): string {
    const variable = this.indices.get(range);
    if (variable === undefined) throw new RangeError(`index '${range}' is used where nothing runs over it`);
    return variable;
  }

  /** A name for the variable of a loop over a range within this block. */
  indexName(range: Range): string {
    const stem = /^[dijklmn]$/.test(range) ? range : 'k';
    const running = [...this.indices.values()];
    let variable = stem;
    for (let depth = 2; running.includes(variable); depth++) variable = `${stem}_${depth}`;
    return variable;
  }

  /** What stands under `key` here or further out, computed here at first need. */
  once(key: string, compute: () => Text): Text {
    const known = this.#find(key);
    if (known !== undefined) return known;
    const text = compute();
    this.#computed.set(key, text);
    return text;
  }

  #find(key: string): Text | undefined {
    const here = this.#computed.get(key);
    return here !== undefined || this.#outer === undefined ? here : this.#outer.#find(key);
  }

  /** The value of a reduction that stands outside every loop, where it has been computed. */
  reduced(reduction: Reduction): Text | undefined {
    const here = this.#reduced.get(reduction);
    return here !== undefined || this.#outer === undefined ? here : this.#outer.reduced(reduction);
  }

  keepReduced(reduction: Reduction, value: Text): void {
    this.#reduced.set(reduction, value);
  }

  /** A name for a new variable: `stem`, with a number where that is taken here or further out. */
  fresh(stem: string): string {
    let variable = stem;
    for (let count = 2; this.#isTaken(variable); count++) variable = `${stem}_${count}`;
    this.#names.add(variable);
    return variable;
  }

  #isTaken(variable: string): boolean {
    return this.#names.has(variable) || (this.#outer !== undefined && this.#outer.#isTaken(variable));
  }
}
