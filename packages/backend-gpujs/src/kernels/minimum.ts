import type { MinimumOutput } from '@rubato/core/fronts';
import { FORBIDDEN, LIMIT } from '@rubato/core/fronts';
import type { Program } from '@rubato/expression';
import type { FunctionNames } from '../print/mathematics.ts';
import { ProgramPrinter } from '../print/print-program.ts';
import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';

/** A minimum function by the name that its kernels are known under. */
export interface NamedProgram {
  readonly name: string;
  readonly program: Program;
}

/**
 * The least whole part of the candidates `x` [2·count, batch, places]. A minimum moves with its candidates, so they are measured from
 * there: numbers stay small, and the difference of two candidates is exact however long their paths are.
 */
const base = `
let base = ${FORBIDDEN};
for (let i = 0; i < count; i++) {
  base = Math.min(base, x[i][b][p]);
}`;

/** Prints an output of a minimum, with γ of each item; `along` are directions [count, batch, places]. */
function printed(program: Program, output: MinimumOutput, functions: FunctionNames): string {
  const elements: Readonly<Record<string, (index: string) => string>> = {
    x: (index) => `((x[${index}][b][p] - base) + x[count + ${index}][b][p])`,
    ...(output === 'product' ? { z: (index: string) => `along[${index}][b][p]` } : {}),
  };
  const printer = new ProgramPrinter(
    program,
    {
      extent: 'count',
      scalar: (name) => (name === 'gamma' ? 'gamma[b]' : undefined),
      element: (name, index) => (Object.hasOwn(elements, name) ? elements[name](index) : undefined),
    },
    functions,
  );
  return printer.print(output, 'z');
}

/** Returns the outcome where something is allowed, else 0. */
const returnWhere = (allowed: string): string => `
let result = 0.5;
if (${allowed}) {
  result = outcome;
} else {
  result = 0;
}
return result;`;

const returned: Readonly<Record<MinimumOutput, string>> = {
  value: `
const units = Math.floor(outcome + 0.5);
let whole = base + units;
let fraction = outcome - units;
if (base >= ${LIMIT}) {
  whole = ${FORBIDDEN};
  fraction = 0;
}
let result = fraction;
if (z < 1) {
  result = whole;
}
return result;`,
  weight: returnWhere(`x[z][b][p] < ${LIMIT}`),
  product: returnWhere(`x[z][b][p] < ${LIMIT}`),
  temperatureDerivative: returnWhere(`base < ${LIMIT}`),
};

/**
 * An output of a minimum at every place: weights and products [count, batch, places], the derivative by γ [1, batch, places], the
 * value [2, batch, places] in whole units and a fraction.
 */
export function minimumKernel({ name, program }: NamedProgram, output: MinimumOutput, functions: FunctionNames): KernelText {
  const parameters = output === 'product' ? ['x', 'along', 'gamma', 'count'] : ['x', 'gamma', 'count'];
  return kernelText(`${output} of ${name}`, parameters, `${base}\n${printed(program, output, functions)}\n${returned[output]}`);
}
