export { exportRows } from './exportFile.ts';
export { RecoveryView } from './RecoveryView.tsx';
