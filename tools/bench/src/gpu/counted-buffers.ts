/** Counts the bytes of a device's buffers from outside, whatever creates them. */
export class CountedBuffers {
  private held = 0;
  private most = 0;

  constructor(device: GPUDevice) {
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      this.count(buffer);
      return buffer;
    };
  }

  /** Bytes that stand now. */
  get bytes(): number {
    return this.held;
  }

  /** The most bytes that stood at once since the last `restart`. */
  get peak(): number {
    return this.most;
  }

  restart(): void {
    this.most = this.held;
  }

  private count(buffer: GPUBuffer): void {
    const destroy = buffer.destroy.bind(buffer);
    let bytes = buffer.size;
    this.held += bytes;
    this.most = Math.max(this.most, this.held);
    buffer.destroy = () => {
      this.held -= bytes;
      bytes = 0;
      destroy();
    };
  }
}
