import { createRequire } from 'node:module';
import type Sharp from 'sharp';

const require = createRequire(import.meta.url);
let loaded: typeof Sharp | undefined;

/** Loaded when it is first called: most commands and their threads open no photo. */
export function loadSharp(): typeof Sharp {
  if (loaded === undefined) {
    loaded = require('sharp') as typeof Sharp;
    // Images come once each: what libvips would keep of them is memory for nothing.
    loaded.cache(false);
  }
  return loaded;
}
