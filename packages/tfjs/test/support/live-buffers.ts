/** What of a GPU's buffers stands: made and not destroyed. */
export interface LiveBuffers {
  readonly count: number;
  readonly bytes: number;
}

/** Starts to count the buffers of a device, whoever makes them; the answer says how many stand now. */
export function watchBuffers(device: GPUDevice): () => LiveBuffers {
  const standing = new Set<GPUBuffer>();
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    standing.add(buffer);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      standing.delete(buffer);
      return destroy();
    };
    return buffer;
  };
  return () => ({ count: standing.size, bytes: [...standing].reduce((sum, { size }) => sum + size, 0) });
}
