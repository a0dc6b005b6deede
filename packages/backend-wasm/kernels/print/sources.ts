import { printItem } from './item.ts';
import { printStrips } from './strip.ts';
import type { Arithmetic } from './vectors.ts';

/** The sources that are printed and not written by hand, by their path in `assembly/`. */
export function printedSources(arithmetic: Arithmetic): Readonly<Record<string, string>> {
  return { 'printed/item.as': printItem(), 'printed/strips.as': printStrips(arithmetic) };
}
