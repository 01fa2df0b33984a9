import type { Ancestor, Matcher } from '../lexicon/index.ts';
import type { CertificateAncestor, CertificateCover, Judgement } from '../records/index.ts';
import type { CandidateList } from './candidates/candidate-list.ts';

/** What entries refer to, each told once by each thread: covers, and ancestors that are no candidates. */
export class ToldOnce {
  readonly #matcher: Matcher;
  readonly #list: CandidateList;
  #covers: CertificateCover[] = [];
  #ancestors: CertificateAncestor[] = [];
  #lastParent: Ancestor | undefined;
  readonly #toldAncestors = new Set<string>();
  readonly #toldCovers = new Map<string, Set<string>>();

  constructor(matcher: Matcher, list: CandidateList) {
    this.#matcher = matcher;
    this.#list = list;
  }

  tell(parent: Ancestor | undefined, judgements: readonly Judgement[]): void {
    if (parent !== this.#lastParent) this.#tellAncestors(parent);
    for (const { against, via } of judgements) {
      if (via === undefined || !this.#isNewCover(against, via)) continue;
      const path = this.#matcher.sharedPath(against, via);
      this.#covers.push({ against, key: via, path });
    }
  }

  /** What was told since the last call. */
  take(): {
    readonly covers: readonly CertificateCover[];
    readonly ancestors: readonly CertificateAncestor[];
  } {
    const told = { covers: this.#covers, ancestors: this.#ancestors };
    this.#covers = [];
    this.#ancestors = [];
    return told;
  }

  #tellAncestors(parent: Ancestor | undefined): void {
    this.#lastParent = parent;
    for (let at = parent; at !== undefined; at = at.parent) {
      if (this.#list.has(at.key)) continue;
      if (this.#toldAncestors.has(at.key)) break;
      this.#toldAncestors.add(at.key);
      const { key, name, rank } = at;
      this.#ancestors.push({ key, name, rank, parent: at.parent?.key });
    }
  }

  #isNewCover(against: string, via: string): boolean {
    const told = this.#toldCovers.get(against) ?? new Set();
    this.#toldCovers.set(against, told);
    if (told.has(via)) return false;
    told.add(via);
    return true;
  }
}
