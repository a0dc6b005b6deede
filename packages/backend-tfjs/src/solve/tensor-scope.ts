import type { Tensor, Tfjs } from '../tfjs.ts';

/**
 * The tensors of one solve. tfjs's own scopes end with a function that returns at once, and a solve waits in between; so what outlives
 * a step is kept here, and everything goes in `dispose`.
 */
export class TensorScope {
  readonly tf: Tfjs;
  private readonly tensors = new Set<Tensor>();

  constructor(tf: Tfjs) {
    this.tf = tf;
  }

  /** Runs a piece of work; of its tensors only those that it held stay. */
  step<T>(work: () => T): T {
    let result: T | undefined;
    this.tf.tidy(() => {
      result = work();
    });
    return result as T;
  }

  /** Keeps a tensor, also where the caller's own `tf.tidy` is around the solve. */
  hold<T extends Tensor>(tensor: T): T {
    this.tensors.add(this.tf.keep(tensor));
    return tensor;
  }

  release(tensor: Tensor): void {
    if (this.tensors.delete(tensor)) tensor.dispose();
  }

  dispose(): void {
    for (const tensor of this.tensors) tensor.dispose();
    this.tensors.clear();
  }
}
