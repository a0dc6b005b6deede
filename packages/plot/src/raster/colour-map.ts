/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Colours for t from 0 to 1. */
export interface ColourMap {
  /** For the ids inside a drawing. */
  readonly name: string;
  /** Linear between the anchors. */
  at(t: number): Colour;
}

function mapOf(name: string, anchors: readonly Colour[]): ColourMap {
  return {
    name,
    at(t) {
      const place = Math.min(1, Math.max(0, t)) * (anchors.length - 1);
      const before = Math.min(anchors.length - 2, Math.floor(place));
      const part = place - before;
      const mix = (channel: 0 | 1 | 2): number => Math.round(anchors[before][channel] * (1 - part) + anchors[before + 1][channel] * part);
      return [mix(0), mix(1), mix(2)];
    },
  };
}

/**
 * Colours at even distances of viridis, a map whose steps look equally large and that stays readable in grey and to colour-blind
 * eyes. Source: Smith & van der Walt, "A better default colormap for matplotlib", SciPy 2015 (values CC0).
 */
const VIRIDIS: readonly Colour[] = [
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

export const viridis: ColourMap = mapOf('viridis', VIRIDIS);

/** The colour of t from 0 to 1 in viridis. */
export function colourAt(t: number): Colour {
  return viridis.at(t);
}

/** Maps that begin where viridis begins, and can stand beside it in one picture: nothing looks the same in all of them. */
const GROUND = VIRIDIS[0];

/** For blanks: to a light red, as the papers show them. */
export const blankMap: ColourMap = mapOf('blank', [GROUND, [150, 25, 80], [225, 60, 70], [255, 120, 90], [255, 175, 150]]);

/** For the steps of a lattice, in turn. */
export const stepMaps: readonly ColourMap[] = [
  mapOf('step-0', [GROUND, [40, 90, 160], [60, 150, 225], [130, 205, 255]]),
  mapOf('step-1', [GROUND, [165, 60, 60], [235, 110, 60], [255, 175, 110]]),
  mapOf('step-2', [GROUND, [110, 120, 50], [190, 190, 45], [250, 240, 90]]),
  mapOf('step-3', [GROUND, [30, 110, 95], [50, 175, 130], [130, 235, 185]]),
  mapOf('step-4', [GROUND, [130, 50, 150], [200, 90, 210], [240, 160, 250]]),
  mapOf('step-5', [GROUND, [110, 110, 120], [170, 170, 180], [235, 235, 240]]),
];

/** Index 0 stands for "no value"; indices 1 to 255 are the map. */
export const LEVELS = 255;

/** The palette of all indices: `maps` share them evenly. */
export function palette(maps: readonly ColourMap[] = [viridis]): readonly Colour[] {
  const levels = levelsOf(maps.length);
  return [[255, 255, 255], ...maps.flatMap((map) => Array.from({ length: levels }, (_, level) => map.at(level / (levels - 1))))];
}

/** How many shades each of several maps has. */
export function levelsOf(maps: number): number {
  return Math.floor(LEVELS / maps);
}
