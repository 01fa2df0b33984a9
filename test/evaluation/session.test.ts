import test from 'ava';
import { openSession } from '../../src/evaluation/index.ts';
import { writeModel } from '../../src/onnx/index.ts';

test('openSession() takes and gives the bits of halves when a model is in float16', async (t) => {
  const value = (name: string) => ({ name, elementType: 'float16' as const, dims: [3] });
  const bytes = writeModel({
    nodes: [{ operator: 'Neg', inputs: ['x'], output: 'y', attributes: [] }],
    constants: [],
    inputs: [value('x')],
    outputs: [value('y')],
    opset: 13,
    irVersion: 8,
  });
  const session = await openSession(bytes, 'a negation');
  // 1, 2 and the largest half; the sign is the highest bit.
  const data = Uint16Array.of(0x3c00, 0x4000, 0x7bff);
  const { y } = await session.run({ x: { type: 'float16', data, dims: [3] } });
  await session.close();
  t.is(y?.type, 'float16');
  t.deepEqual(y?.data, Uint16Array.of(0xbc00, 0xc000, 0xfbff));
});
