/** The name of a worker that is started before there is a file for it. */
export const SPARE = 'spare';
