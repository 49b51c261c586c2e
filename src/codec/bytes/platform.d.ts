/*
 * The two globals that every JavaScript platform has and the language's own library does not declare. The core
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
