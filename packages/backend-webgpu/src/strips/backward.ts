import { SOLVED } from '../lattice/prelude.ts';
import { sharedText } from './shared-text.ts';
import type { StripSize } from './size.ts';
import { stepFactor } from './forward.ts';
import { depthOf, isWeighted, keepsMeans, lagOf, reaches, type StripStructure } from './structure.ts';
import { costLoad, type Load, nameOf, printSweep, type Stream, type StripCell } from './sweep.ts';

/**
 * The way back as WGSL, after `forward`: E and H of all cells of the item.
 *
 * `backward(item, slot, thread)` is called by all threads of a workgroup; `item` and `slot` are those of `forward`.
 *
 *     Q(n,m) = Σ_s K_s(n+i_s, m+j_s)·Q(n+i_s, m+j_s),  + exp(-(end cost)/γ)/Z in end cells
 *     E = P·Q,  H = E·G + endMultiplier·P·exp(-(end cost)/γ)/Z
 *
 * Cells hand on K·Q: one number where all steps share a factor, else one a step. Items without a path, or out of range, get zeros.
 */
export function printBackward(structure: StripStructure, size: StripSize): string {
  const streams = streamsOf(structure);
  const cell = (at: StripCell): string => cellText(structure, size, streams, at);
  return `${sharedText(structure, size)}
// 1/Z, zero where the item is not solved.
var<private> inverse: Scaled = Scaled(1.0, ZERO);
${departureText(structure)}
${structure.end === 'cells' ? endText(structure) : ''}
${isWeighted(structure) || structure.weights === 'mask' ? structure.steps.map((_, s) => backText(structure, s)).join('') : ''}
${size.staged ? stagedWriteText(structure) : writeText(structure)}
${printSweep(structure, size, { name: 'backward', streams, loads: loadsOf(structure, size), before: beforeText(structure, size), cell })}

fn backward(item: u32, slot: u32, thread: u32) {
  look_at(item);
  let result = results[item];
  if (result.z == ${SOLVED}u) { inverse = reciprocal(unpacked(result.xy)); }
  backward_sweep(item, slot, thread);
}`;
}

function streamsOf(structure: StripStructure): Stream[] {
  if (structure.weights === 'unit') return [{ name: 'back', depth: depthOf(structure), lag: lagOf(structure) }];
  return reaches(structure).map(({ p, q }, s) => ({ name: `back_by_${s}`, depth: p, lag: q }));
}

/** Costs, P, and G where it is kept. */
function loadsOf(structure: StripStructure, size: StripSize): Load[] {
  const scratch: Load = { name: 'scratch', read: (place) => `scratch[${place}]` };
  const mean: Load = { name: 'mean', read: (place) => `mean_weights[${place}]` };
  return [costLoad(size), scratch, ...(keepsMeans(structure) ? [mean] : [])];
}

/** Finds the last cell. */
function beforeText({ strip, end }: StripStructure, size: StripSize): string {
  if (end === 'cells') return '';
  const [length, way] = strip === 'rows' ? ['extent.x', 'extent.y'] : ['extent.y', 'extent.x'];
  return `          // Which cell of the strip is the last of all; any number beyond the strip if none is.
          let last = select(${size.strip}u, ${length} - 1u - u, v == ${way} - 1u);
`;
}

function cellText(structure: StripStructure, size: StripSize, streams: readonly Stream[], { r, seat, n, m, loaded }: StripCell): string {
  const cost = loaded('cost');
  const all = reaches(structure).map(({ p, q }, s) => nameOf(streams[structure.weights === 'unit' ? 0 : s], r - p, q));
  const [here, there] = [`here_${r}`, `there_${r}`];
  const args = `item, ${n}, ${m}`;
  const cells = structure.end === 'cells';
  const at = `cells + ${seat * size.threads}u`;
  const mean = keepsMeans(structure) ? loaded('mean') : '1.0';
  const share = cells && structure.gradient && structure.multipliers ? `plain_product(${there}, left_${r}) * end_share(${args})` : '0.0';
  return [
    `let ${there} = unpacked(${loaded('scratch')});`,
    `var ${here} = departure(${all.join(', ')});`,
    cells ? `let left_${r} = leave(${args}, ${cost});` : `if (last == ${seat}u) { ${here} = inverse; }`,
    cells ? `${here} = total(${here}, left_${r});` : '',
    `write(${size.staged ? at : args}, plain_product(${there}, ${here}), ${mean}, ${share});`,
    // One factor serves all steps, or each has its own.
    isWeighted(structure) ? '' : `let back_${r} = product(${here}, factor(${cost}, unit_scale));`,
    ...handedBack(structure).map(
      (name, s) => `let ${nameOf(streams[s], r)} = ${name}(${args}, ${cost}, ${isWeighted(structure) ? here : `back_${r}`});`,
    ),
  ]
    .filter((line) => line !== '')
    .map((line) => `          ${line}\n`)
    .join('');
}

/** The functions that answer what a cell hands back, one a stream; none where it is `back` itself. */
function handedBack({ weights, steps }: StripStructure): string[] {
  return weights === 'unit' ? [] : steps.map((_, s) => `back_by_${s}`);
}

/** What the cells hand back that the steps lead to. */
function departureText({ steps }: StripStructure): string {
  const largest = steps.map((_, s) => `to_${s}.exponent`).reduce((all, each) => `max(${all}, ${each})`);
  return `fn departure(${steps.map((_, s) => `to_${s}: Scaled`).join(', ')}) -> Scaled {
  let exponent = ${largest};
  return normalised(${steps.map((_, s) => `shifted(to_${s}, exponent)`).join(' + ')}, exponent);
}`;
}

/** What a cell hands back along step s: K_s·Q; `here` is Q, or K·Q where steps are only forbidden. */
function backText({ weights }: StripStructure, s: number): string {
  const head = `fn back_by_${s}(item: u32, n: u32, m: u32, cost: f32, here: Scaled) -> Scaled {`;
  if (weights === 'scalar' || weights === 'varying')
    return `${head}
${weights === 'varying' ? '  if (cost >= FORBIDDEN) { return Scaled(1.0, ZERO); }' : ''}
${stepFactor(weights, s)}
  return product(here, own_${s});
}
`;
  return `${head}
  if (cost >= FORBIDDEN) { return Scaled(1.0, ZERO); }
  return Scaled(here.mantissa, select(here.exponent, ZERO, step_weight(item, n, m, ${s}u) >= FORBIDDEN));
}
`;
}

function endText({ multipliers, gradient }: StripStructure): string {
  return `// What ends in a cell: exp(-(end cost)/γ)/Z.
fn leave(item: u32, n: u32, m: u32, cost: f32) -> Scaled {
  if (cost >= FORBIDDEN) { return Scaled(1.0, ZERO); }
  return product(factor(end_cost(item, n, m, cost), unit_scale), inverse);
}
${
  multipliers && gradient
    ? `fn end_share(item: u32, n: u32, m: u32) -> f32 {
  if (!is_inside(item, n, m)) { return 0.0; }
  let multiplier = end_multiplier(item, n, m);
  return select(multiplier, 0.0, multiplier >= FORBIDDEN);
}`
    : ''
}`;
}

function writeText(structure: StripStructure): string {
  return `fn write(item: u32, n: u32, m: u32, expected: f32, mean_weight: f32, end: f32) {
  if (!is_inside(item, n, m)) { return; }
  let solved = !is_zero(inverse);
  let at = cell_index(item, n, m);
${structure.alignment ? '  alignment[at] = select(0.0, expected, solved);' : ''}
${structure.gradient ? '  gradient[at] = select(0.0, expected * mean_weight + end, solved);' : ''}
}`;
}

/** Into the place of the cell's cost, which has been read; E into that of the mean weight where it is not H. */
function stagedWriteText(structure: StripStructure): string {
  const answer = structure.gradient ? 'expected * mean_weight + end' : 'expected';
  return `fn write(at: u32, expected: f32, mean_weight: f32, end: f32) {
  let solved = !is_zero(inverse);
  staged[at] = select(0.0, ${answer}, solved);
${structure.alignment && keepsMeans(structure) ? '  mean_weights[at] = select(0.0, expected, solved);' : ''}
}`;
}
