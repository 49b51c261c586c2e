/* Tests of the layers below the formats open files as everybody does. */
export { emberLog } from '../../src/formats/ember/emberLog.ts';
export { emberSnapshot } from '../../src/formats/ember/emberSnapshot.ts';
export { openFile } from '../../src/formats/index.ts';
