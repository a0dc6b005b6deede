import type { Program } from '@rubato/expression';
import { FORBIDDEN, LIMIT } from '../lattice/sentinel.ts';
import { ProgramPrinter } from '../print/print-program.ts';
import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';
import type { MinimumOutput } from '../solve/minimum-outputs.ts';

/** Prints an output of a minimum of the candidates `x` [count, batch, places], with γ of each item, and directions `z` like them. */
function printed(program: Program, output: MinimumOutput): string {
  const printer = new ProgramPrinter(program, {
    extent: 'count',
    scalar: (name) => (name === 'gamma' ? 'gamma[b]' : undefined),
    element: (name, index) =>
      name === 'x' || (name === 'z' && output === 'product') ? `${name === 'x' ? 'x' : 'along'}[${index}][b][p]` : undefined,
  });
  return printer.print(output, 'z');
}

const tail: Readonly<Record<MinimumOutput, string>> = {
  // The sentinel where all candidates are forbidden.
  value: `let result = ${FORBIDDEN};\nif (outcome < ${LIMIT}) {\n  result = outcome;\n}\nreturn result;`,
  weight: `let result = 0.5;\nif (x[z][b][p] < ${LIMIT}) {\n  result = outcome;\n} else {\n  result = 0;\n}\nreturn result;`,
  product: `let result = 0.5;\nif (x[z][b][p] < ${LIMIT}) {\n  result = outcome;\n} else {\n  result = 0;\n}\nreturn result;`,
  temperatureDerivative: '',
};

/** `temperatureDerivative` is 0 where all candidates are forbidden. */
const anyAllowed = `
let least = ${FORBIDDEN};
for (let i = 0; i < count; i++) {
  least = Math.min(least, x[i][b][p]);
}
let result = 0.5;
if (least < ${LIMIT}) {
  result = outcome;
} else {
  result = 0;
}
return result;`;

/** An output of a minimum at every place: [1, batch, places], or [count, batch, places] for weights and products. */
export function minimumKernel(name: string, program: Program, output: MinimumOutput): KernelText {
  const body = `${printed(program, output)}\n${output === 'temperatureDerivative' ? anyAllowed : tail[output]}`;
  const parameters = output === 'product' ? ['x', 'along', 'gamma', 'count'] : ['x', 'gamma', 'count'];
  return kernelText(`${output} of ${name}`, parameters, body);
}
