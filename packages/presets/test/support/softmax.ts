/** log softmax of each row of K logits. */
export function logSoftmax(logits: Float64Array, K: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += K) {
    const row = logits.subarray(start, start + K);
    const most = Math.max(...row);
    const normaliser = most + Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0));
    row.forEach((z, k) => void (result[start + k] = z - normaliser));
  }
  return result;
}

/** The gradient by the logits from the one by their log softmax: g - softmax·Σg, row by row. */
export function logSoftmaxPullback(logProbabilities: Float64Array, gradient: ArrayLike<number>, K: number): Float64Array {
  return logProbabilities.map((logProbability, i) => {
    const start = i - (i % K);
    let sum = 0;
    for (let k = 0; k < K; k++) sum += gradient[start + k];
    return gradient[i] - Math.exp(logProbability) * sum;
  });
}
