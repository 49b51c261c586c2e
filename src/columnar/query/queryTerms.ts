import { parseQuery } from './parseQuery.ts';
import type { Place } from './query.ts';

/** A part of a query that can be taken out by itself. */
export interface QueryPart extends Place {
  readonly text: string;
}

/** The parts that must all hold, as they stand in the text; a query that is one choice is one part. @param types see {@link parseQuery} */
export function queryTerms(text: string, types: readonly string[]): readonly QueryPart[] {
  const { query } = parseQuery(text, types);
  if (query === null) return [];
  const isGroup = query.kind === 'and' && (query.of[0]?.offset ?? 0) > query.offset;
  const parts: readonly Place[] = query.kind === 'and' && !isGroup ? query.of : [query];
  return parts.map(({ offset, length }) => ({ offset, length, text: text.slice(offset, offset + length) }));
}

/** The query with one more condition that must hold. */
export function narrowed(text: string, term: string, types: readonly string[]): string {
  if (text.trim() === '') return term;
  return parseQuery(text, types).query?.kind === 'or' ? `(${text.trim()}) ${term}` : `${text.trim()} ${term}`;
}

/** The query without one of its parts. */
export function withoutTerm(text: string, { offset, length }: Place): string {
  return `${text.slice(0, offset).trimEnd()} ${text.slice(offset + length).trimStart()}`.trim();
}
