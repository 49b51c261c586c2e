export { FileMap } from './FileMap.tsx';
