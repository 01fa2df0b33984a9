import test from 'ava';
import fc from 'fast-check';
import { openGrowingBytes } from '../../../src/io/http/growing-bytes.ts';

test('openGrowingBytes() holds what came, whatever the pieces', (t) => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 50 }));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), pieces, (start, all) => {
      const before = Buffer.from(start);
      const bytes = openGrowingBytes(start);
      for (const piece of all) bytes.append(piece);
      t.deepEqual(bytes.whole(), Buffer.concat([start, ...all]));
      t.deepEqual(Buffer.from(start), before);
    }),
  );
});
