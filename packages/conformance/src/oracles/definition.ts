import type { AlignmentProblem, AlignmentSolution, LatticeArray, MarginalReduction, ShapedArray, SolveRequest } from '@rubato/core';
import { boundaryValue, candidateCount, dagHessianProduct, tableIndex } from '@rubato/core';
import type { StepTable } from '@rubato/core';
import { localCosts, prepareLocalCost } from '@rubato/costs';
import type { ItemDefinition } from './item-definition.ts';

/** Multi-index to position in a row-major array. */
function at(sides: readonly number[], ...index: readonly number[]): number {
  return index.reduce((position, i, axis) => position * sides[axis] + i, 0);
}

/** Edge quantities of one item: what an edge stands for, its cell's cost, its weight W or multiplier, its marginal. */
interface EdgeView {
  readonly kind: 'step' | 'start' | 'end';
  readonly n: number;
  readonly m: number;
  /** Step or candidate. */
  readonly k: number;
  readonly cost: number;
  readonly weight: number;
  readonly marginal: number;
}

function viewEdges(problem: AlignmentProblem, item: number, { lattice, solution }: ItemDefinition): EdgeView[] {
  const nodeOf = new Map<string, number>();
  for (let v = 1; v < lattice.dag.nodes - 1; v++) nodeOf.set(`${lattice.cells[2 * v]},${lattice.cells[2 * v + 1]}`, v);
  return lattice.edges.map((edge, e) => {
    const { row: n, column: m } = edge;
    const k = edge.kind === 'step' ? edge.step : edge.candidate;
    const weight =
      edge.kind === 'step'
        ? problem.stepWeights.data[tableIndex(problem.stepWeights, item, n, m, k)]
        : boundaryValue(problem[edge.kind].multiplier, item, k);
    return { kind: edge.kind, n, m, k, cost: lattice.cellCosts[nodeOf.get(`${n},${m}`)!], weight, marginal: solution.edgeMarginals[e] };
  });
}

/**
 * The answer of the definition: every request read off the graphs of the items, written from the formulas and sharing no line with
 * the lattice solvers. Arrays are float64 and dense.
 *
 * @param problem any problem but one with a `device` cost
 * @param items `defineItem` of each item
 * @param request what to answer
 */
export function definitionAnswer(problem: AlignmentProblem, items: readonly ItemDefinition[], request: SolveRequest): AlignmentSolution {
  const { batch, rows, columns } = problem;
  const S = problem.steps.length;
  const sides = [batch, rows, columns];
  const lattice = (depth = 1, fill = 0): LatticeArray => ({
    data: new Float64Array(batch * rows * columns * depth).fill(fill),
    shape: [batch, rows, columns],
    depth,
    fill,
  });
  const shaped = (...shape: number[]): ShapedArray => ({ data: new Float64Array(shape.reduce((size, side) => size * side, 1)), shape });
  const most = (role: 'start' | 'end'): number =>
    Math.max(1, ...items.map((_, b) => candidateCount(problem[role], b, problem.rowLengths[b], problem.columnLengths[b])));

  const gradient = lattice();
  const softAlignment = lattice();
  const accumulatedCost = lattice(1, Infinity);
  const hessianProduct = lattice();
  const edgeMarginals = lattice(S);
  const weightFull = lattice(S);
  const weightTable = shaped(...problem.stepWeights.shape);
  const penaltyTable = shaped(...problem.stepPenalties.shape);
  const temperatureGradient = new Float64Array(batch);
  const boundaryGradient = {
    startMultiplier: shaped(batch, most('start')),
    startPenalty: shaped(batch, most('start')),
    endMultiplier: shaped(batch, most('end')),
    endPenalty: shaped(batch, most('end')),
  };
  const reductions = (request.marginals ?? []).map((reduction) => startReduction(problem, reduction, shaped));

  items.forEach((definition, b) => {
    const { solution, lattice: graph } = definition;
    const seed = request.upstream?.[b] ?? 1;
    const edges = viewEdges(problem, b, definition);
    for (let v = 1; v < graph.dag.nodes - 1; v++) {
      const cell = at(sides, b, graph.cells[2 * v], graph.cells[2 * v + 1]);
      accumulatedCost.data[cell] = solution.distances[v];
      softAlignment.data[cell] = seed * solution.nodeMarginals[v];
    }
    temperatureGradient[b] = seed * solution.temperatureDerivative;
    for (const { kind, n, m, k, cost, weight, marginal } of edges) {
      if (marginal === 0) continue;
      const share = seed * marginal;
      gradient.data[at(sides, b, n, m)] += share * weight;
      if (kind !== 'step') {
        const [multiplier, penalty] =
          kind === 'start'
            ? [boundaryGradient.startMultiplier, boundaryGradient.startPenalty]
            : [boundaryGradient.endMultiplier, boundaryGradient.endPenalty];
        multiplier.data[b * multiplier.shape[1] + k] += share * cost;
        penalty.data[b * penalty.shape[1] + k] += share;
        continue;
      }
      const edge = at([...sides, S], b, n, m, k);
      edgeMarginals.data[edge] += share;
      weightFull.data[edge] += share * cost;
      weightTable.data[position(problem.stepWeights, b, n, m, k)] += share * cost;
      penaltyTable.data[position(problem.stepPenalties, b, n, m, k)] += share;
      for (const { add } of reductions) add(b, n, m, k, share);
    }
    if (request.hessianProduct !== undefined) addHessianProduct(problem, b, definition, edges, request, seed, hessianProduct);
  });

  return {
    backend: 'definition',
    precision: 'float64',
    values: Float64Array.from(items, ({ solution }) => solution.value),
    status: items.map(({ solution }) => (solution.value === Infinity ? { kind: 'infeasible', reason: 'no path' } : { kind: 'solved' })),
    ...(request.gradient === true ? { gradient } : {}),
    ...(request.inputGradient === true ? { inputGradient: pullBack(problem, gradient) } : {}),
    ...(request.softAlignment === true ? { softAlignment } : {}),
    ...(request.accumulatedCost === true ? { accumulatedCost } : {}),
    ...(request.stepWeightGradient === undefined
      ? {}
      : { stepWeightGradient: request.stepWeightGradient === 'full' ? weightFull : weightTable }),
    ...(request.stepPenaltyGradient === undefined
      ? {}
      : { stepPenaltyGradient: request.stepPenaltyGradient === 'full' ? edgeMarginals : penaltyTable }),
    ...(request.temperatureGradient === true ? { temperatureGradient } : {}),
    ...(request.boundaryGradient === true ? { boundaryGradient } : {}),
    ...(request.edgeMarginals === true ? { edgeMarginals } : {}),
    ...(request.marginals === undefined ? {} : { marginals: reductions.map(({ sums }) => sums) }),
    ...(request.hessianProduct === undefined ? {} : { hessianProduct }),
  };
}

/** Position in a broadcast table, from its shape alone. */
function position({ shape }: StepTable, ...index: readonly number[]): number {
  return at(shape, ...index.map((i, axis) => (shape[axis] === 1 ? 0 : i)));
}

function startReduction(
  problem: AlignmentProblem,
  reduction: MarginalReduction,
  shaped: (...shape: number[]) => ShapedArray,
): { readonly sums: ShapedArray; readonly add: (b: number, n: number, m: number, s: number, marginal: number) => void } {
  const { batch, rows, columns, steps } = problem;
  const S = steps.length;
  const into = (sums: ShapedArray, place: (b: number, n: number, m: number, s: number) => readonly number[] | undefined) => ({
    sums,
    add: (b: number, n: number, m: number, s: number, marginal: number) => {
      const index = place(b, n, m, s);
      if (index !== undefined) sums.data[at(sums.shape, ...index)] += marginal;
    },
  });
  switch (reduction.by) {
    case 'step':
      return into(shaped(batch, S), (b, _n, _m, s) => [b, s]);
    case 'row':
      return into(shaped(batch, rows, S), (b, n, _m, s) => [b, n, s]);
    case 'column':
      return into(shaped(batch, columns, S), (b, _n, m, s) => [b, m, s]);
    case 'group': {
      const { shape, data } = reduction.groups;
      return into(shaped(batch, reduction.count), (b, n, m, s) => {
        const group = data[at(shape, ...[b, n, m, s].map((i, axis) => (shape[axis] === 1 ? 0 : i)))];
        return group < 0 ? undefined : [b, group];
      });
    }
    case 'transition': {
      const { labels, count } = reduction;
      const label = (b: number, m: number): number => labels[labels.length === columns ? m : b * columns + m];
      return into(shaped(batch, count, count), (b, _n, m, s) => {
        const [from, to] = [label(b, m - steps[s][1]), label(b, m)];
        return from < 0 || to < 0 ? undefined : [b, from, to];
      });
    }
  }
}

/** θ moves by weight·Z along the cost, by Z along a penalty on cells (steps and starts only); the product is read back alike. */
function addHessianProduct(
  problem: AlignmentProblem,
  b: number,
  definition: ItemDefinition,
  edges: readonly EdgeView[],
  request: SolveRequest,
  seed: number,
  out: LatticeArray,
): void {
  const { along, direction } = request.hessianProduct!;
  const sides = [problem.batch, problem.rows, problem.columns];
  const factor = ({ kind, weight, cost }: EdgeView): number => {
    if (cost === Infinity || weight === Infinity) return 0;
    if (along === 'cost') return weight;
    return kind === 'end' ? 0 : 1;
  };
  const move = Float64Array.from(edges, (edge) => {
    const scale = factor(edge);
    return scale === 0 ? 0 : scale * direction[at(sides, b, edge.n, edge.m)];
  });
  const { lattice, minimum, temperature, solution } = definition;
  const product = dagHessianProduct(lattice.dag, lattice.costs, minimum, temperature, solution, move);
  edges.forEach((edge, e) => {
    out.data[at(sides, b, edge.n, edge.m)] += seed * product[e] * factor(edge);
  });
}

/** H carried back to the cost's own arrays. */
function pullBack(problem: AlignmentProblem, { data }: LatticeArray): NonNullable<AlignmentSolution['inputGradient']> {
  const { cost, batch, rows, columns } = problem;
  switch (cost.kind) {
    case 'dense':
      return { kind: 'dense', data };
    case 'banded': {
      const packed = new Float64Array(cost.data.length);
      let from = 0;
      for (let row = 0; row < batch * rows; row++) {
        for (let m = cost.first[row]; m <= cost.last[row]; m++) packed[from++] = data[row * columns + m];
      }
      return { kind: 'banded', data: packed };
    }
    case 'gathered': {
      const values = new Float64Array(cost.values.length);
      for (let k = 0; k < data.length; k++) {
        const [row, b, m] = [Math.floor(k / columns), Math.floor(k / (rows * columns)), k % columns];
        if (data[k] !== 0) values[row * cost.classes + cost.index[b * columns + m]] += data[k];
      }
      return { kind: 'gathered', values };
    }
    case 'features': {
      const D = cost.dimension;
      const prepared = prepareLocalCost(cost.localCost, D, localCosts);
      const [x, y] = [new Float64Array(cost.x.length), new Float64Array(cost.y.length)];
      for (let k = 0; k < data.length; k++) {
        if (data[k] === 0) continue;
        const [xRow, yRow] = [Math.floor(k / columns) * D, (Math.floor(k / (rows * columns)) * columns + (k % columns)) * D];
        prepared.pullback(cost.x, xRow, cost.y, yRow, 1, data, k, x, xRow, y, yRow);
      }
      return { kind: 'features', x, y };
    }
    case 'device':
      throw new TypeError('a device cost has no definition here: only its own backend understands it');
  }
}
