/*
 * The globals that JavaScript platforms have and the language's own library does not declare. The core
 * compiles without DOM and Node types, so that nothing else of a platform can creep in.
 */
declare class TextDecoder {
  constructor(label?: 'utf-8' | 'utf-16le' | 'latin1', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: object;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
}
/** Missing where a page is no secure context. */
declare const crypto:
  | {
      readonly subtle?: {
        importKey(
          format: 'raw',
          key: Uint8Array<ArrayBuffer>,
          algorithm: 'AES-GCM',
          extractable: boolean,
          usages: readonly 'decrypt'[],
        ): Promise<object>;
        decrypt(
          algorithm: { readonly name: 'AES-GCM'; readonly iv: Uint8Array<ArrayBuffer> },
          key: object,
          data: Uint8Array<ArrayBuffer>,
        ): Promise<ArrayBuffer>;
      };
    }
  | undefined;
