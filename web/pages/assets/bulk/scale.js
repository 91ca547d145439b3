/** The scale of similarity, and what another threshold on it would change. */

const LOWEST_ANCHOR = 0.5;
const HIGHEST_ANCHOR = 0.9;
const WHOLE = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/**
 * One impostor pair in so many reaches a similarity: 100 at 0.50, ten times as many per 0.10 up to a million at 0.90.
 * Beyond these anchors nothing is measured.
 */
function impostorsAt(similarity) {
  const anchored = Math.min(Math.max(similarity, LOWEST_ANCHOR), HIGHEST_ANCHOR);
  return 10 ** (2 + 10 * (anchored - LOWEST_ANCHOR));
}

/** "1 in 40,000", "more than 1 in 100". */
export function wordsOfImpostors(similarity) {
  const odds = `1 in ${WHOLE.format(impostorsAt(similarity))}`;
  if (similarity < LOWEST_ANCHOR) {
    return `more than ${odds}`;
  }
  return similarity > HIGHEST_ANCHOR ? `fewer than ${odds}` : odds;
}

/**
 * Similarities have four decimals: as whole numbers they compare exactly.
 * @param {number} similarity in [0, 1]
 */
export function tenThousandths(similarity) {
  return Math.round(similarity * 10_000);
}

/** Whether a pair would be decided otherwise at another threshold. */
export function flips(row, threshold) {
  return row.match !== null && row.match !== row.level >= tenThousandths(threshold);
}

/** @returns {{toMatch: number, toNonMatch: number}} */
export function countFlips(rows, threshold) {
  let toMatch = 0;
  let toNonMatch = 0;
  for (const row of rows) {
    if (flips(row, threshold)) {
      if (row.match) {
        toNonMatch++;
      } else {
        toMatch++;
      }
    }
  }
  return { toMatch, toNonMatch };
}
