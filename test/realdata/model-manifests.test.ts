import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { makePreprocessor, openSession, type Tensor } from '../../src/evaluation/index.ts';
import { manifestNames, readManifest } from '../../src/io/index.ts';
import { type ModelManifest, parseModelManifest } from '../../src/records/index.ts';

// These models and photographs are not part of this project. Where they lie beside the checkout, each
// runs as its manifest says, and what it says of photographs is held against what is on them.
const root = fileURLToPath(new URL('../../../shared/realdata', import.meta.url));
const onRealModels = existsSync(root) ? test : test.skip;
if (!existsSync(root))
  test('real models are run where they are at hand', (t) => t.pass(`no ${root}`));

const manifests = await Promise.all(
  manifestNames('models').map(
    async (name) => (await readManifest('models', name, parseModelManifest)).content,
  ),
);
const modelNamed = (name: string) => manifests.find((model) => model.name === name);

/** Scores of photographs, by their paths below `root`, read as the model's manifest says. */
async function scoresOf(
  model: ModelManifest,
  photos: readonly string[],
): Promise<readonly Tensor[]> {
  const bytes = readFileSync(join(root, 'models', model.file?.name ?? ''));
  const session = await openSession(bytes, model.name);
  const { read } = makePreprocessor(model.input);
  const scores: Tensor[] = [];
  for (const photo of photos) {
    const [tensor] = await read(readFileSync(join(root, photo)));
    const outputs = await session.run({ [model.input.name]: tensor as Tensor });
    scores.push(outputs[model.outputs.scores.name] as Tensor);
  }
  await session.close();
  return scores;
}

/** What is on the photographs, which is not always what their files are called. */
const shown: Readonly<Record<string, string>> = {
  'daisy.jpg': 'n02190166', // a fly on it
  'goldfish.jpg': 'n01443537',
  'hummingbird.jpg': 'n01833805',
  'kitten_224.png': 'n02123045', // tabby
  'wolves.jpg': 'n02114548', // white wolves
};

onRealModels('every model with a file is the file that its manifest pins', (t) => {
  const pinned = manifests.filter(({ file }) => file !== undefined);
  t.is(pinned.length, 5);
  for (const { name, file } of pinned) {
    const bytes = readFileSync(join(root, 'models', file?.name ?? ''));
    t.is(bytes.length, Number(file?.bytes), name);
    t.is(createHash('sha256').update(bytes).digest('hex'), String(file?.sha256), name);
  }
});

for (const name of ['squeezenet-fp16', 'squeezenet-fp32']) {
  onRealModels(`${name} sees what is on photographs`, async (t) => {
    const list = readFileSync(join(root, 'classlists/imagenet/imagenet_synsets.txt'), 'utf8');
    const wnids = list.trim().split('\n');
    const model = modelNamed(name) as ModelManifest;
    const files = Object.keys(shown).map((file) => `classification/permissive_photos/${file}`);
    const scores = await scoresOf(model, files);
    const seen = scores.map(({ data }) => {
      t.is(data.length, model.classes.channels);
      // Bits of halves that are not negative stand in the order of their numbers.
      const values = Array.from(data, Number);
      return wnids[values.indexOf(Math.max(...values))] ?? 'none';
    });
    t.deepEqual(seen, Object.values(shown));
  });
}

onRealModels('fastestdet sees what is on photographs', async (t) => {
  const model = modelNamed('fastestdet') as ModelManifest;
  const { cells } = model.outputs.scores;
  const files = [0, 1, 2, 3].map((i) => `classification/coco_like_photos/${i}.jpg`);
  const firsts = (await scoresOf(model, files)).map(({ data, dims }) => {
    const places = (dims[2] ?? 0) * (dims[3] ?? 0);
    const power = (channel: number, place: number, exponent: number) =>
      Number(data[channel * places + place]) ** exponent;
    const best = Array.from({ length: model.classes.channels }, (_, member) =>
      Math.max(
        ...Array.from(
          { length: places },
          (_, place) =>
            power(cells?.objectness ?? 0, place, cells?.objectnessPower ?? 0) *
            power((cells?.firstClass ?? 0) + member, place, cells?.classPower ?? 0),
        ),
      ),
    );
    return best.indexOf(Math.max(...best));
  });
  // A ball game, a bus, people in a room, people with balls: person is 0, bus is 5.
  t.deepEqual(firsts, [0, 5, 0, 0]);
});

onRealModels('twinlitenet finds the road before the car', async (t) => {
  const folder = 'driving/twinlitenet_images';
  const files = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
  const model = modelNamed('twinlitenet') as ModelManifest;
  const scores = await scoresOf(model, files);
  t.is(scores.length, 7);
  const shares = scores.map(({ data, dims }) => {
    const [, channels, height = 0, width = 0] = dims;
    t.deepEqual([channels, height, width], [model.classes.channels, 360, 640]);
    const isRoad = (row: number, column: number) => {
      const at = row * width + column;
      return Number(data[width * height + at]) > Number(data[at]);
    };
    const shareOf = (from: number, to: number) => {
      let road = 0;
      for (let row = from; row < to; row++) {
        for (let column = 0; column < width; column++) road += Number(isRoad(row, column));
      }
      return road / ((to - from) * width);
    };
    return { sky: shareOf(0, 120), ground: shareOf(180, 360) };
  });
  t.true(shares.every(({ sky }) => sky < 0.01));
  t.true(shares.filter(({ ground }) => ground > 0.15).length >= 6, JSON.stringify(shares));
});
