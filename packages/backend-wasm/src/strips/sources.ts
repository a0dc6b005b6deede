import type { AlignmentProblem, BandedCost, FeaturesCost, GatheredCost, InputGradient, LatticeLayout } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { localCosts } from '@rubato/costs';
import type { Views } from '../module/instance.ts';
import type { ItemWriter } from './item-writer.ts';
import type { ProductForm } from './product-forms.ts';
import { productForm } from './product-forms.ts';
import type { StripNeeds } from './layout.ts';
import { STRIP_ROWS } from './geometry.ts';

/** Where an item's costs stand, in bytes from its address. */
export type CostPlaces = Readonly<Record<'cost' | 'index' | 'x' | 'y' | 'rowTerms', number>>;

/** How one kind of cost reaches the kernels, and how their gradient by it comes back. */
export interface CostSource {
  readonly needs: Pick<StripNeeds, 'costBytes' | 'indexBytes' | 'xBytes' | 'yBytes' | 'rowTermBytes'>;
  /** Bytes of results for a gradient by the cost's own arrays, beside H itself. */
  readonly gradientBytes: number;
  /** Whether the kernels' H takes the place of the costs. */
  readonly inPlace: boolean;
  /** Writes item b's costs and tells the kernels of them; false where they cannot take them. */
  write(views: Views, base: number, at: CostPlaces, b: number, item: ItemWriter): boolean;
  /** Asks for the gradient by the cost's own arrays, at `address`. */
  ask(views: Views, address: number, b: number, item: ItemWriter): void;
  /** Copies that gradient to the caller's arrays; of features it is multiplied by the upstream gradient on the way. */
  read(views: Views, base: number, at: CostPlaces, address: number, b: number, gradient: InputGradient, upstream: number): void;
}

/** The source of a problem's costs, or undefined where the kernels know none. */
export function costSource(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  costs: Readonly<Record<string, LocalCost>>,
): CostSource | undefined {
  const { cost } = problem;
  switch (cost.kind) {
    case 'dense':
      return new RowsSource(problem, layout, undefined);
    case 'banded':
      return new RowsSource(problem, layout, cost);
    case 'gathered':
      return new ClassSource(problem, cost);
    case 'features': {
      const { name } = cost.localCost;
      if (costs[name] !== localCosts[name]) return undefined;
      if (name === 'squaredEuclidean') return new FeatureSource(problem, cost, undefined);
      const form = productForm(cost.localCost, cost.dimension);
      return form && new FeatureSource(problem, cost, form);
    }
    case 'device':
      return undefined;
  }
}

/** A matrix, whole or in bands: the item's rows without gaps. */
class RowsSource implements CostSource {
  readonly needs: CostSource['needs'];
  readonly gradientBytes = 0;
  readonly inPlace = true;
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;
  /** Where rows begin in the caller's data, less their first column; for banded costs. */
  private readonly starts: Float64Array | undefined;

  constructor(problem: AlignmentProblem, layout: LatticeLayout, banded: BandedCost | undefined) {
    this.problem = problem;
    this.layout = layout;
    this.needs = { costBytes: 4 * mostCells(problem, layout), indexBytes: 0, xBytes: 0, yBytes: 0, rowTermBytes: 0 };
    if (banded === undefined) return;
    this.starts = new Float64Array(problem.batch * problem.rows);
    let start = 0;
    for (let row = 0; row < this.starts.length; row++) {
      this.starts[row] = start - banded.first[row];
      start += Math.max(0, banded.last[row] - banded.first[row] + 1);
    }
  }

  write({ f32 }: Views, base: number, at: CostPlaces, b: number, item: ItemWriter): boolean {
    const { problem, layout } = this;
    const { cost, rows, columns, rowLengths, columnLengths } = problem;
    if (cost.kind !== 'dense' && cost.kind !== 'banded') return false;
    const to = (base + at.cost) / 4;
    item.setWhole('source', 0);
    item.setWhole('cost', base + at.cost);
    item.setWhole('stride', columnLengths[b]);
    if (!layout.banded && columnLengths[b] === columns) {
      const start = b * rows * columns;
      f32.set(cost.data.subarray(start, start + rowLengths[b] * columns), to);
      return true;
    }
    this.eachRow(b, (start, place, width) => f32.set(cost.data.subarray(start, start + width), to + place));
    return true;
  }

  /** Calls with every row's place in the caller's data, among the item's cells, and its width. */
  private eachRow(b: number, call: (start: number, place: number, width: number) => void): void {
    const { problem, layout, starts } = this;
    const { rows, columns } = problem;
    const origin = layout.offset[b * rows];
    for (let n = 0; n < problem.rowLengths[b]; n++) {
      const row = b * rows + n;
      const width = layout.last[row] - layout.first[row] + 1;
      if (width <= 0) continue;
      const start = (starts === undefined ? row * columns : starts[row]) + layout.first[row];
      call(start, layout.banded ? layout.offset[row] - origin : n * problem.columnLengths[b], width);
    }
  }

  ask(): void {}

  read({ f32 }: Views, base: number, at: CostPlaces, _address: number, b: number, gradient: InputGradient): void {
    if (gradient.kind !== 'dense' && gradient.kind !== 'banded') return;
    const from = (base + at.cost) / 4;
    this.eachRow(b, (start, place, width) => gradient.data.set(f32.subarray(from + place, from + place + width), start));
  }
}

/** Values by class and the columns' classes. */
class ClassSource implements CostSource {
  readonly needs: CostSource['needs'];
  readonly gradientBytes: number;
  readonly inPlace = false;
  private readonly problem: AlignmentProblem;
  private readonly cost: GatheredCost;

  constructor(problem: AlignmentProblem, cost: GatheredCost) {
    this.problem = problem;
    this.cost = cost;
    this.gradientBytes = 4 * problem.rows * cost.classes;
    this.needs = { costBytes: this.gradientBytes, indexBytes: 4 * problem.columns, xBytes: 0, yBytes: 0, rowTermBytes: 0 };
  }

  write({ f32, i32 }: Views, base: number, at: CostPlaces, b: number, item: ItemWriter): boolean {
    const { values, classes, index } = this.cost;
    const { rows, columns, rowLengths, columnLengths } = this.problem;
    const start = b * rows * classes;
    f32.set(values.subarray(start, start + rowLengths[b] * classes), (base + at.cost) / 4);
    i32.set(index.subarray(b * columns, b * columns + columnLengths[b]), (base + at.index) / 4);
    item.setWhole('source', 1);
    item.setWhole('cost', base + at.cost);
    item.setWhole('index', base + at.index);
    item.setWhole('classes', classes);
    item.setWhole('stride', columnLengths[b]);
    return true;
  }

  ask({ f32 }: Views, address: number, b: number, item: ItemWriter): void {
    item.setWhole('classGradient', address);
    f32.fill(0, address / 4, address / 4 + this.problem.rowLengths[b] * this.cost.classes);
  }

  read({ f32 }: Views, _base: number, _at: CostPlaces, address: number, b: number, gradient: InputGradient): void {
    if (gradient.kind !== 'gathered') return;
    const { rows, rowLengths } = this.problem;
    const { classes } = this.cost;
    const from = address / 4;
    gradient.values.set(f32.subarray(from, from + rowLengths[b] * classes), b * rows * classes);
  }
}

/** Two sequences of features: squares of differences, or sums of products. */
class FeatureSource implements CostSource {
  readonly needs: CostSource['needs'];
  readonly gradientBytes: number;
  readonly inPlace = false;
  private readonly problem: AlignmentProblem;
  private readonly cost: FeaturesCost;
  private readonly form: ProductForm | undefined;
  /** Numbers of a row or column as the kernels see them. */
  private readonly terms: number;
  private readonly stride: number;
  private readonly paddedRows: number;
  private readonly numbers: Float64Array;
  private readonly gradient: Float64Array;

  constructor(problem: AlignmentProblem, cost: FeaturesCost, form: ProductForm | undefined) {
    this.problem = problem;
    this.cost = cost;
    this.form = form;
    this.terms = form?.terms ?? cost.dimension;
    this.stride = problem.columns + 16;
    this.paddedRows = Math.ceil(problem.rows / STRIP_ROWS) * STRIP_ROWS;
    this.numbers = new Float64Array(this.terms);
    this.gradient = new Float64Array(cost.dimension);
    const xBytes = 4 * this.paddedRows * this.terms;
    const yBytes = 4 * this.stride * this.terms;
    const rowTermBytes = 4 * this.paddedRows;
    this.needs = { costBytes: 0, indexBytes: 0, xBytes, yBytes, rowTermBytes };
    this.gradientBytes = xBytes + yBytes + rowTermBytes;
  }

  write({ f32 }: Views, base: number, at: CostPlaces, b: number, item: ItemWriter): boolean {
    const { problem, cost, form, terms, stride, numbers, paddedRows } = this;
    const { x, y, dimension } = cost;
    const { rows, columns, rowLengths, columnLengths } = problem;
    const [toX, toY, toTerm] = [(base + at.x) / 4, (base + at.y) / 4, (base + at.rowTerms) / 4];
    let within = true;
    if (form === undefined) f32.set(x.subarray(b * rows * dimension, (b * rows + rowLengths[b]) * dimension), toX);
    else {
      for (let n = 0; n < rowLengths[b]; n++) {
        within = form.writeX(x, (b * rows + n) * dimension, numbers) && within;
        for (let k = 0; k < terms; k++) f32[toX + n * terms + k] = numbers[k];
      }
      f32.fill(form.term, toTerm, toTerm + paddedRows);
    }
    f32.fill(0, toX + rowLengths[b] * terms, toX + paddedRows * terms);
    f32.fill(0, toY, toY + terms * stride);
    for (let m = 0; m < columnLengths[b]; m++) {
      const from = (b * columns + m) * dimension;
      if (form !== undefined) form.writeY(y, from, numbers);
      for (let k = 0; k < terms; k++) f32[toY + k * stride + m] = form === undefined ? y[from + k] : numbers[k];
    }
    item.setWhole('source', form === undefined ? 2 : 3);
    item.setWhole('dimension', terms);
    item.setWhole('featureStride', stride);
    item.setWhole('x', base + at.x);
    item.setWhole('y', base + at.y);
    item.setWhole('rowTerms', base + at.rowTerms);
    item.setWhole('stride', columnLengths[b]);
    return within;
  }

  ask({ f32 }: Views, address: number, _b: number, item: ItemWriter): void {
    const { xBytes, yBytes } = this.needs;
    item.setWhole('xGradient', address);
    item.setWhole('yGradient', address + xBytes);
    item.setWhole('rowTermGradient', address + xBytes + yBytes);
    f32.fill(0, address / 4, (address + this.gradientBytes) / 4);
  }

  read({ f32 }: Views, _base: number, _at: CostPlaces, address: number, b: number, result: InputGradient, upstream: number): void {
    if (result.kind !== 'features') return;
    const { problem, cost, form, terms, stride, numbers, gradient } = this;
    const { dimension } = cost;
    const fromX = address / 4;
    const fromY = (address + this.needs.xBytes) / 4;
    for (let n = 0; n < problem.rowLengths[b]; n++) {
      const to = (b * problem.rows + n) * dimension;
      for (let k = 0; k < terms; k++) numbers[k] = upstream * f32[fromX + n * terms + k];
      if (form === undefined) for (let d = 0; d < dimension; d++) gradient[d] = 2 * numbers[d];
      else form.pullX(cost.x, to, numbers, gradient);
      result.x.set(gradient, to);
    }
    for (let m = 0; m < problem.columnLengths[b]; m++) {
      for (let k = 0; k < terms; k++) numbers[k] = upstream * f32[fromY + k * stride + m];
      if (form === undefined) for (let d = 0; d < dimension; d++) gradient[d] = -2 * numbers[d];
      else form.pullY(numbers, gradient);
      result.y.set(gradient, (b * problem.columns + m) * dimension);
    }
  }
}

/** Cells of the item that has most. */
function mostCells(problem: AlignmentProblem, layout: LatticeLayout): number {
  const { batch, rows, rowLengths, columnLengths } = problem;
  let most = 0;
  for (let b = 0; b < batch; b++) {
    if (!layout.banded) {
      most = Math.max(most, rowLengths[b] * columnLengths[b]);
      continue;
    }
    let cells = 0;
    for (let n = 0; n < rowLengths[b]; n++) cells += Math.max(0, layout.last[b * rows + n] - layout.first[b * rows + n] + 1);
    most = Math.max(most, cells);
  }
  return most;
}
