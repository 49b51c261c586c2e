/** The limits that hold for commands and for AiKv's RDB. */

/** The longest bulk string that Redis takes by default, and the longest that is believed here: 512 MiB. */
export const MAX_BULK_LENGTH = 536_870_912;
/** The most arguments of a command that are believed: what Redis accepts. */
export const MAX_ARGUMENTS = 1_048_576;
