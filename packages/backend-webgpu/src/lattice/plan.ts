import type { AlignmentProblem, LatticeLayout, SolveRequest } from '@rubato/core';
import { bandedRowStarts, latticeLayout } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin } from '@rubato/minimum';
import { outputBytesOf } from './output-bytes.ts';
import type { Part } from './parts.ts';
import { planParts } from './parts.ts';
import { boundaryWidths, density, largestPlace, partBuffers, scratchOf } from './sizes.ts';
import type { JobShape } from './sizes.ts';
import { costSource } from './source.ts';
import type { LatticeStructure, StructureCache } from './structure.ts';
import { latticeStructure } from './structure.ts';
import type { Tiles } from './tiles.ts';
import { chooseTiles, tileDiagonals } from './tiles.ts';
import type { Wanted } from './wanted.ts';
import { wantedOf } from './wanted.ts';
import { stripsServe } from '../strips/serve.ts';
import type { StripLimits } from '../strips/size.ts';
import { chooseSize } from '../strips/size.ts';
import type { Strips } from '../strips/solve.ts';
import { stripBytes } from '../strips/solve.ts';

/** What a device allows and what the plan may use. */
export interface PlanLimits {
  /** Bytes of the largest binding and of the largest buffer. */
  readonly largest: number;
  /** Bytes of all buffers at once. */
  readonly room: number;
  /** Tiles to be used in place of the chosen ones, for tests. */
  readonly tiles?: Tiles;
  /** What strips may take of the device; undefined: they are not used. It does not depend on the room, so that bits do not either. */
  readonly strips: (StripLimits & { readonly bytes: number }) | undefined;
}

/** How a solve goes: its structure, its parts, and the bytes on the device. */
export interface Plan extends JobShape {
  readonly layout: LatticeLayout;
  readonly hard: LatticeStructure;
  readonly tiles: Tiles;
  readonly parts: readonly Part[];
  readonly costStarts: Float64Array | undefined;
  /** The most bytes of buffers that stand at once. */
  readonly deviceBytes: number;
  /** Bytes of the largest that is bound. */
  readonly largestBuffer: number;
}

/** The room for cells shrinks so often before the smallest parts are taken. */
const MOST_ATTEMPTS = 32;

/** Whether costs and answers of strips are laid out as their threads want them, by a pass before and one after. */
const STAGED = true;

/** The parameters of a dispatch. */
const SLOT_BYTES = 256;

/** Plans a solve. */
export function planSolve(
  problem: AlignmentProblem,
  request: SolveRequest,
  minimum: MinimumFunction,
  costs: Readonly<Record<string, LocalCost>>,
  structures: StructureCache,
  limits: PlanLimits,
): Plan {
  const layout = latticeLayout(problem);
  const source = costSource(problem, costs);
  const structure = structures.intern(latticeStructure(problem, minimum, layout.banded, source));
  const hard = structures.intern({ ...structure, minimum: hardmin, exponentialWeights: false });
  const wanted = wantedOf(request, problem, structure);
  const tiles = limits.tiles ?? chooseTiles(structure, problem.batch, problem.rows, problem.columns);
  const whole = planStrips(problem, structure, wanted, limits);
  const shape: JobShape = {
    problem,
    structure,
    wanted,
    source,
    strips: whole,
    widths: boundaryWidths(problem),
    scratch: scratchOf({ structure, wanted }),
  };
  const measure = (part: Part): PartBytes => {
    const sizes = partBuffers(shape, part);
    let all = outputBytesOf(shape, part, sizes) + SLOT_BYTES * dispatches(part, tiles, problem);
    for (const size of sizes.values()) all += Math.max(16, size);
    return { all, largest: Math.max(largestPlace(shape, part), ...sizes.values()) };
  };
  const { parts, bytes } = divide(problem, layout, shape, limits, measure);
  return {
    ...shape,
    layout,
    hard,
    tiles,
    parts,
    costStarts: problem.cost.kind === 'banded' ? bandedRowStarts(problem.cost) : undefined,
    deviceBytes: bytes.reduce((most, { all }) => Math.max(most, all), 0),
    largestBuffer: bytes.reduce((most, { largest }) => Math.max(most, largest), 0),
  };
}

/** Strips for the problem, where they serve and an item fits on the device. */
function planStrips(problem: AlignmentProblem, structure: LatticeStructure, wanted: Wanted, limits: PlanLimits): Strips | undefined {
  const serving = limits.strips === undefined ? undefined : stripsServe(problem, structure, wanted);
  if (serving === undefined || limits.strips === undefined) return undefined;
  const { rows, columns } = problem;
  const strips = { structure: serving, size: chooseSize(serving, limits.strips, rows, columns, STAGED) };
  const sizes = stripBytes(strips, 1, rows, columns).map(([, bytes]) => bytes);
  const bytes = sizes.reduce((sum, size) => sum + size, 12 * rows * columns);
  return bytes <= limits.strips.bytes && Math.max(4 * rows * columns, ...sizes) <= limits.largest ? strips : undefined;
}

/** Bytes on the device while a part is solved. */
interface PartBytes {
  readonly all: number;
  /** Of the largest buffer or piece of a buffer that is bound. */
  readonly largest: number;
}

/** What arrays take beside their cells is known only when parts are there: the room for cells shrinks until all fits. */
function divide(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  shape: JobShape,
  limits: PlanLimits,
  measure: (part: Part) => PartBytes,
): { readonly parts: readonly Part[]; readonly bytes: readonly PartBytes[] } {
  const perCell = density(shape);
  // Strips take whole items.
  const reach = shape.strips === undefined ? shape.structure.reach : Infinity;
  let [room, largest] = [limits.room, limits.largest];
  for (let attempt = 0; ; attempt++) {
    const parts = planParts(problem, layout, reach, perCell, largest, room);
    const bytes = parts.map(measure);
    // The smallest parts are the answer where nothing fits: whoever asks judges their bytes.
    if (attempt === MOST_ATTEMPTS || bytes.every((part) => part.all <= limits.room && part.largest <= limits.largest))
      return { parts, bytes };
    room *= 0.8;
    largest *= 0.8;
  }
}

/** Dispatches of a part between two submissions, with some to spare. */
function dispatches({ windows }: Part, tiles: Tiles, { columns }: AlignmentProblem): number {
  const [{ firstRow, endRow }] = windows;
  return 4 * tileDiagonals(tiles, endRow - firstRow, columns).length + 16;
}
