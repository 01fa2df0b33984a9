export { type Audit, audit } from './audit.ts';
export type { CandidateList } from './candidates/candidate-list.ts';
export { readClassSet as readClassSetCandidates } from './candidates/from-class-set.ts';
export { speciesCandidates } from './candidates/from-species.ts';
export { oneCandidate } from './candidates/one-candidate.ts';
export { readCandidates } from './candidates/read-candidates.ts';
export { type Change, candidatesOf, changesSince } from './check-certificate.ts';
export {
  listsAtHand,
  readClassList,
  usualListName,
} from './class-lists.ts';
export {
  appendDecision,
  type Decisions,
  decisionsFile,
  noDecisions,
  parseDecision,
  readDecisions,
} from './decisions.ts';
export { type SpeciesVerdict, speciesJudge } from './judge-species.ts';
export { doubtText, witnessText } from './witness-text.ts';
export { certificateText, openCertificateFile } from './write-certificate.ts';
