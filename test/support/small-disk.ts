import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';

/** Mounts a small disk, or says that this user may not. */
export function mountDisk(folder: string, size: string): boolean {
  mkdirSync(folder);
  const options = ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder];
  return spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
}

const probe = mkdtempSync(join(tmpdir(), 'oodforge-mount-'));
const mayMount = mountDisk(join(probe, 'disk'), '64k');
if (mayMount) execFileSync('umount', [join(probe, 'disk')]);
rmSync(probe, { recursive: true });

/** A test that mounts small disks; skipped where this user may not. */
export const mountingTest = mayMount ? test : test.skip;
