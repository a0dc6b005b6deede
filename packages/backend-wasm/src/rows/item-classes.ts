import type { AlignmentProblem, GatheredCost, InputGradient } from '@rubato/core';

/** Which classes of a gathered cost the kernels see, and by which numbers. */
export interface ItemClasses {
  /** How many the kernels see, at most. */
  readonly count: number;
  /** Turns to item b; returns how many its kernels see. */
  open(b: number): number;
  /** The kernels' number of the class of the item's column m. */
  classOf(m: number): number;
  /** Writes the item's costs from place `to` on. */
  writeCosts(f32: Float32Array, to: number): void;
  /** Reads the item's gradient from place `from` on. */
  readGradient(f32: Float32Array, from: number, gradient: InputGradient): void;
}

/** All classes where they are few, else those that the item's columns have. */
export function itemClasses(problem: AlignmentProblem, cost: GatheredCost): ItemClasses {
  return cost.classes <= problem.columns ? new AllClasses(problem, cost) : new UsedClasses(problem, cost);
}

class AllClasses implements ItemClasses {
  readonly count: number;
  private readonly problem: AlignmentProblem;
  private readonly cost: GatheredCost;
  private item = 0;

  constructor(problem: AlignmentProblem, cost: GatheredCost) {
    this.problem = problem;
    this.cost = cost;
    this.count = cost.classes;
  }

  open(b: number): number {
    this.item = b;
    return this.count;
  }

  classOf(m: number): number {
    return this.cost.index[this.item * this.problem.columns + m];
  }

  writeCosts(f32: Float32Array, to: number): void {
    const start = this.item * this.problem.rows * this.count;
    f32.set(this.cost.values.subarray(start, start + this.problem.rowLengths[this.item] * this.count), to);
  }

  readGradient(f32: Float32Array, from: number, gradient: InputGradient): void {
    if (gradient.kind !== 'gathered') return;
    const { item, count } = this;
    gradient.values.set(f32.subarray(from, from + this.problem.rowLengths[item] * count), item * this.problem.rows * count);
  }
}

class UsedClasses implements ItemClasses {
  readonly count: number;
  private readonly problem: AlignmentProblem;
  private readonly cost: GatheredCost;
  /** The kernels' number of each class, and the other way round. */
  private readonly numbers: Int32Array;
  private readonly classes: Int32Array;
  private item = 0;
  private used = 0;

  constructor(problem: AlignmentProblem, cost: GatheredCost) {
    this.problem = problem;
    this.cost = cost;
    this.count = problem.columns;
    this.numbers = new Int32Array(cost.classes).fill(-1);
    this.classes = new Int32Array(problem.columns);
  }

  open(b: number): number {
    const { numbers, classes, cost, problem } = this;
    for (let k = 0; k < this.used; k++) numbers[classes[k]] = -1;
    this.item = b;
    this.used = 0;
    for (let m = 0; m < problem.columnLengths[b]; m++) {
      const c = cost.index[b * problem.columns + m];
      if (numbers[c] >= 0) continue;
      numbers[c] = this.used;
      classes[this.used++] = c;
    }
    return this.used;
  }

  classOf(m: number): number {
    return this.numbers[this.cost.index[this.item * this.problem.columns + m]];
  }

  writeCosts(f32: Float32Array, to: number): void {
    const { classes, used, cost, problem, item } = this;
    let start = item * problem.rows * cost.classes;
    for (let n = 0; n < problem.rowLengths[item]; n++, start += cost.classes, to += used) {
      for (let k = 0; k < used; k++) f32[to + k] = cost.values[start + classes[k]];
    }
  }

  readGradient(f32: Float32Array, from: number, gradient: InputGradient): void {
    if (gradient.kind !== 'gathered') return;
    const { classes, used, cost, problem, item } = this;
    let start = item * problem.rows * cost.classes;
    for (let n = 0; n < problem.rowLengths[item]; n++, start += cost.classes, from += used) {
      for (let k = 0; k < used; k++) gradient.values[start + classes[k]] = f32[from + k];
    }
  }
}
