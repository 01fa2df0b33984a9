/** What a judgement says. What was not judged is `unknown`, and unknown blocks a release. */
export type Verdict = 'pass' | 'fail' | 'unknown';

/** The verdict of several judgements together: any fail fails, else any unknown is unknown. */
export function worstOf(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'pass';
  for (const verdict of verdicts) {
    if (verdict === 'fail') return 'fail';
    if (verdict === 'unknown') worst = 'unknown';
  }
  return worst;
}
