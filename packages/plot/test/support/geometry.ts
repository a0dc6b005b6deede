import { expect } from 'vitest';
import { axesOf, type DrawnAxis, elementsOf, numbersOf, pixelsOf } from './svg.ts';

/** The axis with a title; where several have it, the first. */
export function axisOf(svg: string, title: string): DrawnAxis {
  const axis = axesOf(svg).find((one) => one.title === title);
  if (axis === undefined)
    throw new Error(
      `${title} is none of ${axesOf(svg)
        .map((one) => one.title)
        .join(', ')}`,
    );
  return axis;
}

/** The palette index at a place of the page. */
export function pixelAt(svg: string, x: number, y: number): number {
  const [left, top, wide, tall] = numbersOf(elementsOf(svg).find(({ name }) => name === 'image')!.attributes, 'x', 'y', 'width', 'height');
  const { width, height, indices } = pixelsOf(svg);
  return indices[Math.floor(((y - top) / tall) * height) * width + Math.floor(((x - left) / wide) * width)];
}

/** The points of the last line with a class. */
export function pointsOf(svg: string, name: string): readonly (readonly number[])[] {
  const path = elementsOf(svg).findLast(({ attributes }) => attributes['class']?.split(' ').includes(name) ?? false)!;
  return [...path.attributes['d'].matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

export function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - expected[i]), `${actual.join(' ')} and ${expected.join(' ')}`).toBeLessThan(0.03);
}
