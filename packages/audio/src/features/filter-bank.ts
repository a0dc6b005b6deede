/** A matrix `[filters, bins]` with few entries: filter f has entries `starts[f]` to `starts[f + 1]`. */
export interface FilterBank {
  readonly starts: Int32Array;
  readonly bins: Int32Array;
  readonly weights: Float64Array;
}

/** A filter bank of a weight for each filter and bin; weights of 0 are left out. */
export function createFilterBank(filters: number, bins: number, weight: (filter: number, bin: number) => number): FilterBank {
  const starts = new Int32Array(filters + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  for (let f = 0; f < filters; f++) {
    for (let b = 0; b < bins; b++) {
      const value = weight(f, b);
      if (value === 0) continue;
      columns.push(b);
      weights.push(value);
    }
    starts[f + 1] = columns.length;
  }
  return { starts, bins: Int32Array.from(columns), weights: Float64Array.from(weights) };
}

/** `into[f] = Σ_b weight[f, b]·spectrum[b]`. */
export function applyFilterBank({ starts, bins, weights }: FilterBank, spectrum: Float64Array, into: Float64Array): void {
  for (let f = 0; f < into.length; f++) {
    let sum = 0;
    for (let e = starts[f]; e < starts[f + 1]; e++) sum += weights[e] * spectrum[bins[e]];
    into[f] = sum;
  }
}
