export { FindBox } from './FindBox.tsx';
export { RecordsView } from './RecordsView.tsx';
