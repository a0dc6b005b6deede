import type { StripSize } from './size.ts';
import type { StripStructure } from './structure.ts';

/** Numbers that cells hand on: how far they are taken along the strip and along the sweep. */
export interface Stream {
  readonly name: string;
  readonly depth: number;
  readonly lag: number;
}

/** A cell of a thread's strip at the position of the sweep. */
export interface StripCell {
  /** Its place in the strip, counted from where the pass begins. */
  readonly r: number;
  /** Its place in the strip, whatever the direction. */
  readonly seat: number;
  /** WGSL: row and column in the item. */
  readonly n: string;
  readonly m: string;
  /** WGSL: what was loaded for the cell, by its name. */
  readonly loaded: (name: string) => string;
}

/** Something that is read for each cell some positions before it is needed. */
export interface Load {
  readonly name: string;
  /** WGSL that reads it, at `place` in the scratch arrays, or at row n and column m. */
  readonly read: (place: string, n: string, m: string) => string;
}

export interface Sweep {
  readonly name: 'forward' | 'backward';
  readonly streams: readonly Stream[];
  readonly loads: readonly Load[];
  /** WGSL that runs before the cells of a position. */
  readonly before: string;
  /** WGSL that declares `nameOf(stream, r)` for each stream. */
  readonly cell: (cell: StripCell) => string;
}

/** Things are loaded so many positions before they are needed: memory takes longer than a few cells. */
const AHEAD = 2;

/** What a stream's number is called: r < 0 lies in the strip beside, and `lag` positions before. */
export function nameOf({ name }: Stream, r: number, lag: number = 0): string {
  const strip = r < 0 ? `beside_${name}_${-r}` : `${name}_${r}`;
  return lag > 0 ? `earlier_${strip}_${lag}` : strip;
}

/**
 * A pass over the lattice as a WGSL function `<name>_sweep(item, slot, thread)`, to be called by all threads of a workgroup.
 *
 * Each thread owns a strip and goes along it block by block, one block behind the thread before it. What that one hands on lies in
 * workgroup memory, in two buffers by turns, so that one barrier a block is enough: sweep/block + threads - 1 barriers a panel.
 * Outside the item costs are FORBIDDEN, so that the cells themselves test no bound. The way back is the same with both axes reversed.
 */
export function printSweep(structure: StripStructure, size: StripSize, sweep: Sweep): string {
  const backward = sweep.name === 'backward';
  const { threads, strip, block } = size;
  const { streams } = sweep;
  const [length, way] = structure.strip === 'rows' ? ['item_rows', 'item_columns'] : ['item_columns', 'item_rows'];
  const panel = threads * strip;
  const toward = backward ? '-' : '+';
  const cells = Array.from({ length: strip }, (_, r) => stripCell(structure, size, r, backward));
  const read = ({ read: text }: Load, { seat }: StripCell, place: string, v: string): string => {
    const [n, m] = structure.strip === 'rows' ? [`u + ${seat}u`, v] : [v, `u + ${seat}u`];
    return text(`${place} + ${seat * threads}u`, n, m);
  };
  const reads = sweep.loads.flatMap((load) => cells.map((cell) => ({ load, cell, name: `${load.name}_${cell.r}` })));
  const queue = Array.from({ length: AHEAD }, (_, k) => k);
  const old = streams.flatMap((stream) => earlier(size, stream));
  return `
fn ${sweep.name}_sweep(item: u32, slot: u32, thread: u32) {
  let blocks = (${way}(item) + ${block - 1}u) / ${block}u;
  let panels = (${length}(item) + ${panel - 1}u) / ${panel}u;
  // The order in which threads begin.
  let rank = ${backward ? `${threads - 1}u - thread` : 'thread'};
  for (var turn = 0u; turn < panels; turn++) {
    let panel = ${backward ? 'panels - 1u - turn' : 'turn'};
    // Where the thread is: u along the strip, v along the sweep.
    let u = panel * ${panel}u + thread * ${strip}u;
    var v = ${backward ? `blocks * ${block}u - 1u` : '0u'};
${lines(old, ({ name }) => `    var ${name} = Scaled(1.0, ZERO);`)}
${lines(queue, (k) => {
  const v = k === 0 ? 'v' : `v ${toward} ${k}u`;
  return `    let place_${k} = place_at(slot, panel, blocks, thread, ${v});
${lines(reads, ({ load, cell, name }) => `    var ${name}_${k} = ${read(load, cell, `place_${k}`, v)};`)}`;
})}
    for (var phase = 0u; phase < blocks + ${threads - 1}u; phase++) {
      if (phase >= rank && phase - rank < blocks) {
        let block = ${backward ? 'blocks - 1u - (phase - rank)' : 'phase - rank'};
        let tile = tile_at(slot, panel, blocks, (block + thread) % blocks, thread);
        for (var w = 0u; w < ${block}u; w++) {
          let cells = tile + ${backward ? `(${block - 1}u - w)` : 'w'} * ${strip * threads}u;
          // Needed some positions later. Before position 0 indices wrap around and lie outside.
          let ahead = place_at(slot, panel, blocks, thread, v ${toward} ${AHEAD}u);
${lines(reads, ({ load, cell, name }) => `          let next_${name} = ${read(load, cell, 'ahead', `v ${toward} ${AHEAD}u`)};`)}
${receive(size, streams, backward)}
${sweep.before}${cells.map((cell) => sweep.cell(cell)).join('')}${hand(size, streams)}
${lines(old, ({ name, source }) => `          ${name} = ${source};`)}
${lines(queue, (k) => lines(reads, ({ name }) => `          ${name}_${k} = ${k === AHEAD - 1 ? `next_${name}` : `${name}_${k + 1}`};`))}
          v ${toward}= 1u;
        }
      }
      workgroupBarrier();
    }
    storageBarrier();
  }
}`;
}

function stripCell(structure: StripStructure, size: StripSize, r: number, backward: boolean): StripCell {
  const seat = backward ? size.strip - 1 - r : r;
  const u = `u + ${seat}u`;
  const [n, m] = structure.strip === 'rows' ? [u, 'v'] : ['v', u];
  return { r, seat, n, m, loaded: (name) => `${name}_${r}_0` };
}

/** What is remembered of the positions before, farthest first, and what takes its place at the next one. */
function earlier({ strip }: StripSize, stream: Stream): { name: string; source: string }[] {
  const { depth, lag } = stream;
  return Array.from({ length: lag }, (_, k) => lag - k).flatMap((back) =>
    Array.from({ length: strip + depth }, (_, k) => k - depth).map((r) => ({
      name: nameOf(stream, r, back),
      source: nameOf(stream, r, back - 1),
    })),
  );
}

/** The numbers that go from strip to strip: the last `depth` of each stream. */
function exchanged(streams: readonly Stream[]): { stream: Stream; d: number }[] {
  return streams.flatMap((stream) => Array.from({ length: stream.depth }, (_, k) => ({ stream, d: k + 1 })));
}

/** Takes what the strip beside has handed on; the first strip of a panel takes it from the panel before. */
function receive({ threads, block }: StripSize, streams: readonly Stream[], backward: boolean): string {
  const numbers = exchanged(streams);
  if (numbers.length === 0) return '';
  return `${lines(numbers, ({ stream, d }) => `          var ${nameOf(stream, -d)} = Scaled(1.0, ZERO);`)}
          if (rank > 0u) {
            let seat = exchange_seat(phase + 1u) + w * ${threads}u + thread ${backward ? '+' : '-'} 1u;
${lines(numbers, ({ stream, d }, x) => `            ${nameOf(stream, -d)} = exchanged(seat + ${x * block * threads}u);`)}
          } else if (turn > 0u) {
            let seat = carry_seat(slot, turn + 1u) + (phase * ${block}u + w) * ${numbers.length}u;
${lines(numbers, ({ stream, d }, x) => `            ${nameOf(stream, -d)} = unpacked(carry[seat + ${x}u]);`)}
          }`;
}

/** Hands the last cells of the strip on to the next. */
function hand({ threads, strip, block }: StripSize, streams: readonly Stream[]): string {
  const numbers = exchanged(streams);
  if (numbers.length === 0) return '';
  return `          let seat = exchange_seat(phase) + w * ${threads}u + thread;
${lines(numbers, ({ stream, d }, x) => `          hand_on(seat + ${x * block * threads}u, ${nameOf(stream, strip - d)});`)}
          if (rank == ${threads - 1}u) {
            let carried = carry_seat(slot, turn) + ((phase - rank) * ${block}u + w) * ${numbers.length}u;
${lines(numbers, ({ stream, d }, x) => `            carry[carried + ${x}u] = packed(${nameOf(stream, strip - d)});`)}
          }`;
}

/** Lines of code, one an element. */
export function lines<T>(elements: readonly T[], line: (element: T, k: number) => string): string {
  return elements.map(line).join('\n');
}

/** Costs, from where they stand or from where `stage` has put them. */
export function costLoad({ staged }: StripSize): Load {
  return { name: 'cost', read: (place, n, m) => (staged ? `watched(staged[${place}])` : `load_cost(item, ${n}, ${m})`) };
}
