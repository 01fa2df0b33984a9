import { spawnSync } from 'node:child_process';

// What must hold on each commit besides the tests, in the order of how fast it answers.
const steps = ['types', 'imports', 'lint', 'unused'];

const failed = steps.filter((step) => {
  process.stdout.write(`\n== npm run ${step}\n`);
  return (
    spawnSync('npm', ['run', '--silent', step], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status !== 0
  );
});
process.stdout.write(
  failed.length === 0 ? '\nAll checks pass\n' : `\nFailed: ${failed.join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
