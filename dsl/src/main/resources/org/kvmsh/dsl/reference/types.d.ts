/** An integer: a BigInt, or a number up to 2**53 - 1. */
type Bits = bigint | number;
/** A 64-bit value that kvmsh returns: a BigInt. Declared any, because TypeScript does not let == compare a BigInt with a number. */
type Bits64 = any;
/** An address, or the name of a symbol. */
type Address = Bits | string;
/** A port, an address or a number; a range of these as an array; or any. */
type Place = Bits | Bits[] | AnyPlace;
type Bytes = Bits[] | Uint8Array | Assembled;
/** A time: seconds(2), ms(300). */
interface Duration { readonly ' '?: 'Duration' }
/** Memory, bytes or an address in place of an ioctl's fields. */
type Pointer = Bits | Memory | Uint8Array | null;
/** An ioctl of the board's headers. */
interface Ioctl<Name extends keyof Ioctls> { readonly name: Name; readonly request: number }
type AnyIoctl = Ioctl<keyof Ioctls> | keyof Ioctls;
/** An ioctl that takes a struct and returns a number. */
type Sets<S> = {struct: S, takes: Fields<S>, gives: number};
/** An ioctl that takes a struct and returns it as the kernel left it. */
type Gets<S> = {struct: S, takes: Fields<S>, gives: S & {readonly answer: number}};
/** An ioctl that takes a number, or nothing, and returns a number. */
type Plain = {struct: {}, takes: Bits | {pointer: Pointer}, gives: number};
/** The fields of a struct that a script sets; a field of a nested struct may be named with a dot. */
type Fields<T> = 0 extends 1 & T ? any
  : T extends readonly (infer E)[] ? readonly Fields<E>[] | Uint8Array
  : T extends object ? T | {[K in keyof T]?: Fields<T[K]>} & {[path: `${string}.${string}`]: Bits}
  : T extends number ? Bits : T;
/** An array of structs; push adds elements given by their fields. */
type StructArray<E> = {push(...elements: Fields<E>[]): number} & List<E>;
/** An array that kvmsh returns. at and find are declared never to return undefined, so that expectations can use their result directly. */
type List<E> = {at(index: number): E, find(isIt: (element: E, index: number) => unknown): E} & E[];
/** A call in a block's object: the ioctl, and its fields or its argument. */
type IoctlCall = {[N in keyof Ioctls]: [Ioctl<N> | N] | [Ioctl<N> | N, Ioctls[N]['takes'] | Pointer]}[keyof Ioctls] | [Bits, any?];
/** Any register by its name, in small or capital letters, or an MSR by its number. */
type AnyRegister = RegisterName | Uppercase<RegisterName> | Lowercase<RegisterName> | `msr ${string}`;
type AnyRegisters = {[R in AnyRegister]?: Bits};
type GeneralRegisters = {[R in keyof RegistersOfBoards]?: Bits};
/** MSRs by name or number. */
type Msrs = {[R in RegisterName | Uppercase<RegisterName> | `MSR_${string}` | `0x${string}` | number]?: Bits};
/** The error that a script catches: a call that the kernel refused, or any other kvmsh error. */
interface KvmshError extends Error { readonly errno?: number; readonly refusal?: RefusedCall }
declare const kvm: IoctlScope;
