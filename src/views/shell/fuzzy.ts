/**
 * How well a label answers what was typed: 0 not at all (some letter is missing), otherwise the higher the better.
 * The letters must come in order; those that begin a word or follow one another count more.
 */
export function fuzzyScore(typed: string, label: string): number {
  const wanted = typed.toLowerCase().replace(/\s+/g, '');
  const text = label.toLowerCase();
  if (wanted === '') return 1;
  const direct = text.indexOf(typed.trim().toLowerCase());
  // The words as typed are always better than letters picked from all over; two letters are hardly a word.
  if (direct !== -1 && isWordStart(text, direct)) return 1500 - direct;
  if (direct !== -1 && wanted.length > 2) return 1000 - direct;

  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return 0;
    score += isWordStart(text, next) ? 8 : next === at + 1 ? 5 : 1;
    at = next;
  }
  return Math.max(1, score - Math.floor(text.length / 8));
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}
