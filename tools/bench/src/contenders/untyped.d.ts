/** The parts of peers without types of their own that this bench calls. */
declare module 'dtw' {
  type Pairs = [row: number, column: number][];
  export default class DTW {
    constructor(options: { distanceFunction: (a: number, b: number) => number });
    compute(a: number[], b: number[]): number;
    path(): Pairs;
  }
}

declare module 'dynamic-time-warping' {
  type Pairs = [row: number, column: number][];
  export default class DynamicTimeWarping {
    constructor(a: number[], b: number[], distance: (a: number, b: number) => number);
    getDistance(): number;
    getPath(): Pairs;
  }
}
