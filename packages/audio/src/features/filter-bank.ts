/** Filters over neighbouring bins: filter f has the weights `starts[f]` to `starts[f + 1]`, for bins from `firstBins[f]` on. */
export interface FilterBank {
  readonly starts: Int32Array;
  readonly firstBins: Int32Array;
  readonly weights: Float64Array;
}

/** `into[f] = Σ_b weight[f, b]·spectrum[b]`. */
export function applyFilterBank({ starts, firstBins, weights }: FilterBank, spectrum: Float64Array, into: Float64Array): void {
  for (let f = 0; f < into.length; f++) {
    let bin = firstBins[f];
    let sum = 0;
    for (let e = starts[f]; e < starts[f + 1]; e++) sum += weights[e] * spectrum[bin++];
    into[f] = sum;
  }
}
