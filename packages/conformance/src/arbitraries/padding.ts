import type { Draw } from './draw.ts';

/** What stands where no solver may look. */
export type PaddingContent = 'nan' | 'infinity' | 'numbers';

/** What fills padding. Its numbers are drawn apart, so that what stands in the padding changes nothing outside it. */
export interface Padding {
  readonly content: PaddingContent;
  readonly draw: Draw;
}

/** One number for the padding. */
export function paddingNumber({ content, draw }: Padding): number {
  const number = draw.real(-9, 9);
  return content === 'nan' ? NaN : content === 'infinity' ? Infinity : number;
}
