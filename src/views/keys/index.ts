export { KeysView } from './KeysView.tsx';
