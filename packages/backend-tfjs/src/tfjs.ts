import type * as core from '@tensorflow/tfjs-core';

/** The namespace of tfjs-core, or of a package that has all of it, such as `@tensorflow/tfjs`. */
export type Tfjs = typeof core;
export type { Tensor } from '@tensorflow/tfjs-core';
