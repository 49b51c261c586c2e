export { RecoveryView } from './RecoveryView.tsx';
