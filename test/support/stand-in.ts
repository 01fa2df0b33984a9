import type { ExecutionContext } from 'ava';
import {
  type OpenStandInOptions,
  openStandIn,
  type StandIn,
  type World,
} from '../../src/sources/inaturalist-stand-in/index.ts';

/** A stand-in that goes with the test. */
export async function standInFor(
  t: ExecutionContext,
  world: World,
  options: OpenStandInOptions = {},
): Promise<StandIn> {
  const standIn = await openStandIn(world, options);
  t.teardown(() => standIn.close());
  return standIn;
}
