import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makePreprocessor } from '../src/evaluation/index.ts';
import { decodePhoto, encoderText } from '../src/io/index.ts';
import type { ModelFilter, ModelInput, ModelResize } from '../src/records/index.ts';

// Photos to what a model takes: see README.md beside this file.
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '2' } },
});

const pillow = (name: 'bilinear' | 'bicubic') => ({ library: 'pillow', name }) as const;
const cropped: ModelInput = {
  name: 'input',
  layout: 'NCHW',
  type: 'float32',
  channels: 'RGB',
  range: 1,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  orientation: 'as-stored',
  resize: { kind: 'crop-share', share: 0.875 },
  filter: pillow('bilinear'),
  crop: { width: 224, height: 224, fill: 0 },
};
const { crop: _, ...whole } = cropped;
const squished = (filter: ModelFilter, width = 224, height = 224): ModelInput => {
  const resize: ModelResize = { kind: 'squish', width, height };
  return { ...whole, resize, filter };
};
const inputs: Readonly<Record<string, ModelInput>> = {
  'bilinear 256, crop 224': cropped,
  'bicubic 256, crop 224': { ...cropped, filter: pillow('bicubic') },
  'bilinear squished to 224': squished(pillow('bilinear')),
  'OpenCV squished to 224': squished({ library: 'opencv', name: 'linear' }),
};

say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
say(encoderText());
for (const [width, height] of [
  [500, 375],
  [2048, 1536],
] as const) {
  const bytes = await madeUpPhoto(width, height);
  const pixels = await decodePhoto(bytes, 'as-stored');
  say(`${width}x${height}, ${(bytes.length / 1000).toFixed(0)} kB of JPEG`);
  await measure('  decoded', () => decodePhoto(bytes, 'as-stored'));
  for (const [name, input] of Object.entries(inputs)) {
    const { prepare } = makePreprocessor(input);
    await measure(`  ${name}, from pixels`, () => prepare(pixels));
  }
  const { read } = makePreprocessor(cropped);
  await measure('  bilinear 256, crop 224, from bytes', () => read(bytes));
}

/** Processor time of all threads of the process, once it is warm. */
async function measure(what: string, work: () => unknown): Promise<void> {
  for (let i = 0; i < 10; i++) await work();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + Number(values.seconds) * 1000;
  let count = 0;
  for (; performance.now() < end; count++) await work();
  const wall = (performance.now() - start) / count;
  const { user, system } = process.cpuUsage(cpu);
  const used = (user + system) / 1000 / count;
  say(`${what}: ${used.toFixed(2)} ms of processor time, ${wall.toFixed(2)} ms in all`);
}

/** Smooth hills with grain, as a camera of the time gives them. */
function madeUpPhoto(width: number, height: number): Promise<Buffer> {
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < rgb.length; i++) {
    const place = Math.floor(i / 3);
    const [x, y] = [place % width, Math.floor(place / width)];
    const hill = Math.sin(x / 37 + (i % 3)) * Math.cos(y / 53) * 90;
    rgb[i] = 128 + hill + (((x * 7919) ^ (y * 104_729)) & 15);
  }
  const raw = { width, height, channels: 3 } as const;
  return sharp(rgb, { raw }).jpeg({ quality: 90 }).toBuffer();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
