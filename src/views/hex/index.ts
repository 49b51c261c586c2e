export { BytesPane } from './BytesPane.tsx';
