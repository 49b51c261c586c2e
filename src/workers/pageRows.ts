/** Rows that are asked for, and sent, together. */
export const PAGE_ROWS = 128;
