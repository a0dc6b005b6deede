import type { FloatArray, LocalCostSpecification } from '@rubato/costs';

/**
 * A local cost that is a number plus a sum of products: `c(x, y) = term + Σ_k w_k(x)·v_k(y)`, which the kernels compute and pull back
 * without a cost matrix. The numbers are those of `@rubato/costs`.
 */
export interface ProductForm {
  /** How many products. */
  readonly terms: number;
  readonly term: number;
  /** Writes w(x); false where one of them is not finite. */
  writeX(x: FloatArray, from: number, w: Float64Array): boolean;
  /** Writes v(y). */
  writeY(y: FloatArray, from: number, v: Float64Array): void;
  /** From sums_k = Σ H·v_k: the gradient by x. */
  pullX(x: FloatArray, from: number, sums: Float64Array, gradient: Float64Array): void;
  /** From sums_k = Σ H·w_k: the gradient by y. */
  pullY(sums: Float64Array, gradient: Float64Array): void;
}

/** The form of a local cost, or undefined where it has none that the kernels know. */
export function productForm({ name, parameters = {} }: LocalCostSpecification, dimension: number): ProductForm | undefined {
  const { input } = parameters;
  if (name === 'innerProduct') return innerProduct(dimension, (parameters['offset'] as number | undefined) ?? 2);
  if (name === 'binaryCrossEntropy') return binaryCrossEntropy(dimension, input === 'logits');
  // An all-zero row of targets costs nothing in products: another choice is not of this form.
  if (name !== 'negativeLogLikelihood' || (parameters['rests'] !== undefined && parameters['rests'] !== 'free')) return undefined;
  return negativeLogLikelihood(dimension, (input as Distribution | undefined) ?? 'probabilities');
}

function copy(from: FloatArray, start: number, to: Float64Array): void {
  for (let d = 0; d < to.length; d++) to[d] = from[start + d];
}

/** offset - ⟨x, y⟩ */
function innerProduct(dimension: number, offset: number): ProductForm {
  return {
    terms: dimension,
    term: offset,
    writeX(x, from, w) {
      for (let d = 0; d < dimension; d++) w[d] = -x[from + d];
      return true;
    },
    writeY: copy,
    pullX(_x, _from, sums, gradient) {
      for (let d = 0; d < dimension; d++) gradient[d] = -sums[d];
    },
    pullY: (sums, gradient) => gradient.set(sums),
  };
}

type Distribution = 'probabilities' | 'logProbabilities' | 'logits';

/** -Σ y_d·log p_d */
function negativeLogLikelihood(dimension: number, input: Distribution): ProductForm {
  const logProbabilities = new Float64Array(dimension);

  /** log p_d; of logits the largest stays out of the sum, so that a probability near 1 keeps its digits. */
  function read(x: FloatArray, from: number): void {
    if (input !== 'logits') {
      for (let d = 0; d < dimension; d++) logProbabilities[d] = input === 'probabilities' ? Math.log(x[from + d]) : x[from + d];
      return;
    }
    let largest = 0;
    for (let d = 1; d < dimension; d++) if (x[from + d] > x[from + largest]) largest = d;
    let others = 0;
    for (let d = 0; d < dimension; d++) if (d !== largest) others += Math.exp(x[from + d] - x[from + largest]);
    const logSum = x[from + largest] + Math.log1p(others);
    for (let d = 0; d < dimension; d++) logProbabilities[d] = x[from + d] - logSum;
    logProbabilities[largest] = -Math.log1p(others);
  }

  return {
    terms: dimension,
    term: 0,
    writeX(x, from, w) {
      read(x, from);
      let within = true;
      for (let d = 0; d < dimension; d++) {
        w[d] = -logProbabilities[d];
        // Gradients of probabilities smaller than this are not what the products say.
        if (!(w[d] < 500)) within = false;
      }
      return within;
    },
    writeY: copy,
    pullX(x, from, sums, gradient) {
      let whole = 0;
      if (input === 'logits') {
        read(x, from);
        for (let d = 0; d < dimension; d++) whole += sums[d];
      }
      for (let d = 0; d < dimension; d++) {
        if (input === 'logits') gradient[d] = whole * Math.exp(logProbabilities[d]) - sums[d];
        else gradient[d] = input === 'probabilities' ? -sums[d] / x[from + d] : -sums[d];
      }
    },
    pullY: (sums, gradient) => gradient.set(sums),
  };
}

/** log(1 + e^z), without overflow */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** -Σ y_d·log p_d + (1 - y_d)·log(1 - p_d): products of both halves, none of which cancels the other. */
function binaryCrossEntropy(dimension: number, logits: boolean): ProductForm {
  return {
    terms: 2 * dimension,
    term: 0,
    writeX(x, from, w) {
      let within = true;
      for (let d = 0; d < dimension; d++) {
        const value = x[from + d];
        w[d] = logits ? softplus(-value) : -Math.log(value);
        w[dimension + d] = logits ? softplus(value) : -Math.log1p(-value);
        if (!(w[d] < 500 && w[dimension + d] < 500)) within = false;
      }
      return within;
    },
    writeY(y, from, v) {
      for (let d = 0; d < dimension; d++) {
        v[d] = y[from + d];
        v[dimension + d] = 1 - y[from + d];
      }
    },
    pullX(x, from, sums, gradient) {
      for (let d = 0; d < dimension; d++) {
        const value = x[from + d];
        const active = logits ? 1 / (1 + Math.exp(-value)) : value;
        const [activeSlope, inactiveSlope] = logits ? [active - 1, active] : [-1 / active, 1 / (1 - active)];
        gradient[d] = sums[d] * activeSlope + sums[dimension + d] * inactiveSlope;
      }
    },
    pullY(sums, gradient) {
      for (let d = 0; d < dimension; d++) gradient[d] = sums[d] - sums[dimension + d];
    },
  };
}
