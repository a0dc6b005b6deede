/** Theme enhancement with weak labels: what the command line is made of. */
export {};
