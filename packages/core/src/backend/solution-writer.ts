import type { LocalCost } from '@rubato/costs';
import { infeasibleReason } from '../feasibility.ts';
import type { LatticeLayout } from '../lattice/layout.ts';
import { latticeArray } from '../lattice/layout.ts';
import { mostCandidates } from '../problem/boundary.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { EdgeCollector } from './edge-collector.ts';
import type { InputGradientCollector } from './input-gradient.ts';
import { createInputGradient } from './input-gradient.ts';
import type { SolveRequest } from './request.ts';
import type { AlignmentSolution, ItemStatus, LatticeArray } from './solution.ts';

/** Sums per boundary candidate, [B, K]. */
interface CandidateSums {
  readonly multiplier: Float64Array;
  readonly penalty: Float64Array;
  readonly width: number;
}

/**
 * Where CPU solvers put their answer: it allocates just what the request asks for, takes rows in float64 and stores them in the
 * problem's precision. All derivatives handed in are already multiplied by the upstream gradient.
 */
export class SolutionWriter {
  readonly edges: EdgeCollector;
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;
  private readonly values: Float64Array;
  private readonly status: ItemStatus[] = [];
  private readonly gradient: LatticeArray | undefined;
  private readonly softAlignment: LatticeArray | undefined;
  private readonly accumulatedCost: LatticeArray | undefined;
  private readonly hessianProduct: LatticeArray | undefined;
  private readonly inputGradient: InputGradientCollector | undefined;
  private readonly temperatureGradient: Float64Array | undefined;
  private readonly starts: CandidateSums | undefined;
  private readonly ends: CandidateSums | undefined;
  private readonly paths: Int32Array[] = [];
  private readonly pathCosts: Float64Array | undefined;

  constructor(problem: AlignmentProblem, request: SolveRequest, layout: LatticeLayout, costs?: Readonly<Record<string, LocalCost>>) {
    const array = (wanted: unknown, fill = 0): LatticeArray | undefined => (wanted ? latticeArray(problem, layout, 1, fill) : undefined);
    this.problem = problem;
    this.layout = layout;
    this.values = new Float64Array(problem.batch).fill(Infinity);
    this.pathCosts = request.path === true ? new Float64Array(problem.batch).fill(Infinity) : undefined;
    this.edges = new EdgeCollector(problem, request, layout);
    this.gradient = array(request.gradient);
    this.softAlignment = array(request.softAlignment);
    this.accumulatedCost = array(request.accumulatedCost, Infinity);
    this.hessianProduct = array(request.hessianProduct);
    this.inputGradient = request.inputGradient === true ? createInputGradient(problem, costs) : undefined;
    this.temperatureGradient = request.temperatureGradient === true ? new Float64Array(problem.batch) : undefined;
    if (request.boundaryGradient === true) {
      this.starts = candidateSums(problem, 'start');
      this.ends = candidateSums(problem, 'end');
    }
  }

  /** Whether rows of H are wanted. */
  get wantsGradient(): boolean {
    return this.gradient !== undefined || this.inputGradient !== undefined;
  }

  /** Whether marginals of boundary candidates are wanted. */
  get wantsBoundary(): boolean {
    return this.starts !== undefined;
  }

  value(b: number, value: number): void {
    this.values[b] = value;
    this.status[b] = value === Infinity ? { kind: 'infeasible', reason: infeasibleReason(this.problem, b) } : { kind: 'solved' };
  }

  accumulatedRow(b: number, n: number, first: number, last: number, distances: Float64Array, offset: number): void {
    if (this.accumulatedCost !== undefined) this.store(this.accumulatedCost, b, n, last - first + 1, distances, offset);
  }

  softAlignmentRow(b: number, n: number, first: number, last: number, alignment: Float64Array, offset: number): void {
    if (this.softAlignment !== undefined) this.store(this.softAlignment, b, n, last - first + 1, alignment, offset);
  }

  gradientRow(b: number, n: number, first: number, last: number, gradient: Float64Array, offset: number): void {
    if (this.gradient !== undefined) this.store(this.gradient, b, n, last - first + 1, gradient, offset);
    this.inputGradient?.row(b, n, first, last, gradient, offset);
  }

  hessianRow(b: number, n: number, first: number, last: number, product: Float64Array, offset: number): void {
    if (this.hessianProduct !== undefined) this.store(this.hessianProduct, b, n, last - first + 1, product, offset);
  }

  /** The marginal of start candidate k, whose cell costs `cost`. */
  startMarginal(b: number, k: number, marginal: number, cost: number): void {
    if (this.starts !== undefined) addCandidate(this.starts, b, k, marginal, cost);
  }

  /** The marginal of end candidate k, whose cell costs `cost`. */
  endMarginal(b: number, k: number, marginal: number, cost: number): void {
    if (this.ends !== undefined) addCandidate(this.ends, b, k, marginal, cost);
  }

  temperatureDerivative(b: number, derivative: number): void {
    if (this.temperatureGradient !== undefined) this.temperatureGradient[b] = derivative;
  }

  path(b: number, path: Int32Array, cost: number): void {
    if (this.pathCosts === undefined) return;
    this.paths[b] = path;
    this.pathCosts[b] = cost;
  }

  private store(target: LatticeArray, b: number, n: number, count: number, source: Float64Array, offset: number): void {
    target.data.set(source.subarray(offset, offset + count), this.layout.offset[b * this.problem.rows + n]);
  }

  /** The finished solution. */
  finish(backend: string): AlignmentSolution {
    const { batch, precision } = this.problem;
    const convert = (values: Float64Array): Float32Array | Float64Array => (precision === 'float32' ? new Float32Array(values) : values);
    const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } =>
      (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: V };
    const shaped = (sums: CandidateSums | undefined, part: 'multiplier' | 'penalty') => ({
      data: convert(sums![part]),
      shape: [batch, sums!.width],
    });
    const boundary =
      this.starts === undefined
        ? undefined
        : {
            startMultiplier: shaped(this.starts, 'multiplier'),
            startPenalty: shaped(this.starts, 'penalty'),
            endMultiplier: shaped(this.ends, 'multiplier'),
            endPenalty: shaped(this.ends, 'penalty'),
          };
    return {
      backend,
      precision,
      values: convert(this.values),
      status: this.status,
      ...this.edges.finish(convert),
      ...optional('gradient', this.gradient),
      ...optional('inputGradient', this.inputGradient?.finish(convert)),
      ...optional('softAlignment', this.softAlignment),
      ...optional('accumulatedCost', this.accumulatedCost),
      ...optional('temperatureGradient', this.temperatureGradient && convert(this.temperatureGradient)),
      ...optional('boundaryGradient', boundary),
      ...optional('hessianProduct', this.hessianProduct),
      ...(this.pathCosts === undefined ? {} : { paths: this.paths, pathCosts: convert(this.pathCosts) }),
    };
  }
}

function candidateSums(problem: AlignmentProblem, role: 'start' | 'end'): CandidateSums {
  const width = mostCandidates(problem[role], problem.rowLengths, problem.columnLengths);
  return { multiplier: new Float64Array(problem.batch * width), penalty: new Float64Array(problem.batch * width), width };
}

function addCandidate(sums: CandidateSums, b: number, k: number, marginal: number, cost: number): void {
  if (marginal === 0) return;
  sums.multiplier[b * sums.width + k] += marginal * cost;
  sums.penalty[b * sums.width + k] += marginal;
}
