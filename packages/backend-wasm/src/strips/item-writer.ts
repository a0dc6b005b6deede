import type { Views } from '../module/instance.ts';
import { floatFields, wholeFields } from './item-fields.ts';

type FloatField = (typeof floatFields)[number];
type WholeField = (typeof wholeFields)[number];

/** Places of the fields, in numbers of their own size from the structure's beginning. */
const floatAt = Object.fromEntries(floatFields.map((name, k) => [name, k])) as Record<FloatField, number>;
const wholeAt = Object.fromEntries(wholeFields.map((name, k) => [name, 2 * floatFields.length + k])) as Record<WholeField, number>;

/** Reads and writes the fields of an item in the kernels' memory. */
export class ItemWriter {
  private readonly views: Views;
  private readonly address: number;

  constructor(views: Views, address: number) {
    this.views = views;
    this.address = address;
  }

  float(field: FloatField): number {
    return this.views.f64[this.address / 8 + floatAt[field]];
  }

  whole(field: WholeField): number {
    return this.views.i32[this.address / 4 + wholeAt[field]];
  }

  setFloat(field: FloatField, value: number): void {
    this.views.f64[this.address / 8 + floatAt[field]] = value;
  }

  setWhole(field: WholeField, value: number): void {
    this.views.i32[this.address / 4 + wholeAt[field]] = value;
  }
}
