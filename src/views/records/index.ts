export { FilterBox } from './FilterBox.tsx';
export { RecordsView } from './RecordsView.tsx';
