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

/** Maps that begin where viridis begins, and can stand beside it in one picture: nothing looks the same in all of them. */
const GROUND = VIRIDIS[0];

/** For blanks: to a light red, as the papers show them. */
export const blankMap: ColourMap = mapOf('blank', [GROUND, [150, 25, 80], [225, 60, 70], [255, 120, 90], [255, 175, 150]]);

/** For the steps of a lattice, in turn: the hues of the series with the same numbers, which legends show. */
export const stepMaps: readonly ColourMap[] = [
  mapOf('step-0', [GROUND, [40, 80, 150], [70, 150, 215], [140, 210, 255]]),
  mapOf('step-1', [GROUND, [160, 50, 50], [235, 105, 50], [255, 175, 110]]),
  mapOf('step-2', [GROUND, [40, 100, 70], [50, 175, 100], [130, 240, 160]]),
  mapOf('step-3', [GROUND, [105, 50, 175], [155, 105, 235], [205, 180, 255]]),
  mapOf('step-4', [GROUND, [130, 95, 35], [205, 165, 50], [250, 230, 120]]),
  mapOf('step-5', [GROUND, [150, 30, 100], [220, 80, 150], [255, 165, 210]]),
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
