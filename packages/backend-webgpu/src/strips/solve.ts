import type { KernelSource } from '../device/kernel-source.ts';
import type { PartRun } from '../lattice/part-run.ts';
import { POINT_THREADS } from '../lattice/points.ts';
import type { PartEvent } from '../lattice/solve-part.ts';
import type { LatticeStructure } from '../lattice/structure.ts';
import type { BufferName } from '../lattice/sizes.ts';
import type { StripBuffer, StripPass } from './buffers.ts';
import { stripBuffers, stripPasses } from './buffers.ts';
import { stripKernel } from './kernels.ts';
import { carryLength, scratchLength } from './size.ts';
import type { StripSize } from './size.ts';
import type { StripStructure } from './structure.ts';

/** Strips of a size. */
export interface Strips {
  readonly structure: StripStructure;
  readonly size: StripSize;
}

const NAMES: Readonly<Record<StripBuffer['name'], BufferName>> = {
  scratch: 'stripScratch',
  staged: 'stripCosts',
  mean_weights: 'stripMeans',
  carry: 'stripCarry',
  results: 'stripResults',
  gradient: 'gradient',
  alignment: 'alignment',
};

/** How many parts were solved by strips, for tests. */
export const served: { parts: number } = { parts: 0 };

/** Bytes of the strips' own buffers for so many items. */
export function stripBytes(
  { structure, size }: Strips,
  items: number,
  rows: number,
  columns: number,
): readonly (readonly [BufferName, number])[] {
  const cells = items * scratchLength(structure, size, rows, columns);
  const bytes = {
    scratch: 8 * cells,
    staged: 4 * cells,
    mean_weights: 4 * cells,
    carry: 8 * items * carryLength(structure, size, rows, columns),
  };
  const used = new Set(stripPasses(size).flatMap((pass) => stripBuffers(structure, size, pass).map(({ name }) => name)));
  return (['scratch', 'staged', 'mean_weights', 'carry'] as const)
    .filter((name) => used.has(name))
    .map((name) => [NAMES[name], bytes[name]] as const);
}

const passesOf = (size: StripSize, backward: boolean): StripPass[] =>
  stripPasses(size).filter((pass) => backward || pass === 'stage' || pass === 'forward');

/** All kernels of a sweep, to be compiled before it. */
export function stripKernels(lattice: LatticeStructure, { structure, size }: Strips, backward: boolean): KernelSource[] {
  return passesOf(size, backward).map((pass) => stripKernel(lattice, structure, size, pass));
}

/** Encodes values and derivatives of a part's whole items. */
export function* sweepStrips(run: PartRun, { structure, size }: Strips, backward: boolean): Generator<PartEvent, void, void> {
  const { problem, structure: lattice } = run.job;
  served.parts++;
  const [{ items, cells }] = run.part.windows;
  const strides = {
    scratch_stride: scratchLength(structure, size, problem.rows, problem.columns),
    carry_stride: carryLength(structure, size, problem.rows, problem.columns),
  };
  const wide: Partial<Record<StripPass, number>> = {
    stage: Math.ceil(strides.scratch_stride / POINT_THREADS),
    gather: Math.ceil((problem.rows * problem.columns) / POINT_THREADS),
  };
  for (const pass of passesOf(size, backward)) {
    const kernel = stripKernel(lattice, structure, size, pass);
    const names = stripBuffers(structure, size, pass).map(({ name }) => NAMES[name]);
    const groups = wide[pass];
    if (groups === undefined) {
      run.dispatchItems(kernel, names, items, strides);
      yield { kind: 'visited', cells };
    } else run.dispatch(kernel, names, groups, strides);
  }
}
