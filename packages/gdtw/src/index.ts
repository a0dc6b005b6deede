/** `@rubato/gdtw` */
export {};
