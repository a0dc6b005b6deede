import { callOf } from './call-of.ts';

/** A picture of the gallery. */
export interface Picture {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  /** How it is drawn, in JavaScript: the call that drew it, long lists as `…`. */
  readonly call: string;
  readonly svg: string;
}

/** Draws a picture, and tells how: from one call, so that neither says anything else than the other. */
export function picture<T extends object>(
  { file, name, text }: Pick<Picture, 'file' | 'name' | 'text'>,
  draw: (options: T) => string,
  options: NoInfer<T>,
): Picture {
  return { file, name, text, call: callOf(draw.name, options), svg: draw(options) };
}
