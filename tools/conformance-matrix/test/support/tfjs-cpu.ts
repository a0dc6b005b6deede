import * as tf from '@tensorflow/tfjs-core';

/** Registers and sets tfjs's cpu backend, without its advice about faster ones. */
export async function useCpu(): Promise<void> {
  tf.env().set('IS_TEST', true);
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
}
