import type { KernelSource } from '../device/kernel-source.ts';
import { beginTraceKernel, traceKernel } from './best-path.ts';
import { edgesKernel, gatheredGradientKernel, gradientKernel, startsKernel, temperatureKernel } from './derivatives.ts';
import { edgeSumsKernel } from './edge-sums.ts';
import { featureCostKernel, pullbackKernel } from './features.ts';
import { backwardKernel, finishEndsKernel, forwardKernel, gatherEndsKernel } from './kernels.ts';
import type { Job } from './part-run.ts';
import { stripKernels } from '../strips/solve.ts';
import { alignmentMovesKernel, finishEndMovesKernel, gatherEndMovesKernel, hessianKernel, movesKernel } from './second-order.ts';

/** All kernels that a job dispatches, to be compiled before it starts. */
export function kernelsOf({
  structure,
  hard,
  wanted,
  source,
  strips,
  tiles: { threads },
}: Pick<Job, 'structure' | 'hard' | 'wanted' | 'source' | 'strips' | 'tiles'>): KernelSource[] {
  const kernels: KernelSource[] = [];
  if (source.kind === 'features') kernels.push(featureCostKernel(structure, source.prepared));
  if (strips === undefined) {
    kernels.push(forwardKernel(structure, threads), gatherEndsKernel(structure), finishEndsKernel(structure, wanted.temperature));
    if (wanted.backward) kernels.push(backwardKernel(structure, threads));
    if (wanted.gradient && !wanted.gradientIsAlignment) kernels.push(gradientKernel(structure));
  } else kernels.push(...stripKernels(structure, strips, wanted.backward));
  if (wanted.edges) kernels.push(edgesKernel(structure));
  for (const by of wanted.edgeSums) kernels.push(edgeSumsKernel(structure, by));
  if (wanted.boundary) kernels.push(startsKernel(structure));
  if (wanted.temperature) kernels.push(temperatureKernel(structure));
  if (wanted.inputGradient && source.kind === 'gathered') kernels.push(gatheredGradientKernel(structure));
  if (wanted.inputGradient && source.kind === 'features') {
    kernels.push(pullbackKernel(structure, source.prepared, 'x'), pullbackKernel(structure, source.prepared, 'y'));
  }
  const along = wanted.hessian;
  if (along !== undefined) {
    kernels.push(
      movesKernel(structure, along, threads),
      gatherEndMovesKernel(structure, along),
      finishEndMovesKernel(structure),
      alignmentMovesKernel(structure, along, threads),
    );
    if (along === 'cost') kernels.push(hessianKernel(structure));
  }
  if (wanted.path) {
    kernels.push(
      forwardKernel(hard, threads),
      gatherEndsKernel(hard),
      finishEndsKernel(hard, false),
      beginTraceKernel(hard),
      traceKernel(hard),
    );
  }
  return kernels;
}
