import type { Program } from '@rubato/expression';
import type { MinimumFunction } from '@rubato/minimum';
import { Block } from './block.ts';
import { Identifiers } from './identifiers.ts';
import { inputsOf, outputOf, programOf } from './minimum-outputs.ts';
import type { MinimumOutput } from './minimum-outputs.ts';
import { neededBindings } from './needed-names.ts';
import { loop, printExpression } from './print-expression.ts';
import { indent, name } from './text.ts';

/**
 * Prints a minimum function of the `count` candidates of a cell, one WGSL function for each output asked for:
 *
 *     fn minimum_value(x: array<f32, COUNT>, gamma: f32) -> f32
 *     fn minimum_weights(x: array<f32, COUNT>, gamma: f32) -> array<f32, COUNT>
 *     fn minimum_temperature_derivative(x: array<f32, COUNT>, gamma: f32) -> f32
 *     fn minimum_product(x: array<f32, COUNT>, z: array<f32, COUNT>, gamma: f32) -> array<f32, COUNT>
 *
 * `x` are excesses over the least candidate, so the least is 0; a forbidden one is `FAR`, at least one is not. `z` is 0
 * at a forbidden candidate, whose weight and product are 0 exactly. `mathematics` must stand in the same module.
 *
 * @throws RangeError for a minimum that `unprintable` has a reason against
 */
export function printCellMinimum(minimum: MinimumFunction, count: number, outputs: readonly MinimumOutput[]): string {
  const program = programOf(minimum, outputs);
  return outputs.map((output) => printOutput(program, output, count)).join('\n');
}

const names = {
  value: 'minimum_value',
  weight: 'minimum_weights',
  temperatureDerivative: 'minimum_temperature_derivative',
  product: 'minimum_product',
};

function printOutput(program: Program, output: MinimumOutput, count: number): string {
  const list = `array<f32, ${count}>`;
  const identifiers = new Identifiers();
  const block = new Block({
    identifiers,
    extent: `${count}u`,
    scalar: (variable) => name(variable === 'gamma' ? variable : identifiers.of(variable)),
    element: (variable, index) => name(`${variable === 'x' || variable === 'z' ? variable : identifiers.of(variable)}[${index}]`),
  });

  const fill = (target: string, range: string, expression: Program['bindings'][number]['expression'], masked: boolean): void => {
    const index = block.indexName(range);
    const inner = block.inner(range, index);
    const { text } = printExpression(expression, inner);
    const value = masked ? `select(0.0, ${text}, x[${index}] < FAR)` : text;
    block.lines.push(`var ${target}: ${list};`, ...loop(index, block, [...inner.lines, `${target}[${index}] = ${value};`]));
  };

  const expression = outputOf(program, output);
  for (const binding of neededBindings(program.bindings, [expression], inputsOf(output))) {
    const target = identifiers.of(binding.name);
    if (binding.index !== undefined) fill(target, binding.index, binding.expression, false);
    else {
      const { text } = printExpression(binding.expression, block);
      block.lines.push(`let ${target}: f32 = ${text};`);
    }
  }
  const { index } = program.outputs[output];
  if (index !== undefined) {
    fill('result', index, expression, true);
    block.lines.push('return result;');
  } else block.lines.push(`return ${printExpression(expression, block).text};`);

  const parameters = [`x: ${list}`, ...(output === 'product' ? [`z: ${list}`] : []), 'gamma: f32'].join(', ');
  const head = `fn ${names[output]}(${parameters}) -> ${index === undefined ? 'f32' : list} {`;
  return [head, ...indent(block.lines), '}', ''].join('\n');
}
