import type { Wanted } from '@rubato/core/fronts';
import type { Tensor } from '../tfjs.ts';
import type { Backward } from './backward.ts';
import type { Forward } from './forward.ts';
import type { LatticeTensors } from './lattice-tensors.ts';

/** What is read back of a solve; arrays of cells are [fronts, batch, places]. */
export interface Numbers {
  readonly values: Float32Array;
  readonly endWeights: Float32Array;
  readonly distances?: Float32Array;
  readonly alignment?: Float32Array;
  readonly gradient?: Float32Array;
  /** [fronts, batch, places, S + 1]. */
  readonly edges?: Float32Array;
  readonly slopes?: Float32Array;
  readonly endSlopes?: Float32Array;
  readonly product?: Float32Array;
}

/** Reads everything at once, when all sweeps are done. */
export async function readBack(
  lattice: LatticeTensors,
  wanted: Wanted,
  pass: Forward,
  back: Backward | undefined,
  products: readonly Tensor[] | undefined,
): Promise<Numbers> {
  const { scope } = lattice;
  const { tf } = scope;
  const stacked = (fronts: readonly Tensor[]): Tensor => tf.stack([...fronts], 0);
  const tensors = scope.step(() => {
    const named: Record<string, Tensor> = { values: pass.end.value, endWeights: pass.end.weights };
    if (wanted.distances) named['distances'] = lattice.joined(pass.distances);
    if (back !== undefined) {
      if (wanted.alignment) named['alignment'] = stacked(back.alignment);
      if (wanted.gradient) named['gradient'] = stacked(back.gradient);
      if (wanted.edges) named['edges'] = stacked(back.edges);
      if (wanted.slopes) {
        named['slopes'] = stacked(back.slopes);
        named['endSlopes'] = pass.end.slope!;
      }
    }
    if (products !== undefined) named['product'] = stacked(products);
    for (const tensor of Object.values(named)) scope.hold(tensor);
    return named;
  });
  const names = Object.keys(tensors);
  const arrays = await Promise.all(names.map((name) => tensors[name].data<'float32'>()));
  return Object.fromEntries(names.map((name, i) => [name, arrays[i]])) as unknown as Numbers;
}
