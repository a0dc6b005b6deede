import type { NumericArray } from '@rubato/io';
import { readSafetensors } from '@rubato/io';
import { readSharedBytes, readSharedNpy } from './shared.ts';

// The network of ../shared/data/mtd/README.md, in plain loops: sums in float64, stored in float32.

const BINS = 216;
const CHANNELS = 6;
/** Output channels that are summed side by side; every layer's number is a multiple. */
const BLOCK = 8;

interface Layer {
  readonly weights: Float64Array;
  readonly bias: NumericArray['data'];
  /** [out, in, time, frequency]. */
  readonly shape: readonly number[];
}

/** prob13 and prob12 of a theme, [frames, 13] and [frames, 12]. */
export function runThemeNetwork(file: string, model: string): { readonly prob13: Float32Array; readonly prob12: Float32Array } {
  const tensors = readModel(model);
  let activation = normalise(readSharedNpy(`data/mtd/hcqt/${file}`).data as Float32Array);
  const frames = activation.length / BINS / CHANNELS;
  for (let number = 1; number <= 5; number++) activation = convolve(activation, frames, layer(tensors, `conv${number}`));
  const [conv6, bias6] = [tensors('conv6.weight').data, tensors('conv6.bias').data[0]];
  const [epsilon, epsilonBias] = [tensors('convEps.weight').data, tensors('convEps.bias').data[0]];
  const logits = new Float64Array(frames * 13);
  for (let place = 0; place < frames * BINS; place++) {
    let sum = bias6;
    for (let c = 0; c < BLOCK; c++) sum += activation[place * BLOCK + c] * conv6[c];
    const salience = 1 / (1 + Math.exp(-sum));
    const bin = place % BINS;
    const start = 13 * ((place - bin) / BINS);
    logits[start + (Math.floor(bin / 3) % 12)] += salience;
    logits[start + 12] += salience * epsilon[bin];
  }
  for (let n = 0; n < frames; n++) logits[13 * n + 12] += epsilonBias;
  return { prob13: softmax(logits, frames, 13), prob12: softmax(logits, frames, 12) };
}

type Tensors = (name: string) => NumericArray;

function readModel(model: string): Tensors {
  const { tensors } = readSafetensors(readSharedBytes(`data/mtd/models/${model}.safetensors`));
  return (name) => tensors.get(name)!;
}

/** Each frame and channel over its squared norm. */
function normalise(input: Float32Array): Float32Array {
  const result = new Float32Array(input.length);
  for (let start = 0; start < input.length; start += BINS * CHANNELS) {
    for (let c = 0; c < CHANNELS; c++) {
      let sum = 0;
      for (let i = c; i < BINS * CHANNELS; i += CHANNELS) sum += input[start + i] ** 2;
      const norm = Math.max(sum, 1e-10);
      for (let i = c; i < BINS * CHANNELS; i += CHANNELS) result[start + i] = input[start + i] / norm;
    }
  }
  return result;
}

/** Weights in the order in which they are used: block of output channels, time, frequency, input channel, channel of the block. */
function layer(tensors: Tensors, name: string): Layer {
  const { data, shape } = tensors(`${name}.weight`);
  const [outputs, inputs, times, bins] = shape;
  const weights = new Float64Array(data.length);
  let place = 0;
  for (let block = 0; block < outputs; block += BLOCK) {
    for (let t = 0; t < times; t++) {
      for (let f = 0; f < bins; f++) {
        for (let i = 0; i < inputs; i++) {
          for (let o = block; o < block + BLOCK; o++) weights[place++] = data[((o * inputs + i) * times + t) * bins + f];
        }
      }
    }
  }
  return { weights, bias: tensors(`${name}.bias`).data, shape };
}

/** Cross-correlation with zeros around, then leaky ReLU. Activations are [frames, bins, channels]. */
function convolve(x: Float32Array, frames: number, { weights, bias, shape: [outputs, inputs, times, bins] }: Layer): Float32Array {
  const result = new Float32Array(frames * BINS * outputs);
  const before = Math.floor((bins - 1) / 2);
  for (let block = 0; block < outputs; block += BLOCK) {
    for (let n = 0; n < frames; n++) {
      for (let m = 0; m < BINS; m++) {
        let [s0, s1, s2, s3] = [bias[block], bias[block + 1], bias[block + 2], bias[block + 3]];
        let [s4, s5, s6, s7] = [bias[block + 4], bias[block + 5], bias[block + 6], bias[block + 7]];
        const first = Math.max(0, before - m);
        const last = Math.min(bins, BINS + before - m);
        for (let t = 0; t < times; t++) {
          const frame = n + t - ((times - 1) >> 1);
          if (frame < 0 || frame >= frames) continue;
          let at = (frame * BINS + m - before + first) * inputs;
          const end = (frame * BINS + m - before + last) * inputs;
          let w = ((block / BLOCK) * times * bins + t * bins + first) * inputs * BLOCK;
          for (; at < end; at++, w += BLOCK) {
            const value = x[at];
            s0 += value * weights[w];
            s1 += value * weights[w + 1];
            s2 += value * weights[w + 2];
            s3 += value * weights[w + 3];
            s4 += value * weights[w + 4];
            s5 += value * weights[w + 5];
            s6 += value * weights[w + 6];
            s7 += value * weights[w + 7];
          }
        }
        const place = (n * BINS + m) * outputs + block;
        result[place] = rectify(s0);
        result[place + 1] = rectify(s1);
        result[place + 2] = rectify(s2);
        result[place + 3] = rectify(s3);
        result[place + 4] = rectify(s4);
        result[place + 5] = rectify(s5);
        result[place + 6] = rectify(s6);
        result[place + 7] = rectify(s7);
      }
    }
  }
  return result;
}

function rectify(value: number): number {
  return value > 0 ? value : 0.01 * value;
}

function softmax(logits: Float64Array, frames: number, classes: number): Float32Array {
  const result = new Float32Array(frames * classes);
  for (let n = 0; n < frames; n++) {
    const row = logits.slice(13 * n, 13 * n + classes);
    const most = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
    for (let k = 0; k < classes; k++) result[n * classes + k] = Math.exp(row[k] - most) / sum;
  }
  return result;
}
