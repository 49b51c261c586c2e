export { RepairView } from './RepairView.tsx';
