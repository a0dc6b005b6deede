// Constants of the vector kernels, each as four equal lanes. They are loaded from memory because V8 builds a v128.const anew at each use.

// @ts-ignore: decorator
@lazy
export const CONSTANTS: usize = memory.data<u32>(
  [
    0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000, //   0: 1.5·2^23. Adding it rounds to a whole number, in the low bits
    0x4b40007f, 0x4b40007f, 0x4b40007f, 0x4b40007f, //  16: its bits plus 127. Subtracting them leaves the exponent minus 127
    0xffffff88, 0xffffff88, 0xffffff88, 0xffffff88, //  32: -120. Terms further below the largest one are held there: they vanish
    0x007fffff, 0x007fffff, 0x007fffff, 0x007fffff, //  48: the fraction bits of a float32
    0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000, //  64: 1
    0xe0000000, 0xe0000000, 0xe0000000, 0xe0000000, //  80: -2^29, the exponent of zero
    0xca742400, 0xca742400, 0xca742400, 0xca742400, //  96: -4e6, the least binary logarithm of a factor
    0x7f7fffff, 0x7f7fffff, 0x7f7fffff, 0x7f7fffff, // 112: the largest float32. Costs above it are forbidden cells
    // From 128: 2^f on [-1/2, 1/2] by a polynomial of degree 5, exact at 0, fitted for the least relative error (9.3e-8).
    0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000,
    0x3f317215, 0x3f317215, 0x3f317215, 0x3f317215,
    0x3e75fce1, 0x3e75fce1, 0x3e75fce1, 0x3e75fce1,
    0x3d635b6c, 0x3d635b6c, 0x3d635b6c, 0x3d635b6c,
    0x3c1e7456, 0x3c1e7456, 0x3c1e7456, 0x3c1e7456,
    0x3aaded1e, 0x3aaded1e, 0x3aaded1e, 0x3aaded1e,
  ],
  16,
);
