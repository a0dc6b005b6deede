/** Value and gradient of soft-DTW, checked without any lattice of this project. */
export interface SoftDtwAnswer {
  readonly value: number;
  /** E = ∂value/∂C, shape [N, M]. */
  readonly gradient: Float64Array;
}

/**
 * Soft-DTW by the textbook recursions, with a border of infinities: r_{i,j} = c_{i,j} + min^γ{r_{i-1,j-1}, r_{i-1,j}, r_{i,j-1}}, and
 * e_{i,j} from the differences r_{i+1,j} - r_{i,j} - c_{i+1,j} and so on.
 *
 * @param cost shape [N, M], finite
 * @see Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017, Algorithms 1 and 2
 */
export function textbookSoftDtw(cost: ArrayLike<number>, N: number, M: number, gamma: number): SoftDtwAnswer {
  const R = Array.from({ length: N + 2 }, () => new Float64Array(M + 2).fill(Infinity));
  R[0][0] = 0;
  const c = (i: number, j: number): number => (i <= N && j <= M ? cost[(i - 1) * M + j - 1] : 0);
  for (let i = 1; i <= N; i++) {
    for (let j = 1; j <= M; j++) {
      const three = [R[i - 1][j - 1], R[i - 1][j], R[i][j - 1]];
      const least = Math.min(...three);
      const soft =
        least === Infinity ? Infinity : least - gamma * Math.log(three.reduce((sum, r) => sum + Math.exp((least - r) / gamma), 0));
      R[i][j] = c(i, j) + soft;
    }
  }
  const value = R[N][M];
  // The backward recursion's border: -∞ beyond the last row and column, but for the corner, where E is 1.
  for (let i = 1; i <= N; i++) R[i][M + 1] = -Infinity;
  for (let j = 1; j <= M; j++) R[N + 1][j] = -Infinity;
  R[N + 1][M + 1] = value;
  const E = Array.from({ length: N + 2 }, () => new Float64Array(M + 2));
  E[N + 1][M + 1] = 1;
  for (let j = M; j >= 1; j--) {
    for (let i = N; i >= 1; i--) {
      const share = (di: number, dj: number): number => {
        const next = E[i + di][j + dj];
        return next === 0 ? 0 : next * Math.exp((R[i + di][j + dj] - R[i][j] - c(i + di, j + dj)) / gamma);
      };
      E[i][j] = share(1, 0) + share(0, 1) + share(1, 1);
    }
  }
  return { value, gradient: Float64Array.from({ length: N * M }, (_, k) => E[Math.floor(k / M) + 1][(k % M) + 1]) };
}
