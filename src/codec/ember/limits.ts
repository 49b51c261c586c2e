/** The limits that ember's reader enforces from 0.4.4 on; the field limit from 0.1.2. Past them it reports an error. */

/** The longest length-prefixed field: 512 MiB. */
export const MAX_FIELD_LENGTH = 536_870_912;
/** The most elements of a list, set, hash or sorted set. */
export const MAX_COLLECTION_COUNT = 100_000_000;
/** The most dimensions of a vector. */
export const MAX_VECTOR_DIMENSION = 65_536;
/** The most elements of a vector set in a snapshot. */
export const MAX_VECTOR_COUNT = 10_000_000;
/** The most numbers of a vector set in a snapshot: dimension × elements. */
export const MAX_VECTOR_TOTAL = 1_000_000_000;
