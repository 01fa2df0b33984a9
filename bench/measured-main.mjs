// The command line, which tells its largest resident size in KiB at the end.
process.on('exit', () => {
  process.stderr.write(`maxrss ${process.resourceUsage().maxRSS}\n`);
});
await import('../src/cli/oodforge.mjs');
