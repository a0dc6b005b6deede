import type { AlignmentProblem, FeaturesCost } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { localCosts } from '@rubato/costs';
import type { Instance } from '../module/instance.ts';
import { aligned } from '../module/instance.ts';
import type { CostRows } from './cost-rows.ts';
import type { Memory } from './memory.ts';

/** Where features stand that kernels compute costs from. */
export interface FeaturePlace {
  /** The features of one row. */
  readonly x: number;
  /** Those of all columns, columns as neighbours. */
  readonly y: number;
  /** Σ y_d² of all columns, where the cost needs it. */
  readonly squares: number;
}

const KERNELS = ['squaredEuclidean', 'halfSquaredEuclidean', 'euclidean', 'innerProduct', 'cosine'];

/** Whether a kernel computes the problem's costs: one of these, and not a record that the caller has put in its place. */
export function hasFeatureKernel({ cost }: AlignmentProblem, costs: Readonly<Record<string, LocalCost>>): boolean {
  if (cost.kind !== 'features') return false;
  const { name } = cost.localCost;
  return KERNELS.includes(name) && costs[name] === localCosts[name];
}

/** Takes room for features that a kernel computes costs from. */
export function placeFeatures(memory: Memory, { cost, columns }: AlignmentProblem): FeaturePlace {
  const { dimension, localCost } = cost as FeaturesCost;
  return {
    x: memory.take(8 * dimension),
    y: memory.take(dimension * strideOf(columns)),
    squares: localCost.name === 'cosine' ? memory.take(8 * columns) : 0,
  };
}

/** Bytes from one feature of a column to the next. */
function strideOf(columns: number): number {
  return aligned(8 * columns);
}

/** Costs that kernels compute from features, with the bits of `@rubato/costs`. */
export class FeatureRows implements CostRows {
  private readonly instance: Instance;
  private readonly cost: FeaturesCost;
  private readonly place: FeaturePlace;
  private readonly stride: number;
  private readonly offset: number;
  private item = 0;

  constructor(instance: Instance, cost: FeaturesCost, place: FeaturePlace) {
    this.instance = instance;
    this.cost = cost;
    this.place = place;
    this.stride = strideOf(cost.shape[2]);
    this.offset = (cost.localCost.parameters?.['offset'] as number | undefined) ?? 2;
  }

  open(b: number): void {
    const { place, stride } = this;
    const { y, dimension, shape } = this.cost;
    const { f64 } = this.instance.all;
    const columns = shape[2];
    const from = b * columns * dimension;
    this.item = b;
    for (let d = 0; d < dimension; d++) {
      const to = (place.y + d * stride) / 8;
      for (let m = 0; m < columns; m++) f64[to + m] = y[from + m * dimension + d];
    }
    if (place.squares === 0) return;
    for (let m = 0; m < columns; m++) {
      let squares = 0;
      for (let d = 0; d < dimension; d++) squares += y[from + m * dimension + d] * y[from + m * dimension + d];
      f64[place.squares / 8 + m] = squares;
    }
  }

  read(n: number, first: number, last: number, address: number): void {
    const { place, stride, offset, instance } = this;
    const { x, dimension, shape, localCost } = this.cost;
    const { exports } = instance;
    const from = (this.item * shape[1] + n) * dimension;
    for (let d = 0; d < dimension; d++) instance.all.f64[place.x / 8 + d] = x[from + d];
    const y = place.y + 8 * first;
    const count = last - first + 1;
    switch (localCost.name) {
      case 'innerProduct':
        exports.productRow(place.x, dimension, y, stride, count, address, offset);
        break;
      case 'cosine':
        exports.cosineRow(place.x, dimension, y, stride, count, address, place.squares + 8 * first);
        break;
      default: {
        const isRoot = localCost.name === 'euclidean' ? 1 : 0;
        exports.squaredRow(place.x, dimension, y, stride, count, address, localCost.name === 'halfSquaredEuclidean' ? 0.5 : 1, isRoot);
      }
    }
  }
}
