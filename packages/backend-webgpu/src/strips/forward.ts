import { INFEASIBLE, INVALID, OUT_OF_RANGE, SOLVED } from '../lattice/prelude.ts';
import { placeText, sharedText } from './shared-text.ts';
import type { StripSize } from './size.ts';
import { isWeighted, keepsMeans, depthOf, lagOf, reaches, type StripStructure } from './structure.ts';
import { costLoad, lines, nameOf, printSweep, type Stream, type StripCell } from './sweep.ts';

/**
 * The way there as WGSL: P = exp(-D/γ) of all cells, and Z, the sum over the end cells.
 *
 * `forward(item, slot, thread)` is called by all threads of a workgroup; `item` and `slot`, the item's place in scratch, are the same for all.
 *
 *     P(n,m) = Σ_s K_s(n,m)·P(n-i_s, m-j_s),  + exp(-(start cost)/γ) in start cells,  K_s = exp(-W_s·C/γ)
 *     Z = Σ_end P·exp(-(end cost)/γ),  value = -γ·ln Z
 */
export function printForward(structure: StripStructure, size: StripSize): string {
  const stream: Stream = { name: 'value', depth: depthOf(structure), lag: lagOf(structure) };
  const cell = (at: StripCell): string => cellText(structure, size, stream, at);
  return `${sharedText(structure, size)}
${structure.start === 'cells' ? beginText : ''}
${arrivalText(structure)}
${structure.end === 'cells' ? endText : ''}
${printSweep(structure, size, { name: 'forward', streams: [stream], loads: [costLoad(size)], before: '', cell })}
${resultText(structure, size)}`;
}

function cellText(structure: StripStructure, size: StripSize, stream: Stream, { r, seat, n, m, loaded }: StripCell): string {
  const cost = loaded('cost');
  const sources = reaches(structure).map(({ p, q }) => nameOf(stream, r - p, q));
  const name = nameOf(stream, r);
  const means = keepsMeans(structure);
  const corner = structure.start === 'corner' && r === 0;
  const arrival = means ? `arrival_${r}` : name;
  return [
    `var ${arrival} = arrival(item, ${n}, ${m}, ${cost}, ${sources.join(', ')});`,
    // The only candidate in the first cell.
    corner ? `if (u == 0u && v == 0u) { ${arrival} = ${arrived(structure, cost)}; }` : '',
    means ? `let ${name} = ${arrival}.value;` : '',
    `scratch[cells + ${seat * size.threads}u] = packed(${name});`,
    means ? `mean_weights[cells + ${seat * size.threads}u] = ${arrival}.mean_weight;` : '',
    structure.end === 'cells' ? `leave(item, ${n}, ${m}, ${cost}, ${name});` : '',
  ]
    .filter((line) => line !== '')
    .map((line) => `          ${line}\n`)
    .join('');
}

function arrived(structure: StripStructure, cost: string): string {
  const value = `product(Scaled(1.0, 0), factor(${cost}, unit_scale))`;
  return keepsMeans(structure) ? `Arrival(${value}, 1.0)` : value;
}

const beginText = `// The start candidate of a cell.
fn begin(item: u32, n: u32, m: u32, cost: f32) -> Scaled {
  let extra = start_cost(item, n, m, cost);
  watch(extra);
  return factor(extra, unit_scale);
}`;

/** What arrives in a cell: P, and G where it is kept, the mean of the weights of what arrives. */
function arrivalText(structure: StripStructure): string {
  const { steps, weights, start } = structure;
  const means = keepsMeans(structure);
  const inputs = steps.map((_, s) => `from_${s}: Scaled`).join(', ');
  const none = means ? 'Arrival(Scaled(1.0, ZERO), 0.0)' : 'Scaled(1.0, ZERO)';
  const largest = steps.map((_, s) => `came_${s}.exponent`).reduce((all, each) => `max(${all}, ${each})`);
  const sum = isWeighted(structure)
    ? `normalised(${steps.map((_, s) => `part_${s}`).join(' + ')}, exponent)`
    : `normalised((${steps.map((_, s) => `part_${s}`).join(' + ')}) * own.mantissa, exponent + own.exponent)`;
  const mean = isWeighted(structure)
    ? `(${steps.map((_, s) => `weight_${s} * part_${s}`).join(' + ')}) / (${steps.map((_, s) => `part_${s}`).join(' + ')})`
    : '1.0';
  const asks = weights === 'mask' || weights === 'varying' || start === 'cells';
  return `${means ? 'struct Arrival { value: Scaled, mean_weight: f32 }' : ''}
fn arrival(item: u32, n: u32, m: u32, cost: f32, ${inputs}) -> ${means ? 'Arrival' : 'Scaled'} {
${asks ? `  if (cost >= FORBIDDEN) { return ${none}; }` : ''}
${isWeighted(structure) ? '' : '  let own = factor(cost, unit_scale);'}
${lines(steps, (_, s) => cameText(structure, s))}
  let exponent = ${largest};
${lines(steps, (_, s) => `  let part_${s} = shifted(came_${s}, exponent);`)}
  let came = ${sum};
${means ? `  let mean = ${mean};` : ''}
${start === 'cells' ? startText(structure) : `  return ${means ? 'Arrival(came, mean)' : 'came'};`}
}`;
}

/** What comes by one step. */
function cameText({ weights }: StripStructure, s: number): string {
  if (weights === 'unit') return `  let came_${s} = from_${s};`;
  if (weights === 'mask')
    return `  let came_${s} = Scaled(from_${s}.mantissa, select(from_${s}.exponent, ZERO, step_weight(item, n, m, ${s}u) >= FORBIDDEN));`;
  return `${stepFactor(weights, s)}
  let came_${s} = Scaled(from_${s}.mantissa * own_${s}.mantissa, held(from_${s}.exponent + own_${s}.exponent));`;
}

/** `own_s`, the factor of step s, and `weight_s`, which is 0 where the step is forbidden. */
export function stepFactor(weights: 'scalar' | 'varying', s: number): string {
  if (weights === 'scalar')
    return `  let own_${s} = factor(select(cost, FORBIDDEN, scale_${s}.weight >= FORBIDDEN), scale_${s});
  let weight_${s} = select(scale_${s}.weight, 0.0, scale_${s}.weight >= FORBIDDEN);`;
  return `  let given_${s} = step_weight(item, n, m, ${s}u);
  let weight_${s} = select(given_${s}, 0.0, given_${s} >= FORBIDDEN);
  let weighted_${s} = weight_${s} * bounded(cost);
  watch(weighted_${s});
  let own_${s} = factor(select(weighted_${s}, FORBIDDEN, given_${s} >= FORBIDDEN), unit_scale);`;
}

function startText(structure: StripStructure): string {
  if (!keepsMeans(structure)) return '  return total(came, begin(item, n, m, cost));';
  return `  let begun = begin(item, n, m, cost);
  let top = max(came.exponent, begun.exponent);
  let come = shifted(came, top);
  let start = shifted(begun, top);
  let multiplier = ${structure.multipliers ? 'select(start_multiplier(item, n, m), 0.0, is_zero(begun))' : '1.0'};
  return Arrival(normalised(come + start, top), (mean * come + multiplier * start) / (come + start));`;
}

const endText = `// The sum over the end cells that this thread has seen.
var<private> reached: Scaled = Scaled(1.0, ZERO);
fn leave(item: u32, n: u32, m: u32, cost: f32, value: Scaled) {
  if (cost >= FORBIDDEN) { return; }
  let extra = end_cost(item, n, m, cost);
  watch(extra);
  if (extra < FORBIDDEN) { reached = total(reached, product(value, factor(extra, unit_scale))); }
}`;

/** Gathers what the threads have seen, pair by pair, so that the order of the sum is always the same. */
function resultText(structure: StripStructure, size: StripSize): string {
  const { threads } = size;
  const heaviest =
    structure.weights === 'scalar'
      ? structure.steps.map((_, s) => `heaviest = max(heaviest, select(scale_${s}.weight, 0.0, scale_${s}.weight >= FORBIDDEN));`)
      : [];
  return `
${structure.end === 'corner' ? cornerText(structure, size) : ''}
fn forward(item: u32, slot: u32, thread: u32) {
  look_at(item);
  forward_sweep(item, slot, thread);
  workgroupBarrier();
  exchange_exponent[${threads}u + thread] = i32(worst);
${structure.end === 'cells' ? '  hand_on(thread, reached);' : ''}
  for (var half = ${threads / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      let other = thread + half;
      exchange_exponent[${threads}u + thread] = max(exchange_exponent[${threads}u + thread], exchange_exponent[${threads}u + other]);
${structure.end === 'cells' ? '      hand_on(thread, total(exchanged(thread), exchanged(other)));' : ''}
    }
  }
  if (thread == 0u) {
    let sum = ${structure.end === 'cells' ? 'exchanged(0u)' : 'corner(slot)'};
    // Sums of exponents along a path stay within 2^28, a single one within 2^22.
    let most = min(MOST_UNITS, 268435456.0 / f32(extent.x + extent.y + 2u));
    var heaviest = 1.0;
${lines(heaviest, (line) => `    ${line}`)}
    let largest = cost_of(most, unit_scale.per_unit * heaviest);
    let in_range = u32(exchange_exponent[${threads}u]) <= bitcast<u32>(largest);
    let flaw_status = select(${OUT_OF_RANGE}u, ${INVALID}u, u32(exchange_exponent[${threads}u]) == bitcast<u32>(INVALID_COST));
    let status = select(flaw_status, select(${SOLVED}u, ${INFEASIBLE}u, is_zero(sum)), in_range);
    results[item] = vec4<u32>(packed(sum), status, 0u);
  }
}`;
}

/** P of the last cell, from scratch. */
function cornerText(structure: StripStructure, size: StripSize): string {
  const last = structure.strip === 'rows' ? 'extent.x - 1u, extent.y - 1u' : 'extent.y - 1u, extent.x - 1u';
  return `${placeText(structure, size)}
fn corner(slot: u32) -> Scaled {
  if (extent.x == 0u || extent.y == 0u) { return Scaled(1.0, ZERO); }
  return unpacked(scratch[place_of(slot, ${last})]);
}`;
}
