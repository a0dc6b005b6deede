import type { Expression, Program, Range } from '@rubato/expression';
import type { MinimumFunction } from '@rubato/minimum';
import { Block } from './block.ts';
import type { Surroundings } from './block.ts';
import { Identifiers } from './identifiers.ts';
import { inputsOf, outputOf, programOf } from './minimum-outputs.ts';
import type { MinimumOutput } from './minimum-outputs.ts';
import { neededBindings } from './needed-names.ts';
import { accumulate, loop, printExpression, printReduction } from './print-expression.ts';
import { indent, name } from './text.ts';

/** WGSL functions of a workgroup, and how many slots of scratch memory they use. */
export interface WorkgroupMinimum {
  readonly code: string;
  readonly scratch: number;
}

/**
 * Prints a minimum function of many candidates, which a whole workgroup of `threads` (a power of 2) computes together:
 *
 *     fn workgroup_minimum(count: u32, gamma: f32, lane: u32) -> f32
 *     fn workgroup_temperature_derivative(count: u32, gamma: f32, lane: u32) -> f32
 *     fn workgroup_product(count: u32, gamma: f32, lane: u32)
 *
 * The first stands there where `value` or `weight` is asked for: it returns the value, 0 where that is not asked for,
 * and stores the weights where they are. The third stores products. `lane` is the local invocation's index. All threads
 * call them in uniform control flow with the same `count`, at least 1, and `gamma`; numbers come back the same for all.
 *
 * The kernel around supplies `excess(i: u32) -> f32` (over the least candidate; `FAR` where forbidden, at least one is
 * not), `direction(i: u32) -> f32` (for products alone; 0 where forbidden), `store_weight(i: u32, w: f32)`,
 * `store_product(i: u32, p: f32)`, and scratch memory in storage: `load_scratch(slot: u32, i: u32) -> f32`,
 * `store_scratch(slot: u32, i: u32, v: f32)` with `scratch` slots of `count` numbers. Entry i is stored by lane
 * i mod `threads`. Sums have one order: each lane's share from the first to the last, then a tree over the lanes.
 * `mathematics` must stand in the same module. It takes 4·`threads` bytes of workgroup memory.
 *
 * @throws RangeError for a minimum that `unprintable` has a reason against, and for `threads` that are no power of 2
 */
export function printWorkgroupMinimum(minimum: MinimumFunction, threads: number, outputs: readonly MinimumOutput[]): WorkgroupMinimum {
  if (!(threads >= 1 && threads <= 1024 && Number.isInteger(Math.log2(threads))))
    throw new RangeError(`threads must be a power of 2 from 1 to 1024, got ${threads}`);
  const program = programOf(minimum, outputs);
  const asked = (...of: MinimumOutput[]): MinimumOutput[] => of.filter((output) => outputs.includes(output));
  const functions = [asked('value', 'weight'), asked('temperatureDerivative'), asked('product')]
    .filter((group) => group.length > 0)
    .map((group) => printFunction(program, group, threads));
  return {
    code: [reductions(threads), ...functions.map(({ code }) => code)].join('\n'),
    scratch: Math.max(0, ...functions.map(({ scratch }) => scratch)),
  };
}

const heads: Readonly<Record<MinimumOutput, string>> = {
  value: 'fn workgroup_minimum(count: u32, gamma: f32, lane: u32) -> f32 {',
  weight: 'fn workgroup_minimum(count: u32, gamma: f32, lane: u32) -> f32 {',
  temperatureDerivative: 'fn workgroup_temperature_derivative(count: u32, gamma: f32, lane: u32) -> f32 {',
  product: 'fn workgroup_product(count: u32, gamma: f32, lane: u32) {',
};

const barriers = ['workgroupBarrier();', 'storageBarrier();'];

function printFunction(program: Program, outputs: readonly MinimumOutput[], threads: number): WorkgroupMinimum {
  const identifiers = new Identifiers();
  const slots = new Map<string, number>();
  const step = `${threads}u`;
  const surroundings: Surroundings = {
    identifiers,
    extent: 'count',
    scalar: (variable) => name(variable === 'gamma' ? variable : identifiers.of(variable)),
    element(variable, index) {
      if (variable === 'x') return name(`excess(${index})`);
      if (variable === 'z') return name(`direction(${index})`);
      return name(`load_scratch(${slots.get(variable)}u, ${index})`);
    },
    reduceTogether(reduction, block) {
      const share = printReduction(reduction, block, 'lane', step);
      const total = block.fresh('total');
      block.lines.push(`let ${total} = workgroup_${reduction.op}(${share.text}, lane);`);
      return name(total);
    },
  };
  const block = new Block(surroundings);
  const forEach = (range: Range, expression: Expression, store: (index: string, value: string) => string): void => {
    const index = block.indexName(range);
    const inner = block.inner(range, index);
    const { text } = printExpression(expression, inner);
    block.lines.push(...loop(index, block, [...inner.lines, store(index, text)], 'lane', step));
  };

  // Scratch memory may still be read by a call before this one.
  block.lines.push(...barriers);
  const expressions = outputs.map((output) => outputOf(program, output));
  for (const binding of neededBindings(program.bindings, expressions, inputsOf(outputs[0]))) {
    if (binding.index === undefined) {
      const { text } = printExpression(binding.expression, block);
      block.lines.push(`let ${identifiers.of(binding.name)}: f32 = ${text};`);
    } else {
      const slot = slots.size;
      forEach(binding.index, binding.expression, (index, value) => `store_scratch(${slot}u, ${index}, ${value});`);
      slots.set(binding.name, slot);
      block.lines.push(...barriers);
    }
  }
  let result = '0.0';
  for (const output of outputs) {
    const { index: range = 'i', expression } = program.outputs[output];
    const masked = (value: string, index: string): string => `select(0.0, ${value}, excess(${index}) < FAR)`;
    if (output === 'weight') forEach(range, expression, (index, value) => `store_weight(${index}, ${masked(value, index)});`);
    else if (output === 'product') forEach(range, expression, (index, value) => `store_product(${index}, ${masked(value, index)});`);
    else result = printExpression(expression, block).text;
  }
  if (!outputs.includes('product')) block.lines.push(`return ${result};`);
  return { code: [heads[outputs[0]], ...indent(block.lines), '}', ''].join('\n'), scratch: slots.size };
}

/** Trees over the lanes. `workgroupUniformLoad` waits for all, before and after. */
const reductions = (threads: number): string =>
  [
    `var<workgroup> minimum_shares: array<f32, ${threads}>;`,
    '',
    ...(['sum', 'least'] as const).flatMap((op) => [
      `fn workgroup_${op}(share: f32, lane: u32) -> f32 {`,
      ...indent([
        'minimum_shares[lane] = share;',
        'workgroupBarrier();',
        `for (var reach = ${Math.floor(threads / 2)}u; reach > 0u; reach >>= 1u) {`,
        ...indent([
          'if (lane < reach) {',
          ...indent([accumulate(op, 'minimum_shares[lane]', 'minimum_shares[lane + reach]')]),
          '}',
          'workgroupBarrier();',
        ]),
        '}',
        'return workgroupUniformLoad(&minimum_shares[0]);',
      ]),
      '}',
      '',
    ]),
  ].join('\n');
