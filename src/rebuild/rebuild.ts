import { readClassSetCandidates } from '../audit/index.ts';
import { InvalidInput } from '../errors.ts';
import { toolkitName, withStorageErrors } from '../io/index.ts';
import type { ImageRecord, Skipped, SourceRecord } from '../records/index.ts';
import { type FreezeInput, type Frozen, freezeRelease, writeTables } from '../release/index.ts';
import { assignSplits } from './assign-splits.ts';
import { certify, readAuditBasis } from './certify.ts';
import { inspectAll, inspectedOutcomes } from './inspect-all.ts';
import { placeFiles, withPlacedFiles } from './place-files.ts';
import type { Plan } from './plan.ts';
import { lookAgain } from './second-look.ts';
import { enterWorkplace, type Workplace } from './workplace.ts';

/**
 * The whole line: candidates are inspected, given a split, placed, written down, judged, frozen.
 *
 * Killed anywhere and started again, it goes on where it was and ends with the same bytes.
 *
 * @throws {Busy | AlreadyExists | SourceChanged | StorageFailure | Interrupted | InvalidInput}
 */
export async function rebuild(plan: Plan): Promise<Frozen> {
  const { recipe, classSet, listing, options, target, claims } = plan;
  const workplace = await enterWorkplace({ target, identity: workIdentityOf(plan) });
  try {
    const { staging, folder, journal } = workplace;
    await inspectAll(plan, workplace);
    await placeFiles(plan, workplace, recordsOf(plan, workplace));
    await lookAgain(listing);
    options.onProgress?.({ phase: 'judge', done: 0, total: 1 });
    const frozen = await withStorageErrors(folder, async () => {
      await writeTables(staging, folder, {
        records: withPlacedFiles(plan, journal, recordsOf(plan, workplace)),
        skipped: skippedOf(plan, workplace),
        recipe: recipe.content,
        classSet: classSet.content,
        truth: plan.source.truth,
      });
      options.signal?.throwIfAborted();
      const certificate = await certificateOf(plan);
      return freezeRelease({ staging, target, identity: identityOf(plan), claims, certificate });
    });
    options.onProgress?.({ phase: 'judge', done: 1, total: 1 });
    await workplace.clear();
    return frozen;
  } finally {
    workplace.leave();
  }
}

/** Of the classes of the class set, where the recipe asks for one. */
async function certificateOf({ recipe, classSet, options }: Plan): Promise<string | undefined> {
  const basis = await readAuditBasis(recipe, options.lists);
  if (basis === undefined) return undefined;
  const { content, sha256, where } = classSet;
  const input = { where, sha256, format: 'class set' };
  return certify(basis, readClassSetCandidates(content, input));
}

async function* recordsOf(plan: Plan, workplace: Workplace): AsyncGenerator<ImageRecord> {
  let records = 0;
  for await (const assigned of assignedOf(plan, workplace)) {
    if (assigned.kind !== 'record') continue;
    records++;
    yield assigned.record;
  }
  if (records > 0) return;
  const example: Skipped | undefined = (await skippedOf(plan, workplace).next()).value;
  const reason =
    example === undefined ? '' : `, the first because: ${example.detail} (${example.path})`;
  throw new InvalidInput(`No candidate became a record${reason}: ${plan.listing.root}`);
}

async function* skippedOf(plan: Plan, { journal }: Workplace): AsyncGenerator<Skipped> {
  yield* plan.listing.skipped;
  for await (const outcome of inspectedOutcomes(plan, journal)) {
    if (outcome.kind === 'skipped') yield outcome.skipped;
  }
  for await (const assigned of assignedOf(plan, { journal })) {
    if (assigned.kind === 'skipped') yield assigned.skipped;
  }
}

function assignedOf(plan: Plan, { journal }: Pick<Workplace, 'journal'>) {
  async function* inspectedRecords(): AsyncGenerator<SourceRecord> {
    for await (const outcome of inspectedOutcomes(plan, journal)) {
      if (outcome.kind === 'record') yield outcome.record;
    }
  }
  return assignSplits(inspectedRecords, plan.recipe.content.splits);
}

function identityOf({
  recipe,
  classSet,
  source,
  listing,
  placement,
}: Plan): FreezeInput['identity'] {
  return {
    name: recipe.content.name,
    version: recipe.content.version,
    kind: placement === 'none' ? 'recipe' : 'full',
    toolkit: toolkitName(),
    recipe: { sha256: recipe.sha256, content: recipe.content },
    classSet: { sha256: classSet.sha256, content: classSet.content },
    source: {
      kind: source.kind,
      truth: source.truth,
      layout: listing.layout,
      presentSplits: listing.presentSplits,
      facts: source.facts,
    },
  };
}

/** What the journal of a build depends on. */
function workIdentityOf({ recipe, classSet, listing, placement, options }: Plan): unknown {
  return {
    toolkit: toolkitName(),
    recipe: recipe.sha256,
    classSet: classSet.sha256,
    root: listing.root,
    layout: listing.layout,
    placement,
    encoding: options.encoding,
  };
}
