/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Colours at even distances of viridis, a map whose steps look equally large and that stays readable in grey and to colour-blind
 * eyes. Source: Smith & van der Walt, "A better default colormap for matplotlib", SciPy 2015 (values CC0).
 */
const ANCHORS: readonly Colour[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
];

/** The colour of t from 0 to 1, linear between the anchors. */
export function colourAt(t: number): Colour {
  const place = Math.min(1, Math.max(0, t)) * (ANCHORS.length - 1);
  const before = Math.min(ANCHORS.length - 2, Math.floor(place));
  const part = place - before;
  const mix = (channel: 0 | 1 | 2): number => Math.round(ANCHORS[before][channel] * (1 - part) + ANCHORS[before + 1][channel] * part);
  return [mix(0), mix(1), mix(2)];
}

/** Index 0 stands for "no value"; indices 1 to 255 are the map. */
export const LEVELS = 255;

/** The palette of all indices. */
export function palette(): readonly Colour[] {
  const levels = Array.from({ length: LEVELS }, (_, level) => colourAt(level / (LEVELS - 1)));
  return [[255, 255, 255], ...levels];
}
