export { FaultsView } from './FaultsView.tsx';
