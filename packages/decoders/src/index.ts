/** `@rubato/decoders` */
export {};
