import { placements, sourceKindOf } from '../../rebuild/index.ts';
import { encodings } from '../../records/index.ts';
import { isGeneratedKind, isPhotoSourceKind } from '../../sources/index.ts';
import { buildFromFolder } from '../build-from-folder.ts';
import { buildGenerated } from '../build-generated.ts';
import { buildSpecies } from '../build-species.ts';
import { type Command, threadsOption } from '../command.ts';

export const command: Command = {
  arguments: [['<dataset>', 'a recipe of manifests/datasets, or a path to one (.json)']],
  options: [
    [
      '--from <source>',
      'folder of the source (BDD100K: the one that holds seg/, or images/ and labels/; ImageNet-21K: the one that holds a folder or a .tar a class); for species: open-data:DIR, api[:URL] or web[:URL]; noise needs none',
    ],
    ['--out <dir>', 'folder in which the release folder is made (default: data/releases)'],
    [
      '--images <how>',
      `of a folder: ${placements.join(', ')} (default: hardlink, or copy across file systems and out of archives; none makes a recipe release)`,
    ],
    [
      '--encoding <name>',
      `of a folder: how masks are written: auto, ${encodings.join(', ')} (default: auto)`,
    ],
    ['--mirror <dir>', 'folder that holds pinned class lists, where the certificate needs one'],
    ['--groups <names>', 'of species: only these groups, such as fungi,insects'],
    ['--limit <n>', 'of species: at most n species of each group, as a trial'],
    [
      '--contact <address>',
      'of species: your e-mail address or page, told to every server (or OODFORGE_CONTACT)',
    ],
    [
      '--names <source>',
      'of species: where synonyms are looked up that the source lacks: api[:URL] or none (default: api)',
    ],
    ['--photos <url>', "of species: a mirror of the photos (default: the recipe's)"],
    [
      '--against-images <path>',
      'of species: a folder of images, or a file of their hashes, that no photo may be like',
    ],
    [
      '--accept-failures',
      'of species: freeze however many photos a server failed to give (default: at most the share of the recipe)',
    ],
    ['--at-once <n>', 'of species: photos under way at once (default: 8)'],
    ['--work <dir>', 'of species: budgets and what is prepared of the source (default: data/work)'],
    threadsOption,
    ['--dry-run', 'say what would be built, and build nothing'],
  ],
  example: 'oodforge build bdd-anomaly --from ~/bdd100k --out ~/releases',
  async run(input, context) {
    const kind = await sourceKindOf(input.args[0] ?? '');
    if (isPhotoSourceKind(kind)) return buildSpecies(input, context);
    return isGeneratedKind(kind) ? buildGenerated(input, context) : buildFromFolder(input, context);
  },
};
