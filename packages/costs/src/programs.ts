import { subtract, sum, variable } from '@rubato/expression';
import type { Binding, Expression, Program } from '@rubato/expression';

/** The index of the feature dimensions. */
export const dimensions = 'd';
export const x: Expression = variable('x', dimensions);
export const y: Expression = variable('y', dimensions);
/** x_d - y_d */
export const difference: Expression = subtract(x, y);
/** Σ_d */
export const total = (of: Expression): Expression => sum(dimensions, of);

/** The outputs of a local cost, by the names that `PreparedCost.program` promises. */
export function costProgram(bindings: readonly Binding[], cost: Expression, gradientX: Expression, gradientY: Expression): Program {
  return {
    bindings,
    outputs: {
      cost: { expression: cost },
      gradientX: { index: dimensions, expression: gradientX },
      gradientY: { index: dimensions, expression: gradientY },
    },
  };
}
