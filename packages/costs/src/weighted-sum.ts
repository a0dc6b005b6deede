import { add, constant, multiply } from '@rubato/expression';
import type { Expression, Program } from '@rubato/expression';
import { anyNumber } from './domains.ts';
import { readParameters } from './parameters.ts';
import { costProgram } from './programs.ts';
import type { FeatureDomain, FloatArray, LocalCost } from './record.ts';
import { restrictProgram } from './restrict.ts';
import { prepareTerms } from './terms.ts';
import type { PreparedTerm } from './terms.ts';

/** Rows of Y given to a term at a time: enough for it to read its row of X rarely, few enough to stay in cache. */
const blockSize = 64;

/**
 * Weighted sum of other local costs, each on its own range of dimensions: c(x, y) = Σ_t w_t·c_t(x[first_t…last_t),
 * y[first_t…last_t)), for example of chroma, onset and offset features that stand side by side in one row.
 *
 * No parameters but `terms`, at least one: `cost` (any cost but a weighted sum), `weight` from 0 to 1e15, `first`
 * (default 0) and `last` (default D). Ranges may overlap or leave dimensions out. A term of weight 0 is skipped, even
 * where its cost is infinite, and asks nothing of the features. The domain of a dimension is what all its terms
 * accept. Gradient: the weighted sum of theirs.
 * Source: the combined chroma and onset cost of Ewert, Müller & Grosche, "High resolution audio synchronization using
 * chroma onset features", ICASSP 2009, for any costs.
 *
 * @throws RangeError (from `prepare`) that names the term, when a weight, a range or the cost itself is not right
 *
 * @example
 * ```ts
 * import { prepareLocalCost } from '@rubato/costs';
 * const terms = [
 *   { cost: { name: 'cosine' }, weight: 2, last: 2 },
 *   { cost: { name: 'euclidean' }, weight: 0.5, first: 2 },
 * ];
 * const cost = prepareLocalCost({ name: 'weightedSum', terms }, 3);
 * const out = new Float64Array(1);
 * cost.row(Float64Array.of(1, 0, 7), 0, Float64Array.of(0, 1, 3), 0, 1, out, 0);
 * out[0]; // → 4
 * ```
 */
export const weightedSum: LocalCost = {
  name: 'weightedSum',
  prepare(specification, dimension, records) {
    readParameters('weightedSum', specification, dimension, [], true);
    const terms = prepareTerms(specification, dimension, records).filter((term) => term.weight !== 0);
    const domains = {
      x: Array.from({ length: dimension }, (_, d) => sharedDomain(terms, 'x', d)),
      y: Array.from({ length: dimension }, (_, d) => sharedDomain(terms, 'y', d)),
    };
    const termRows = new Float64Array(blockSize * dimension);
    const termGradients = new Float64Array(blockSize * dimension);
    const termValues = new Float64Array(blockSize);
    const totals = new Float64Array(blockSize);
    const program = sumProgram(terms, dimension);
    const checked = terms.filter((term) => term.cost.rowProblem !== undefined);

    const copyRows = (term: PreparedTerm, y: FloatArray, offset: number, count: number): void => {
      const width = term.last - term.first;
      for (let k = 0; k < count; k++) {
        const from = offset + k * dimension + term.first;
        for (let d = 0; d < width; d++) termRows[k * width + d] = y[from + d];
      }
    };

    return {
      dimension,
      domain: (sequence, d) => domains[sequence][d],
      ...(checked.length > 0 && {
        rowProblem(sequence: 'x' | 'y', values: FloatArray, offset: number): string | undefined {
          for (const term of checked) {
            const problem = term.cost.rowProblem?.(sequence, values, offset + term.first);
            if (problem !== undefined) return `in dimensions ${term.first} to ${term.last - 1}: ${problem}`;
          }
          return undefined;
        },
      }),
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        for (let start = 0; start < count; start += blockSize) {
          const size = Math.min(blockSize, count - start);
          totals.fill(0);
          for (const term of terms) {
            copyRows(term, y, yOffset + start * dimension, size);
            term.cost.row(x, xOffset + term.first, termRows, 0, size, termValues, 0);
            for (let k = 0; k < size; k++) totals[k] += term.weight * termValues[k];
          }
          for (let k = 0; k < size; k++) out[outOffset + start + k] = totals[k];
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        for (let start = 0; start < count; start += blockSize) {
          const size = Math.min(blockSize, count - start);
          for (const term of terms) {
            const width = term.last - term.first;
            copyRows(term, y, yOffset + start * dimension, size);
            for (let k = 0; k < size; k++) termValues[k] = term.weight * upstream[upstreamOffset + start + k];
            termGradients.fill(0, 0, size * width);
            term.cost.pullback(
              x,
              xOffset + term.first,
              termRows,
              0,
              size,
              termValues,
              0,
              gradientX,
              gradientXOffset + term.first,
              termGradients,
              0,
            );
            for (let k = 0; k < size; k++) {
              const to = gradientYOffset + (start + k) * dimension + term.first;
              for (let d = 0; d < width; d++) gradientY[to + d] += termGradients[k * width + d];
            }
          }
        }
      },
      ...(program !== undefined && { program }),
    };
  },
};

/** What all terms on dimension d accept. */
function sharedDomain(terms: readonly PreparedTerm[], sequence: 'x' | 'y', d: number): FeatureDomain {
  const domains = terms.filter((term) => term.first <= d && d < term.last).map((term) => term.cost.domain(sequence, d - term.first));
  if (domains.length === 0) return anyNumber;
  return {
    least: Math.max(...domains.map((domain) => domain.least)),
    most: Math.min(...domains.map((domain) => domain.most)),
    description: [...new Set(domains.map((domain) => domain.description))].join(' and '),
  };
}

function sumProgram(terms: readonly PreparedTerm[], dimension: number): Program | undefined {
  const programs: Program[] = [];
  for (const [index, { cost, first, last }] of terms.entries()) {
    if (cost.program === undefined) return undefined;
    programs.push(restrictProgram(cost.program, `term${index}_`, first, last, dimension));
  }
  const weighted = (output: string): Expression =>
    programs
      .map((program, index) => multiply(terms[index].weight, program.outputs[output].expression))
      .reduce((sum, term) => add(sum, term), constant(0));
  return costProgram(
    programs.flatMap((program) => program.bindings),
    weighted('cost'),
    weighted('gradientX'),
    weighted('gradientY'),
  );
}
