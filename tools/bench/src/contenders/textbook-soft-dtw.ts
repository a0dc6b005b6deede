/**
 * The peer that this bench carries: soft-DTW as its paper prints it (Cuturi & Blondel 2017, Algorithms 1 and 2), in plain
 * typed arrays with a border, one sequence pair after another, float64. Nothing clever: what a careful reader would write.
 */
export class TextbookSoftDtw {
  private readonly rows: number;
  private readonly columns: number;
  private readonly R: Float64Array;
  private readonly E: Float64Array;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.R = new Float64Array((rows + 2) * (columns + 2));
    this.E = new Float64Array((rows + 2) * (columns + 2));
  }

  forward(cost: ArrayLike<number>, offset: number, gamma: number): number {
    const { rows, columns, R } = this;
    const width = columns + 2;
    R.fill(Infinity);
    R[0] = 0;
    for (let n = 1; n <= rows; n++) {
      for (let m = 1; m <= columns; m++) {
        const a = -R[(n - 1) * width + m - 1] / gamma;
        const b = -R[(n - 1) * width + m] / gamma;
        const c = -R[n * width + m - 1] / gamma;
        const most = Math.max(a, b, c);
        const sum = Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most);
        R[n * width + m] = cost[offset + (n - 1) * columns + m - 1] - gamma * (Math.log(sum) + most);
      }
    }
    return R[rows * width + columns];
  }

  /** After `forward` on the same cost: the gradient by the cost, [rows, columns]. */
  backward(cost: ArrayLike<number>, offset: number, gamma: number, gradient: Float32Array, target: number): void {
    const { rows, columns, R, E } = this;
    const width = columns + 2;
    E.fill(0);
    for (let n = 1; n <= rows; n++) R[n * width + columns + 1] = -Infinity;
    for (let m = 1; m <= columns; m++) R[(rows + 1) * width + m] = -Infinity;
    R[(rows + 1) * width + columns + 1] = R[rows * width + columns];
    E[(rows + 1) * width + columns + 1] = 1;
    const at = (n: number, m: number): number => (n <= rows && m <= columns ? cost[offset + (n - 1) * columns + m - 1] : 0);
    for (let n = rows; n >= 1; n--) {
      for (let m = columns; m >= 1; m--) {
        const r = R[n * width + m];
        const down = Math.exp((R[(n + 1) * width + m] - r - at(n + 1, m)) / gamma);
        const right = Math.exp((R[n * width + m + 1] - r - at(n, m + 1)) / gamma);
        const diagonal = Math.exp((R[(n + 1) * width + m + 1] - r - at(n + 1, m + 1)) / gamma);
        const e = E[(n + 1) * width + m] * down + E[n * width + m + 1] * right + E[(n + 1) * width + m + 1] * diagonal;
        E[n * width + m] = e;
        gradient[target + (n - 1) * columns + m - 1] = e;
      }
    }
  }
}
