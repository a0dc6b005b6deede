import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';

/** `value[0]` everywhere. */
export const fill: KernelText = kernelText('fill', ['value'], 'return value[0];');
