import { InvalidInput } from '../errors.ts';
import { apply, constant, type Draft } from './draft.ts';
import { noneOf, oldestResize } from './operators.ts';

/**
 * Brings maps [N, C, H, W] of any height and width to one: linear between the centres of pixels, as
 * torch's `interpolate(mode='bilinear', align_corners=False)`. How large they are is seen when the
 * model runs.
 *
 * @throws {InvalidInput} for an operator set that cannot
 */
export function resizeMapsTo(
  input: Draft,
  size: { readonly height: number; readonly width: number },
  { name, opset }: { readonly name: string; readonly opset: number },
): Draft {
  if (opset < oldestResize) {
    throw new InvalidInput(
      `Operator set ${opset} is older than ${oldestResize}, which resizing needs: convert the model to a newer one`,
    );
  }
  const numbers = (what: string, ...values: readonly number[]) =>
    constant(`${name}_${what}`, BigInt64Array.from(values, BigInt));
  const shape = apply('Shape', [input], { name: `${name}_shape` });
  const kept = apply('Slice', [shape, numbers('from', 0), numbers('to', 2)], {
    name: `${name}_kept`,
  });
  const sizes = apply('Concat', [kept, numbers('size', size.height, size.width)], {
    name: `${name}_sizes`,
    attributes: [{ name: 'axis', kind: 'integer', value: 0 }],
  });
  return apply(
    'Resize',
    [input, noneOf('roi', { name, opset }), noneOf('scales', { name, opset }), sizes],
    {
      name,
      attributes: [
        { name: 'mode', kind: 'text', value: 'linear' },
        { name: 'coordinate_transformation_mode', kind: 'text', value: 'half_pixel' },
      ],
    },
  );
}
