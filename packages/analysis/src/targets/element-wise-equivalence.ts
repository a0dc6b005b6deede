import type { LocalCostSpecification } from '@rubato/costs';

/** Whether an element-wise loss with modified targets trains as the alignment does, and why. */
export interface ElementWiseEquivalence {
  /** `unknown`: of a cost that is not among those of `@rubato/costs`, or of one that was handed over as numbers. */
  readonly kind: 'exact' | 'none' | 'unknown';
  readonly reason: string;
}

const affine = 'the gradient by x is affine in y, and so the mean of gradients is the gradient at the mean target';

const exact: Readonly<Record<string, string>> = {
  halfSquaredEuclidean: `${affine}: x - y`,
  squaredEuclidean: `${affine}: 2(x - y)`,
  binaryCrossEntropy: `${affine}: (x - y)/(x(1 - x)), of logits sigmoid(x) - y`,
  negativeLogLikelihood: `${affine}: -y/x, of logits softmax(x)·Σy - y`,
  innerProduct: `${affine}: -y`,
};

const none: Readonly<Record<string, string>> = {
  euclidean: 'the gradient (x - y)/|x - y| has length 1 however far the target is',
  absolute: 'the gradient sign(x - y) tells only on which side the target is; the minimum lies at a weighted median of the targets',
  huber: 'the gradient is cut off far from the target',
  cosine: 'the gradient depends on the direction of y alone, and a mean of targets forgets their lengths',
  multiLabelCtc: 'a blank trains one output and a label all of them, so that h(n) would have to differ from output to output',
};

/**
 * Whether the update of a network under an alignment loss is that of an element-wise loss with modified targets.
 *
 * `Σ_m H(n,m)·∂c(x_n, y_m)/∂x = h(n)·∂c(x_n, Y_mod_n)/∂x` holds for every H ≥ 0 just where G(y) = ∂c(x, y)/∂x is affine in y:
 *
 * - If: `Σ_m H(n,m)·(A + B·y_m) = h(n)·(A + B·Y_mod_n)`, by the definition of h and Y_mod.
 * - Only if: of a row H = (t, 1 - t) it says `G(t·y_1 + (1 - t)·y_2) = t·G(y_1) + (1 - t)·G(y_2)`, for any two targets and any t in
 *   [0, 1]. This is what affine means.
 *
 * Then c(x, y) - c(x_0, y), an integral of G from x_0 to x, is affine in y as well, and `c(x, y) = a(x) + ⟨b(x), y⟩ + g(y)`. So it is
 * with the (half) squared Euclidean distance, binary cross-entropy, negative log-likelihood and the inner product, in each of their
 * forms; a weighted sum is so if all its terms are. Under `rests: 'uniform'` an all-zero row counts as 1/D. Costs by class are the
 * numbers that they gather, and linear in the class's indicator. Values of the two losses differ. For a cost that is not affine a
 * single H may still fit by chance: `'none'` says that not all do.
 *
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 4.1 (MSE and BCE); the rest follows as there.
 *
 * @param localCost a local cost by name, as a `features` cost holds it
 *
 * @example
 * ```ts
 * import { elementWiseEquivalence } from '@rubato/analysis';
 * elementWiseEquivalence({ name: 'binaryCrossEntropy' }).kind; // → 'exact'
 * elementWiseEquivalence({ name: 'absolute' }).kind; // → 'none'
 * elementWiseEquivalence({ name: 'mine' }).kind; // → 'unknown'
 * ```
 */
export function elementWiseEquivalence(localCost: LocalCostSpecification): ElementWiseEquivalence {
  const { name, terms } = localCost;
  if (name === 'weightedSum') return ofTerms((terms ?? []).filter(({ weight }) => weight !== 0).map(({ cost }) => cost));
  if (Object.hasOwn(exact, name)) return { kind: 'exact', reason: exact[name] };
  if (Object.hasOwn(none, name)) return { kind: 'none', reason: none[name] };
  return { kind: 'unknown', reason: `of ${name} it is not known whether ∂c/∂x is affine in y` };
}

/** What an all-zero target counts as: 1/D for each of its numbers, or what it is. */
export function uniformRests(localCost: LocalCostSpecification): boolean {
  return localCost.name === 'negativeLogLikelihood' && localCost.parameters?.['rests'] === 'uniform';
}

function ofTerms(costs: readonly LocalCostSpecification[]): ElementWiseEquivalence {
  for (const cost of costs) {
    const term = elementWiseEquivalence(cost);
    if (term.kind !== 'exact') return { kind: term.kind, reason: `of the term ${cost.name}: ${term.reason}` };
    if (uniformRests(cost)) return { kind: 'none', reason: `of the term ${cost.name}: uniform rests are no rows of y` };
  }
  return { kind: 'exact', reason: affine };
}
