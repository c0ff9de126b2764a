// What is said of many rounds: the median and the quartiles around it.

export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

export const median = (values) => quartiles(values).median;

/** How many times faster `ours` is than `theirs`, round by round. */
export const ratios = (ours, theirs) => quartiles(ours.map((nanoseconds, round) => theirs[round] / nanoseconds));
