/* Comlink's adapter for threads of Node has its types beside another file of the same name. */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  export { default } from 'comlink/dist/esm/node-adapter';
}
