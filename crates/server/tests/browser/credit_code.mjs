// Invented codes of companies with both check characters right (GB 11714 inside GB 32100).

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

export function creditCode(n) {
  const organisation = `MA${String(100_000 + n)}`;
  const inner = [...organisation].reduce((sum, sign, i) => sum + parseInt(sign, 36) * INNER_WEIGHTS[i], 0);
  const head = `91990101${organisation}${['0', ...'X987654321'][inner % 11]}`;
  const outer = [...head].reduce((sum, sign, i) => sum + ALPHABET.indexOf(sign) * (3 ** i % 31), 0);
  return head + ALPHABET[(31 - (outer % 31)) % 31];
}
