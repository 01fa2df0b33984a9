export { type Difference, diffReleases } from './diff.ts';
export { exporterOfName, exporters } from './export/index.ts';
export { type FreezeInput, type Frozen, freezeRelease } from './freeze.ts';
export { imagePath, maskPath } from './layout.ts';
export { drawLedger } from './ledger.ts';
export { openRelease, type Release, readChecks } from './open-release.ts';
export type { ReleaseInfo } from './release-info.ts';
export { type Verification, verifyRelease } from './verify/index.ts';
export { writeTables } from './write-tables.ts';
