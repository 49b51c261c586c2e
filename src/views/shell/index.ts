export { App } from './App.tsx';
export { holdViews } from './lazyViews.ts';
