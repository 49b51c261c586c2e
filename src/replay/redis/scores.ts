/* Scores as Redis reads them, and the order of a sorted set. */
import { decodeUtf8, f64FromBits, f64ToBits } from '../../codec/index.ts';
import { compareText } from '../stateJson.ts';
import type { ScoredMember } from '../value.ts';

/** A score; null for anything else, NaN among it. */
export function parseScore(bytes: Uint8Array): number | null {
  if (bytes.length === 0 || bytes.length > 400) return null;
  const text = decodeUtf8(bytes)?.toLowerCase() ?? '';
  const infinite = /^([+-]?)inf(inity)?$/.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return null;
  return Number(text);
}

export const scored = (member: string, score: number): ScoredMember => ({ member, score: f64ToBits(score) });

/** By score, then by the bytes of the member. */
export const inOrder = (members: Iterable<ScoredMember>): ScoredMember[] =>
  [...members].sort((a, b) => f64FromBits(a.score) - f64FromBits(b.score) || compareText(a.member, b.member));

/** An end of a range of scores. */
export interface ScoreEnd {
  readonly score: number;
  readonly open: boolean;
}

export function parseScoreEnd(bytes: Uint8Array): ScoreEnd | null {
  const open = bytes[0] === 0x28;
  const score = parseScore(open ? bytes.subarray(1) : bytes);
  return score === null ? null : { score, open };
}

/** An end of a range of members: `-`, `+`, `[text` or `(text`. */
export type LexEnd = { readonly kind: 'least' | 'most' } | { readonly kind: 'open' | 'closed'; text: string };

export function parseLexEnd(bytes: Uint8Array): LexEnd | null {
  const text = decodeUtf8(bytes);
  if (text === null) return null;
  if (text === '-') return { kind: 'least' };
  if (text === '+') return { kind: 'most' };
  if (text.startsWith('[')) return { kind: 'closed', text: text.slice(1) };
  return text.startsWith('(') ? { kind: 'open', text: text.slice(1) } : null;
}

/** Whether a member lies at or behind `from`, for the first end of a range; `sign` −1 for the second. */
export function isWithin(member: string, end: LexEnd, sign: 1 | -1): boolean {
  if (end.kind === 'least') return sign === 1;
  if (end.kind === 'most') return sign === -1;
  const order = sign * compareText(member, 'text' in end ? end.text : '');
  return end.kind === 'closed' ? order >= 0 : order > 0;
}
