export { ShardsView } from './ShardsView.tsx';
