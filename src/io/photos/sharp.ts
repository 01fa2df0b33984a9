import sharp from 'sharp';

// Images come once each: what libvips would keep of them is memory for nothing.
sharp.cache(false);

export { sharp };
