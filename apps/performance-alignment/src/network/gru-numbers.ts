/** A batch of sequences in a gated recurrent unit: T frames, H units, from the last frame to the first where it is reversed. */
export interface GruShape {
  readonly batch: number;
  readonly frames: number;
  readonly units: number;
  readonly reversed: boolean;
}

/** What a pass forward leaves for the pass back: gates `[B, T, 3H]` (update, reset, candidate), and `h·U_n + b_n` `[B, T, H]`. */
export interface GruTrace {
  readonly states: Float32Array;
  readonly gates: Float32Array;
  readonly candidates: Float32Array;
}

/** Gradients by what `gruForward` takes. `recurrent` is by the product `h·U + b` of each frame, `[B, T, 3H]`. */
export interface GruGradient {
  readonly inputs: Float32Array;
  readonly products: Float32Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * States `[B, T, H]` of a gated recurrent unit: `z = σ(x_z + h·U_z + b_z)`, `r = σ(x_r + h·U_r + b_r)`, `n = tanh(x_n + r·(h·U_n + b_n))`,
 * `h ← (1 - z)·n + z·h`, from h = 0.
 *
 * On the host: tfjs spends microseconds on each of its operations, and 256 frames with a dozen operations each way are a second of nothing
 * else. Source: Cho et al., SSST-8, 2014, with the reset gate behind the product, as cuDNN has it.
 *
 * @param inputs x·W, `[B, T, 3H]`
 * @param recurrent U, `[H, 3H]`
 * @param bias b, `[3H]`
 */
export function gruForward(inputs: Float32Array, recurrent: Float32Array, bias: Float32Array, shape: GruShape): GruTrace {
  const { batch, frames, units } = shape;
  const wide = 3 * units;
  const states = new Float32Array(batch * frames * units);
  const gates = new Float32Array(batch * frames * wide);
  const candidates = new Float32Array(batch * frames * units);
  const state = new Float64Array(units);
  const product = new Float64Array(wide);
  for (let b = 0; b < batch; b++) {
    state.fill(0);
    for (let step = 0; step < frames; step++) {
      const at = b * frames + (shape.reversed ? frames - 1 - step : step);
      product.set(bias);
      for (let k = 0; k < units; k++) {
        const value = state[k];
        if (value === 0) continue;
        const row = k * wide;
        for (let g = 0; g < wide; g++) product[g] += value * recurrent[row + g];
      }
      const from = at * wide;
      for (let k = 0; k < units; k++) {
        const update = sigmoid(inputs[from + k] + product[k]);
        const reset = sigmoid(inputs[from + units + k] + product[units + k]);
        const inner = product[2 * units + k];
        const candidate = Math.tanh(inputs[from + 2 * units + k] + reset * inner);
        gates[from + k] = update;
        gates[from + units + k] = reset;
        gates[from + 2 * units + k] = candidate;
        candidates[at * units + k] = inner;
        state[k] = candidate + update * (state[k] - candidate);
        states[at * units + k] = state[k];
      }
    }
  }
  return { states, gates, candidates };
}

/**
 * The pass back: gradients by the inputs and by the products `h·U + b`, from the gradient by the states.
 *
 * Those by U and b are `Σ h_before ⊗ product` and `Σ product`, one matrix product for all frames, which is left to tfjs.
 */
export function gruBackward(upstream: Float32Array, recurrent: Float32Array, trace: GruTrace, shape: GruShape): GruGradient {
  const { batch, frames, units } = shape;
  const wide = 3 * units;
  const inputs = new Float32Array(batch * frames * wide);
  const products = new Float32Array(batch * frames * wide);
  const carried = new Float64Array(units);
  for (let b = 0; b < batch; b++) {
    carried.fill(0);
    for (let step = frames - 1; step >= 0; step--) {
      const at = b * frames + (shape.reversed ? frames - 1 - step : step);
      const before = step === 0 ? undefined : at + (shape.reversed ? 1 : -1);
      const from = at * wide;
      for (let k = 0; k < units; k++) {
        const update = trace.gates[from + k];
        const reset = trace.gates[from + units + k];
        const candidate = trace.gates[from + 2 * units + k];
        const old = before === undefined ? 0 : trace.states[before * units + k];
        const force = carried[k] + upstream[at * units + k];
        const byCandidate = force * (1 - update) * (1 - candidate * candidate);
        const byUpdate = force * (old - candidate) * update * (1 - update);
        const byReset = byCandidate * trace.candidates[at * units + k] * reset * (1 - reset);
        inputs[from + k] = byUpdate;
        inputs[from + units + k] = byReset;
        inputs[from + 2 * units + k] = byCandidate;
        products[from + k] = byUpdate;
        products[from + units + k] = byReset;
        products[from + 2 * units + k] = byCandidate * reset;
        carried[k] = force * update;
      }
      for (let k = 0; k < units; k++) {
        const row = k * wide;
        let sum = 0;
        for (let g = 0; g < wide; g++) sum += products[from + g] * recurrent[row + g];
        carried[k] += sum;
      }
    }
  }
  return { inputs, products };
}

/** The states that each frame began with, `[B, T, H]`: zero at the first one. */
export function statesBefore(states: Float32Array, { batch, frames, units, reversed }: GruShape): Float32Array {
  const before = new Float32Array(states.length);
  const size = frames * units;
  for (let b = 0; b < batch; b++) {
    if (reversed) before.set(states.subarray(b * size + units, (b + 1) * size), b * size);
    else before.set(states.subarray(b * size, (b + 1) * size - units), b * size + units);
  }
  return before;
}
