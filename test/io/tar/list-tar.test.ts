import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { listTar, readSourceFile, type TarEntry } from '../../../src/io/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { encodeTar, longName, pax, type TarMember } from '../../support/tar.ts';

const content = (text: string) => Buffer.from(text);

function list(t: ExecutionContext, archive: Uint8Array): readonly TarEntry[] {
  const path = join(temporaryFolder(t), 'a.tar');
  writeFileSync(path, archive);
  return [...listTar(path)];
}

const long = `${'d'.repeat(120)}/${'f'.repeat(90)}.JPEG`;
const named: readonly (readonly [form: string, members: readonly TarMember[], name: string])[] = [
  ['ustar', [{ name: 'a.JPEG', content: content('x') }], 'a.JPEG'],
  ['ustar with a prefix', [{ name: 'a.JPEG', prefix: 'deep/er' }], 'deep/er/a.JPEG'],
  ['V7', [{ name: 'a.JPEG', type: '\0', magic: '\0\0\0\0\0\0\0\0' }], 'a.JPEG'],
  ['GNU', [{ name: 'a.JPEG', magic: 'ustar  \0', prefix: 'no name' }], 'a.JPEG'],
  ['GNU long names', [longName(long), { name: long.slice(0, 99) }], long],
  ['pax names', [pax({ mtime: '1.5', path: long }), { name: 'short' }], long],
  ['a leading ./', [{ name: './/./a.JPEG' }], 'a.JPEG'],
  ['a name beyond ASCII', [{ name: 'é.JPEG' }], 'é.JPEG'],
];

for (const [form, members, name] of named) {
  test(`listTar() reads ${form}`, (t) => {
    const entries = list(t, encodeTar([...members, { name: 'next' }]));
    t.deepEqual(
      entries.map((entry) => [entry.kind, entry.name]),
      [
        ['file', name],
        ['file', 'next'],
      ],
    );
  });
}

test('listTar() says where contents lie, and takes the size that pax states', (t) => {
  const archive = encodeTar([
    { name: 'a', content: content('first') },
    { name: 'folder/', type: '5' },
    pax({ size: '600' }),
    { name: 'b', content: Buffer.alloc(600, 'b'), size: 0 },
    { name: 'c', content: content('last') },
  ]);
  const files = list(t, archive).filter((entry) => entry.kind === 'file');
  t.deepEqual(
    files.map(({ name, offset, bytes }) => [
      name,
      archive.subarray(offset, offset + bytes).toString(),
    ]),
    [
      ['a', 'first'],
      ['b', 'b'.repeat(600)],
      ['c', 'last'],
    ],
  );
});

const hasGnuTar = /GNU tar/.test(String(spawnSync('tar', ['--version']).stdout));
for (const format of hasGnuTar ? ['gnu', 'pax', 'ustar', 'v7', 'oldgnu'] : []) {
  test(`listTar() reads what GNU tar writes as ${format}`, (t) => {
    const folder = temporaryFolder(t);
    const name = format === 'v7' ? 'a.JPEG' : `${'long/'.repeat(25)}a.JPEG`;
    mkdirSync(join(folder, 'in', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'in', name), 'content');
    execFileSync('tar', [`--format=${format}`, '-cf', 'a.tar', '-C', 'in', '.'], { cwd: folder });
    const entries = [...listTar(join(folder, 'a.tar'))];
    t.deepEqual(
      entries.filter(({ kind }) => kind !== 'folder').map((entry) => [entry.kind, entry.name]),
      [['file', name]],
    );
    const found = readSourceFile(folder, `a.tar/${name}`);
    t.is(found.kind === 'file' && Buffer.from(found.bytes).toString(), 'content');
  });
}

const refused: readonly (readonly [what: string, TarMember, reason: string])[] = [
  ['an absolute name', { name: '/etc/passwd' }, 'tar-name'],
  ['a name that climbs out', { name: 'a/../../b' }, 'tar-name'],
  ['a name with a line end', { name: 'a\nb' }, 'tar-name'],
  ['a folder that climbs out', { name: '../', type: '5' }, 'tar-name'],
  ['a name that is no UTF-8', { name: Uint8Array.of(0xff, 0xfe) }, 'tar-name'],
  ['a symbolic link', { name: 'link', type: '2' }, 'tar-link'],
  ['a hard link', { name: 'link', type: '1' }, 'tar-link'],
  ['a device', { name: 'disk', type: '4' }, 'tar-type'],
  ['a pipe', { name: 'pipe', type: '6' }, 'tar-type'],
  ['a sparse file', { name: 'sparse', type: 'S' }, 'tar-type'],
];

for (const [what, member, reason] of refused) {
  test(`listTar() refuses ${what}, with its place, and goes on`, (t) => {
    const [first, bad, next, ...rest] = list(
      t,
      encodeTar([{ name: 'a', content: content('x') }, member, { name: 'next' }]),
    );
    t.is(first?.kind, 'file');
    t.is(bad?.kind === 'refused' ? String(bad.reason) : bad?.kind, reason);
    t.is(bad?.kind === 'refused' && bad.offset, 1024);
    t.regex(bad?.kind === 'refused' ? bad.detail : '', /, at byte 1024$/);
    t.false(bad?.name.includes('\n'));
    t.is(next?.name, 'next');
    t.deepEqual(rest, []);
  });
}

const a = { name: 'a', content: content('x') };
const broken: readonly (readonly [what: string, archive: Uint8Array, reason: string, RegExp])[] = [
  ['is empty', Buffer.alloc(0), 'tar-truncated', /breaks off, at byte 0$/],
  ['stops in a header', encodeTar([a, a]).subarray(0, 1200), 'tar-truncated', /at byte 1024$/],
  [
    'stops in a member',
    encodeTar([a, a]).subarray(0, 1536),
    'tar-truncated',
    /member, at byte 1024$/,
  ],
  ['stops between members', encodeTar([a], 0), 'tar-truncated', /breaks off, at byte 1024$/],
  [
    'has a wrong checksum',
    encodeTar([a, { ...a, checksum: 7 }]),
    'tar-header',
    /checksum, at byte 1024$/,
  ],
  [
    'is gzipped',
    Buffer.concat([Uint8Array.of(0x1f, 0x8b), Buffer.alloc(1022, 1)]),
    'tar-header',
    /gunzip/,
  ],
  ['is a web page', Buffer.alloc(1024, '<html>'), 'tar-header', /checksum/],
  [
    'states a size beyond its end',
    encodeTar([{ name: 'a', size: 8 ** 11 - 1 }]),
    'tar-truncated',
    /member/,
  ],
  ['states no size', encodeTar([pax({ size: '-1' }), a]), 'tar-header', /no readable size/],
  [
    'has malformed pax records',
    encodeTar([{ ...pax({}), content: content('99 path=x\n') }]),
    'tar-header',
    /malformed/,
  ],
  [
    'has a name of megabytes',
    encodeTar([longName('n'.repeat(2 << 20)), a]),
    'tar-header',
    /too large/,
  ],
  [
    'names all members at once',
    encodeTar([pax({ path: 'x' }, 'g'), a, a]),
    'tar-header',
    /at once/,
  ],
  [
    'holds a pax sparse file',
    encodeTar([pax({ 'GNU.sparse.major': '1' }), a]),
    'tar-header',
    /sparse/,
  ],
  [
    'goes on behind its end',
    Buffer.concat([encodeTar([a]), encodeTar([a])]),
    'tar-trailing',
    /behind its end/,
  ],
];

for (const [what, archive, reason, sentence] of broken) {
  test(`listTar() says of an archive that it ${what}, and ends`, (t) => {
    const last = list(t, archive).at(-1);
    t.is(last?.kind === 'broken' ? String(last.reason) : last?.kind, reason);
    t.regex(last?.kind === 'broken' ? last.detail : '', sentence);
  });
}

test('listTar() throws at no archive of random bytes', (t) => {
  const path = join(temporaryFolder(t), 'a.tar');
  const sound = encodeTar([longName(long), a, pax({ path: 'p', size: '1' }), a]);
  const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.nat(sound.length), (bytes, length) => {
      const archive = Buffer.from(sound);
      for (const [at, value] of bytes) archive[at] = value;
      writeFileSync(path, archive.subarray(0, length));
      for (const entry of listTar(path)) {
        if (entry.kind === 'file') t.true(entry.offset + entry.bytes <= length);
      }
    }),
    { numRuns: 300 },
  );
});

test('readSourceFile() reads files and members, and says what is not there', (t) => {
  const folder = temporaryFolder(t);
  const archive = join(folder, 'a.tar');
  writeFileSync(archive, encodeTar([{ name: 'deep/b', content: content('member') }]));
  mkdirSync(join(folder, 'folder.tar'));
  writeFileSync(join(folder, 'folder.tar/b'), 'plain');
  symlinkSync(archive, join(folder, 'link.tar'));
  const read = (path: string) => {
    const found = readSourceFile(folder, path);
    return found.kind === 'file' ? Buffer.from(found.bytes).toString() : found.kind;
  };
  t.is(read('a.tar/deep/b'), 'member');
  t.is(read('link.tar/deep/b'), 'member');
  t.is(read('folder.tar/b'), 'plain', 'a folder may be called like an archive');
  t.is(read('a.tar/deep/c'), 'missing');
  t.is(read('b.tar/deep/b'), 'missing');
  t.is(read('folder.tar'), 'not-a-file');
  t.is(read('a.tar').length, readFileSync(archive).length);
  writeFileSync(
    archive,
    encodeTar([{ name: 'deep/b', content: content('another') }, { name: 'c' }]),
  );
  t.is(read('a.tar/deep/b'), 'another', 'an archive that changed is listed again');
});
