/** `@rubato/backend-gpujs` */
export {};
