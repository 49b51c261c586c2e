/* How the page writes numbers: said here once more, so that a slip in the page's own formatting shows. */

/** 1985 -> "1,985" */
export const count = (value: number): string => value.toLocaleString('en-US');

/** 2400 -> "0x00000960" */
export const offset = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;

/** A text as a pattern that matches it and nothing else, for a name that begins or ends with it. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
