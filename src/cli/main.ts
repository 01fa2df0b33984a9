#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// The second start of a command takes half the time of the first. Where the folder cannot be
// written, nothing is kept and nothing is said. Worker threads are told by the environment alone:
// without it each compiles everything anew, which takes it 0.3 s.
const compiled = fileURLToPath(new URL('../../data/work/compiled', import.meta.url));
if (!process.env.NODE_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = compiled; // empty: it would be this folder
enableCompileCache(process.env.NODE_COMPILE_CACHE);

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const { runCommandLine } = await import('./run-command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), process);
