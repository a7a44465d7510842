import { type Code, i32, unsigned } from './instructions.ts';

/** Value types (Core Specification, 5.3.1). */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof F64 | typeof V128;

/** A local variable or parameter of a function. */
export type Local = { readonly get: Code; set(value: Code): Code; tee(value: Code): Code };

/** A global variable. */
export type Global = { readonly get: Code; set(value: Code): Code };

/** A function that other functions of the module may call. */
export type Callable = (...parameters: readonly Code[]) => Code;

/** What a function is made of; `body` is given its parameters and a way to declare more locals. */
export type FunctionDefinition = {
  readonly name?: string;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
  readonly body: (parameters: readonly Local[], local: (type: ValueType) => Local) => Code;
};

/** A module in the making: one exported memory `memory`, functions, and globals of type i32. */
export type ModuleBuilder = {
  /** Declares a function; with a name it is exported. */
  define(definition: FunctionDefinition): Callable;
  global(initial: number): Global;
  /** Puts bytes into the memory at the start. */
  data(address: number, bytes: Uint8Array): void;
  /** The binary module. */
  build(): Uint8Array<ArrayBuffer>;
};

const FUNCTION_TYPE = 0x60;
const END = 0x0b;

const flatten = (code: Code): number[] => (code as number[]).flat(Number.POSITIVE_INFINITY) as number[];
const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];
const sized = (bytes: number[]): Code => [unsigned(bytes.length), bytes];
const section = (id: number, content: Code): Code => [id, sized(flatten(content))];
const text = (value: string): Code => vector([...Buffer.from(value, 'utf8')].map((byte) => [byte]));

const variable = (index: number, get: number, set: number): Global => ({
  get: [get, ...unsigned(index)],
  set: (value) => [value, set, ...unsigned(index)],
});
const localAt = (index: number): Local => ({
  ...variable(index, 0x20, 0x21),
  tee: (value) => [value, 0x22, ...unsigned(index)],
});

/** Starts a module with `pages` of memory (64 KiB each). */
export function moduleBuilder(pages: number): ModuleBuilder {
  const types: Code[] = [];
  const bodies: Code[] = [];
  const globals: Code[] = [];
  const exported: Code[] = [[text('memory'), 0x02, 0]];
  const segments: Code[] = [];

  return {
    define({ name, parameters, result, body }) {
      const index = types.length;
      types.push([FUNCTION_TYPE, vector(parameters.map((type) => [type])), vector(result ? [[result]] : [])]);
      if (name !== undefined) exported.push([text(name), 0x00, ...unsigned(index)]);
      const locals: ValueType[] = [];
      const declare = (type: ValueType): Local => localAt(parameters.length + locals.push(type) - 1);
      const code = body(
        parameters.map((_, i) => localAt(i)),
        declare,
      );
      bodies.push(sized(flatten([vector(locals.map((type) => [1, type])), code, END])));
      return (...values) => [values, 0x10, ...unsigned(index)];
    },
    global(initial) {
      globals.push([I32, 1, i32.const(initial), END]);
      return variable(globals.length - 1, 0x23, 0x24);
    },
    data(address, bytes) {
      segments.push([0, i32.const(address), END, sized([...bytes])]);
    },
    build: () =>
      Uint8Array.from(
        flatten([
          [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
          section(1, vector(types)),
          section(3, vector(types.map((_, i) => unsigned(i)))),
          section(5, vector([[0x00, ...unsigned(pages)]])),
          section(6, vector(globals)),
          section(7, vector(exported)),
          section(10, vector(bodies)),
          section(11, vector(segments)),
        ]),
      ),
  };
}

/** Makes an emitted module run; `Exports` is what it was defined to export. */
export function instantiate<Exports>(
  bytes: Uint8Array<ArrayBuffer>,
): Exports & { readonly memory: WebAssembly.Memory } {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports & {
    readonly memory: WebAssembly.Memory;
  };
}
