/** One item of CTC, checked without any lattice of this project. */
export interface CtcAnswer {
  /** -log p(Y|X). */
  readonly loss: number;
  /** The posterior of class k at frame n: minus the gradient of the loss by log-probabilities, shape [frames, classes]. */
  readonly occupancy: Float64Array;
}

/**
 * CTC as Graves et al. define it: forward and backward variables over the label sequence with blanks between, before and after.
 * Plain probabilities: for short sequences only.
 *
 * @param logProbabilities shape [frames, classes]
 * @param labels the target, without blanks
 * @param blank the class of the blank
 * @see Graves, Fernández, Gomez & Schmidhuber, "Connectionist temporal classification", ICML 2006, section 4.1
 */
export function gravesCtc(logProbabilities: Float64Array, classes: number, labels: readonly number[], blank: number): CtcAnswer {
  const T = logProbabilities.length / classes;
  const extended = [blank, ...labels.flatMap((label) => [label, blank])];
  const U = extended.length;
  const y = (t: number, u: number): number => Math.exp(logProbabilities[t * classes + extended[u]]);
  // A label may be reached from two places back unless that would merge two equal labels.
  const skips = (u: number): boolean => u >= 2 && extended[u] !== blank && extended[u] !== extended[u - 2];
  const alpha = Array.from({ length: T }, () => new Float64Array(U));
  const beta = Array.from({ length: T }, () => new Float64Array(U));
  for (let t = 0; t < T; t++) {
    for (let u = 0; u < U; u++) {
      const before =
        t === 0 ? (u <= 1 ? 1 : 0) : alpha[t - 1][u] + (u >= 1 ? alpha[t - 1][u - 1] : 0) + (skips(u) ? alpha[t - 1][u - 2] : 0);
      alpha[t][u] = before * y(t, u);
    }
  }
  for (let t = T - 1; t >= 0; t--) {
    for (let u = 0; u < U; u++) {
      if (t === T - 1) beta[t][u] = u >= U - 2 ? 1 : 0;
      else {
        beta[t][u] = beta[t + 1][u] * y(t + 1, u);
        if (u + 1 < U) beta[t][u] += beta[t + 1][u + 1] * y(t + 1, u + 1);
        if (u + 2 < U && skips(u + 2)) beta[t][u] += beta[t + 1][u + 2] * y(t + 1, u + 2);
      }
    }
  }
  const total = alpha[T - 1][U - 1] + (U > 1 ? alpha[T - 1][U - 2] : 0);
  const occupancy = new Float64Array(T * classes);
  if (total > 0) {
    for (let t = 0; t < T; t++) for (let u = 0; u < U; u++) occupancy[t * classes + extended[u]] += (alpha[t][u] * beta[t][u]) / total;
  }
  return { loss: -Math.log(total), occupancy };
}

/** What a sequence of classes spells: repeats merged, then blanks dropped. */
function collapse(classes: readonly number[], blank: number): string {
  return classes.filter((label, t) => label !== blank && label !== classes[t - 1]).join();
}

/** -log p(Y|X) by going through all classes^frames sequences: the definition itself, for tiny cases. */
export function bruteForceCtc(logProbabilities: Float64Array, classes: number, labels: readonly number[], blank: number): number {
  const T = logProbabilities.length / classes;
  const target = labels.join();
  let total = 0;
  for (let code = 0; code < classes ** T; code++) {
    const sequence = Array.from({ length: T }, (_, t) => Math.floor(code / classes ** t) % classes);
    if (collapse(sequence, blank) !== target) continue;
    total += Math.exp(sequence.reduce((sum, label, t) => sum + logProbabilities[t * classes + label], 0));
  }
  return -Math.log(total);
}
