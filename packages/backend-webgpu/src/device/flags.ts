/** The flags of WebGPU by name (WebGPU, sections 5.1, 5.2 and 8.1). Node has no globals that hold them, and a library makes none. */
export const BufferUsage = {
  MAP_READ: 0x0001,
  COPY_SRC: 0x0004,
  COPY_DST: 0x0008,
  UNIFORM: 0x0040,
  STORAGE: 0x0080,
  QUERY_RESOLVE: 0x0200,
} as const;

/** `GPUShaderStage.COMPUTE` */
export const COMPUTE_STAGE = 0x4;

/** `GPUMapMode.READ` */
export const MAP_READ_MODE = 0x1;
