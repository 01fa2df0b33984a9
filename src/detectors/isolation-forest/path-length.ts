/** Euler's constant. */
const gamma = 0.5772156649015329;

/**
 * c(n): how many steps an unsuccessful search takes on average in a binary search tree of n entries,
 * which stands for the part of a tree that was not grown. Liu, Ting and Zhou 2008, equation 1, with
 * H(i) taken as ln(i) + gamma; c(2) is 1 and c(1) is 0, as in scikit-learn and the paper of 2012.
 */
export function averagePathLength(entries: number): number {
  if (entries <= 1) return 0;
  if (entries === 2) return 1;
  return 2 * (Math.log(entries - 1) + gamma) - (2 * (entries - 1)) / entries;
}
