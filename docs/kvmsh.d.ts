// Generated from the descriptions of the words.
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
interface AnyPlace { readonly ' '?: 'AnyPlace' }
interface Api { readonly ' '?: 'Api' }
interface CodeMode { readonly ' '?: 'CodeMode' }
interface Entry { readonly ' '?: 'Entry' }
interface ExitKind { readonly ' '?: 'ExitKind' }
interface Mmu { readonly ' '?: 'Mmu' }
interface Platform { readonly ' '?: 'Platform' }
interface PlatformFlag { readonly ' '?: 'PlatformFlag' }
interface VmType { readonly ' '?: 'VmType' }
/** N GiB, in bytes. */
declare function GB(number: Bits): any;
/** N KiB, in bytes. */
declare function KB(number: Bits): any;
/** N MiB, in bytes. */
declare function MB(number: Bits): any;
/** answer the guest's hypercalls, or its reads of a port or an address, with a value, as in vm { }. Applies to the current machine. */
declare function answer(named: AnswerArguments): void;
/** the arguments after the script's name on the command line. */
declare const args: List<string>;
/** assemble TEXT with the GNU assembler (as) for x86_16, x86_32, x86_64, arm64, a32, t32, ppc64, ppc64le, riscv64 or s390x (default: the mode in which this board's vCPUs start). Returns bytes that load accepts and that print as a listing; at: is the address of the first byte. */
declare function asm(text: string): Assembled;
declare function asm(text: string, named: AsmArguments): Assembled;
declare function asm(mode: CodeMode, text: string): Assembled;
declare function asm(mode: CodeMode, text: string, named: AsmArguments): Assembled;
/** set what `context` and later stops of the session show. registers: 'all', 'changed' or 'none'; code: number of instructions; stack: number of words; console: number of lines. Omitted settings stay unchanged. */
declare function atStop(named: AtStopArguments): void;
/** connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]. Only in the shell, for a machine that runs in the background. Applies to the current machine. */
declare function attach(): void;
/** run the block up to the first refused call; return its errno, or null if no call was refused. */
declare function attempt(block: () => unknown): any;
/** take a recorded guest back COUNT instructions (default 1) or, with to: ADDRESS, to the last time the pc was there. Later runs replay the recorded results until the recording ends or the script changes something. Applies to the current machine. */
declare function back(): string;
declare function back(count: Bits): string;
declare function back(named: BackArguments): string;
/** the first vCPU's call chain, unwound with call frame information or frame pointers. Applies to the current machine. */
declare const backtrace: Backtrace & {(): Backtrace};
/** the board that the script runs on. With a name, opens another board, which stays open until the session ends; call .vm { } on the result to create a machine there. Words not called on that board or on a machine still apply to the script's own board. */
declare const board: OpenedBoard & {(): OpenedBoard; (name: string): OpenedBoard};
/** set a breakpoint at a symbol ('main'), a line ('x.c:12') or an address (at: ADDRESS), or remove one (remove:); uses debug registers or, with software: true, an instruction in guest memory. A block, if given, is called with the vCPU; the guest stops only if it returns true. ignore: N ignores the first N hits; once: true removes it after its first stop; log: 'rax rcx' prints these registers at each hit, and the guest continues; disable: and enable: switch a breakpoint off and on. Applies to the current machine. */
declare function breakpoint(place: string): void;
declare function breakpoint(named: BreakpointArguments): void;
declare function breakpoint(place: string, condition: (vcpu: MachineVcpu) => boolean): void;
declare function breakpoint(place: string, named: BreakpointArguments): void;
declare function breakpoint(named: BreakpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
declare function breakpoint(place: string, named: BreakpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
/** the breakpoints and watchpoints of this machine; for the handlers of on(debug: …), see memmap. Applies to the current machine. */
declare const breakpoints: DebugPoints;
/** a string as bytes. */
declare function bytes(text: string): Uint8Array;
/** the capabilities whose names match a pattern (default: all), with their meanings and their values for /dev/kvm and, if there is a machine, for its VM. caps.diff 'A', 'B' returns the differences between two boards. Applies to the current machine. */
declare const caps: Capabilities & {(): Capabilities; (pattern: string): Capabilities};
/** what the guest has written to its console. Applies to the current machine. */
declare const console: string & {log(...values: any[]): void};
/** the state of the first vCPU: registers, flags, code, stack, the pending exit, the last lines of the console. To choose the parts, use context.showing for one call or atStop for the session. Applies to the current machine. */
declare const context: StopContext & {(): StopContext};
/** a copy of a struct; assigning to one does not change the other. */
declare function copy<T>(struct: T): T;
/** add a debug-exit port, as in vm { }: the guest ends the run by writing to it. Applies to the current machine. */
declare function debugExit(named: DebugExitArguments): void;
/** disassemble bytes, or the result of asm, with the system's libcapstone. Modes: x86_16, x86_32, x86_64, arm64, a32, t32, ppc64, ppc64le, riscv64, s390x. Default: for the result of asm, the mode it was assembled for; for bytes, the mode in which this board's vCPUs start. at: is the address of the first byte. */
declare function decode(code: Bytes | GuestBytes): Disassembly;
declare function decode(code: Bytes | GuestBytes, named: DecodeArguments): Disassembly;
declare function decode(mode: CodeMode, code: Bytes | GuestBytes): Disassembly;
declare function decode(mode: CodeMode, code: Bytes | GuestBytes, named: DecodeArguments): Disassembly;
/** add an in-kernel device, as in vm { }. Applies to the current machine. */
declare function device(type: Bits | string): void;
declare function device(type: Bits | string, block: ((words: DeviceWords) => void) | DeviceWordsObject): void;
/** the fields that differ between two structs of the same layout, with both values. Also compares registers (any two of: m.regs, a copy of m.regs, a machine, a vCPU, a snapshot, the outcome of a run), or two readings of control, lapic, xsave, cpuid, ioapic or pic. */
declare function diff(one: any, other: any): StructDifference;
/** the guest physical addresses of the pages written since the previous call; the first call starts logging for memslots without log: true. Applies to the current machine. */
declare function dirty(): List<Bits64>;
/** COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next instruction), decoded in the first vCPU's mode. ADDRESS is guest physical; virtual: takes a guest virtual address instead. Applies to the current machine. */
declare function dis(): Disassembly;
declare function dis(at: Bits): Disassembly;
declare function dis(name: string): Disassembly;
declare function dis(named: DisArguments): Disassembly;
declare function dis(at: Bits, count: Bits): Disassembly;
declare function dis(name: string, count: Bits): Disassembly;
/** the exits of the last run, or of direct KVM_RUN calls since then: the count for each reason, and the last exits, each with its reply. Applies to the current machine. */
declare const exits: Exits;
/** expect each line of the block, or the function's result, to be true; with errno:, expect the kernel to refuse the block's last call with that errno; with exit: and no block, expect the last run to have ended with that exit. */
declare function expect(named: ExpectArguments): void;
declare function expect(block: () => unknown): void;
declare function expect(named: ExpectArguments, block: () => unknown): void;
/** describe an ioctl (its argument, its errnos, whether this board supports it and, for a proposal, what reviewers asked), an exit (when it happens, what to read, what to do, whether KVM_RUN must be called again to complete it), a capability or other constant, or a struct. With an errno after an ioctl's name, describe only that errno. */
declare function explain(named: any): Explained;
/** run until the first vCPU's current function returns to its caller (the second line of backtrace). A breakpoint also ends the run. within: a time limit, default 10 s. Applies to the current machine. */
declare function finish(): Outcome;
declare function finish(named: FinishArguments): Outcome;
/** serve gdb on a loopback port of this host until gdb detaches; 0 selects a free port. Prints the command to type in gdb, and waits for one gdb to connect; within: limits that wait (default 10 minutes). vCPU 0 is gdb's thread 1. The guest runs while gdb continues or steps it, and its exits go to the handlers. Applies to the current machine. */
declare function gdb(port: Bits): void;
declare function gdb(port: Bits, named: GdbArguments): void;
/** run another script at this point; its path is relative to this script, and its functions and variables are available afterwards. */
declare function include(file: string): any;
/** the current state of the in-kernel interrupt controller's interrupts (KVM_GET_DEVICE_ATTR): whether each is enabled, pending or active, and its priority, trigger and target. Prints as a table of those that are enabled, pending or active. arm64: vgic; riscv64: aia; ppc64: xics; x86 has ioapic, pic and vcpu.lapic instead. Applies to the current machine. */
declare const interrupts: InterruptsNow;
/** the current state of the I/O APIC (KVM_GET_IRQCHIP): a redirection entry for each pin. Applies to the current machine. */
declare const ioapic: any;
/** an eventfd that counts the guest's writes to a port or an address, without an exit; length: and value: select the writes to count. Applies to the current machine. */
declare function ioeventfd(named: IoeventfdArguments): EventFd;
/** set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0 or 1, default 1). Applies to the current machine. */
declare function irq(named: IrqArguments): void;
/** create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP), as in vm { }; must come before the first vCPU. Applies to the current machine. */
declare function irqchip(): void;
/** an eventfd that raises a guest interrupt when signaled. Applies to the current machine. */
declare function irqfd(named: IrqfdArguments): EventFd;
/** wait until the background run ends; like run, it returns the outcome or fails. If start was given no time limit, within: limits this wait (default 10 s); a run that has not ended by then is stopped. Applies to the current machine. */
declare function join(): Outcome;
declare function join(named: JoinArguments): Outcome;
/** write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm: (source text for GNU as, assembled for the first vCPU's current mode unless bits: selects another); space: 1 writes to memory created with space: 1. Applies to the current machine. */
declare function load(named: LoadArguments): Loaded;
/** map a page in the first vCPU's page tables, given its guest virtual and physical addresses and its rights: 'r', 'rw', 'rx' or 'rwx', with user added for the less privileged mode ('rw user'). size: the page size (default: the smallest); tables: the address of unused memory for missing tables. No TLB is flushed. Applies to the current machine. */
declare function map(address: Bits, physical: Bits, rights: string): Translation;
declare function map(address: Bits, physical: Bits, rights: string, named: MapArguments): Translation;
/** read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text; assigning to the result writes guest memory. To write without reading, replace LENGTH with hex:, bytes:, text:, u8:, u16:, u32: or u64: (in the board's byte order unless order: is given), or with fill: and length:. Writes also work on memory that is read-only for the guest. virtual: takes a guest virtual address instead of ADDRESS. Applies to the current machine. */
declare function mem(at: Bits): GuestBytes;
declare function mem(name: string): GuestBytes;
declare function mem(named: MemArguments): GuestBytes;
declare function mem(at: Bits, length: Bits): GuestBytes;
declare function mem(name: string, length: Bits): GuestBytes;
declare function mem(at: Bits, named: MemArguments): void;
declare function mem(name: string, named: MemArguments): void;
/** the guest physical address map: memslots, loads, in-kernel devices, handlers. Applies to the current machine. */
declare const memmap: MemoryMap;
/** add guest memory, as in vm { }; with move: OLD, at: NEW, move a memslot; with remove: ADDRESS, delete one. Also works while the guest is running. Applies to the current machine. */
declare function memory(named: MemoryArguments): void;
/** a duration of N minutes. */
declare function minutes(number: Bits): Duration;
/** add to the machine everything that a block of vm { } words describes; the block is planned as a whole: if any part is rejected, nothing is created. Applies to the current machine. */
declare function more(block: ((words: VmWords) => void) | VmWordsObject): void;
/** move the machine into a new VM on the same board, created by the same calls: all state is read, set in the new VM, read again and compared, and the guest continues there. In a handler, the machine moves once the exit is complete. Applies to the current machine. */
declare function moved(): Moved;
/** a duration of N milliseconds. */
declare function ms(number: Bits): Duration;
/** send a message-signaled interrupt. Applies to the current machine. */
declare function msi(named: MsiArguments): void;
/** requirements of a test or script; if any is not met, the test or the rest of the script is skipped and the reason is reported. cap: a capability, min: its minimum value; device: a device type; ioctl: an ioctl, by: what handles it, 'kernel', 'proposal' or 'none'; reg: a register; boards: board names, architectures or kinds; asm: an assembler mode that this host supports; memory: bytes of free memory on the board. A condition also works, with a name for the report: needs cpuid.svm == 1, 'SVM'. */
declare function needs(named: NeedsArguments): void;
declare function needs(met: any, what: string): void;
/** step over a call: single-step the first vCPU and, if the instruction was a call, run until the called function has returned. within: a time limit for that run, default 10 s. Applies to the current machine. */
declare function next(): Outcome;
declare function next(named: NextArguments): Outcome;
/** send a non-maskable interrupt to the first vCPU. Applies to the current machine. */
declare function nmi(): void;
/** remove the handler, console, answer or device at a port, an address, a number or a range; `any` selects all. The exits then go to a handler for a wider range; without one, they end the run. Applies to the current machine. */
declare function off(named: OffArguments): void;
/** add a handler, as in vm { }; it takes effect at the next exit. Applies to the current machine. */
declare function on(key: IoKey, handler: (e: IoExit) => unknown): void;
declare function on(key: MmioKey, handler: (e: MmioExit) => unknown): void;
declare function on(key: HcallKey, handler: (e: HypercallExit & PaprHcallExit) => unknown): void;
declare function on(key: MsrKey, handler: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
declare function on(key: SbiKey, handler: (e: RiscvSbiExit) => unknown): void;
declare function on(key: DebugKey, handler: (e: DebugExit) => unknown): void;
declare function on(key: UcallKey, handler: (e: UcallExit) => unknown): void;
declare function on(key: SystemKey, handler: (e: SystemEventExit) => unknown): void;
declare function on<R extends keyof ExitsByReason>(key: {exit: R}, handler: (e: ExitsByReason[R]) => unknown): void;
declare function on(key: ExitKey, handler: (e: AnyExit) => unknown): void;
/** the current state of the two PICs (KVM_GET_IRQCHIP). Applies to the current machine. */
declare const pic: any;
/** add a PL011, as in vm { }. Applies to the current machine. */
declare function pl011(named: Pl011Arguments): void;
/** show the calls that vm { } would make on this board for this block, without making them: each call's ioctl number, argument and purpose, and what each errno would mean. */
declare function plan(block: ((words: VmWords) => void) | VmWordsObject): PlanOnPaper;
/** print a value without a newline. */
declare function print(value: any): void;
/** print a value and a newline. */
declare function println(value: any): void;
/** implement an ioctl or a KVM_ENABLE_CAP capability that a patch defines, on rfc:BOARD. arg holds the struct's fields by name, the VM or vCPU (to make calls to the board's kernel) and per-VM state. The block returns a number, a negative errno, or nothing for 0. If the kernel has the ioctl or capability, the kernel handles the call instead. */
declare function proposal<N extends keyof Ioctls>(ioctl: Ioctl<N> | N, body: (arg: ProposalCall & Ioctls[N]['struct']) => unknown): ProposalMade;
declare function proposal(capability: number | `KVM_CAP_${string}`, body: (arg: ProposalCall & Ioctls['KVM_ENABLE_CAP']['struct']) => unknown): ProposalMade;
/** the bytes of a file beside the script or in the current directory; at: the offset of the first byte, length: the number of bytes (default: to the end of the file). */
declare function readFile(file: string): Uint8Array;
declare function readFile(file: string, named: ReadFileArguments): Uint8Array;
/** run the block up to the first refused call; return the refusal: errno, call, argument, rules with their sources, source location; or null if no call was refused. */
declare function refusal(block: () => unknown): RefusedCall;
/** read or write any register of the first vCPU by name: a general register, a system register, an MSR, or a one-reg by its constant or its id; with a second argument, write it. Applies to the current machine. */
declare function reg(id: Bits): Bits64;
declare function reg(name: AnyRegister): Bits64;
declare function reg(named: AnyRegisters): void;
declare function reg(id: Bits, value: Bits): void;
declare function reg(name: AnyRegister, value: Bits): void;
/** the first vCPU's registers. Applies to the current machine. */
declare const regs: Registers;
/** record the guest from now on, for 'back' and 'when': takes a snapshot, then records the results of the guest's exits. Requires a machine with one vCPU whose guest gets all its input through exits. Applies to the current machine. */
declare function remember(): void;
/** restore all vCPUs and memory from a snapshot, given by name or as a value (default: the last one). Applies to the current machine. */
declare function restore(): void;
declare function restore(name: string): void;
declare function restore(snapshot: Snapshot): void;
/** read a patch (an email, an mbox, a diff or a header, from a file or as text) and make its ioctls callable; instead of a file, pass commit: (a commit or a range of commits) and tree: (the directory of its git tree; defaults to the current directory). on: is the descriptor that the ioctls are issued on: 'vcpu', 'vm', 'kvm' or 'device'; required if the patch does not say. */
declare function rfc(fileOrText: string): PatchDefined;
declare function rfc(named: RfcArguments): PatchDefined;
declare function rfc(fileOrText: string, named: RfcArguments): PatchDefined;
/** run until an exit that no handler handles, or until the exit named by until:; within: a time limit, default 10 s; vcpu: the number of the only vCPU to run; steps: stop after that many instructions of the run's lowest-numbered vCPU; with timed: true, 'exits' shows where the time went. Applies to the current machine. */
declare function run(): Outcome;
declare function run(named: RunArguments): Outcome;
/** whether two structs of the same layout, or two sets of registers, are equal; takes the same arguments as diff. */
declare function same(one: any, other: any): boolean;
/** a duration of N seconds. */
declare function seconds(number: Bits): Duration;
/** add a serial port, as in vm { }. Applies to the current machine. */
declare function serial(named: SerialArguments): void;
/** skip the test or, outside a test, the rest of the script, and print the reason; a test that has already failed stays failed. */
declare function skip(reason: string): void;
/** wait for a duration; background runs continue. Ctrl-C ends the wait and the script; a test's time limit ends the wait and the test, but not the script. */
declare function sleep(time: Duration): void;
/** save the state of all vCPUs and memory for restore, under a name if one is given; the snapshot lists what it does not include. Applies to the current machine. */
declare function snapshot(): Snapshot;
declare function snapshot(name: string): Snapshot;
/** the named snapshots. Applies to the current machine. */
declare const snapshots: Snapshots;
/** start a run in the background and continue; stop() ends it, join() waits for its end. In JavaScript, handlers run on the script's thread, when the script calls a kvmsh word or waits in join. Applies to the current machine. */
declare function start(): StartedRun;
declare function start(named: StartArguments): StartedRun;
/** single-step the first vCPU; the result shows the new pc. Applies to the current machine. */
declare function step(): Outcome;
/** the steps of the plan, with their calls and results. Applies to the current machine. */
declare const steps: MadeSteps;
/** stop the run in progress, if there is one, and wait until it has ended. Applies to the current machine. */
declare function stop(): void;
/** create a kernel struct by name, with the layout of this board's headers. Fields not given are zero; the count of a flexible array defaults to the array's length. The struct's fields can be read and assigned, and an ioctl accepts the struct in place of named fields. */
declare function struct<N extends keyof Structs>(name: N, fields?: Fields<Structs[N]>): Structs[N];
/** the symbols of the loaded ELF files and the labels of load asm:, as used by listings, breakpoint at:, mem and dis. FILE adds the symbols of one more file, at their addresses plus offset:. like: PATTERN lists the symbols whose names match. Applies to the current machine. */
declare const symbols: KnownSymbols & {(): KnownSymbols; (file: string): KnownSymbols; (named: SymbolsArguments): KnownSymbols; (file: string, named: SymbolsArguments): KnownSymbols};
/** run a test: print its result on one line, and continue the script whether the test passed or failed; boards: limits the test to matching boards; within: sets its time limit; tags: puts it into groups that can be run separately; source: names the document that says what the test checks, and is printed if the test fails; bringup: sets the test's position, 1 to 999, in the order of tests on a new board, and tags the test bringup. */
declare function test(name: string, block: () => unknown): void;
declare function test(name: string, named: TestArguments, block: () => unknown): void;
/** measure, for TIME (default 1 s), the activity of a machine that is running in the background: exits per second by reason and place, each vCPU's time in KVM_RUN and in handlers, hot code by sampled pc, and KVM's statistics. Sampling takes each vCPU out of KVM_RUN 20 times a second. Applies to the current machine. */
declare function top(): Activity;
declare function top(time: Duration): Activity;
/** the calls of this session (all, or those that match a pattern) or of a trace file. exits: true also records each KVM_RUN and its exit from now on. kernel: true also records KVM_RUNs and the events of KVM's tracepoints. */
declare const trace: Calls & {(): Calls; (pattern: string): Calls; (named: TraceArguments): Calls};
/** how the first vCPU's page tables translate a guest virtual address: each entry read, with its bits named, and the resulting guest physical address or fault. Applies to the current machine. */
declare function translate(address: Bits): Translation;
/** send a string to the guest as input, through its serial, pl011, vterm or SBI console. Applies to the current machine. */
declare function type(text: string): void;
/** run a block even if its calls break a rule that kvmsh knows, in case the rule is wrong. Print a note for each rule that the kernel does not enforce. Return the value of the block's last line. */
declare function unchecked(block: () => unknown): any;
/** in the shell only: undo the last COUNT writes (default 1) made to registers and memory with regs, reg, mem and load; running the guest clears the list of writes. Applies to the current machine. */
declare function undo(): Undone;
declare function undo(count: Bits): Undone;
/** run until any vCPU reaches a symbol ('main'), a line ('x.c:12') or an address. A breakpoint also ends the run. within: a time limit, default 10 s. Applies to the current machine. */
declare function until(address: Bits): Outcome;
declare function until(place: string): Outcome;
declare function until(address: Bits, named: FinishArguments): Outcome;
declare function until(place: string, named: FinishArguments): Outcome;
/** a vCPU by number; if the script created it with KVM_CREATE_VCPU, its kvm_run is mapped on first use. Applies to the current machine. */
declare function vcpu(id: Bits): MachineVcpu;
/** the pc, the mp_state and the last exit of each vCPU. Applies to the current machine. */
declare const vcpus: SeenVcpus;
/** compare what was written to every vCPU since the guest last ran (registers by name, structs by ioctl) with what is read back. Applies to the current machine. */
declare function verify(): Verified;
/** create a VM on this board; returns a machine. */
declare function vm(block: ((words: VmWords) => void) | VmWordsObject): Machine;
/** add a virtual terminal (powerpc), as in vm { }. Applies to the current machine. */
declare function vterm(unit: Bits): void;
/** show a value at each stop of the session: a register of the vCPU that has stopped, or what a block returns; a name, if given, is shown before the value. remove: N stops showing value N. Without arguments, watch returns the watched values. */
declare const watch: WatchList & {(): WatchList; (register: AnyRegister): WatchList; (named: WatchArguments): WatchList; (block: () => unknown): WatchList; (name: string, block: () => unknown): WatchList};
/** set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an access to the watched bytes. size: is the number of bytes to watch (default 4); access: is 'write' (default), 'read' or 'access' (either). A block, if given, is called with the vCPU; the run ends only if the block returns true. ignore: N ignores the first N hits. Applies to the current machine. */
declare function watchpoint(named: WatchpointArguments): void;
declare function watchpoint(named: WatchpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
/** take a recorded guest back to the last point at which a block's result became true: the block is called after each exit to find the two exits between which that happened, then after each instruction between them. Applies to the current machine. */
declare function when(condition: (vcpu: MachineVcpu) => boolean): string;
/** the last failure on this board in full: source location, call, rule. Failures inside 'attempt', expected errnos, failed tests and runs that ended unexpectedly count too. */
declare const why: Failure;
interface VmWords {
  /** riscv64: the interrupt controller, an AIA; imsic: address of the first vCPU's IMSIC; aplic: address of the APLIC; sources: number of APLIC interrupt sources; ids: highest interrupt number; mode: 'EMUL', 'HWACCEL' or 'AUTO'. */
  aia(named: AiaArguments): void;
  /** answer the guest's hypercalls, or its reads of a port or an address, with a value, and ignore its writes; the agent of a remote or emulated board handles these exits itself. */
  answer(named: AnswerArguments): void;
  /** powerpc: the guest's architecture level: 201 for 2.01, 206 for 2.06. */
  arch(level: Bits): void;
  /** coalesce the guest's writes to a range of ports or addresses: KVM collects them in a ring instead of exiting; handlers get them in order at the vCPU's next exit, before that exit's handler; m.coalesced() returns those that no handler handled. */
  coalesce(named: CoalesceArguments): void;
  /** powerpc: the logical PVR (PAPR) that an HV guest sees; for common values, use arch. */
  compat(logical: Bits): void;
  /** collect the guest's writes to a port or an address, its H_PUT_TERM_CHAR calls or its SBI DBCN calls, in m.console; a store of any width to the MMIO address is one character; value: sets what reads return; the agent of a remote or emulated board handles these exits itself, except SBI calls. */
  console(named: ConsoleArguments): void;
  /** arm64: KVM_ARM_VCPU_INIT's target: (KVM_ARM_TARGET_ name; default: KVM's preferred target) and features: (KVM_ARM_VCPU_ names; no others are set). riscv64: sbi: SBI extensions (DBCN, SUSP, MPXY) to enable before the first run; KVM then forwards their calls to user space. */
  cpu(named: CpuArguments): void;
  /** x86: the guest's CPUID: cpuid alone sets what the board supports; function: (and index:) with eax:, ebx:, ecx: or edx: changes an entry. */
  cpuid(): boolean;
  cpuid(named: CpuidArguments): void;
  /** a debug-exit port: the guest ends the run by writing to it; the value written is the outcome's code. */
  debugExit(named: DebugExitArguments): void;
  /** create an in-kernel device by its type and set its attributes. */
  device(type: Bits | string): void;
  device(block: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  device(type: Bits | string, block: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  /** log dirty pages in a per-vCPU ring of ENTRIES entries (a power of two). m.dirty() harvests the rings, even while the guest runs. A full ring causes an exit; the guest continues after a harvest: on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> e.machine.dirty() }. */
  dirty(named: DirtyArguments): void;
  /** powerpc: let the kernel handle a hypercall itself, if it can; on: false leaves it to the script's handlers (H_CEDE: only before POWER9). */
  enableHcall(number: Bits): void;
  enableHcall(number: Bits, named: EnableHcallArguments): void;
  /** powerpc: platform flags: CROSS_ARCH if the guest's architecture differs so much from the host's that the guest must run in problem state. */
  flags(flag: PlatformFlag): void;
  /** a guest written in C: kvmsh compiles it with GCC for the board, links it with its guest library, and adds guest memory and vCPU 0, which runs main. The run ends when main returns; the return value is the outcome's code. Printed text is in m.console. A failed assertion in the guest is a script error. */
  guest(block: ((words: GuestWords) => void) | GuestWordsObject): void;
  /** powerpc: the guest's hashed page table, 2^order bytes. */
  htab(named: HtabArguments): void;
  /** back guest memory with huge pages of this size by default. */
  hugepages(size: Bits): void;
  /** call any VM ioctl, by name or number, after memory is set up and before vCPUs are created. */
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): void;
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): void;
  ioctl(number: Bits, argument?: any): void;
  /** arm64: the guest physical address size, in bits. */
  ipa(bits: Bits): void;
  /** the interrupt controllers that KVM_CREATE_IRQCHIP creates: on x86, local APICs, an I/O APIC and a PIC; on arm64, a GICv2 with no addresses set. */
  irqchip(): boolean;
  /** load bytes into guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments at their physical addresses) or asm: (source text for GNU as); on x86, asm: is assembled for the first vCPU's mode, or for bits: 16, 32 or 64; space: 1 loads into memory created with space: 1. */
  load(named: LoadArguments): void;
  /** guest memory at a guest physical address; readonly: true turns guest writes into exits; log: true enables dirty page logging; huge: (true or a page size) uses huge pages; file: uses a private copy of a file; guestMemfd: true uses memory that can be private to the guest; space: 1 is the memory that an x86 vCPU uses in SMM. */
  memory(named: VmMemoryArguments): void;
  /** powerpc: the guest's MMU: HASH for a hashed page table, RADIX for a radix tree. */
  mmu(kind: Mmu): void;
  /** x86: set model-specific registers before the first run, by name or number; an error names the MSR that the kernel refused. */
  msrs(named: Msrs): void;
  /** handle the exits selected by a key and its value: a number, a range or any. The narrowest matching handler gets the exit. For an input, a read or a hypercall, the block's result is the reply. A system event ends the run even if it is handled. The plan enables the exits in KVM. */
  on(key: IoKey, handler: (e: IoExit) => unknown): void;
  on(key: MmioKey, handler: (e: MmioExit) => unknown): void;
  on(key: HcallKey, handler: (e: HypercallExit & PaprHcallExit) => unknown): void;
  on(key: MsrKey, handler: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
  on(key: SbiKey, handler: (e: RiscvSbiExit) => unknown): void;
  on(key: DebugKey, handler: (e: DebugExit) => unknown): void;
  on(key: UcallKey, handler: (e: UcallExit) => unknown): void;
  on(key: SystemKey, handler: (e: SystemEventExit) => unknown): void;
  on<R extends keyof ExitsByReason>(key: {exit: R}, handler: (e: ExitsByReason[R]) => unknown): void;
  on(key: ExitKey, handler: (e: AnyExit) => unknown): void;
  /** x86: an in-kernel 8254 timer; needs irqchip. */
  pit(): boolean;
  /** ARM's PL011 serial port, polled, without interrupts; guest output is in m.console. */
  pl011(named: Pl011Arguments): void;
  /** powerpc: the paravirtualized interface that the guest sees (NONE, KVM or SPAPR). api: selects the interface that sets it: 'rfc2011' (KVM_PPC_SET_PLATFORM) or 'merged' (the mainline Linux interfaces). */
  platform(platform: Platform): void;
  platform(platform: Platform, named: PlatformArguments): void;
  /** powerpc: the processor version (PVR) that the guest sees; for an HV guest the kernel accepts only the board's own. */
  pvr(version: Bits): void;
  /** powerpc: a real mode area (RMA) of the given size at guest address 0: an area of exactly this size from the kernel's pool, or ordinary memory if the board needs no RMA; api: 'rfc2011' always uses the pool. */
  rma(size: Bits): void;
  rma(size: Bits, named: RmaArguments): void;
  /** a serial port with the registers of an 8250, polled, without interrupts; guest output is in m.console. */
  serial(named: SerialArguments): void;
  /** powerpc: threads per virtual core: 1, 2, 4 or 8. */
  smt(threads: Bits): void;
  /** x86: in-kernel local APICs; the script emulates the I/O APIC and the PIC. The argument is the number of I/O APIC pins, default 24. */
  splitIrqchip(): boolean;
  splitIrqchip(pins: Bits): void;
  /** powerpc: the VM type: HV for hypervisor mode, PR for problem state; by default the plan chooses the type and shows it. */
  type(type: VmType): void;
  /** create a vCPU and set its start state; the default id is the next free one. */
  vcpu(id: Bits): void;
  vcpu(block: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(id: Bits, block: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(id: Bits, named: VcpuArguments): void;
  /** arm64: the interrupt controller; dist: address of the distributor; cpu: address of the CPU interface (GICv2); redist: addresses of the redistributors (GICv3); irqs: number of interrupts; api: the interface that sets the addresses, one of 'rfc2011' (KVM_SET_DEVICE_ADDRESS), 'merged' (KVM_ARM_SET_DEVICE_ADDR) or 'attributes' (device attributes). */
  vgic(named: VgicArguments): void;
  /** powerpc: a virtual terminal: H_PUT_TERM_CHAR writes to m.console, H_GET_TERM_CHAR reads the input given with m.type. */
  vterm(unit: Bits): void;
  /** powerpc: an in-kernel XICS interrupt controller, connected to each vCPU. */
  xics(): boolean;
  /** powerpc: an in-kernel XIVE interrupt controller, connected to each vCPU. */
  xive(): boolean;
}
interface VmWordsObject {
  /** riscv64: the interrupt controller, an AIA; imsic: address of the first vCPU's IMSIC; aplic: address of the APLIC; sources: number of APLIC interrupt sources; ids: highest interrupt number; mode: 'EMUL', 'HWACCEL' or 'AUTO'. */
  aia?: AiaArguments | (AiaArguments)[];
  /** answer the guest's hypercalls, or its reads of a port or an address, with a value, and ignore its writes; the agent of a remote or emulated board handles these exits itself. */
  answer?: AnswerArguments | (AnswerArguments)[];
  /** powerpc: the guest's architecture level: 201 for 2.01, 206 for 2.06. */
  arch?: Bits | (Bits)[];
  /** coalesce the guest's writes to a range of ports or addresses: KVM collects them in a ring instead of exiting; handlers get them in order at the vCPU's next exit, before that exit's handler; m.coalesced() returns those that no handler handled. */
  coalesce?: CoalesceArguments | (CoalesceArguments)[];
  /** powerpc: the logical PVR (PAPR) that an HV guest sees; for common values, use arch. */
  compat?: Bits | (Bits)[];
  /** collect the guest's writes to a port or an address, its H_PUT_TERM_CHAR calls or its SBI DBCN calls, in m.console; a store of any width to the MMIO address is one character; value: sets what reads return; the agent of a remote or emulated board handles these exits itself, except SBI calls. */
  console?: ConsoleArguments | (ConsoleArguments)[];
  /** arm64: KVM_ARM_VCPU_INIT's target: (KVM_ARM_TARGET_ name; default: KVM's preferred target) and features: (KVM_ARM_VCPU_ names; no others are set). riscv64: sbi: SBI extensions (DBCN, SUSP, MPXY) to enable before the first run; KVM then forwards their calls to user space. */
  cpu?: CpuArguments | (CpuArguments)[];
  /** x86: the guest's CPUID: cpuid alone sets what the board supports; function: (and index:) with eax:, ebx:, ecx: or edx: changes an entry. */
  cpuid?: boolean | CpuidArguments | (boolean | CpuidArguments)[];
  /** a debug-exit port: the guest ends the run by writing to it; the value written is the outcome's code. */
  debugExit?: DebugExitArguments | (DebugExitArguments)[];
  /** create an in-kernel device by its type and set its attributes. */
  device?: Bits | string | ((words: DeviceWords) => void) | DeviceWordsObject | (Bits | string | ((words: DeviceWords) => void) | DeviceWordsObject | (Bits | string | ((words: DeviceWords) => void) | DeviceWordsObject)[])[];
  /** log dirty pages in a per-vCPU ring of ENTRIES entries (a power of two). m.dirty() harvests the rings, even while the guest runs. A full ring causes an exit; the guest continues after a harvest: on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> e.machine.dirty() }. */
  dirty?: DirtyArguments | (DirtyArguments)[];
  /** powerpc: let the kernel handle a hypercall itself, if it can; on: false leaves it to the script's handlers (H_CEDE: only before POWER9). */
  enableHcall?: Bits | (Bits | (Bits | EnableHcallArguments)[])[];
  /** powerpc: platform flags: CROSS_ARCH if the guest's architecture differs so much from the host's that the guest must run in problem state. */
  flags?: PlatformFlag | (PlatformFlag)[];
  /** a guest written in C: kvmsh compiles it with GCC for the board, links it with its guest library, and adds guest memory and vCPU 0, which runs main. The run ends when main returns; the return value is the outcome's code. Printed text is in m.console. A failed assertion in the guest is a script error. */
  guest?: ((words: GuestWords) => void) | GuestWordsObject | (((words: GuestWords) => void) | GuestWordsObject)[];
  /** powerpc: the guest's hashed page table, 2^order bytes. */
  htab?: HtabArguments | (HtabArguments)[];
  /** back guest memory with huge pages of this size by default. */
  hugepages?: Bits | (Bits)[];
  /** call any VM ioctl, by name or number, after memory is set up and before vCPUs are created. */
  ioctl?: AnyIoctl | Bits | (AnyIoctl | Bits | IoctlCall)[];
  /** arm64: the guest physical address size, in bits. */
  ipa?: Bits | (Bits)[];
  /** the interrupt controllers that KVM_CREATE_IRQCHIP creates: on x86, local APICs, an I/O APIC and a PIC; on arm64, a GICv2 with no addresses set. */
  irqchip?: boolean | (boolean)[];
  /** load bytes into guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments at their physical addresses) or asm: (source text for GNU as); on x86, asm: is assembled for the first vCPU's mode, or for bits: 16, 32 or 64; space: 1 loads into memory created with space: 1. */
  load?: LoadArguments | (LoadArguments)[];
  /** guest memory at a guest physical address; readonly: true turns guest writes into exits; log: true enables dirty page logging; huge: (true or a page size) uses huge pages; file: uses a private copy of a file; guestMemfd: true uses memory that can be private to the guest; space: 1 is the memory that an x86 vCPU uses in SMM. */
  memory?: VmMemoryArguments | (VmMemoryArguments)[];
  /** powerpc: the guest's MMU: HASH for a hashed page table, RADIX for a radix tree. */
  mmu?: Mmu | (Mmu)[];
  /** x86: set model-specific registers before the first run, by name or number; an error names the MSR that the kernel refused. */
  msrs?: Msrs | (Msrs)[];
  /** handle the exits selected by a key and its value: a number, a range or any. The narrowest matching handler gets the exit. For an input, a read or a hypercall, the block's result is the reply. A system event ends the run even if it is handled. The plan enables the exits in KVM. */
  on?: HandlerObject | HandlerObject[];
  /** x86: an in-kernel 8254 timer; needs irqchip. */
  pit?: boolean | (boolean)[];
  /** ARM's PL011 serial port, polled, without interrupts; guest output is in m.console. */
  pl011?: Pl011Arguments | (Pl011Arguments)[];
  /** powerpc: the paravirtualized interface that the guest sees (NONE, KVM or SPAPR). api: selects the interface that sets it: 'rfc2011' (KVM_PPC_SET_PLATFORM) or 'merged' (the mainline Linux interfaces). */
  platform?: Platform | (Platform | (Platform | PlatformArguments)[])[];
  /** powerpc: the processor version (PVR) that the guest sees; for an HV guest the kernel accepts only the board's own. */
  pvr?: Bits | (Bits)[];
  /** powerpc: a real mode area (RMA) of the given size at guest address 0: an area of exactly this size from the kernel's pool, or ordinary memory if the board needs no RMA; api: 'rfc2011' always uses the pool. */
  rma?: Bits | (Bits | (Bits | RmaArguments)[])[];
  /** a serial port with the registers of an 8250, polled, without interrupts; guest output is in m.console. */
  serial?: SerialArguments | (SerialArguments)[];
  /** powerpc: threads per virtual core: 1, 2, 4 or 8. */
  smt?: Bits | (Bits)[];
  /** x86: in-kernel local APICs; the script emulates the I/O APIC and the PIC. The argument is the number of I/O APIC pins, default 24. */
  splitIrqchip?: boolean | Bits | (boolean | Bits)[];
  /** powerpc: the VM type: HV for hypervisor mode, PR for problem state; by default the plan chooses the type and shows it. */
  type?: VmType | (VmType)[];
  /** create a vCPU and set its start state; the default id is the next free one. */
  vcpu?: Bits | ((words: VcpuWords) => void) | VcpuWordsObject | (Bits | ((words: VcpuWords) => void) | VcpuWordsObject | (Bits | ((words: VcpuWords) => void) | VcpuWordsObject)[] | (Bits | VcpuArguments)[])[];
  /** arm64: the interrupt controller; dist: address of the distributor; cpu: address of the CPU interface (GICv2); redist: addresses of the redistributors (GICv3); irqs: number of interrupts; api: the interface that sets the addresses, one of 'rfc2011' (KVM_SET_DEVICE_ADDRESS), 'merged' (KVM_ARM_SET_DEVICE_ADDR) or 'attributes' (device attributes). */
  vgic?: VgicArguments | (VgicArguments)[];
  /** powerpc: a virtual terminal: H_PUT_TERM_CHAR writes to m.console, H_GET_TERM_CHAR reads the input given with m.type. */
  vterm?: Bits | (Bits)[];
  /** powerpc: an in-kernel XICS interrupt controller, connected to each vCPU. */
  xics?: boolean | (boolean)[];
  /** powerpc: an in-kernel XIVE interrupt controller, connected to each vCPU. */
  xive?: boolean | (boolean)[];
}
interface VcpuWords {
  /** arm64: this vCPU's target: and features:, if they differ from those of the VM's cpu. */
  cpu(named: VcpuCpuArguments): void;
  /** call any vCPU ioctl, by name or number, after the registers are set. */
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): void;
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): void;
  ioctl(number: Bits, argument?: any): void;
  /** x86: start in 64-bit mode with the lowest 4 GiB identity-mapped; the page tables take 24 KiB of guest memory, at tables: or at a free address. idt: does the same as the word vectors. */
  long64(): void;
  long64(address: Bits | Entry): void;
  long64(address: Bits | Entry, named: Long64Arguments): void;
  /** arm64: start powered off; another vCPU turns this one on with PSCI CPU_ON. */
  powerOff(): boolean;
  /** x86: start in 32-bit protected mode with flat segments and no paging. */
  prot32(): void;
  prot32(address: Bits | Entry): void;
  /** x86: start in 16-bit real mode at an address below 64 KiB, with all segment bases 0. */
  real(): void;
  real(address: Bits | Entry): void;
  /** set any register before the first run: a system register, an MSR, a field of struct kvm_sregs, a one-reg by its constant or its id. */
  reg(named: AnyRegisters): void;
  reg(id: Bits, value: Bits): void;
  reg(name: AnyRegister, value: Bits): void;
  /** set general registers before the first run, by their architectural names: rax, x0, r3. */
  regs(named: GeneralRegisters): void;
  /** start at an address, in the processor's reset mode: 16-bit real mode on x86, EL1 with the MMU off on arm64, 64-bit real mode on ppc64, S-mode with the MMU off on riscv64; with entry as the argument, or with no argument, start at the entry point of the loaded ELF file; real, prot32 and long64 also accept entry. */
  start(): void;
  start(address: Bits | Entry): void;
  /** put kvmsh's exception vectors into guest memory, so that an exception ends the run with the exit 'exception' and a report: the exception's name and cause, the address, and the calls that led there. On x86, the vectors are an IDT, a GDT and a TSS (12 KiB) and need long64; the value may also list the guest's own handlers by vector, each a label in its asm or an address. If any of these handlers returns, compile the guest with -mno-red-zone. On arm64 and riscv64, the vectors take 4 KiB; on ppc64, they are at 0x100 to 0xfff. They use sscratch on riscv64 and SPRG0 on ppc64. */
  vectors(handlers: any): void;
  vectors(named: VectorsArguments): void;
}
interface VcpuWordsObject {
  /** arm64: this vCPU's target: and features:, if they differ from those of the VM's cpu. */
  cpu?: VcpuCpuArguments | (VcpuCpuArguments)[];
  /** call any vCPU ioctl, by name or number, after the registers are set. */
  ioctl?: AnyIoctl | Bits | (AnyIoctl | Bits | IoctlCall)[];
  /** x86: start in 64-bit mode with the lowest 4 GiB identity-mapped; the page tables take 24 KiB of guest memory, at tables: or at a free address. idt: does the same as the word vectors. */
  long64?: boolean | Bits | Entry | (boolean | Bits | Entry | (Bits | Entry | Long64Arguments)[])[];
  /** arm64: start powered off; another vCPU turns this one on with PSCI CPU_ON. */
  powerOff?: boolean | (boolean)[];
  /** x86: start in 32-bit protected mode with flat segments and no paging. */
  prot32?: boolean | Bits | Entry | (boolean | Bits | Entry)[];
  /** x86: start in 16-bit real mode at an address below 64 KiB, with all segment bases 0. */
  real?: boolean | Bits | Entry | (boolean | Bits | Entry)[];
  /** set any register before the first run: a system register, an MSR, a field of struct kvm_sregs, a one-reg by its constant or its id. */
  reg?: AnyRegisters | (AnyRegisters | (Bits | Bits)[] | (AnyRegister | Bits)[])[];
  /** set general registers before the first run, by their architectural names: rax, x0, r3. */
  regs?: GeneralRegisters | (GeneralRegisters)[];
  /** start at an address, in the processor's reset mode: 16-bit real mode on x86, EL1 with the MMU off on arm64, 64-bit real mode on ppc64, S-mode with the MMU off on riscv64; with entry as the argument, or with no argument, start at the entry point of the loaded ELF file; real, prot32 and long64 also accept entry. */
  start?: boolean | Bits | Entry | (boolean | Bits | Entry)[];
  /** put kvmsh's exception vectors into guest memory, so that an exception ends the run with the exit 'exception' and a report: the exception's name and cause, the address, and the calls that led there. On x86, the vectors are an IDT, a GDT and a TSS (12 KiB) and need long64; the value may also list the guest's own handlers by vector, each a label in its asm or an address. If any of these handlers returns, compile the guest with -mno-red-zone. On arm64 and riscv64, the vectors take 4 KiB; on ppc64, they are at 0x100 to 0xfff. They use sscratch on riscv64 and SPRG0 on ppc64. */
  vectors?: any | VectorsArguments | (any | VectorsArguments)[];
  id?: Bits;
}
interface DeviceWords {
  /** set a device attribute; value: is the attribute's value, size: is 4 or 8 bytes (default 8); omit value: if the attribute takes none. */
  attr(named: AttrArguments): void;
}
interface DeviceWordsObject {
  /** set a device attribute; value: is the attribute's value, size: is 4 or 8 bytes (default 8); omit value: if the attribute takes none. */
  attr?: AttrArguments | (AttrArguments)[];
  type?: Bits | string;
}
interface GuestWords {
  /** the integers that guest_arg(0), guest_arg(1) and so on return in the guest. */
  args(integers: any): void;
  /** the guest's C source; it must define int main(void). kvmsh includes kvmsh.h before it. */
  c(said: any): void;
  /** the guest's C source file, beside the script. */
  file(said: any): void;
  /** the size of guest memory, default 4 MiB. */
  size(bytes: Bits): void;
}
interface GuestWordsObject {
  /** the integers that guest_arg(0), guest_arg(1) and so on return in the guest. */
  args?: any | (any)[];
  /** the guest's C source; it must define int main(void). kvmsh includes kvmsh.h before it. */
  c?: any | (any)[];
  /** the guest's C source file, beside the script. */
  file?: any | (any)[];
  /** the size of guest memory, default 4 MiB. */
  size?: Bits | (Bits)[];
}
interface Activity {
  /** the exits measured, by reason and place, most frequent first. */
  readonly exits: ExitTable;
  /** the functions in which the pc was sampled, most frequent first; for code without a symbol, its address. */
  readonly hot: List<HotPlace>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the length of the measurement, in milliseconds. */
  readonly ms: number;
  /** the increase in each KVM statistic that changed, over all vCPUs (KVM_GET_STATS_FD). */
  readonly stats: List<Stat>;
  /** the number of exits measured. */
  readonly total: number;
  /** the vCPUs, by number. */
  readonly vcpus: List<VcpuActivity>;
}
interface Backtrace {
  /** why the list ends before the outermost call; empty if the list is complete. */
  readonly end: string;
  /** the calls, innermost first. */
  readonly frames: List<StackFrame>;
}
interface Calls {
  /** the calls, in order. */
  readonly all: List<SeenCall>;
  /** the board that the calls were made on, and its kind. */
  readonly board: string;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** write the calls to a file; read it back with trace file: FILE. */
  save(name: string): void;
  /** the number of calls. */
  readonly size: number;
  /** write a timeline of the calls as an HTML page for a browser: a lane for the calls, one for each vCPU, one for kernel events. */
  timeline(name: string): void;
}
interface Capabilities {
  /** the capabilities, by name. */
  readonly all: List<Capability>;
  /** differences between two boards: capabilities, VM types, devices, proposals, kernel, KVM module parameters. Each argument is a board name, NAME?release=VERSION for one of its kernels, or a file written by kvmsh boards facts. caps('PATTERN').diff compares only matching capabilities. */
  diff(first: string, second: string): CapabilityDifferences;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** one capability. */
  named(name: string): Capability;
  /** the supported capabilities. */
  readonly there: List<Capability>;
  /** the value of one capability. */
  value(name: string): number;
}
interface Capability {
  /** the names of the bits that are set, if the value is a mask; otherwise empty. */
  readonly bits: List<string>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** what the value means, with the source; empty if not known. */
  readonly meaning: string;
  /** its name in the kernel. */
  readonly name: string;
  /** the value that /dev/kvm reports, which may differ from a VM's. */
  readonly ofKvm: number;
  /** the value that the VM reports, or that /dev/kvm reports if there is no VM; 0 means not supported. */
  readonly value: number;
}
interface CapabilityDifference {
  /** the first board's value; if not supported, 0 for a capability and null for anything else. */
  readonly first: any;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** what differs: a capability, a device type, a VM type, a proposed ioctl, a parameter of a KVM module, arch, kernel or pageSize. */
  readonly name: string;
  /** for a mask: the names of the bits that only the first board has. */
  readonly onlyFirst: List<string>;
  /** for a mask: the names of the bits that only the second board has. */
  readonly onlySecond: List<string>;
  /** the second board's value. */
  readonly second: any;
}
interface CapabilityDifferences {
  /** what differs: capabilities by name, then the rest. */
  readonly all: List<CapabilityDifference>;
  /** true if nothing differs. */
  readonly empty: boolean;
  /** the first board: its name, its kind and its kernel. */
  readonly first: string;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** one difference by its name. */
  named(name: string): CapabilityDifference;
  /** the second board. */
  readonly second: string;
}
interface DebugPoint {
  /** its address. */
  readonly address: Bits64;
  /** whether it is enabled. */
  readonly enabled: boolean;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** 'breakpoint' or 'watchpoint'. */
  readonly kind: string;
  /** its number, as shown in messages. */
  readonly number: number;
  /** the printed line: the address with its symbol; for a breakpoint, how it is implemented and, where they apply, 'disabled', 'once' and 'logs REGISTERS'; for a watchpoint, the size and access; then, where they apply, 'conditional' and how many more hits are ignored. */
  readonly text: string;
}
interface DebugPoints {
  /** the breakpoints, then the watchpoints, each sorted by number. */
  readonly all: List<DebugPoint>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface Descriptor {
  /** fallocate(2): offset: and length: in bytes; punch: true frees the pages, keep: true keeps the file size, mode: gives the flags as a number. */
  fallocate(named: FallocateArguments): void;
  /** the descriptor's number. */
  readonly fd: number;
  /** mmap(2) BYTES from offset:, MAP_SHARED; unmapped when the machine is closed. */
  map(size: Bits): Memory;
  map(size: Bits, named: DescriptorMapArguments): Memory;
  /** poll(2): wait up to the given time for the descriptor to become readable or report an error; returns the events (in, err, hup, nval), or an empty list on timeout. */
  poll(within: Duration): List<string>;
  /** read(2) up to BYTES bytes (maximum 64 KiB); with at:, pread(2) at that offset. */
  read(count: Bits): List<number>;
  read(count: Bits, named: ReadArguments): List<number>;
  /** fstat(2): the size, mode and blocks. */
  stat(): FileStat;
  /** write(2): a list of numbers, bytes or a string, up to 64 KiB; returns the number of bytes written; with at:, pwrite(2) at that offset. */
  write(bytes: any): number;
  write(bytes: any, named: ReadArguments): number;
}
interface EventFd {
  /** the number of signals since the previous call. */
  readonly count: number;
  /** the descriptor's number. */
  readonly fd: number;
  /** add one to the counter and wake its readers. */
  signal(): void;
  /** wait up to the given time for a signal; returns the number of signals since the previous call, or 0 on timeout. */
  waitFor(within: Duration): number;
}
interface ExitCount {
  /** the number of exits in this row. */
  readonly count: number;
  /** milliseconds from KVM_RUN's return to the handler's return, summed over the row's exits; null if the run was not timed. */
  readonly handlerMs: number;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** milliseconds in the KVM_RUN calls that returned this row's exits, guest and kernel together; null if the run was not timed. */
  readonly kvmRunMs: number;
  /** the kernel's name for the exit reason, in lower case. */
  readonly name: string;
  /** the port, the address, or the name or number of the call that the guest made; empty if the exit has none. */
  readonly place: string;
  /** the row's exits per second; null if the script called KVM_RUN directly. */
  readonly rate: number;
  /** the row's share of all exits, from 0 to 1. */
  readonly share: number;
}
interface ExitTable {
  /** the rows, the most frequent exit first. */
  readonly all: List<ExitCount>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the run's length in milliseconds; null if the script called KVM_RUN itself. */
  readonly ms: number;
  /** the length of a slice in milliseconds; null if the run was not timed. */
  readonly sliceMs: number;
  /** the number of exits in each slice of a timed run. */
  readonly slices: List<number>;
  /** whether the run was timed ('run timed: true'). */
  readonly timed: boolean;
  /** milliseconds in KVM_RUN calls that a signal interrupted before any exit; null if the run was not timed. */
  readonly unfinishedMs: number;
}
interface Exits {
  /** the recorded exits in order, at most the last 256. */
  readonly all: List<SeenExit>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the run's last exit. */
  readonly last: SeenExit;
  /** the number of exits with the given reason that reached kvmsh. */
  of(reason: string): number;
  /** the exits by reason and place: count, share and rate. After a run with timed: true, also the time in KVM_RUN and in handlers, and the exits over time. */
  readonly table: ExitTable;
  /** the number of exits in the run, including those handled on the board. */
  readonly total: number;
}
interface Explained {
  /** what reviewers asked about a proposal, with the answers. */
  readonly questions: List<string>;
}
interface Failure {
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** what went wrong, in one line with its source location; empty if nothing failed. */
  readonly message: string;
  /** source location: file:line:column; empty if not known. */
  readonly place: string;
  /** the refused call that caused the failure, or null. */
  readonly refusal: RefusedCall;
}
interface FileStat {
  /** the preferred block size, st_blksize. */
  readonly blockSize: number;
  /** the number of 512-byte blocks allocated. */
  readonly blocks: Bits64;
  /** st_mode: the file's type and permissions. */
  readonly mode: number;
  /** the file's size in bytes. */
  readonly size: Bits64;
}
interface GuestBytes {
  /** the address of the first byte: guest physical, or virtual if mem was given virtual:. */
  readonly at: Bits64;
  /** the bytes as a list of unsigned numbers; assigning to an element writes guest memory. */
  readonly bytes: number[];
  /** copy these bytes to an address in the same machine (guest physical or guest virtual, the same kind as .at), or into the result of mem on any machine. */
  copyTo(target: any): void;
  /** fill this guest memory with a byte. */
  fill(value: any): void;
  /** the offset of the first occurrence of the given bytes or string; null if not found. */
  find(what: any): number;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the number of bytes. */
  readonly length: number;
  /** the bytes as ISO 8859-1 text, up to the first zero byte. */
  readonly text: string;
  /** the 2 bytes at an offset as an unsigned number, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u16(offset: Bits): number;
  u16(offset: Bits, named: string): number;
  u16(offset: Bits, number: Bits): void;
  u16(offset: Bits, number: Bits, named: string): void;
  /** the 4 bytes at an offset as an unsigned number, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u32(offset: Bits): number;
  u32(offset: Bits, named: string): number;
  u32(offset: Bits, number: Bits): void;
  u32(offset: Bits, number: Bits, named: string): void;
  /** the 8 bytes at an offset as a 64-bit integer, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u64(offset: Bits): Bits64;
  u64(offset: Bits, named: string): Bits64;
  u64(offset: Bits, number: Bits): void;
  u64(offset: Bits, number: Bits, named: string): void;
  /** the byte at an offset, unsigned; with a value, write that value to guest memory. */
  u8(offset: Bits): number;
  u8(offset: Bits, number: any): void;
  /** write a list of numbers, a string, or the result of asm or mem to this guest memory, at its start or at an offset. */
  write(what: any): void;
  write(offset: any, what: any): void;
  [offset: number]: number;
}
interface GuestException {
  /** the faulting address of a page fault or an abort (cr2, far_el1, stval or dar); null for other exceptions. */
  readonly address: Bits64;
  /** on x86_64 the error code that the processor pushed, 0 for an exception without one; on arm64 esr_el1; on riscv64 scause; on ppc64 dsisr, or the bits that the interrupt sets in srr1. */
  readonly errorCode: Bits64;
  /** its name, such as page fault (#PF) or data abort. */
  readonly name: string;
  /** the guest's pc at the exception, where the next run continues unless the script sets the pc. */
  readonly pc: Bits64;
  /** the vector: on x86_64 6 for #UD, 14 for #PF; on arm64 the exception class; on riscv64 the exception code; on ppc64 the vector's offset, such as 0x700. */
  readonly vector: number;
  /** the cause: a sentence, and the registers that the exception set. */
  readonly why: List<string>;
}
interface GuestVariable {
  /** its address in the guest. */
  readonly address: Bits64;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** its name. */
  readonly name: string;
  /** its size in bytes. */
  readonly size: number;
  /** the file and line of its declaration and, for a static variable in a function, that function; empty if unknown. */
  readonly source: string;
  /** its type, in C syntax. */
  readonly type: string;
  /** its value, which can be assigned. */
  value: any;
}
interface HotPlace {
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the function, or the address if it has no symbol. */
  readonly place: string;
  /** its share of the samples, from 0 to 1. */
  readonly share: number;
}
interface InterruptNow {
  /** whether it is active: acknowledged and not yet deactivated (XICS: accepted, and no EOI yet); always false with the AIA. */
  readonly active: boolean;
  /** whether it is enabled. */
  readonly enabled: boolean;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the kind: SGI, PPI or SPI for a GIC; 'source' for an APLIC; 'MSI' for an IMSIC; 'source' or 'IPI' for a XICS. */
  readonly kind: string;
  /** its INTID (GIC), source number (APLIC, XICS) or interrupt identity (IMSIC). */
  readonly number: number;
  /** whether it is pending: latched, or level-triggered with its line high. */
  readonly pending: boolean;
  /** its priority, where 0 is the highest; null with the AIA. */
  readonly priority: number;
  /** the target of a shared interrupt, such as 'vCPU 0' or 'vCPU 0, identity 5'; otherwise empty. */
  readonly target: string;
  /** 'edge' or 'level'; for an APLIC: 'off', 'detached', 'edge', 'falling', 'level' or 'low'. */
  readonly trigger: string;
  /** the vCPU that the interrupt is private to; null for a shared interrupt. */
  readonly vcpu: number;
}
interface InterruptsNow {
  /** all interrupts: each vCPU's private interrupts, then the shared ones. */
  readonly all: List<InterruptNow>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** why the interrupts could not be read; empty if they were read. */
  readonly missing: string;
}
interface IoctlScope {
  /** allocate BYTES bytes of zeroed memory for a pointer field; freed when the machine is closed or, for kvm.allocate, when the session ends. */
  allocate(size: Bits): Memory;
  /** call any ioctl on this descriptor, by name or number, with named fields, a struct or one value (an integer, an address, memory or bytes) as the argument. Returns a number, or the struct as the kernel left it. */
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): Ioctls[N]['gives'];
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): number;
  ioctl(number: Bits, argument?: any): any;
}
interface KnownSymbol {
  /** its address in the guest; virtual if the guest uses page tables. */
  readonly address: Bits64;
  /** the file that it comes from. */
  readonly file: string;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** its name. */
  readonly name: string;
  /** the guest physical address that the symbol is loaded at. */
  readonly physical: Bits64;
  /** its size in bytes; for a label without a size, the distance to the end of its section. */
  readonly size: number;
}
interface KnownSymbols extends VariablesOfGuests {
  /** the address of a symbol, or of a symbol plus an offset. */
  address(name: string): Bits64;
  /** the symbols, file by file, in the order of their addresses. */
  readonly all: List<KnownSymbol>;
  /** the number of symbols. */
  readonly count: number;
  /** a global variable by its name: its value, address, size, type and source. If several variables share the name, qualify a static one as 'FILE:NAME' or 'FUNCTION.NAME'. */
  global(name: string): GuestVariable;
  /** the guest's global variables and the static variables of its functions, with their types and values; those of kvmsh's guest library are left out. */
  readonly globals: List<GuestVariable>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the symbol that contains an address, plus the offset into it, or null. */
  name(address: Bits): string;
}
interface Loaded {
  /** the guest physical address of the first byte. */
  readonly at: Bits64;
  /** the ELF file's entry point. */
  readonly entry: Bits64;
  /** the number of bytes written; for an ELF file, the total of all segments. */
  readonly length: number;
}
interface Machine {
  /** allocate BYTES bytes of zeroed memory for a pointer field; freed when the machine is closed. */
  allocate(size: Bits): Memory;
  /** answer the guest's hypercalls, or its reads of a port or an address, with a value, as in vm { }. */
  answer(named: AnswerArguments): void;
  /** connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]. Only in the shell, for a machine that runs in the background. */
  attach(): void;
  /** take a recorded guest back COUNT instructions (default 1) or, with to: ADDRESS, to the last time the pc was there. Later runs replay the recorded results until the recording ends or the script changes something. */
  back(): string;
  back(count: Bits): string;
  back(named: BackArguments): string;
  /** the first vCPU's call chain, unwound with call frame information or frame pointers. */
  readonly backtrace: Backtrace & {(): Backtrace};
  /** set a breakpoint at a symbol ('main'), a line ('x.c:12') or an address (at: ADDRESS), or remove one (remove:); uses debug registers or, with software: true, an instruction in guest memory. A block, if given, is called with the vCPU; the guest stops only if it returns true. ignore: N ignores the first N hits; once: true removes it after its first stop; log: 'rax rcx' prints these registers at each hit, and the guest continues; disable: and enable: switch a breakpoint off and on. */
  breakpoint(place: string): void;
  breakpoint(named: BreakpointArguments): void;
  breakpoint(place: string, condition: (vcpu: MachineVcpu) => boolean): void;
  breakpoint(place: string, named: BreakpointArguments): void;
  breakpoint(named: BreakpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
  breakpoint(place: string, named: BreakpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
  /** the breakpoints and watchpoints of this machine; for the handlers of on(debug: …), see memmap. */
  readonly breakpoints: DebugPoints;
  /** the capabilities whose names match a pattern (default: all), with their meanings and their values for /dev/kvm and, if there is a machine, for its VM. caps.diff 'A', 'B' returns the differences between two boards. */
  readonly caps: Capabilities & {(): Capabilities; (pattern: string): Capabilities};
  /** close the machine: closes its descriptors and frees its memory. */
  close(): void;
  /** the coalesced writes since the previous call, in order, except those that a handler or console handled. */
  coalesced(): List<AnyExit>;
  /** what the guest has written to its console. */
  readonly console: string;
  /** the state of the first vCPU: registers, flags, code, stack, the pending exit, the last lines of the console. To choose the parts, use context.showing for one call or atStop for the session. */
  readonly context: StopContext & {(): StopContext};
  /** add a debug-exit port, as in vm { }: the guest ends the run by writing to it. */
  debugExit(named: DebugExitArguments): void;
  /** a descriptor on the board, by number (for example, one that an ioctl returned), for read, write, map, poll, stat and fallocate. */
  descriptor(fd: Bits): Descriptor;
  /** add an in-kernel device, as in vm { }. */
  device(type: Bits | string, block: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  /** a device, given the descriptor that KVM_CREATE_DEVICE returned. */
  deviceFd(fd: Bits): IoctlScope;
  /** the guest physical addresses of the pages written since the previous call; the first call starts logging for memslots without log: true. */
  dirty(): List<Bits64>;
  /** COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next instruction), decoded in the first vCPU's mode. ADDRESS is guest physical; virtual: takes a guest virtual address instead. */
  dis(): Disassembly;
  dis(at: Bits): Disassembly;
  dis(name: string): Disassembly;
  dis(named: DisArguments): Disassembly;
  dis(at: Bits, count: Bits): Disassembly;
  dis(name: string, count: Bits): Disassembly;
  /** the exits of the last run, or of direct KVM_RUN calls since then: the count for each reason, and the last exits, each with its reply. */
  readonly exits: Exits;
  /** run until the first vCPU's current function returns to its caller (the second line of backtrace). A breakpoint also ends the run. within: a time limit, default 10 s. */
  finish(): Outcome;
  finish(named: FinishArguments): Outcome;
  /** serve gdb on a loopback port of this host until gdb detaches; 0 selects a free port. Prints the command to type in gdb, and waits for one gdb to connect; within: limits that wait (default 10 minutes). vCPU 0 is gdb's thread 1. The guest runs while gdb continues or steps it, and its exits go to the handlers. */
  gdb(port: Bits): void;
  gdb(port: Bits, named: GdbArguments): void;
  /** the current state of the in-kernel interrupt controller's interrupts (KVM_GET_DEVICE_ATTR): whether each is enabled, pending or active, and its priority, trigger and target. Prints as a table of those that are enabled, pending or active. arm64: vgic; riscv64: aia; ppc64: xics; x86 has ioapic, pic and vcpu.lapic instead. */
  readonly interrupts: InterruptsNow;
  /** the current state of the I/O APIC (KVM_GET_IRQCHIP): a redirection entry for each pin. */
  readonly ioapic: any;
  /** call any VM ioctl, by name or number, with named fields, a struct or one value (an integer, an address, memory or bytes) as the argument. Returns a number, or the struct as the kernel left it. */
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): Ioctls[N]['gives'];
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): number;
  ioctl(number: Bits, argument?: any): any;
  /** an eventfd that counts the guest's writes to a port or an address, without an exit; length: and value: select the writes to count. */
  ioeventfd(named: IoeventfdArguments): EventFd;
  /** set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0 or 1, default 1). */
  irq(named: IrqArguments): void;
  /** create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP), as in vm { }; must come before the first vCPU. */
  irqchip(): void;
  /** an eventfd that raises a guest interrupt when signaled. */
  irqfd(named: IrqfdArguments): EventFd;
  /** wait until the background run ends; like run, it returns the outcome or fails. If start was given no time limit, within: limits this wait (default 10 s); a run that has not ended by then is stopped. */
  join(): Outcome;
  join(named: JoinArguments): Outcome;
  /** write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm: (source text for GNU as, assembled for the first vCPU's current mode unless bits: selects another); space: 1 writes to memory created with space: 1. */
  load(named: LoadArguments): Loaded;
  /** map a page in the first vCPU's page tables, given its guest virtual and physical addresses and its rights: 'r', 'rw', 'rx' or 'rwx', with user added for the less privileged mode ('rw user'). size: the page size (default: the smallest); tables: the address of unused memory for missing tables. No TLB is flushed. */
  map(address: Bits, physical: Bits, rights: string): Translation;
  map(address: Bits, physical: Bits, rights: string, named: MapArguments): Translation;
  /** read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text; assigning to the result writes guest memory. To write without reading, replace LENGTH with hex:, bytes:, text:, u8:, u16:, u32: or u64: (in the board's byte order unless order: is given), or with fill: and length:. Writes also work on memory that is read-only for the guest. virtual: takes a guest virtual address instead of ADDRESS. */
  mem(at: Bits): GuestBytes;
  mem(name: string): GuestBytes;
  mem(named: MemArguments): GuestBytes;
  mem(at: Bits, length: Bits): GuestBytes;
  mem(name: string, length: Bits): GuestBytes;
  mem(at: Bits, named: MemArguments): void;
  mem(name: string, named: MemArguments): void;
  /** the guest physical address map: memslots, loads, in-kernel devices, handlers. */
  readonly memmap: MemoryMap;
  /** add guest memory, as in vm { }; with move: OLD, at: NEW, move a memslot; with remove: ADDRESS, delete one. Also works while the guest is running. */
  memory(named: MemoryArguments): void;
  /** add to the machine everything that a block of vm { } words describes; the block is planned as a whole: if any part is rejected, nothing is created. */
  more(block: ((words: VmWords) => void) | VmWordsObject): void;
  /** move the machine into a new VM on the same board, created by the same calls: all state is read, set in the new VM, read again and compared, and the guest continues there. In a handler, the machine moves once the exit is complete. */
  moved(): Moved;
  /** send a message-signaled interrupt. */
  msi(named: MsiArguments): void;
  /** step over a call: single-step the first vCPU and, if the instruction was a call, run until the called function has returned. within: a time limit for that run, default 10 s. */
  next(): Outcome;
  next(named: NextArguments): Outcome;
  /** send a non-maskable interrupt to the first vCPU. */
  nmi(): void;
  /** remove the handler, console, answer or device at a port, an address, a number or a range; `any` selects all. The exits then go to a handler for a wider range; without one, they end the run. */
  off(named: OffArguments): void;
  /** add a handler, as in vm { }; it takes effect at the next exit. */
  on(key: IoKey, handler: (e: IoExit) => unknown): void;
  on(key: MmioKey, handler: (e: MmioExit) => unknown): void;
  on(key: HcallKey, handler: (e: HypercallExit & PaprHcallExit) => unknown): void;
  on(key: MsrKey, handler: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
  on(key: SbiKey, handler: (e: RiscvSbiExit) => unknown): void;
  on(key: DebugKey, handler: (e: DebugExit) => unknown): void;
  on(key: UcallKey, handler: (e: UcallExit) => unknown): void;
  on(key: SystemKey, handler: (e: SystemEventExit) => unknown): void;
  on<R extends keyof ExitsByReason>(key: {exit: R}, handler: (e: ExitsByReason[R]) => unknown): void;
  on(key: ExitKey, handler: (e: AnyExit) => unknown): void;
  /** what the first vCPU's page tables map: ranges of guest virtual addresses, with the guest physical address, the size of the pages and the rights. */
  readonly pages: PageRanges;
  /** the current state of the two PICs (KVM_GET_IRQCHIP). */
  readonly pic: any;
  /** add a PL011, as in vm { }. */
  pl011(named: Pl011Arguments): void;
  /** read or write any register of the first vCPU by name: a general register, a system register, an MSR, or a one-reg by its constant or its id; with a second argument, write it. */
  reg(id: Bits): Bits64;
  reg(name: AnyRegister): Bits64;
  reg(named: AnyRegisters): void;
  reg(id: Bits, value: Bits): void;
  reg(name: AnyRegister, value: Bits): void;
  /** the first vCPU's registers. */
  readonly regs: Registers;
  /** record the guest from now on, for 'back' and 'when': takes a snapshot, then records the results of the guest's exits. Requires a machine with one vCPU whose guest gets all its input through exits. */
  remember(): void;
  /** restore all vCPUs and memory from a snapshot, given by name or as a value (default: the last one). */
  restore(): void;
  restore(name: string): void;
  restore(snapshot: Snapshot): void;
  /** run until an exit that no handler handles, or until the exit named by until:; within: a time limit, default 10 s; vcpu: the number of the only vCPU to run; steps: stop after that many instructions of the run's lowest-numbered vCPU; with timed: true, 'exits' shows where the time went. */
  run(): Outcome;
  run(named: RunArguments): Outcome;
  /** add a serial port, as in vm { }. */
  serial(named: SerialArguments): void;
  /** save the state of all vCPUs and memory for restore, under a name if one is given; the snapshot lists what it does not include. */
  snapshot(): Snapshot;
  snapshot(name: string): Snapshot;
  /** the named snapshots. */
  readonly snapshots: Snapshots;
  /** start a run in the background and continue; stop() ends it, join() waits for its end. In JavaScript, handlers run on the script's thread, when the script calls a kvmsh word or waits in join. */
  start(): StartedRun;
  start(named: StartArguments): StartedRun;
  /** the VM's statistics (KVM_GET_STATS_FD): names, values and units; each vCPU has its own. */
  readonly stats: Stats;
  /** single-step the first vCPU; the result shows the new pc. */
  step(): Outcome;
  /** the steps of the plan, with their calls and results. */
  readonly steps: MadeSteps;
  /** stop the run in progress, if there is one, and wait until it has ended. */
  stop(): void;
  /** the symbols of the loaded ELF files and the labels of load asm:, as used by listings, breakpoint at:, mem and dis. FILE adds the symbols of one more file, at their addresses plus offset:. like: PATTERN lists the symbols whose names match. */
  readonly symbols: KnownSymbols & {(): KnownSymbols; (file: string): KnownSymbols; (named: SymbolsArguments): KnownSymbols; (file: string, named: SymbolsArguments): KnownSymbols};
  /** measure, for TIME (default 1 s), the activity of a machine that is running in the background: exits per second by reason and place, each vCPU's time in KVM_RUN and in handlers, hot code by sampled pc, and KVM's statistics. Sampling takes each vCPU out of KVM_RUN 20 times a second. */
  top(): Activity;
  top(time: Duration): Activity;
  /** how the first vCPU's page tables translate a guest virtual address: each entry read, with its bits named, and the resulting guest physical address or fault. */
  translate(address: Bits): Translation;
  /** send a string to the guest as input, through its serial, pl011, vterm or SBI console. */
  type(text: string): void;
  /** in the shell only: undo the last COUNT writes (default 1) made to registers and memory with regs, reg, mem and load; running the guest clears the list of writes. */
  undo(): Undone;
  undo(count: Bits): Undone;
  /** run until any vCPU reaches a symbol ('main'), a line ('x.c:12') or an address. A breakpoint also ends the run. within: a time limit, default 10 s. */
  until(address: Bits): Outcome;
  until(place: string): Outcome;
  until(address: Bits, named: FinishArguments): Outcome;
  until(place: string, named: FinishArguments): Outcome;
  /** a vCPU by number; if the script created it with KVM_CREATE_VCPU, its kvm_run is mapped on first use. */
  vcpu(id: Bits): MachineVcpu;
  /** the pc, the mp_state and the last exit of each vCPU. */
  readonly vcpus: SeenVcpus & {(): any};
  /** compare what was written to every vCPU since the guest last ran (registers by name, structs by ioctl) with what is read back. */
  verify(): Verified;
  /** add a virtual terminal (powerpc), as in vm { }. */
  vterm(unit: Bits): void;
  /** set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an access to the watched bytes. size: is the number of bytes to watch (default 4); access: is 'write' (default), 'read' or 'access' (either). A block, if given, is called with the vCPU; the run ends only if the block returns true. ignore: N ignores the first N hits. */
  watchpoint(named: WatchpointArguments): void;
  watchpoint(named: WatchpointArguments, condition: (vcpu: MachineVcpu) => boolean): void;
  /** take a recorded guest back to the last point at which a block's result became true: the block is called after each exit to find the two exits between which that happened, then after each instruction between them. */
  when(condition: (vcpu: MachineVcpu) => boolean): string;
}
interface MachineVcpu {
  /** this vCPU's call chain, unwound with call frame information or frame pointers. */
  readonly backtrace: Backtrace;
  /** the state of this vCPU; m.context is the state of the first vCPU. */
  readonly context: StopContext;
  /** current control and status registers, with named bits: cr0, rflags and segments on x86_64, system registers on arm64, CSRs on riscv64. Members: control.REGISTER.FIELD. */
  readonly control: NamedBits;
  /** the CPUID entries (KVM_GET_CPUID2), with feature bits named; each name is also a member. */
  readonly cpuid: NamedBits;
  /** the last exception reported by kvmsh's exception vectors, or null. */
  readonly exception: GuestException;
  /** run until this vCPU's current function returns to its caller (the second line of backtrace). A breakpoint also ends the run. within: a time limit, default 10 s. */
  finish(): Outcome;
  finish(named: FinishArguments): Outcome;
  /** the vCPU's number. */
  readonly id: number;
  /** call any ioctl on this vCPU, by name or number, with named fields, a struct or one value (an integer, an address, memory or bytes) as the argument. Returns a number, or the struct as the kernel left it. KVM_RUN calls no handler and returns the exit e, which is valid until the next KVM_RUN; a reply, such as e.reply 41, takes effect in that next call. KVM_RUN fails with EINTR after ten seconds, or after the time in within:. */
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): Ioctls[N]['gives'];
  ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): number;
  ioctl(number: Bits, argument?: any): any;
  /** the current state of the local APIC (KVM_GET_LAPIC); isr, irr and tmr are lists of vectors. */
  readonly lapic: NamedBits;
  /** the vCPU's machine. */
  readonly machine: Machine;
  /** map a page in this vCPU's page tables, given its guest virtual and physical addresses and its rights: 'r', 'rw', 'rx' or 'rwx', with user added for the less privileged mode ('rw user'). size: the page size (default: the smallest); tables: the address of unused memory for missing tables. No TLB is flushed. */
  map(address: Bits, physical: Bits, rights: string): Translation;
  map(address: Bits, physical: Bits, rights: string, named: MapArguments): Translation;
  /** step over a call: single-step this vCPU and, if the instruction was a call, run until the called function has returned. within: a time limit for that run, default 10 s. */
  next(): Outcome;
  next(named: NextArguments): Outcome;
  /** what this vCPU's page tables map: ranges of guest virtual addresses, with the guest physical address, the size of the pages and the rights. */
  readonly pages: PageRanges;
  /** read any register, or with a second argument write it: a general register, system register or MSR by its name, or a one-reg by its constant or its id. */
  reg(id: Bits): Bits64;
  reg(name: AnyRegister): Bits64;
  reg(named: AnyRegisters): void;
  reg(id: Bits, value: Bits): void;
  reg(name: AnyRegister, value: Bits): void;
  /** the vCPU's general registers, by their architectural names. */
  readonly regs: Registers;
  /** the vCPU's kvm_run, with the kernel's field names: s.regs (with kvm_valid_regs and kvm_dirty_regs), immediate_exit, request_interrupt_window, cr8, the exit union. A view of the board's memory: the next KVM_RUN uses the assigned values; copy returns a struct that does not change. */
  readonly run: kvm_run;
  /** the vCPU's statistics (KVM_GET_STATS_FD): names, values and units. */
  readonly stats: Stats;
  /** single-step this vCPU; the result shows the new pc. */
  step(): Outcome;
  /** how this vCPU's page tables translate a guest virtual address: each entry read, with its bits named, and the resulting guest physical address or fault. */
  translate(address: Bits): Translation;
  /** read back what the script has set on this vCPU since the guest last ran (registers by name, structs by ioctl), and compare it with what was written. */
  verify(): Verified;
  /** the current state of the FPU and vector registers (KVM_GET_XSAVE). */
  readonly xsave: NamedBits;
}
interface MadeStep {
  /** its calls, with their results. */
  readonly calls: List<SeenCall>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** source location in the script. */
  readonly place: string;
  /** a description of the step. */
  readonly text: string;
  /** why the step is needed, with the source. */
  readonly why: string;
}
interface MadeSteps {
  /** the steps, in order. */
  readonly all: List<MadeStep>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface Memory {
  /** its address as the board's kernel sees it. */
  readonly address: Bits64;
  /** the bytes from an offset as a list of unsigned numbers; assigning to an element writes this memory. */
  bytes(offset: Bits, length: Bits): number[];
  /** its size in bytes. */
  readonly size: number;
  /** write a list of numbers, bytes, a string, or the result of asm or mem to this memory, at its start or at an offset. */
  write(what: any): void;
  write(offset: Bits, what: any): void;
}
interface MemoryMap {
  /** the ranges, lowest address first. */
  readonly all: List<Part>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface Moved {
  /** the registers and fields that differ between the last read of the old VM and the first read of the new one, excluding running counters. */
  readonly differences: List<string>;
  /** whether the machine has moved into the new VM; a move requested in a handler happens once the exit is complete. */
  readonly done: boolean;
  /** the parts of the state that were not carried over, each with the reason. */
  readonly missing: List<string>;
  /** the counters that advanced during the move, such as the TSC. */
  readonly running: List<string>;
}
interface NamedBits extends RegistersWithFields {
  /** the registers. */
  readonly all: List<NamedRegister>;
  /** the registers that differ from those read earlier, with the bits that were set and cleared. */
  diff(other: any): StructDifference;
  /** a register by name; ISR, IRR and TMR return the list of vectors that are set; a field's name also works if only one register has that field. */
  get(name: AnyRegister): any;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** why the machine lacks this state; empty if the state is present. */
  readonly missing: string;
  /** the names of the registers. */
  readonly names: List<string>;
}
interface NamedRegister extends FieldsWithNames {
  /** the value of a field of the register, by name. */
  get(name: AnyRegister): any;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the names of the set bits; wider fields as NAME=VALUE; other bits in hex. */
  readonly names: List<string>;
  /** all bits of the register as one number. */
  readonly value: any;
}
interface OpenedBoard {
  /** its architecture. */
  readonly arch: string;
  /** the capabilities whose names match a pattern, with their meanings. */
  caps(pattern: string): Capabilities;
  /** close the board and its machines, and end every process that was started for the board. */
  close(): void;
  /** its kind (real, emulated, remote or model), and any limitation. */
  readonly kind: string;
  /** its name. */
  readonly name: string;
  /** its kernel's page size in bytes; memslot addresses and sizes must be multiples of it. */
  readonly pageSize: number;
  /** show the calls that vm { } would make on this board for this block, without making them. */
  plan(block: ((words: VmWords) => void) | VmWordsObject): PlanOnPaper;
  /** the calls made on this board. */
  readonly trace: Calls;
  /** create a VM on this board; returns a machine. */
  vm(block: ((words: VmWords) => void) | VmWordsObject): Machine;
}
interface PageEntry {
  /** the entry's guest physical address; null if it is not in guest memory. */
  readonly at: Bits64;
  /** the names of the bits set in the entry. */
  readonly bits: string;
  /** the entry's index in its table. */
  readonly index: number;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the table that the entry is in. */
  readonly table: string;
  /** the entry's value; null if not in any memslot. */
  readonly value: Bits64;
}
interface PageRanges {
  /** the ranges, lowest address first. */
  readonly all: List<Range>;
  /** whether all tables were read; false if there are more than 4096. */
  readonly isWhole: boolean;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the paging mode. */
  readonly paging: string;
}
interface Part {
  /** the first address. */
  readonly at: Bits64;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** its size in bytes; 0 if only the kernel knows it. */
  readonly size: Bits64;
  /** a description of the range. */
  readonly what: string;
}
interface PlanOnPaper {
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface ProposalCall {
  /** /dev/kvm, if the ioctl was issued on it; ioctls on this object go to the board's kernel. */
  readonly kvm: IoctlScope;
  /** the state that the proposal keeps for this VM, by name; initially empty. */
  readonly state: any;
  /** the vCPU that the ioctl was issued on; ioctls on this object go to the board's kernel. */
  readonly vcpu: IoctlScope;
  /** the VM that the ioctl was issued on, or the vCPU's VM; ioctls on this object go to the board's kernel. */
  readonly vm: IoctlScope;
}
interface ProposalMade {
  /** whether the script's proposal handles the ioctl; otherwise the board's kernel does. */
  readonly answers: boolean;
}
interface Range {
  /** the first guest virtual address. */
  readonly at: Bits64;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the size of each page in bytes. */
  readonly page: Bits64;
  /** the guest physical address of the first page. */
  readonly physical: Bits64;
  /** the access rights: r, w, x, and user for the less privileged mode. */
  readonly rights: string;
  /** the size of the range in bytes. */
  readonly size: Bits64;
}
interface RefusedCall {
  /** the call's struct as the kernel left it; its count may hold the number of elements that the call needs; null if the call takes no struct. */
  readonly answered: any;
  /** the call's argument as text, as the script passed it. */
  readonly argument: string;
  /** the name of the ioctl or system call. */
  readonly call: string;
  /** the errno: its constant, or its number if it has no name. */
  readonly errno: any;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the kind of descriptor the call was made on: kvm, vm, vcpu or device; empty for a non-KVM call. */
  readonly on: string;
  /** source location of the call: file:line:column. */
  readonly place: string;
  /** whether kvmsh rejected the call because of a rule, without calling the kernel. */
  readonly planned: boolean;
  /** the rules that the call breaks; if none could be checked, the rules that can cause this errno. */
  readonly rules: List<RuleBehind>;
}
interface RegisterDifference {
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the register, by the name used to set it. */
  readonly name: string;
  /** the value that was read back. */
  readonly reads: Bits64;
  /** the vCPU's number. */
  readonly vcpu: number;
  /** the value that was written. */
  readonly wrote: Bits64;
}
interface RegisterValues {
  /** the registers that differ from those of a copy, m.regs, a snapshot or the outcome of a run. */
  diff(other: any): StructDifference;
  /** the value of a register in the copy. */
  get(name: AnyRegister): Bits64;
}
interface Registers extends RegistersOfBoards {
  /** a copy of the current register values, which later runs do not change. */
  readonly copy: RegisterValues;
  /** the registers that differ from those of a copy, a snapshot, the outcome of a run or another vCPU. */
  diff(other: any): StructDifference;
  /** all registers as JSON text, each as a hex string. */
  readonly json: string;
}
interface RuleBehind {
  /** true if kvmsh checked the call and found that it breaks the rule; 'may' if it could not check. */
  readonly broken: any;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the kernel document or source file that states the rule; empty for a rule from a patch. */
  readonly source: string;
  /** the condition that breaks the rule, with the actual values if they were checked. */
  readonly text: string;
}
interface SeenCall {
  /** the call's return value: 0 or more, or a negative errno. */
  readonly answer: number;
  /** the call's argument as text, as the kernel received it. */
  readonly argument: string;
  /** the argument's bytes as the kernel received them; empty for a plain value. */
  readonly bytes: Uint8Array;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** when the call returned, in milliseconds since the session began. */
  readonly ms: number;
  /** the name of the ioctl or system call. */
  readonly name: string;
  /** the kind of descriptor the call was made on: kvm, vm, vcpu or device; empty for a non-KVM call. */
  readonly on: string;
  /** why kvmsh made the call: 'opening the board', 'probing the board', 'explaining an error', 'completing an exit', 'moving the machine'; for a kernel event, 'traced by the kernel'; empty for a script's call. */
  readonly own: string;
  /** the proposal's role in the call: 'answered by the proposal', 'made by the proposal', or empty if no proposal was involved. */
  readonly proposal: string;
  /** the ioctl's number on the board's architecture; 0 for a call that is not an ioctl. */
  readonly request: number;
  /** what the kernel wrote into the argument, as text; empty if nothing changed. */
  readonly result: string;
  /** duration of the call in milliseconds, including the round trip to the board; 0 if unknown or for a kernel event. */
  readonly took: number;
}
interface SeenExit {
  /** the value returned to the guest, or null. */
  readonly answer: Bits64;
  /** the exit as its handler received it. */
  readonly exit: AnyExit;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the kernel's name for the exit reason, in lower case. */
  readonly name: string;
  /** the exit's number within its run, from 1. */
  readonly number: number;
  /** the vCPU that exited. */
  readonly vcpu: number;
}
interface SeenVcpu {
  /** its last exit in the last run, with the port, address or number; empty if it had none. */
  readonly exit: string;
  /** the vCPU's number. */
  readonly id: number;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the symbol at pc; empty if pc has no symbol. */
  readonly name: string;
  /** the address of its next instruction; on x86, the linear address. */
  readonly pc: Bits64;
  /** the KVM_MP_STATE_ name without its prefix (KVM_GET_MP_STATE); empty if the kernel refuses the call. */
  readonly state: string;
}
interface SeenVcpus {
  /** the vCPUs, in order of id. */
  readonly all: List<SeenVcpu>;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface Snapshot {
  /** the parts of the state missing from the snapshot, each with the reason (for example, no call returns it or kvmsh does not read it). */
  readonly missing: List<string>;
}
interface Snapshots {
  /** the names of the machine's snapshots, in the order in which they were taken. */
  readonly names: List<string>;
}
interface StackFrame {
  /** the file and line of the call in progress in this frame or, in the innermost frame, of the instruction at the pc; null if the loaded file has no line information. */
  readonly line: string;
  /** the symbol that contains the pc, with the offset into the symbol (main+0x4), or null. */
  readonly name: string;
  /** the address at which execution resumes in this frame. */
  readonly pc: Bits64;
  /** the frame pointer, from which the caller's frame is found. */
  readonly pointer: Bits64;
}
interface StartedRun {
  /** wait for the run to end; like run, it returns the outcome or fails. If start was given no time limit, within: limits this wait (default 10 s); a run that has not ended by then is stopped. */
  join(): Outcome;
  join(named: JoinArguments): Outcome;
  /** whether the run has ended. */
  readonly over: boolean;
}
interface Stat {
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the statistic's name in the kernel. */
  readonly name: string;
  /** the type: cumulative, instant, peak, linear_hist or log_hist. */
  readonly type: string;
  /** the unit (bytes, seconds, cycles or boolean) with its scale, such as 10^-9 seconds; empty for a count. */
  readonly unit: string;
  /** the value; for a histogram, the sum of all buckets. */
  readonly value: Bits64;
  /** the values: one, or one per histogram bucket. */
  readonly values: List<Bits64>;
}
interface Stats {
  /** all statistics, in the kernel's order. */
  readonly all: List<Stat>;
  /** the kernel's name for the VM or vCPU that the statistics describe. */
  readonly id: string;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** one statistic with its unit and all its values. */
  named(name: string): Stat;
  /** the increase since earlier statistics of the same VM or vCPU. */
  since(before: Stats): Stats;
  /** the value of one statistic, as a number. */
  value(name: string): Bits64;
}
interface StopContext {
  /** read the context again, showing the given parts instead. registers: is 'all', 'changed' or 'none'; code: is a number of instructions, stack: of words, console: of lines. */
  showing(named: ShowingArguments): StopContext;
  /** the vCPU's number. */
  readonly vcpu: number;
}
interface StructDifference {
  /** the names of the fields (in struct order) or registers that differ. */
  readonly names: List<string>;
}
interface Translation {
  /** the guest virtual address. */
  readonly address: Bits64;
  /** the entries that were read, top-level table first. */
  readonly entries: List<PageEntry>;
  /** why the address is not mapped; empty if it is mapped. */
  readonly fault: string;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the paging mode. */
  readonly paging: string;
  /** the guest physical address; null if the address is not mapped. */
  readonly physical: Bits64;
  /** the access rights: r, w, x, and user for the less privileged mode. */
  readonly rights: string;
  /** the page size in bytes; 0 if the address is not mapped or address translation is off. */
  readonly size: Bits64;
}
interface Undone {
  /** the writes that were undone, newest first. */
  readonly all: List<string>;
  /** the number of writes undone. */
  readonly count: number;
}
interface VcpuActivity {
  /** the vCPU's number. */
  readonly id: number;
  /** the fraction of the measured time that the vCPU spent outside KVM_RUN, mostly in handlers: 0 to 1. */
  readonly inHandlers: number;
  /** the fraction of the measured time that the vCPU spent in KVM_RUN, guest and kernel together: 0 to 1. */
  readonly inKvmRun: number;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** its exits per second. */
  readonly rate: number;
  /** the state at the end, from KVM_GET_MP_STATE: 'stopped', or the name of the KVM_MP_STATE_ constant without that prefix, such as RUNNABLE or HALTED; 'running' if the kernel refuses that ioctl. */
  readonly state: string;
}
interface Verified {
  /** the registers whose value differs from what was written. */
  readonly all: List<RegisterDifference>;
  /** the number of registers and structs compared: those set since the guest last ran. */
  readonly count: number;
  /** whether every register that was set holds what was written. */
  readonly empty: boolean;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
}
interface WatchList {
  /** the watched values, in the order in which they were set. */
  readonly all: List<WatchedValue>;
}
interface WatchedValue {
  /** its name. */
  readonly name: string;
  /** its number, for watch remove:. */
  readonly number: number;
}
interface Assembled {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly origin: Bits64;
}
interface Disassembly {
  readonly instructions: List<Instruction>;
  readonly missing: string;
}
interface Instruction {
  readonly address: Bits64;
  readonly bytes: Uint8Array;
  readonly mnemonic: string;
  readonly operands: string;
  readonly text: string;
}
interface Outcome {
  readonly breakpoint: BreakpointHit;
  readonly code: Bits64;
  readonly detail: string;
  readonly exit: ExitKind;
  readonly exits: number;
  readonly json: string;
  readonly line: string;
  readonly ms: number;
  readonly report: string;
  readonly vcpu: number;
  readonly watchpoint: WatchpointHit;
}
interface PatchDefined {
  readonly help: string;
}
interface BreakpointHit {
  /** its address. */
  readonly address: Bits64;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the breakpoint's number, as shown in messages; the machine's first one is 1. */
  readonly number: number;
}
interface WatchpointHit {
  /** the access that the guest made: 'read', 'write', or 'access' if the processor does not report which. */
  readonly access: string;
  /** the watched address. */
  readonly address: Bits64;
  /** the value after the access; null if it is larger than 8 bytes or not in memory. */
  readonly after: Bits64;
  /** the value before the access; null if it is larger than 8 bytes or not in memory. */
  readonly before: Bits64;
  /** the same data as JSON text: 64-bit values are hex strings, counts are numbers. */
  readonly json: string;
  /** the watchpoint's number, as shown in messages; the machine's first one is 1. */
  readonly number: number;
  /** the number of watched bytes. */
  readonly size: Bits64;
}
type HandlerObject =
  | IoKey & {mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: IoExit) => unknown}
  | MmioKey & {io?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: MmioExit) => unknown}
  | HcallKey & {io?: undefined, mmio?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: HypercallExit & PaprHcallExit) => unknown}
  | MsrKey & {io?: undefined, mmio?: undefined, hcall?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: X86RdmsrExit & X86WrmsrExit) => unknown}
  | SbiKey & {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: RiscvSbiExit) => unknown}
  | DebugKey & {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, ucall?: undefined, system?: undefined, exit?: undefined, do: (e: DebugExit) => unknown}
  | UcallKey & {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, system?: undefined, exit?: undefined, do: (e: UcallExit) => unknown}
  | SystemKey & {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, exit?: undefined, do: (e: SystemEventExit) => unknown}
  | {[R in keyof ExitsByReason]: {exit: R, io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, do: (e: ExitsByReason[R]) => unknown}}[keyof ExitsByReason]
  | {exit: bigint | AnyPlace, io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, ucall?: undefined, system?: undefined, do: (e: AnyExit) => unknown};
interface AiaArguments {
  /** guest physical address of the first vCPU's IMSIC; those of the other vCPUs follow, 4 KiB each */
  imsic?: Bits;
  /** guest physical address of the APLIC, whose size is 16 KiB; without it there are no wired interrupts, only MSIs */
  aplic?: Bits;
  /** number of APLIC interrupt sources; default 31 */
  sources?: Bits;
  /** the highest interrupt number of an IMSIC, one less than a multiple of 64; default: the kernel's */
  ids?: Bits;
  /** 'EMUL', 'HWACCEL' or 'AUTO'; default: the kernel's */
  mode?: 'EMUL' | 'HWACCEL' | 'AUTO';
}
interface AnswerArguments {
  /** a port, mmio: an address or hcall: a hypercall number, or a range of these */
  io?: Place;
  mmio?: Place;
  hcall?: Place;
  /** the value that reads return; default 0; writes are ignored */
  value?: Bits;
}
interface AsmArguments {
  /** the address of the first byte; default 0 */
  at?: Bits;
}
interface AtStopArguments {
  /** 'all', 'changed' or 'none' */
  registers?: 'all' | 'changed' | 'none';
  /** number of instructions from the pc */
  code?: Bits;
  /** number of words */
  stack?: Bits;
  /** number of most recent lines; 0 omits the part */
  console?: Bits;
}
interface AttrArguments {
  /** the attribute's group, a number or a constant */
  group?: Bits | string;
  /** its number or constant in the group, default 0 */
  attr?: Bits | string;
  /** a 64-bit value, or a value of size: bytes; omit it if the attribute takes no value */
  value?: Bits;
  /** 4 or 8 bytes; default 8 */
  size?: Bits;
}
interface BackArguments {
  to?: Address;
}
interface BreakpointArguments {
  /** an address, a symbol or a line ('x.c:12') */
  at?: Address;
  /** the address of the breakpoint to remove */
  remove?: Address;
  /** and enable: the */
  disable?: Address;
  enable?: Address;
  /** patches an instruction in guest memory */
  software?: boolean;
  /** number of hits to ignore before the guest stops; hits whose condition is false do not count */
  ignore?: Bits;
  /** removes the breakpoint after its first stop */
  once?: boolean;
  /** names of registers: each hit prints the place and their values, such as vCPU 0 at 0x1003 rax=0x2a, on a line among the printed system calls, and the */
  log?: string;
}
interface CoalesceArguments {
  /** a port, or mmio: an address */
  io?: Bits;
  mmio?: Bits;
  /** the range's size in bytes */
  size?: Bits;
}
interface ConsoleArguments {
  /** a port, mmio: an address or hcall: a hypercall number, or a range of these: 0x3f8..0x3ff */
  io?: Place;
  mmio?: Place;
  hcall?: Place;
  /** SBI_EXT_DBCN, the debug console of a riscv64 guest; the guest reads what m.type sends */
  sbi?: Place;
  /** the value that reads return; default 0 */
  value?: Bits;
}
interface CpuArguments {
  /** a KVM_ARM_TARGET_... constant, or its name without the prefix; default: KVM's preferred target */
  target?: Bits | string;
  /** KVM_ARM_VCPU_... constants, or their names without the prefix; the vCPU gets only these */
  features?: Bits | string | (Bits | string)[];
  /** on riscv64, inside vm { }: SBI extensions to enable before the first run: 'DBCN', 'SUSP' or 'MPXY', or a list of them */
  sbi?: Bits | string | (Bits | string)[];
}
interface CpuidArguments {
  /** the entry's leaf */
  function?: Bits;
  /** its subleaf */
  index?: Bits;
  eax?: Bits;
  ebx?: Bits;
  ecx?: Bits;
  edx?: Bits;
}
interface DebugExitArguments {
  /** a port, or mmio: an address */
  io?: Bits;
  mmio?: Bits;
}
interface DebugKey {
  debug: Place;
}
interface DecodeArguments {
  /** the address of the first byte */
  at?: Bits;
}
interface DescriptorMapArguments {
  offset?: Bits;
}
interface DirtyArguments {
  /** inside vm { }: number of entries in each vCPU's dirty ring, a power of two */
  ring?: Bits;
}
interface DisArguments {
  /** a guest-virtual address instead of ADDRESS, translated by the first vCPU's page tables */
  virtual?: Bits;
  /** number of instructions, default 8 */
  count?: Bits;
}
interface EnableHcallArguments {
  /** false leaves the hypercall to the script's handlers; default true */
  on?: boolean;
}
interface ExitKey {
  exit: Bits | Place;
}
interface ExpectArguments {
  /** the errno with which the block's last call must fail */
  errno?: number;
  /** the exit that the last run must have ended with */
  exit?: ExitKind | Bits;
}
interface FallocateArguments {
  offset?: Bits;
  length?: Bits;
  punch?: boolean;
  keep?: boolean;
  mode?: Bits;
}
interface FinishArguments {
  /** a time; default: 10 s */
  within?: Duration;
}
interface GdbArguments {
  /** the time limit for gdb to connect, default 10 minutes */
  within?: Duration;
}
interface HcallKey {
  hcall: Place;
}
interface HtabArguments {
  /** 18 to 46: the table has 2^order bytes */
  order?: Bits;
}
interface IoKey {
  io: Place;
}
interface IoeventfdArguments {
  /** a port, or mmio: an address */
  io?: Bits;
  mmio?: Bits;
  /** size of the write in bytes: 1, 2, 4 or 8, or 0 for any */
  length?: Bits;
  /** count only writes of this value; needs length: */
  value?: Bits;
}
interface IrqArguments {
  /** the line's number; on arm64, spi: (32 or above), or ppi: (16 to 31) with vcpu:, a vCPU's number */
  gsi?: Bits;
  spi?: Bits;
  ppi?: Bits;
  vcpu?: Bits;
  /** 0 or 1; default 1 */
  level?: Bits | boolean;
}
interface IrqfdArguments {
  /** the interrupt's number */
  gsi?: Bits;
}
interface JoinArguments {
  /** how long to wait for the run to end; default: the within: passed to start, or 10 s if there was none. A run that takes longer is stopped */
  within?: Duration;
}
interface LoadArguments {
  /** guest physical address; required except with elf: */
  at?: Bits;
  hex?: string;
  bytes?: Bytes;
  file?: string;
  elf?: string;
  asm?: string;
  /** with asm: on x86: 16, 32 or 64; default: the first vCPU's mode */
  bits?: Bits;
  /** the address space to load into, as for memory */
  space?: Bits;
}
interface Long64Arguments {
  /** guest physical address of the page tables, which take 24 KiB; default: the highest free address below 4 GiB */
  tables?: Bits;
  /** takes the same values as the word vectors, and has the same effect */
  idt?: boolean | {[vector: string]: Bits | string};
}
interface MapArguments {
  /** the page size; default: the smallest that the paging mode supports. 2.MB maps a large page */
  size?: Bits;
  /** the guest physical address of unused guest memory, a multiple of the table size. Missing tables are created there, one after another. If a */
  tables?: Bits;
}
interface MemArguments {
  hex?: string;
  bytes?: Bytes;
  text?: string;
  u8?: Bits | Bits[];
  u16?: Bits | Bits[];
  u32?: Bits | Bits[];
  u64?: Bits | Bits[];
  /** 'little' or 'big' for numbers; default: the board's byte order */
  order?: 'little' | 'big';
  fill?: Bits;
  length?: Bits;
  virtual?: Bits;
}
interface MemoryArguments {
  /** guest physical address, a multiple of the board's page size */
  at?: Bits;
  /** bytes, a multiple of the page size: 64.KB */
  size?: Bits;
  /** the guest's writes become MMIO exits */
  readonly?: boolean;
  /** the kernel records which pages the guest writes, for dirty() */
  log?: boolean;
  huge?: Bits | boolean;
  /** a path; the guest gets a private copy of the file */
  file?: string;
  /** memory that can be private to the guest */
  guestMemfd?: boolean;
  /** on an existing machine, the address of the memslot to move to at: */
  move?: Bits;
  /** on an existing machine, the address of the memslot to delete */
  remove?: Bits;
}
interface MmioKey {
  mmio: Place;
}
interface MsiArguments {
  /** the message's address */
  address?: Bits;
  /** the message's data */
  data?: Bits;
  /** on arm64, the ID of the device that sends it */
  devid?: Bits;
}
interface MsrKey {
  msr: Place;
}
interface NeedsArguments {
  /** a capability, min: its minimum value */
  cap?: Bits | string;
  min?: Bits;
  /** a device type */
  device?: Bits | string;
  /** an ioctl, by: what must implement it: 'kernel', 'proposal', or 'none' for a board that must not have it */
  ioctl?: AnyIoctl;
  by?: 'kernel' | 'proposal' | 'none';
  /** a register that a new vCPU must have */
  reg?: string;
  /** patterns for board names, architectures or kinds */
  boards?: string | string[];
  /** an assembler mode */
  asm?: CodeMode;
  /** bytes of free memory on the board */
  memory?: Bits;
}
interface NextArguments {
  /** time limit for the called function to return; default: 10 s */
  within?: Duration;
}
interface OffArguments {
  io?: Place;
  mmio?: Place;
  hcall?: Place;
  msr?: Place;
  sbi?: Place;
  debug?: Place;
  ucall?: Place;
  system?: Place;
  exit?: Bits | Place;
}
interface Pl011Arguments {
  /** guest physical address of the 4 KiB register window */
  mmio?: Bits;
}
interface PlatformArguments {
  /** 'rfc2011' or 'merged'; default: the one the board supports */
  api?: Api | string;
}
interface ReadArguments {
  at?: Bits;
}
interface ReadFileArguments {
  /** the offset of the first byte; default: 0 */
  at?: Bits;
  /** the number of bytes; default: up to the end of the file */
  length?: Bits;
}
interface RfcArguments {
  /** a commit or a range of commits ('master..feature'), in place of FILE */
  commit?: string;
  /** the directory of the commit's git tree; default: the current directory */
  tree?: string;
  /** 'kvm', 'vm', 'vcpu' or 'device': the kind of descriptor on which the ioctls of FILE are called; default: what the patch says */
  on?: 'vcpu' | 'vm' | 'kvm' | 'device';
}
interface RmaArguments {
  /** 'rfc2011' always uses the pool */
  api?: Api | string;
}
interface RunArguments {
  /** an exit by its name: hlt, io, mmio, hcall, system, ...; or a block that returns true to end the run */
  until?: ExitKind | Bits | (() => boolean);
  /** a time: 2.s, 300.ms; default: 10 s */
  within?: Duration;
  /** number of the only vCPU to run, with the machine's handlers, consoles and devices; default: all vCPUs, each on its own thread */
  vcpu?: Bits;
  /** stop after this many instructions of the run's lowest-numbered vCPU */
  steps?: Bits;
  /** measures the time of each exit: exits then shows where the run's time went; costs three clock reads per exit */
  timed?: boolean;
}
interface SbiKey {
  sbi: Place;
}
interface SerialArguments {
  /** a port, or mmio: an address: the first of eight registers */
  io?: Bits;
  mmio?: Bits;
}
interface ShowingArguments {
  registers?: 'all' | 'changed' | 'none';
  code?: Bits;
  stack?: Bits;
  console?: Bits;
}
interface StartArguments {
  until?: ExitKind | Bits | (() => boolean);
  within?: Duration;
  vcpu?: Bits;
  steps?: Bits;
  timed?: boolean;
}
interface SymbolsArguments {
  /** added to the addresses of FILE; default: 0 */
  offset?: Bits;
  /** a name pattern, in which * matches any text */
  like?: string;
}
interface SystemKey {
  system: Place;
}
interface TestArguments {
  /** patterns for board names, architectures or kinds; on other boards the test is skipped */
  boards?: string | string[];
  /** its time limit; default: 60 s, or --timeout */
  within?: Duration;
  /** a name or a list of names, by which kvmsh test --tag chooses tests */
  tags?: string | string[];
  /** the name of the document that specifies what the test checks; printed if the test fails */
  source?: string;
  /** a number from 1 to 999: the test's position in the bring-up order for a new board; also tags the test bringup */
  bringup?: number;
}
interface TraceArguments {
  /** also records KVM_RUN, from now on */
  exits?: boolean;
  /** path of a trace file; lists its calls instead of the session's */
  file?: string;
  /** also records KVM_RUN and the events of KVM's tracepoints in the board's kernel, from now on */
  kernel?: boolean;
}
interface UcallKey {
  ucall: Place;
}
interface VcpuArguments {
  /** instead of a block; takes the same values as the word vectors. The vCPU starts at the ELF file's entry point */
  vectors?: boolean | {[vector: string]: Bits | string};
}
interface VcpuCpuArguments {
  /** a KVM_ARM_TARGET_... constant, or its name without the prefix; default: KVM's preferred target */
  target?: Bits | string;
  /** KVM_ARM_VCPU_... constants, or their names without the prefix; the vCPU gets only these */
  features?: Bits | string | (Bits | string)[];
}
interface VectorsArguments {
}
interface VgicArguments {
  /** guest physical address of the distributor */
  dist?: Bits;
  /** address of a GICv2's CPU interface */
  cpu?: Bits;
  /** address of a GICv3's redistributors */
  redist?: Bits;
  /** number of interrupts, a multiple of 32 from 64 to 1024 */
  irqs?: Bits;
  /** 'rfc2011', 'merged' or 'attributes'; default: the one the board supports */
  api?: Api | string;
}
interface VmMemoryArguments {
  /** guest physical address, a multiple of the board's page size */
  at?: Bits;
  /** bytes, a multiple of the page size: 64.KB */
  size?: Bits;
  /** the guest's writes become MMIO exits */
  readonly?: boolean;
  /** the kernel records which pages the guest writes, for dirty() */
  log?: boolean;
  huge?: Bits | boolean;
  /** a path; the guest gets a private copy of the file */
  file?: string;
  /** memory that can be private to the guest */
  guestMemfd?: boolean;
  /** the address space that an x86 vCPU uses in SMM; needs KVM_CAP_MULTI_ADDRESS_SPACE */
  space?: Bits;
}
interface WatchArguments {
  /** the number of the watched value to remove */
  remove?: Bits;
}
interface WatchpointArguments {
  /** address of the first byte, virtual if paging is on (x86: linear): a number or the name of a symbol */
  at?: Address;
  /** bytes, default 4. x86: 1, 2, 4 or 8, with the address aligned to the size. arm64: 1 to 8 within an aligned 8-byte word, or a power of two up to 2 GiB, with the address aligned to it */
  size?: Bits;
  /** 'write' (default), 'read' or 'access' (a read or a write); x86 has no 'read' */
  access?: 'write' | 'read' | 'access';
  /** address of the watchpoint to remove */
  remove?: Address;
  /** number of hits to ignore before the guest stops; hits whose condition is false do not count */
  ignore?: Bits;
}
/** An exit with any reason: its fields depend on the reason. */
interface AnyExit {
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  [field: string]: any;
}
/** KVM_EXIT_AP_RESET_HOLD: an SEV-ES guest's processor is waiting to be started. */
interface ApResetHoldExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_ARM_LDST64B: the guest moved 64 bytes at once to or from an address outside all memslots. */
interface ArmLdst64bExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  esr_iss: Bits64;
  fault_ipa: Bits64;
}
/** KVM_EXIT_ARM_NISV: the guest accessed an address outside all memslots with an instruction whose syndrome does not describe the access. */
interface ArmNisvExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  esr_iss: Bits64;
  fault_ipa: Bits64;
}
/** KVM_EXIT_ARM_SEA: the guest consumed memory that has an uncorrectable error. */
interface ArmSeaExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  flags: Bits64;
  esr: Bits64;
  gva: Bits64;
  gpa: Bits64;
}
/** KVM_EXIT_DCR: the guest accessed a device control register of a PowerPC 440. */
interface DcrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  dcrn: number;
  data: number;
  is_write: number;
}
/** KVM_EXIT_DEBUG: a breakpoint or a single step that KVM_SET_GUEST_DEBUG requested. */
interface DebugExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the guest's pc; on x86, its linear address. */
  readonly address: Bits64;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  arch: {
    exception: number;
    pc: Bits64;
    dr6: Bits64;
    dr7: Bits64;
    hsr: number;
    hsr_high: number;
    far: Bits64;
    address: Bits64;
    status: number;
    addr: Bits64;
    type: number;
    epc: Bits64;
  };
}
/** KVM_EXIT_DIRTY_RING_FULL: the vCPU's dirty ring is full and must be harvested. */
interface DirtyRingFullExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_EPR: an external interrupt was delivered to the guest, and KVM needs its vector; KVM_CAP_PPC_EPR requested this exit. */
interface EprExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  epr: number;
}
/** KVM_EXIT_EXCEPTION: the guest took an exception that user space asked to receive. */
interface ExceptionExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  exception: number;
  error_code: number;
}
/** KVM_EXIT_FAIL_ENTRY: the processor refused to enter the guest. */
interface FailEntryExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the processor's reason code. */
  readonly hardwareReason: Bits64;
  /** the host CPU on which the exit happened. */
  readonly cpu: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_HLT: the guest halted, and no in-kernel interrupt controller can wake it. */
interface HltExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_HYPERCALL: the guest made a hypercall that user space asked to receive or must handle. */
interface HypercallExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** an argument of the hypercall, by index from 0. */
  arg(index: Bits): Bits64;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
  nr: Bits64;
  args: Bits64[];
  ret: Bits64;
  longmode: number;
  flags: Bits64;
}
/** KVM_EXIT_HYPERV: the guest used a Hyper-V register or hypercall that user space handles. */
interface HypervExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  type: number;
  u: {
    synic: {
      msr: number;
      control: Bits64;
      evt_page: Bits64;
      msg_page: Bits64;
    };
    hcall: {
      input: Bits64;
      result: Bits64;
      params: Bits64[];
    };
    syndbg: {
      msr: number;
      control: Bits64;
      status: Bits64;
      send_page: Bits64;
      recv_page: Bits64;
      pending_page: Bits64;
    };
  };
}
/** KVM_EXIT_INTERNAL_ERROR: KVM could not continue running the guest. */
interface InternalErrorExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the error's number, KVM_INTERNAL_ERROR_*. */
  readonly suberror: number;
  /** the error's name: emulation, delivery_ev. */
  readonly suberrorName: string;
  /** the data values that KVM reports with the exit. */
  readonly data: Bits64[];
  /** the instruction bytes at the pc that KVM could not emulate, if KVM reported any. */
  readonly instruction: Uint8Array;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_INTR: a signal arrived while the guest was running. */
interface IntrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_IO: the guest read or wrote an IO port. */
interface IoExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** true if the access is a write. */
  readonly out: boolean;
  /** the port. */
  readonly port: number;
  /** the size of a value in bytes: 1, 2 or 4. */
  readonly size: number;
  /** the number of values, more than one for rep insb and the like. */
  readonly count: number;
  /** the first value, unsigned. */
  readonly value: number;
  /** all bytes as ISO 8859-1 text. */
  readonly text: string;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
}
/** KVM_EXIT_IOAPIC_EOI: the guest signaled EOI for a level-triggered interrupt of the user-space IOAPIC. */
interface IoapicEoiExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  vector: number;
}
/** KVM_EXIT_IRQ_WINDOW_OPEN: the guest can take an interrupt now; request_interrupt_window requested this exit. */
interface IrqWindowOpenExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_LOONGARCH_IOCSR: the guest accessed an IO control register. */
interface LoongarchIocsrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  phys_addr: Bits64;
  data: number[];
  len: number;
  is_write: number;
}
/** KVM_EXIT_MEMORY_FAULT: a guest access cannot be resolved until user space changes the memory's attributes or slots. */
interface MemoryFaultExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  flags: Bits64;
  gpa: Bits64;
  size: Bits64;
}
/** KVM_EXIT_MMIO: the guest accessed an address outside all memslots. */
interface MmioExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** true if the access is a write. */
  readonly write: boolean;
  /** the guest physical address. */
  readonly address: Bits64;
  /** the size in bytes, 1 to 8. */
  readonly length: number;
  /** the value, unsigned, in the guest's byte order. */
  readonly value: Bits64;
  /** the bytes as ISO 8859-1 text. */
  readonly text: string;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
}
/** KVM_EXIT_NMI: a non-maskable interrupt arrived while the guest was running. */
interface NmiExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_NOTIFY: no event window opened in the guest within the time that KVM_CAP_X86_NOTIFY_VMEXIT allows. */
interface NotifyExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  flags: number;
}
/** KVM_EXIT_OSI: an OSI hypercall of a MacOnLinux guest. */
interface OsiExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  gprs: Bits64[];
}
/** KVM_EXIT_PAPR_HCALL: the guest made a PAPR hypercall that the kernel does not handle itself. */
interface PaprHcallExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the hypercall's number, from r3. */
  readonly nr: Bits64;
  /** the hypercall's name, or its number. */
  readonly call: string;
  /** r4 to r12; assigning to one sets the guest's register. */
  readonly args: Bits64[];
  /** the characters passed to H_PUT_TERM_CHAR. */
  readonly text: string;
  /** get a hypercall argument by index, from 0; with a value, set that argument. */
  arg(index: Bits, value?: Bits): Bits64;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
}
/** KVM_EXIT_RISCV_CSR: the guest accessed a CSR that user space emulates. */
interface RiscvCsrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  csr_num: Bits64;
  new_value: Bits64;
  write_mask: Bits64;
  ret_value: Bits64;
}
/** KVM_EXIT_RISCV_SBI: the guest made an SBI call that the kernel does not handle itself. */
interface RiscvSbiExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the function's name, or its extension and its number. */
  readonly call: string;
  /** the value returned in a1 (sbiret.value); 0 unless assigned. */
  value: Bits64;
  /** the character of SBI_EXT_DBCN_CONSOLE_WRITE_BYTE; the text of a CONSOLE_WRITE is in guest memory. */
  readonly text: string;
  /** an SBI argument register, a0 to a5, by index from 0. */
  arg(index: Bits): Bits64;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
  extension_id: Bits64;
  function_id: Bits64;
  args: Bits64[];
  ret: Bits64[];
}
/** KVM_EXIT_S390_RESET: the guest asked for a reset with diagnose 0x308. */
interface S390ResetExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  s390_reset_flags: Bits64;
}
/** KVM_EXIT_S390_SIEIC: the guest hit an interception that the kernel forwards to user space. */
interface S390SieicExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  icptcode: number;
  ipa: number;
  ipb: number;
}
/** KVM_EXIT_S390_STSI: the guest executed STORE SYSTEM INFORMATION. */
interface S390StsiExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  addr: Bits64;
  ar: number;
  fc: number;
  sel1: number;
  sel2: number;
}
/** KVM_EXIT_S390_TSCH: the guest executed TEST SUBCHANNEL. */
interface S390TschExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  subchannel_id: number;
  subchannel_nr: number;
  io_int_parm: number;
  io_int_word: number;
  ipb: number;
  dequeued: number;
}
/** KVM_EXIT_S390_UCONTROL: a user-controlled VM accessed an address that is not mapped. */
interface S390UcontrolExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  trans_exc_code: Bits64;
  pgm_code: number;
}
/** KVM_EXIT_SET_TPR: the guest lowered its task priority in cr8, and the interrupt controller is in user space. */
interface SetTprExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_SHUTDOWN: the guest's processor shut down: on x86 a triple fault. */
interface ShutdownExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_SNP_REQ_CERTS: an SNP guest requested an attestation report, for which user space provides the certificates. */
interface SnpReqCertsExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  gpa: Bits64;
  npages: Bits64;
  ret: Bits64;
}
/** KVM_EXIT_SYSTEM_EVENT: the guest requested a system-wide event such as shutdown or reset, or reported a crash. */
interface SystemEventExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the event's number, KVM_SYSTEM_EVENT_*. */
  readonly type: number;
  /** the event's name: shutdown, reset, crash. */
  readonly event: string;
  /** the data values that KVM reports with the exit. */
  readonly data: Bits64[];
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_TDX: a TDX guest made a request to the VMM. */
interface TdxExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  flags: Bits64;
  nr: Bits64;
  unknown: {
    ret: Bits64;
    data: Bits64[];
  };
  get_quote: {
    ret: Bits64;
    gpa: Bits64;
    size: Bits64;
  };
  get_tdvmcall_info: {
    ret: Bits64;
    leaf: Bits64;
    r11: Bits64;
    r12: Bits64;
    r13: Bits64;
    r14: Bits64;
  };
  setup_event_notify: {
    ret: Bits64;
    vector: Bits64;
  };
}
/** KVM_EXIT_TPR_ACCESS: the guest accessed the task priority register; KVM_TPR_ACCESS_REPORTING requested this exit. */
interface TprAccessExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  rip: Bits64;
  is_write: number;
}
/** ucall: a guest in C calls sync. */
interface UcallExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the number that the guest passed to sync. */
  readonly nr: Bits64;
  /** the other arguments that the guest passed to sync. */
  readonly args: Bits64[];
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
}
/** KVM_EXIT_UNKNOWN: the processor exited for a reason that KVM does not know; hardware_exit_reason has the processor's own exit code. */
interface UnknownExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  hardware_exit_reason: Bits64;
}
/** KVM_EXIT_WATCHDOG: the guest's watchdog timer expired. */
interface WatchdogExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_X86_BUS_LOCK: the guest took a bus lock. */
interface X86BusLockExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
}
/** KVM_EXIT_X86_RDMSR: the guest read an MSR that user space handles. */
interface X86RdmsrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** the value that the guest writes. */
  readonly value: Bits64;
  /** true if the access is a write. */
  readonly write: boolean;
  /** fail the access: the guest takes a general protection fault (#GP). */
  refuse(): void;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  /** set the answer to the guest, like a handler's return value; it takes effect at the next KVM_RUN. */
  reply(answer: Bits | Bits[] | Uint8Array | string): void;
  error: number;
  reason: number;
  index: number;
  data: Bits64;
}
/** KVM_EXIT_X86_WRMSR: the guest wrote an MSR that user space handles. */
interface X86WrmsrExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** the value that the guest writes. */
  readonly value: Bits64;
  /** true if the access is a write. */
  readonly write: boolean;
  /** fail the access: the guest takes a general protection fault (#GP). */
  refuse(): void;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  error: number;
  reason: number;
  index: number;
  data: Bits64;
}
/** KVM_EXIT_XEN: the guest made a Xen hypercall. */
interface XenExit {
  /** the exit reason: the kernel's name without KVM_EXIT_, in lower case. */
  readonly name: string;
  /** exit_reason. */
  readonly reason: number;
  /** the vCPU that exited; null for a recorded exit. */
  readonly vcpu: MachineVcpu;
  /** the machine that the vCPU belongs to. */
  readonly machine: Machine;
  type: number;
  u: {
    hcall: {
      longmode: number;
      cpl: number;
      input: Bits64;
      result: Bits64;
      params: Bits64[];
    };
  };
}
/** The exit that a handler gets, by exit reason. */
interface ExitsByReason {
  32: ApResetHoldExit;
  42: ArmLdst64bExit;
  28: ArmNisvExit;
  41: ArmSeaExit;
  15: DcrExit;
  4: DebugExit;
  31: DirtyRingFullExit;
  23: EprExit;
  1: ExceptionExit;
  9: FailEntryExit;
  5: HltExit;
  3: HypercallExit;
  27: HypervExit;
  17: InternalErrorExit;
  10: IntrExit;
  2: IoExit;
  26: IoapicEoiExit;
  7: IrqWindowOpenExit;
  38: LoongarchIocsrExit;
  39: MemoryFaultExit;
  6: MmioExit;
  16: NmiExit;
  37: NotifyExit;
  18: OsiExit;
  19: PaprHcallExit;
  36: RiscvCsrExit;
  35: RiscvSbiExit;
  14: S390ResetExit;
  13: S390SieicExit;
  25: S390StsiExit;
  22: S390TschExit;
  20: S390UcontrolExit;
  11: SetTprExit;
  8: ShutdownExit;
  43: SnpReqCertsExit;
  24: SystemEventExit;
  40: TdxExit;
  12: TprAccessExit;
  0: UnknownExit;
  21: WatchdogExit;
  33: X86BusLockExit;
  29: X86RdmsrExit;
  30: X86WrmsrExit;
  34: XenExit;
}
/** The general registers of x86_64. */
interface RegistersOfX86_64 {
  get rax(): Bits64; set rax(value: Bits);
  get rbx(): Bits64; set rbx(value: Bits);
  get rcx(): Bits64; set rcx(value: Bits);
  get rdx(): Bits64; set rdx(value: Bits);
  get rsi(): Bits64; set rsi(value: Bits);
  get rdi(): Bits64; set rdi(value: Bits);
  get rsp(): Bits64; set rsp(value: Bits);
  get rbp(): Bits64; set rbp(value: Bits);
  get r8(): Bits64; set r8(value: Bits);
  get r9(): Bits64; set r9(value: Bits);
  get r10(): Bits64; set r10(value: Bits);
  get r11(): Bits64; set r11(value: Bits);
  get r12(): Bits64; set r12(value: Bits);
  get r13(): Bits64; set r13(value: Bits);
  get r14(): Bits64; set r14(value: Bits);
  get r15(): Bits64; set r15(value: Bits);
  get rip(): Bits64; set rip(value: Bits);
  get rflags(): Bits64; set rflags(value: Bits);
}
/** The general registers of arm64. */
interface RegistersOfArm64 {
  get x0(): Bits64; set x0(value: Bits);
  get x1(): Bits64; set x1(value: Bits);
  get x2(): Bits64; set x2(value: Bits);
  get x3(): Bits64; set x3(value: Bits);
  get x4(): Bits64; set x4(value: Bits);
  get x5(): Bits64; set x5(value: Bits);
  get x6(): Bits64; set x6(value: Bits);
  get x7(): Bits64; set x7(value: Bits);
  get x8(): Bits64; set x8(value: Bits);
  get x9(): Bits64; set x9(value: Bits);
  get x10(): Bits64; set x10(value: Bits);
  get x11(): Bits64; set x11(value: Bits);
  get x12(): Bits64; set x12(value: Bits);
  get x13(): Bits64; set x13(value: Bits);
  get x14(): Bits64; set x14(value: Bits);
  get x15(): Bits64; set x15(value: Bits);
  get x16(): Bits64; set x16(value: Bits);
  get x17(): Bits64; set x17(value: Bits);
  get x18(): Bits64; set x18(value: Bits);
  get x19(): Bits64; set x19(value: Bits);
  get x20(): Bits64; set x20(value: Bits);
  get x21(): Bits64; set x21(value: Bits);
  get x22(): Bits64; set x22(value: Bits);
  get x23(): Bits64; set x23(value: Bits);
  get x24(): Bits64; set x24(value: Bits);
  get x25(): Bits64; set x25(value: Bits);
  get x26(): Bits64; set x26(value: Bits);
  get x27(): Bits64; set x27(value: Bits);
  get x28(): Bits64; set x28(value: Bits);
  get x29(): Bits64; set x29(value: Bits);
  get x30(): Bits64; set x30(value: Bits);
  get sp(): Bits64; set sp(value: Bits);
  get pc(): Bits64; set pc(value: Bits);
  get pstate(): Bits64; set pstate(value: Bits);
  get sp_el0(): Bits64; set sp_el0(value: Bits);
  get sp_el1(): Bits64; set sp_el1(value: Bits);
  get elr_el1(): Bits64; set elr_el1(value: Bits);
  get spsr_el1(): Bits64; set spsr_el1(value: Bits);
}
/** The general registers of ppc64. */
interface RegistersOfPpc64 {
  get pc(): Bits64; set pc(value: Bits);
  get cr(): Bits64; set cr(value: Bits);
  get ctr(): Bits64; set ctr(value: Bits);
  get lr(): Bits64; set lr(value: Bits);
  get xer(): Bits64; set xer(value: Bits);
  get msr(): Bits64; set msr(value: Bits);
  get srr0(): Bits64; set srr0(value: Bits);
  get srr1(): Bits64; set srr1(value: Bits);
  get pid(): Bits64; set pid(value: Bits);
  get sprg0(): Bits64; set sprg0(value: Bits);
  get sprg1(): Bits64; set sprg1(value: Bits);
  get sprg2(): Bits64; set sprg2(value: Bits);
  get sprg3(): Bits64; set sprg3(value: Bits);
  get sprg4(): Bits64; set sprg4(value: Bits);
  get sprg5(): Bits64; set sprg5(value: Bits);
  get sprg6(): Bits64; set sprg6(value: Bits);
  get sprg7(): Bits64; set sprg7(value: Bits);
  get r0(): Bits64; set r0(value: Bits);
  get r1(): Bits64; set r1(value: Bits);
  get r2(): Bits64; set r2(value: Bits);
  get r3(): Bits64; set r3(value: Bits);
  get r4(): Bits64; set r4(value: Bits);
  get r5(): Bits64; set r5(value: Bits);
  get r6(): Bits64; set r6(value: Bits);
  get r7(): Bits64; set r7(value: Bits);
  get r8(): Bits64; set r8(value: Bits);
  get r9(): Bits64; set r9(value: Bits);
  get r10(): Bits64; set r10(value: Bits);
  get r11(): Bits64; set r11(value: Bits);
  get r12(): Bits64; set r12(value: Bits);
  get r13(): Bits64; set r13(value: Bits);
  get r14(): Bits64; set r14(value: Bits);
  get r15(): Bits64; set r15(value: Bits);
  get r16(): Bits64; set r16(value: Bits);
  get r17(): Bits64; set r17(value: Bits);
  get r18(): Bits64; set r18(value: Bits);
  get r19(): Bits64; set r19(value: Bits);
  get r20(): Bits64; set r20(value: Bits);
  get r21(): Bits64; set r21(value: Bits);
  get r22(): Bits64; set r22(value: Bits);
  get r23(): Bits64; set r23(value: Bits);
  get r24(): Bits64; set r24(value: Bits);
  get r25(): Bits64; set r25(value: Bits);
  get r26(): Bits64; set r26(value: Bits);
  get r27(): Bits64; set r27(value: Bits);
  get r28(): Bits64; set r28(value: Bits);
  get r29(): Bits64; set r29(value: Bits);
  get r30(): Bits64; set r30(value: Bits);
  get r31(): Bits64; set r31(value: Bits);
}
/** The general registers of riscv64. */
interface RegistersOfRiscv64 {
  get pc(): Bits64; set pc(value: Bits);
  get ra(): Bits64; set ra(value: Bits);
  get sp(): Bits64; set sp(value: Bits);
  get gp(): Bits64; set gp(value: Bits);
  get tp(): Bits64; set tp(value: Bits);
  get t0(): Bits64; set t0(value: Bits);
  get t1(): Bits64; set t1(value: Bits);
  get t2(): Bits64; set t2(value: Bits);
  get s0(): Bits64; set s0(value: Bits);
  get s1(): Bits64; set s1(value: Bits);
  get a0(): Bits64; set a0(value: Bits);
  get a1(): Bits64; set a1(value: Bits);
  get a2(): Bits64; set a2(value: Bits);
  get a3(): Bits64; set a3(value: Bits);
  get a4(): Bits64; set a4(value: Bits);
  get a5(): Bits64; set a5(value: Bits);
  get a6(): Bits64; set a6(value: Bits);
  get a7(): Bits64; set a7(value: Bits);
  get s2(): Bits64; set s2(value: Bits);
  get s3(): Bits64; set s3(value: Bits);
  get s4(): Bits64; set s4(value: Bits);
  get s5(): Bits64; set s5(value: Bits);
  get s6(): Bits64; set s6(value: Bits);
  get s7(): Bits64; set s7(value: Bits);
  get s8(): Bits64; set s8(value: Bits);
  get s9(): Bits64; set s9(value: Bits);
  get s10(): Bits64; set s10(value: Bits);
  get s11(): Bits64; set s11(value: Bits);
  get t3(): Bits64; set t3(value: Bits);
  get t4(): Bits64; set t4(value: Bits);
  get t5(): Bits64; set t5(value: Bits);
  get t6(): Bits64; set t6(value: Bits);
  get mode(): Bits64; set mode(value: Bits);
}
interface RegistersOfBoards extends RegistersOfX86_64, RegistersOfArm64, RegistersOfPpc64, RegistersOfRiscv64 {}
/** The name of a register that an ioctl can access. */
type RegisterName =
  | 'KVM_REG_ARM_PSCI_VERSION' | 'KVM_REG_ARM_PTIMER_CNT' | 'KVM_REG_ARM_PTIMER_CTL' | 'KVM_REG_ARM_PTIMER_CVAL' | 'KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1'
  | 'KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2' | 'KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3' | 'KVM_REG_ARM_STD_BMAP' | 'KVM_REG_ARM_STD_HYP_BMAP' | 'KVM_REG_ARM_TIMER_CNT'
  | 'KVM_REG_ARM_TIMER_CTL' | 'KVM_REG_ARM_TIMER_CVAL' | 'KVM_REG_ARM_VENDOR_HYP_BMAP' | 'KVM_REG_ARM_VENDOR_HYP_BMAP_2' | 'KVM_REG_PPC_ACOP' | 'KVM_REG_PPC_AMR'
  | 'KVM_REG_PPC_ARCH_COMPAT' | 'KVM_REG_PPC_BESCR' | 'KVM_REG_PPC_CIABR' | 'KVM_REG_PPC_CLEAR_TSR' | 'KVM_REG_PPC_CSIGR' | 'KVM_REG_PPC_DABR' | 'KVM_REG_PPC_DABRX'
  | 'KVM_REG_PPC_DAC1' | 'KVM_REG_PPC_DAC2' | 'KVM_REG_PPC_DAR' | 'KVM_REG_PPC_DAWR' | 'KVM_REG_PPC_DAWR1' | 'KVM_REG_PPC_DAWRX' | 'KVM_REG_PPC_DAWRX1' | 'KVM_REG_PPC_DBSR'
  | 'KVM_REG_PPC_DEBUG_INST' | 'KVM_REG_PPC_DEC_EXPIRY' | 'KVM_REG_PPC_DEXCR' | 'KVM_REG_PPC_DPDES' | 'KVM_REG_PPC_DSCR' | 'KVM_REG_PPC_DSISR' | 'KVM_REG_PPC_EBBHR'
  | 'KVM_REG_PPC_EBBRR' | 'KVM_REG_PPC_EPCR' | 'KVM_REG_PPC_EPR' | 'KVM_REG_PPC_EPTCFG' | 'KVM_REG_PPC_FPR0' | 'KVM_REG_PPC_FPR31' | 'KVM_REG_PPC_FPSCR' | 'KVM_REG_PPC_FSCR'
  | 'KVM_REG_PPC_HASHKEYR' | 'KVM_REG_PPC_HASHPKEYR' | 'KVM_REG_PPC_HIOR' | 'KVM_REG_PPC_IAC1' | 'KVM_REG_PPC_IAC2' | 'KVM_REG_PPC_IAC3' | 'KVM_REG_PPC_IAC4' | 'KVM_REG_PPC_IAMR'
  | 'KVM_REG_PPC_IC' | 'KVM_REG_PPC_ICP_STATE' | 'KVM_REG_PPC_LPCR' | 'KVM_REG_PPC_LPCR_64' | 'KVM_REG_PPC_MAS0' | 'KVM_REG_PPC_MAS1' | 'KVM_REG_PPC_MAS2' | 'KVM_REG_PPC_MAS4'
  | 'KVM_REG_PPC_MAS6' | 'KVM_REG_PPC_MAS7_3' | 'KVM_REG_PPC_MMCR0' | 'KVM_REG_PPC_MMCR1' | 'KVM_REG_PPC_MMCR2' | 'KVM_REG_PPC_MMCR3' | 'KVM_REG_PPC_MMCRA' | 'KVM_REG_PPC_MMCRS'
  | 'KVM_REG_PPC_MMUCFG' | 'KVM_REG_PPC_ONLINE' | 'KVM_REG_PPC_OR_TSR' | 'KVM_REG_PPC_PID' | 'KVM_REG_PPC_PMC1' | 'KVM_REG_PPC_PMC2' | 'KVM_REG_PPC_PMC3' | 'KVM_REG_PPC_PMC4'
  | 'KVM_REG_PPC_PMC5' | 'KVM_REG_PPC_PMC6' | 'KVM_REG_PPC_PMC7' | 'KVM_REG_PPC_PMC8' | 'KVM_REG_PPC_PPR' | 'KVM_REG_PPC_PSPB' | 'KVM_REG_PPC_PSSCR' | 'KVM_REG_PPC_PTCR'
  | 'KVM_REG_PPC_PURR' | 'KVM_REG_PPC_SDAR' | 'KVM_REG_PPC_SIAR' | 'KVM_REG_PPC_SIER' | 'KVM_REG_PPC_SIER2' | 'KVM_REG_PPC_SIER3' | 'KVM_REG_PPC_SPMC1' | 'KVM_REG_PPC_SPMC2'
  | 'KVM_REG_PPC_SPRG9' | 'KVM_REG_PPC_SPURR' | 'KVM_REG_PPC_TACR' | 'KVM_REG_PPC_TAR' | 'KVM_REG_PPC_TB_OFFSET' | 'KVM_REG_PPC_TCR' | 'KVM_REG_PPC_TCSCR' | 'KVM_REG_PPC_TEXASR'
  | 'KVM_REG_PPC_TFHAR' | 'KVM_REG_PPC_TFIAR' | 'KVM_REG_PPC_TIDR' | 'KVM_REG_PPC_TLB0CFG' | 'KVM_REG_PPC_TLB0PS' | 'KVM_REG_PPC_TLB1CFG' | 'KVM_REG_PPC_TLB1PS'
  | 'KVM_REG_PPC_TLB2CFG' | 'KVM_REG_PPC_TLB2PS' | 'KVM_REG_PPC_TLB3CFG' | 'KVM_REG_PPC_TLB3PS' | 'KVM_REG_PPC_TM_AMR' | 'KVM_REG_PPC_TM_CR' | 'KVM_REG_PPC_TM_CTR'
  | 'KVM_REG_PPC_TM_DSCR' | 'KVM_REG_PPC_TM_FPSCR' | 'KVM_REG_PPC_TM_GPR0' | 'KVM_REG_PPC_TM_GPR31' | 'KVM_REG_PPC_TM_LR' | 'KVM_REG_PPC_TM_PPR' | 'KVM_REG_PPC_TM_TAR'
  | 'KVM_REG_PPC_TM_VRSAVE' | 'KVM_REG_PPC_TM_VSCR' | 'KVM_REG_PPC_TM_XER' | 'KVM_REG_PPC_TSR' | 'KVM_REG_PPC_UAMOR' | 'KVM_REG_PPC_VPA_ADDR' | 'KVM_REG_PPC_VRSAVE'
  | 'KVM_REG_PPC_VSCR' | 'KVM_REG_PPC_VTB' | 'KVM_REG_PPC_WORT' | 'a0' | 'a1' | 'a2' | 'a3' | 'a4' | 'a5' | 'a6' | 'a7' | 'acop' | 'actlr_el1' | 'afsr0_el1' | 'afsr1_el1'
  | 'amair_el1' | 'amr' | 'apic_base' | 'arch_capabilities' | 'arch_compat' | 'bescr' | 'bios_sign_id' | 'ciabr' | 'clear_tsr' | 'clidr_el1' | 'cntkctl_el1' | 'cntp_ctl_el0'
  | 'cntp_cval_el0' | 'cntpct_el0' | 'cntv_ctl_el0' | 'cntv_cval_el0' | 'cntvct_el0' | 'config.isa' | 'config.marchid' | 'config.mimpid' | 'config.mvendorid' | 'config.satp_mode'
  | 'config.zicbom_block_size' | 'config.zicbop_block_size' | 'config.zicboz_block_size' | 'contextidr_el1' | 'cpacr_el1' | 'cr' | 'cr0' | 'cr2' | 'cr3' | 'cr4' | 'cr8' | 'cs.avl'
  | 'cs.base' | 'cs.db' | 'cs.dpl' | 'cs.g' | 'cs.l' | 'cs.limit' | 'cs.present' | 'cs.s' | 'cs.selector' | 'cs.type' | 'cs.unusable' | 'csigr' | 'csselr_el1' | 'cstar' | 'ctr'
  | 'ctr_el0' | 'dabr' | 'dabrx' | 'dac1' | 'dac2' | 'dacr32_el2' | 'dar' | 'dawr' | 'dawr1' | 'dawrx' | 'dawrx1' | 'dbgbcr0_el1' | 'dbgbcr10_el1' | 'dbgbcr11_el1'
  | 'dbgbcr12_el1' | 'dbgbcr13_el1' | 'dbgbcr14_el1' | 'dbgbcr15_el1' | 'dbgbcr1_el1' | 'dbgbcr2_el1' | 'dbgbcr3_el1' | 'dbgbcr4_el1' | 'dbgbcr5_el1' | 'dbgbcr6_el1'
  | 'dbgbcr7_el1' | 'dbgbcr8_el1' | 'dbgbcr9_el1' | 'dbgbvr0_el1' | 'dbgbvr10_el1' | 'dbgbvr11_el1' | 'dbgbvr12_el1' | 'dbgbvr13_el1' | 'dbgbvr14_el1' | 'dbgbvr15_el1'
  | 'dbgbvr1_el1' | 'dbgbvr2_el1' | 'dbgbvr3_el1' | 'dbgbvr4_el1' | 'dbgbvr5_el1' | 'dbgbvr6_el1' | 'dbgbvr7_el1' | 'dbgbvr8_el1' | 'dbgbvr9_el1' | 'dbgwcr0_el1' | 'dbgwcr10_el1'
  | 'dbgwcr11_el1' | 'dbgwcr12_el1' | 'dbgwcr13_el1' | 'dbgwcr14_el1' | 'dbgwcr15_el1' | 'dbgwcr1_el1' | 'dbgwcr2_el1' | 'dbgwcr3_el1' | 'dbgwcr4_el1' | 'dbgwcr5_el1'
  | 'dbgwcr6_el1' | 'dbgwcr7_el1' | 'dbgwcr8_el1' | 'dbgwcr9_el1' | 'dbgwvr0_el1' | 'dbgwvr10_el1' | 'dbgwvr11_el1' | 'dbgwvr12_el1' | 'dbgwvr13_el1' | 'dbgwvr14_el1'
  | 'dbgwvr15_el1' | 'dbgwvr1_el1' | 'dbgwvr2_el1' | 'dbgwvr3_el1' | 'dbgwvr4_el1' | 'dbgwvr5_el1' | 'dbgwvr6_el1' | 'dbgwvr7_el1' | 'dbgwvr8_el1' | 'dbgwvr9_el1' | 'dbsr'
  | 'debug_inst' | 'debugctl' | 'dec_expiry' | 'dexcr' | 'disr_el1' | 'dpdes' | 'ds.avl' | 'ds.base' | 'ds.db' | 'ds.dpl' | 'ds.g' | 'ds.l' | 'ds.limit' | 'ds.present' | 'ds.s'
  | 'ds.selector' | 'ds.type' | 'ds.unusable' | 'dscr' | 'dsisr' | 'ebbhr' | 'ebbrr' | 'efer' | 'elr_el1' | 'epcr' | 'epr' | 'eptcfg' | 'es.avl' | 'es.base' | 'es.db' | 'es.dpl'
  | 'es.g' | 'es.l' | 'es.limit' | 'es.present' | 'es.s' | 'es.selector' | 'es.type' | 'es.unusable' | 'esr_el1' | 'f0' | 'f1' | 'f10' | 'f11' | 'f12' | 'f13' | 'f14' | 'f15'
  | 'f16' | 'f17' | 'f18' | 'f19' | 'f2' | 'f20' | 'f21' | 'f22' | 'f23' | 'f24' | 'f25' | 'f26' | 'f27' | 'f28' | 'f29' | 'f3' | 'f30' | 'f31' | 'f4' | 'f5' | 'f6' | 'f7' | 'f8'
  | 'f9' | 'fa0' | 'fa1' | 'fa2' | 'fa3' | 'fa4' | 'fa5' | 'fa6' | 'fa7' | 'far_el1' | 'fcsr' | 'feature_control' | 'fp' | 'fpcr' | 'fpr0' | 'fpr31' | 'fpscr' | 'fpsr' | 'fs.avl'
  | 'fs.base' | 'fs.db' | 'fs.dpl' | 'fs.g' | 'fs.l' | 'fs.limit' | 'fs.present' | 'fs.s' | 'fs.selector' | 'fs.type' | 'fs.unusable' | 'fs0' | 'fs1' | 'fs10' | 'fs11' | 'fs2'
  | 'fs3' | 'fs4' | 'fs5' | 'fs6' | 'fs7' | 'fs8' | 'fs9' | 'fs_base' | 'fscr' | 'ft0' | 'ft1' | 'ft10' | 'ft11' | 'ft2' | 'ft3' | 'ft4' | 'ft5' | 'ft6' | 'ft7' | 'ft8' | 'ft9'
  | 'fwft.misaligned_deleg.enable' | 'fwft.misaligned_deleg.flags' | 'fwft.misaligned_deleg.value' | 'fwft.pointer_masking.enable' | 'fwft.pointer_masking.flags'
  | 'fwft.pointer_masking.value' | 'gdt.base' | 'gdt.limit' | 'gp' | 'gs.avl' | 'gs.base' | 'gs.db' | 'gs.dpl' | 'gs.g' | 'gs.l' | 'gs.limit' | 'gs.present' | 'gs.s'
  | 'gs.selector' | 'gs.type' | 'gs.unusable' | 'gs_base' | 'hashkeyr' | 'hashpkeyr' | 'hior' | 'iac1' | 'iac2' | 'iac3' | 'iac4' | 'iamr' | 'ic' | 'icp_state' | 'id_aa64dfr0_el1'
  | 'id_aa64isar0_el1' | 'id_aa64isar1_el1' | 'id_aa64isar2_el1' | 'id_aa64mmfr0_el1' | 'id_aa64mmfr1_el1' | 'id_aa64mmfr2_el1' | 'id_aa64pfr0_el1' | 'id_aa64pfr1_el1'
  | 'idt.base' | 'idt.limit' | 'ifsr32_el2' | 'interrupt_bitmap[0]' | 'interrupt_bitmap[1]' | 'interrupt_bitmap[2]' | 'interrupt_bitmap[3]' | 'iprio1' | 'iprio1h' | 'iprio2'
  | 'iprio2h' | 'isa.a' | 'isa.c' | 'isa.d' | 'isa.f' | 'isa.h' | 'isa.i' | 'isa.m' | 'isa.smnpm' | 'isa.smstateen' | 'isa.ssaia' | 'isa.sscofpmf' | 'isa.ssnpm' | 'isa.sstc'
  | 'isa.svade' | 'isa.svadu' | 'isa.svinval' | 'isa.svnapot' | 'isa.svpbmt' | 'isa.svvptc' | 'isa.v' | 'isa.zaamo' | 'isa.zabha' | 'isa.zacas' | 'isa.zalasr' | 'isa.zalrsc'
  | 'isa.zawrs' | 'isa.zba' | 'isa.zbb' | 'isa.zbc' | 'isa.zbkb' | 'isa.zbkc' | 'isa.zbkx' | 'isa.zbs' | 'isa.zca' | 'isa.zcb' | 'isa.zcd' | 'isa.zcf' | 'isa.zclsd' | 'isa.zcmop'
  | 'isa.zfa' | 'isa.zfbfmin' | 'isa.zfh' | 'isa.zfhmin' | 'isa.zicbom' | 'isa.zicbop' | 'isa.zicboz' | 'isa.ziccrse' | 'isa.zicntr' | 'isa.zicond' | 'isa.zicsr' | 'isa.zifencei'
  | 'isa.zihintntl' | 'isa.zihintpause' | 'isa.zihpm' | 'isa.zilsd' | 'isa.zimop' | 'isa.zknd' | 'isa.zkne' | 'isa.zknh' | 'isa.zkr' | 'isa.zksed' | 'isa.zksh' | 'isa.zkt'
  | 'isa.ztso' | 'isa.zvbb' | 'isa.zvbc' | 'isa.zvfbfmin' | 'isa.zvfbfwma' | 'isa.zvfh' | 'isa.zvfhmin' | 'isa.zvkb' | 'isa.zvkg' | 'isa.zvkned' | 'isa.zvknha' | 'isa.zvknhb'
  | 'isa.zvksed' | 'isa.zvksh' | 'isa.zvkt' | 'kernel_gs_base' | 'kvm_async_pf_en' | 'kvm_eoi_en' | 'kvm_poll_control' | 'kvm_steal_time' | 'kvm_system_time_new'
  | 'kvm_wall_clock_new' | 'ldt.avl' | 'ldt.base' | 'ldt.db' | 'ldt.dpl' | 'ldt.g' | 'ldt.l' | 'ldt.limit' | 'ldt.present' | 'ldt.s' | 'ldt.selector' | 'ldt.type' | 'ldt.unusable'
  | 'lpcr' | 'lpcr_64' | 'lr' | 'lstar' | 'mair_el1' | 'mas0' | 'mas1' | 'mas2' | 'mas4' | 'mas6' | 'mas7_3' | 'mcg_cap' | 'mcg_status' | 'mdscr_el1' | 'midr_el1' | 'misc_enable'
  | 'mmcr0' | 'mmcr1' | 'mmcr2' | 'mmcr3' | 'mmcra' | 'mmcrs' | 'mmucfg' | 'mode' | 'mpidr_el1' | 'msr' | 'mtrr_def_type' | 'mtrrcap' | 'online' | 'or_tsr' | 'oslsr_el1'
  | 'par_el1' | 'pat' | 'pc' | 'pid' | 'pmc1' | 'pmc2' | 'pmc3' | 'pmc4' | 'pmc5' | 'pmc6' | 'pmc7' | 'pmc8' | 'pmcr_el0' | 'ppr' | 'psci_version' | 'pspb' | 'psscr' | 'pstate'
  | 'ptcr' | 'ptimer_cnt' | 'ptimer_ctl' | 'ptimer_cval' | 'purr' | 'pvr' | 'r0' | 'r1' | 'r10' | 'r11' | 'r12' | 'r13' | 'r14' | 'r15' | 'r16' | 'r17' | 'r18' | 'r19' | 'r2'
  | 'r20' | 'r21' | 'r22' | 'r23' | 'r24' | 'r25' | 'r26' | 'r27' | 'r28' | 'r29' | 'r3' | 'r30' | 'r31' | 'r4' | 'r5' | 'r6' | 'r7' | 'r8' | 'r9' | 'ra' | 'rax' | 'rbp' | 'rbx'
  | 'rcx' | 'rdi' | 'rdx' | 'revidr_el1' | 'rflags' | 'rip' | 'rsi' | 'rsp' | 's0' | 's1' | 's10' | 's11' | 's2' | 's3' | 's4' | 's5' | 's6' | 's7' | 's8' | 's9' | 'satp'
  | 'sbi.dbcn' | 'sbi.experimental' | 'sbi.fwft' | 'sbi.hsm' | 'sbi.ipi' | 'sbi.mpxy' | 'sbi.pmu' | 'sbi.rfence' | 'sbi.srst' | 'sbi.sta' | 'sbi.susp' | 'sbi.time' | 'sbi.v01'
  | 'sbi.vendor' | 'scause' | 'scounteren' | 'sctlr_el1' | 'sdar' | 'senvcfg' | 'sepc' | 'sfmask' | 'siar' | 'sie' | 'sieh' | 'sier' | 'sier2' | 'sier3' | 'sip' | 'siph'
  | 'siselect' | 'smccc_arch_workaround_1' | 'smccc_arch_workaround_2' | 'smccc_arch_workaround_3' | 'sp' | 'sp_el0' | 'sp_el1' | 'spec_ctrl' | 'spmc1' | 'spmc2' | 'sprg0'
  | 'sprg1' | 'sprg2' | 'sprg3' | 'sprg4' | 'sprg5' | 'sprg6' | 'sprg7' | 'sprg9' | 'spsr_el1' | 'spurr' | 'srr0' | 'srr1' | 'ss.avl' | 'ss.base' | 'ss.db' | 'ss.dpl' | 'ss.g'
  | 'ss.l' | 'ss.limit' | 'ss.present' | 'ss.s' | 'ss.selector' | 'ss.type' | 'ss.unusable' | 'sscratch' | 'sstateen0' | 'sstatus' | 'sta.shmem_hi' | 'sta.shmem_lo' | 'star'
  | 'std_bmap' | 'std_hyp_bmap' | 'stval' | 'stvec' | 'sysenter_cs' | 'sysenter_eip' | 'sysenter_esp' | 't0' | 't1' | 't2' | 't3' | 't4' | 't5' | 't6' | 'tacr' | 'tar'
  | 'tb_offset' | 'tcr' | 'tcr_el1' | 'tcscr' | 'texasr' | 'tfhar' | 'tfiar' | 'tidr' | 'timer.compare' | 'timer.frequency' | 'timer.state' | 'timer.time' | 'timer_cnt'
  | 'timer_ctl' | 'timer_cval' | 'tlb0cfg' | 'tlb0ps' | 'tlb1cfg' | 'tlb1ps' | 'tlb2cfg' | 'tlb2ps' | 'tlb3cfg' | 'tlb3ps' | 'tm_amr' | 'tm_cr' | 'tm_ctr' | 'tm_dscr' | 'tm_fpscr'
  | 'tm_gpr0' | 'tm_gpr31' | 'tm_lr' | 'tm_ppr' | 'tm_tar' | 'tm_vrsave' | 'tm_vscr' | 'tm_xer' | 'tp' | 'tpidr_el0' | 'tpidr_el1' | 'tpidrro_el0' | 'tr.avl' | 'tr.base' | 'tr.db'
  | 'tr.dpl' | 'tr.g' | 'tr.l' | 'tr.limit' | 'tr.present' | 'tr.s' | 'tr.selector' | 'tr.type' | 'tr.unusable' | 'tsc' | 'tsc_adjust' | 'tsc_aux' | 'tsc_deadline' | 'tsr'
  | 'ttbr0_el1' | 'ttbr1_el1' | 'u.e.csrr0' | 'u.e.csrr1' | 'u.e.dac[0]' | 'u.e.dac[1]' | 'u.e.dbcr[0]' | 'u.e.dbcr[1]' | 'u.e.dbcr[2]' | 'u.e.dbsr' | 'u.e.dear' | 'u.e.dec'
  | 'u.e.decar' | 'u.e.dsrr0' | 'u.e.dsrr1' | 'u.e.dvc[0]' | 'u.e.dvc[1]' | 'u.e.epcr' | 'u.e.eplc' | 'u.e.epr' | 'u.e.epsc' | 'u.e.eptcfg' | 'u.e.esr' | 'u.e.features'
  | 'u.e.iac[0]' | 'u.e.iac[1]' | 'u.e.iac[2]' | 'u.e.iac[3]' | 'u.e.impl.fsl.features' | 'u.e.impl.fsl.hid0' | 'u.e.impl.fsl.mcar' | 'u.e.impl.fsl.pid1' | 'u.e.impl.fsl.pid2'
  | 'u.e.impl.fsl.svr' | 'u.e.impl_id' | 'u.e.ivor_high[0]' | 'u.e.ivor_high[10]' | 'u.e.ivor_high[11]' | 'u.e.ivor_high[12]' | 'u.e.ivor_high[13]' | 'u.e.ivor_high[14]'
  | 'u.e.ivor_high[15]' | 'u.e.ivor_high[16]' | 'u.e.ivor_high[17]' | 'u.e.ivor_high[1]' | 'u.e.ivor_high[2]' | 'u.e.ivor_high[3]' | 'u.e.ivor_high[4]' | 'u.e.ivor_high[5]'
  | 'u.e.ivor_high[6]' | 'u.e.ivor_high[7]' | 'u.e.ivor_high[8]' | 'u.e.ivor_high[9]' | 'u.e.ivor_low[0]' | 'u.e.ivor_low[10]' | 'u.e.ivor_low[11]' | 'u.e.ivor_low[12]'
  | 'u.e.ivor_low[13]' | 'u.e.ivor_low[14]' | 'u.e.ivor_low[15]' | 'u.e.ivor_low[1]' | 'u.e.ivor_low[2]' | 'u.e.ivor_low[3]' | 'u.e.ivor_low[4]' | 'u.e.ivor_low[5]'
  | 'u.e.ivor_low[6]' | 'u.e.ivor_low[7]' | 'u.e.ivor_low[8]' | 'u.e.ivor_low[9]' | 'u.e.ivpr' | 'u.e.mas0' | 'u.e.mas1' | 'u.e.mas2' | 'u.e.mas4' | 'u.e.mas6' | 'u.e.mas7_3'
  | 'u.e.mcivpr' | 'u.e.mcsr' | 'u.e.mcsrr0' | 'u.e.mcsrr1' | 'u.e.mmucfg' | 'u.e.num_dac' | 'u.e.num_dvc' | 'u.e.num_iac' | 'u.e.pir' | 'u.e.sprg8' | 'u.e.sprg9' | 'u.e.tb'
  | 'u.e.tcr' | 'u.e.tlbcfg[0]' | 'u.e.tlbcfg[1]' | 'u.e.tlbcfg[2]' | 'u.e.tlbcfg[3]' | 'u.e.tlbps[0]' | 'u.e.tlbps[1]' | 'u.e.tlbps[2]' | 'u.e.tlbps[3]' | 'u.e.tsr'
  | 'u.e.update_special' | 'u.e.vrsave' | 'u.s.ppc32.dbat[0]' | 'u.s.ppc32.dbat[1]' | 'u.s.ppc32.dbat[2]' | 'u.s.ppc32.dbat[3]' | 'u.s.ppc32.dbat[4]' | 'u.s.ppc32.dbat[5]'
  | 'u.s.ppc32.dbat[6]' | 'u.s.ppc32.dbat[7]' | 'u.s.ppc32.ibat[0]' | 'u.s.ppc32.ibat[1]' | 'u.s.ppc32.ibat[2]' | 'u.s.ppc32.ibat[3]' | 'u.s.ppc32.ibat[4]' | 'u.s.ppc32.ibat[5]'
  | 'u.s.ppc32.ibat[6]' | 'u.s.ppc32.ibat[7]' | 'u.s.ppc32.sr[0]' | 'u.s.ppc32.sr[10]' | 'u.s.ppc32.sr[11]' | 'u.s.ppc32.sr[12]' | 'u.s.ppc32.sr[13]' | 'u.s.ppc32.sr[14]'
  | 'u.s.ppc32.sr[15]' | 'u.s.ppc32.sr[1]' | 'u.s.ppc32.sr[2]' | 'u.s.ppc32.sr[3]' | 'u.s.ppc32.sr[4]' | 'u.s.ppc32.sr[5]' | 'u.s.ppc32.sr[6]' | 'u.s.ppc32.sr[7]'
  | 'u.s.ppc32.sr[8]' | 'u.s.ppc32.sr[9]' | 'u.s.ppc64.slb[0].slbe' | 'u.s.ppc64.slb[0].slbv' | 'u.s.ppc64.slb[10].slbe' | 'u.s.ppc64.slb[10].slbv' | 'u.s.ppc64.slb[11].slbe'
  | 'u.s.ppc64.slb[11].slbv' | 'u.s.ppc64.slb[12].slbe' | 'u.s.ppc64.slb[12].slbv' | 'u.s.ppc64.slb[13].slbe' | 'u.s.ppc64.slb[13].slbv' | 'u.s.ppc64.slb[14].slbe'
  | 'u.s.ppc64.slb[14].slbv' | 'u.s.ppc64.slb[15].slbe' | 'u.s.ppc64.slb[15].slbv' | 'u.s.ppc64.slb[16].slbe' | 'u.s.ppc64.slb[16].slbv' | 'u.s.ppc64.slb[17].slbe'
  | 'u.s.ppc64.slb[17].slbv' | 'u.s.ppc64.slb[18].slbe' | 'u.s.ppc64.slb[18].slbv' | 'u.s.ppc64.slb[19].slbe' | 'u.s.ppc64.slb[19].slbv' | 'u.s.ppc64.slb[1].slbe'
  | 'u.s.ppc64.slb[1].slbv' | 'u.s.ppc64.slb[20].slbe' | 'u.s.ppc64.slb[20].slbv' | 'u.s.ppc64.slb[21].slbe' | 'u.s.ppc64.slb[21].slbv' | 'u.s.ppc64.slb[22].slbe'
  | 'u.s.ppc64.slb[22].slbv' | 'u.s.ppc64.slb[23].slbe' | 'u.s.ppc64.slb[23].slbv' | 'u.s.ppc64.slb[24].slbe' | 'u.s.ppc64.slb[24].slbv' | 'u.s.ppc64.slb[25].slbe'
  | 'u.s.ppc64.slb[25].slbv' | 'u.s.ppc64.slb[26].slbe' | 'u.s.ppc64.slb[26].slbv' | 'u.s.ppc64.slb[27].slbe' | 'u.s.ppc64.slb[27].slbv' | 'u.s.ppc64.slb[28].slbe'
  | 'u.s.ppc64.slb[28].slbv' | 'u.s.ppc64.slb[29].slbe' | 'u.s.ppc64.slb[29].slbv' | 'u.s.ppc64.slb[2].slbe' | 'u.s.ppc64.slb[2].slbv' | 'u.s.ppc64.slb[30].slbe'
  | 'u.s.ppc64.slb[30].slbv' | 'u.s.ppc64.slb[31].slbe' | 'u.s.ppc64.slb[31].slbv' | 'u.s.ppc64.slb[32].slbe' | 'u.s.ppc64.slb[32].slbv' | 'u.s.ppc64.slb[33].slbe'
  | 'u.s.ppc64.slb[33].slbv' | 'u.s.ppc64.slb[34].slbe' | 'u.s.ppc64.slb[34].slbv' | 'u.s.ppc64.slb[35].slbe' | 'u.s.ppc64.slb[35].slbv' | 'u.s.ppc64.slb[36].slbe'
  | 'u.s.ppc64.slb[36].slbv' | 'u.s.ppc64.slb[37].slbe' | 'u.s.ppc64.slb[37].slbv' | 'u.s.ppc64.slb[38].slbe' | 'u.s.ppc64.slb[38].slbv' | 'u.s.ppc64.slb[39].slbe'
  | 'u.s.ppc64.slb[39].slbv' | 'u.s.ppc64.slb[3].slbe' | 'u.s.ppc64.slb[3].slbv' | 'u.s.ppc64.slb[40].slbe' | 'u.s.ppc64.slb[40].slbv' | 'u.s.ppc64.slb[41].slbe'
  | 'u.s.ppc64.slb[41].slbv' | 'u.s.ppc64.slb[42].slbe' | 'u.s.ppc64.slb[42].slbv' | 'u.s.ppc64.slb[43].slbe' | 'u.s.ppc64.slb[43].slbv' | 'u.s.ppc64.slb[44].slbe'
  | 'u.s.ppc64.slb[44].slbv' | 'u.s.ppc64.slb[45].slbe' | 'u.s.ppc64.slb[45].slbv' | 'u.s.ppc64.slb[46].slbe' | 'u.s.ppc64.slb[46].slbv' | 'u.s.ppc64.slb[47].slbe'
  | 'u.s.ppc64.slb[47].slbv' | 'u.s.ppc64.slb[48].slbe' | 'u.s.ppc64.slb[48].slbv' | 'u.s.ppc64.slb[49].slbe' | 'u.s.ppc64.slb[49].slbv' | 'u.s.ppc64.slb[4].slbe'
  | 'u.s.ppc64.slb[4].slbv' | 'u.s.ppc64.slb[50].slbe' | 'u.s.ppc64.slb[50].slbv' | 'u.s.ppc64.slb[51].slbe' | 'u.s.ppc64.slb[51].slbv' | 'u.s.ppc64.slb[52].slbe'
  | 'u.s.ppc64.slb[52].slbv' | 'u.s.ppc64.slb[53].slbe' | 'u.s.ppc64.slb[53].slbv' | 'u.s.ppc64.slb[54].slbe' | 'u.s.ppc64.slb[54].slbv' | 'u.s.ppc64.slb[55].slbe'
  | 'u.s.ppc64.slb[55].slbv' | 'u.s.ppc64.slb[56].slbe' | 'u.s.ppc64.slb[56].slbv' | 'u.s.ppc64.slb[57].slbe' | 'u.s.ppc64.slb[57].slbv' | 'u.s.ppc64.slb[58].slbe'
  | 'u.s.ppc64.slb[58].slbv' | 'u.s.ppc64.slb[59].slbe' | 'u.s.ppc64.slb[59].slbv' | 'u.s.ppc64.slb[5].slbe' | 'u.s.ppc64.slb[5].slbv' | 'u.s.ppc64.slb[60].slbe'
  | 'u.s.ppc64.slb[60].slbv' | 'u.s.ppc64.slb[61].slbe' | 'u.s.ppc64.slb[61].slbv' | 'u.s.ppc64.slb[62].slbe' | 'u.s.ppc64.slb[62].slbv' | 'u.s.ppc64.slb[63].slbe'
  | 'u.s.ppc64.slb[63].slbv' | 'u.s.ppc64.slb[6].slbe' | 'u.s.ppc64.slb[6].slbv' | 'u.s.ppc64.slb[7].slbe' | 'u.s.ppc64.slb[7].slbv' | 'u.s.ppc64.slb[8].slbe'
  | 'u.s.ppc64.slb[8].slbv' | 'u.s.ppc64.slb[9].slbe' | 'u.s.ppc64.slb[9].slbv' | 'u.s.sdr1' | 'uamor' | 'vbar_el1' | 'vendor_hyp_bmap' | 'vendor_hyp_bmap_2' | 'vpa_addr'
  | 'vrsave' | 'vscr' | 'vtb' | 'wort' | 'x0' | 'x1' | 'x10' | 'x11' | 'x12' | 'x13' | 'x14' | 'x15' | 'x16' | 'x17' | 'x18' | 'x19' | 'x2' | 'x20' | 'x21' | 'x22' | 'x23' | 'x24'
  | 'x25' | 'x26' | 'x27' | 'x28' | 'x29' | 'x3' | 'x30' | 'x31' | 'x4' | 'x5' | 'x6' | 'x7' | 'x8' | 'x9' | 'xer' | 'xss';
interface FieldsWithNames {
  readonly 'A': any;
  readonly 'A1': any;
  readonly 'AC': any;
  readonly 'AES': any;
  readonly 'AF': any;
  readonly 'AFP': any;
  readonly 'AIBRSE': any;
  readonly 'AIL': any;
  readonly 'ALLINT': any;
  readonly 'AM': any;
  readonly 'AMU': any;
  readonly 'APA': any;
  readonly 'API': any;
  readonly 'APX': any;
  readonly 'AS': any;
  readonly 'ASID': any;
  readonly 'ASIDBits': any;
  readonly 'AT': any;
  readonly 'ATA': any;
  readonly 'ATA0': any;
  readonly 'AVL': any;
  readonly 'AVX': any;
  readonly 'AdvSIMD': any;
  readonly 'Aff0': any;
  readonly 'Aff1': any;
  readonly 'Aff2': any;
  readonly 'Aff3': any;
  readonly 'Architecture': any;
  readonly 'Atomic': any;
  readonly 'Attr0': any;
  readonly 'Attr1': any;
  readonly 'Attr2': any;
  readonly 'Attr3': any;
  readonly 'Attr4': any;
  readonly 'Attr5': any;
  readonly 'Attr6': any;
  readonly 'Attr7': any;
  readonly 'B': any;
  readonly 'B0': any;
  readonly 'B1': any;
  readonly 'B2': any;
  readonly 'B3': any;
  readonly 'BBM': any;
  readonly 'BD': any;
  readonly 'BE': any;
  readonly 'BF16': any;
  readonly 'BLD': any;
  readonly 'BNDCSR': any;
  readonly 'BNDREGS': any;
  readonly 'BRBE': any;
  readonly 'BRPs': any;
  readonly 'BS': any;
  readonly 'BSP': any;
  readonly 'BT': any;
  readonly 'BT0': any;
  readonly 'BT1': any;
  readonly 'BTYPE': any;
  readonly 'BigEnd': any;
  readonly 'BigEndEL0': any;
  readonly 'C': any;
  readonly 'C0': any;
  readonly 'C1': any;
  readonly 'C2': any;
  readonly 'C3': any;
  readonly 'CBCFE': any;
  readonly 'CBIE': any;
  readonly 'CBZE': any;
  readonly 'CCIDX': any;
  readonly 'CD': any;
  readonly 'CET': any;
  readonly 'CET_S': any;
  readonly 'CET_U': any;
  readonly 'CF': any;
  readonly 'CMOW': any;
  readonly 'CP15BEN': any;
  readonly 'CRC32': any;
  readonly 'CSV2': any;
  readonly 'CSV2_frac': any;
  readonly 'CSV3': any;
  readonly 'CTX_CMPs': any;
  readonly 'CY': any;
  readonly 'CnP': any;
  readonly 'D': any;
  readonly 'DAZ': any;
  readonly 'DB': any;
  readonly 'DE': any;
  readonly 'DF': any;
  readonly 'DF2': any;
  readonly 'DGH': any;
  readonly 'DIT': any;
  readonly 'DM': any;
  readonly 'DP': any;
  readonly 'DPB': any;
  readonly 'DPFD': any;
  readonly 'DPL': any;
  readonly 'DR': any;
  readonly 'DS': any;
  readonly 'DSSBS': any;
  readonly 'DZE': any;
  readonly 'DebugVer': any;
  readonly 'DoubleLock': any;
  readonly 'E': any;
  readonly 'E0E': any;
  readonly 'E0PD': any;
  readonly 'E0PD0': any;
  readonly 'E0PD1': any;
  readonly 'E0POE': any;
  readonly 'EC': any;
  readonly 'ECBHB': any;
  readonly 'ECV': any;
  readonly 'EE': any;
  readonly 'EIS': any;
  readonly 'EL0': any;
  readonly 'EL1': any;
  readonly 'EL2': any;
  readonly 'EL3': any;
  readonly 'EM': any;
  readonly 'EN': any;
  readonly 'EOS': any;
  readonly 'EPAN': any;
  readonly 'EPD0': any;
  readonly 'EPD1': any;
  readonly 'ES': any;
  readonly 'ET': any;
  readonly 'ETS': any;
  readonly 'EVT': any;
  readonly 'EXLOCK': any;
  readonly 'EXTD': any;
  readonly 'EnALS': any;
  readonly 'EnAS0': any;
  readonly 'EnASR': any;
  readonly 'EnDA': any;
  readonly 'EnDB': any;
  readonly 'EnFPM': any;
  readonly 'EnIA': any;
  readonly 'EnIB': any;
  readonly 'EnRCTX': any;
  readonly 'EnTP2': any;
  readonly 'ExS': any;
  readonly 'ExtTrcBuff': any;
  readonly 'F': any;
  readonly 'FCMA': any;
  readonly 'FE0': any;
  readonly 'FE1': any;
  readonly 'FFXSR': any;
  readonly 'FGT': any;
  readonly 'FHM': any;
  readonly 'FIOM': any;
  readonly 'FP': any;
  readonly 'FPEN': any;
  readonly 'FRED': any;
  readonly 'FRINTTS': any;
  readonly 'FS': any;
  readonly 'FSGSBASE': any;
  readonly 'FWB': any;
  readonly 'FZ': any;
  readonly 'G': any;
  readonly 'G0': any;
  readonly 'G1': any;
  readonly 'G2': any;
  readonly 'G3': any;
  readonly 'GCS': any;
  readonly 'GD': any;
  readonly 'GE': any;
  readonly 'GIC': any;
  readonly 'GPA': any;
  readonly 'GPI': any;
  readonly 'GTSE': any;
  readonly 'H': any;
  readonly 'HA': any;
  readonly 'HAFDBS': any;
  readonly 'HCX': any;
  readonly 'HD': any;
  readonly 'HDC': any;
  readonly 'HDICE': any;
  readonly 'HEIC': any;
  readonly 'HPD0': any;
  readonly 'HPD1': any;
  readonly 'HPDS': any;
  readonly 'HPMN0': any;
  readonly 'HR': any;
  readonly 'HV': any;
  readonly 'HVEE': any;
  readonly 'HVICE': any;
  readonly 'HWP': any;
  readonly 'HWU059': any;
  readonly 'HWU060': any;
  readonly 'HWU061': any;
  readonly 'HWU062': any;
  readonly 'HWU159': any;
  readonly 'HWU160': any;
  readonly 'HWU161': any;
  readonly 'HWU162': any;
  readonly 'Hi16_ZMM': any;
  readonly 'I': any;
  readonly 'I8MM': any;
  readonly 'ID': any;
  readonly 'IDS': any;
  readonly 'IE': any;
  readonly 'IESB': any;
  readonly 'IF': any;
  readonly 'IL': any;
  readonly 'ILE': any;
  readonly 'IM': any;
  readonly 'INTWB': any;
  readonly 'IOPL': any;
  readonly 'IPS': any;
  readonly 'IR': any;
  readonly 'IRGN0': any;
  readonly 'IRGN1': any;
  readonly 'IRQ0': any;
  readonly 'IRQ1': any;
  readonly 'IRQ10': any;
  readonly 'IRQ11': any;
  readonly 'IRQ12': any;
  readonly 'IRQ13': any;
  readonly 'IRQ14': any;
  readonly 'IRQ15': any;
  readonly 'IRQ16': any;
  readonly 'IRQ17': any;
  readonly 'IRQ18': any;
  readonly 'IRQ19': any;
  readonly 'IRQ2': any;
  readonly 'IRQ20': any;
  readonly 'IRQ21': any;
  readonly 'IRQ22': any;
  readonly 'IRQ23': any;
  readonly 'IRQ3': any;
  readonly 'IRQ4': any;
  readonly 'IRQ5': any;
  readonly 'IRQ6': any;
  readonly 'IRQ7': any;
  readonly 'IRQ8': any;
  readonly 'IRQ9': any;
  readonly 'ISL': any;
  readonly 'ISS': any;
  readonly 'ISS2': any;
  readonly 'ITD': any;
  readonly 'ITFSB': any;
  readonly 'Implementer': any;
  readonly 'J': any;
  readonly 'JSCVT': any;
  readonly 'K': any;
  readonly 'KL': any;
  readonly 'L': any;
  readonly 'L0': any;
  readonly 'L1': any;
  readonly 'L2': any;
  readonly 'L3': any;
  readonly 'LA57': any;
  readonly 'LAM_SUP': any;
  readonly 'LAM_U48': any;
  readonly 'LAM_U57': any;
  readonly 'LASS': any;
  readonly 'LBR': any;
  readonly 'LCOFIE': any;
  readonly 'LCOFIP': any;
  readonly 'LD': any;
  readonly 'LE': any;
  readonly 'LEN0': any;
  readonly 'LEN1': any;
  readonly 'LEN2': any;
  readonly 'LEN3': any;
  readonly 'LMA': any;
  readonly 'LME': any;
  readonly 'LMSLE': any;
  readonly 'LO': any;
  readonly 'LPE': any;
  readonly 'LPES': any;
  readonly 'LRCPC': any;
  readonly 'LS64': any;
  readonly 'LSM': any;
  readonly 'LSMAOE': any;
  readonly 'M': any;
  readonly 'MCE': any;
  readonly 'MCOMMIT': any;
  readonly 'ME': any;
  readonly 'MER': any;
  readonly 'MM': any;
  readonly 'MODE': any;
  readonly 'MP': any;
  readonly 'MPAM': any;
  readonly 'MPAM_frac': any;
  readonly 'MSCEn': any;
  readonly 'MT': any;
  readonly 'MTE': any;
  readonly 'MTEX': any;
  readonly 'MTE_frac': any;
  readonly 'MTPMU': any;
  readonly 'MTX0': any;
  readonly 'MTX1': any;
  readonly 'MXR': any;
  readonly 'N': any;
  readonly 'NE': any;
  readonly 'NFD0': any;
  readonly 'NFD1': any;
  readonly 'NMI': any;
  readonly 'NT': any;
  readonly 'NV': any;
  readonly 'NW': any;
  readonly 'NXE': any;
  readonly 'O': any;
  readonly 'OE': any;
  readonly 'OF': any;
  readonly 'OM': any;
  readonly 'ONL': any;
  readonly 'ORGN0': any;
  readonly 'ORGN1': any;
  readonly 'OSFXSR': any;
  readonly 'OSXMMEXCPT': any;
  readonly 'OSXSAVE': any;
  readonly 'P': any;
  readonly 'PACM': any;
  readonly 'PAE': any;
  readonly 'PAN': any;
  readonly 'PARange': any;
  readonly 'PASID': any;
  readonly 'PC': any;
  readonly 'PCD': any;
  readonly 'PCE': any;
  readonly 'PCIDE': any;
  readonly 'PE': any;
  readonly 'PECE0': any;
  readonly 'PECE1': any;
  readonly 'PECE2': any;
  readonly 'PECEDH': any;
  readonly 'PECEDP': any;
  readonly 'PF': any;
  readonly 'PFAR': any;
  readonly 'PG': any;
  readonly 'PGE': any;
  readonly 'PKE': any;
  readonly 'PKRU': any;
  readonly 'PKS': any;
  readonly 'PM': any;
  readonly 'PMM': any;
  readonly 'PMSS': any;
  readonly 'PMSVer': any;
  readonly 'PMUVer': any;
  readonly 'PPEND': any;
  readonly 'PPN': any;
  readonly 'PR': any;
  readonly 'PSE': any;
  readonly 'PT': any;
  readonly 'PVI': any;
  readonly 'PWT': any;
  readonly 'PartNum': any;
  readonly 'Q': any;
  readonly 'R': any;
  readonly 'R0': any;
  readonly 'R1': any;
  readonly 'R2': any;
  readonly 'R3': any;
  readonly 'R4': any;
  readonly 'R5': any;
  readonly 'R6': any;
  readonly 'R7': any;
  readonly 'RAS': any;
  readonly 'RAS_frac': any;
  readonly 'RC': any;
  readonly 'RDM': any;
  readonly 'RF': any;
  readonly 'RI': any;
  readonly 'RME': any;
  readonly 'RMLS': any;
  readonly 'RNDR': any;
  readonly 'RNDR_trap': any;
  readonly 'RTM': any;
  readonly 'RW0': any;
  readonly 'RW1': any;
  readonly 'RW2': any;
  readonly 'RW3': any;
  readonly 'Revision': any;
  readonly 'S': any;
  readonly 'SA': any;
  readonly 'SA0': any;
  readonly 'SB': any;
  readonly 'SCE': any;
  readonly 'SD': any;
  readonly 'SDT': any;
  readonly 'SE': any;
  readonly 'SEBEP': any;
  readonly 'SED': any;
  readonly 'SEIE': any;
  readonly 'SEIP': any;
  readonly 'SEL2': any;
  readonly 'SF': any;
  readonly 'SH0': any;
  readonly 'SH1': any;
  readonly 'SHA1': any;
  readonly 'SHA2': any;
  readonly 'SHA3': any;
  readonly 'SIE': any;
  readonly 'SM3': any;
  readonly 'SM4': any;
  readonly 'SMAP': any;
  readonly 'SME': any;
  readonly 'SMEN': any;
  readonly 'SMEP': any;
  readonly 'SMXE': any;
  readonly 'SNSMem': any;
  readonly 'SPAN': any;
  readonly 'SPECRES': any;
  readonly 'SPELP': any;
  readonly 'SPIE': any;
  readonly 'SPINTMASK': any;
  readonly 'SPP': any;
  readonly 'SS': any;
  readonly 'SSBS': any;
  readonly 'SSE': any;
  readonly 'SSIE': any;
  readonly 'SSIP': any;
  readonly 'ST': any;
  readonly 'STIE': any;
  readonly 'STIP': any;
  readonly 'SUM': any;
  readonly 'SVE': any;
  readonly 'SVME': any;
  readonly 'SpecSEI': any;
  readonly 'T': any;
  readonly 'T0SZ': any;
  readonly 'T1SZ': any;
  readonly 'TBI0': any;
  readonly 'TBI1': any;
  readonly 'TBID0': any;
  readonly 'TBID1': any;
  readonly 'TC': any;
  readonly 'TCE': any;
  readonly 'TCF': any;
  readonly 'TCF0': any;
  readonly 'TCMA0': any;
  readonly 'TCMA1': any;
  readonly 'TCO': any;
  readonly 'TCSO': any;
  readonly 'TCSO0': any;
  readonly 'TF': any;
  readonly 'TG0': any;
  readonly 'TG1': any;
  readonly 'TGran16': any;
  readonly 'TGran16_2': any;
  readonly 'TGran4': any;
  readonly 'TGran4_2': any;
  readonly 'TGran64': any;
  readonly 'TGran64_2': any;
  readonly 'THE': any;
  readonly 'TIDCP': any;
  readonly 'TIDCP1': any;
  readonly 'TILECFG': any;
  readonly 'TILEDATA': any;
  readonly 'TLB': any;
  readonly 'TM': any;
  readonly 'TME': any;
  readonly 'TME0': any;
  readonly 'TMT': any;
  readonly 'TMT0': any;
  readonly 'TOP': any;
  readonly 'TPL': any;
  readonly 'TS': any;
  readonly 'TSCXT': any;
  readonly 'TSD': any;
  readonly 'TTA': any;
  readonly 'TTL': any;
  readonly 'TWED': any;
  readonly 'TWEDEL': any;
  readonly 'TWEDEn': any;
  readonly 'TraceBuffer': any;
  readonly 'TraceFilt': any;
  readonly 'TraceVer': any;
  readonly 'U': any;
  readonly 'UAIE': any;
  readonly 'UAO': any;
  readonly 'UBE': any;
  readonly 'UCI': any;
  readonly 'UCT': any;
  readonly 'UE': any;
  readonly 'UINJ': any;
  readonly 'UINTR': any;
  readonly 'UM': any;
  readonly 'UMA': any;
  readonly 'UMIP': any;
  readonly 'UPRT': any;
  readonly 'UXL': any;
  readonly 'V': any;
  readonly 'VARange': any;
  readonly 'VEC': any;
  readonly 'VH': any;
  readonly 'VIF': any;
  readonly 'VIP': any;
  readonly 'VM': any;
  readonly 'VME': any;
  readonly 'VMIDBits': any;
  readonly 'VMXE': any;
  readonly 'VPM0': any;
  readonly 'VPM1': any;
  readonly 'VRMASD': any;
  readonly 'VS': any;
  readonly 'VSX': any;
  readonly 'Variant': any;
  readonly 'W': any;
  readonly 'WP': any;
  readonly 'WRPs': any;
  readonly 'WXN': any;
  readonly 'X': any;
  readonly 'XNX': any;
  readonly 'XS': any;
  readonly 'Y': any;
  readonly 'Z': any;
  readonly 'ZE': any;
  readonly 'ZEN': any;
  readonly 'ZF': any;
  readonly 'ZM': any;
  readonly 'ZMM_Hi256': any;
  readonly 'abm': any;
  readonly 'acpi': any;
  readonly 'adx': any;
  readonly 'aes': any;
  readonly 'amd_3dnow': any;
  readonly 'amd_3dnowext': any;
  readonly 'amd_ibpb': any;
  readonly 'amd_ibrs': any;
  readonly 'amd_ppin': any;
  readonly 'amd_ssb_no': any;
  readonly 'amd_ssbd': any;
  readonly 'amd_stibp': any;
  readonly 'amd_stibp_always_on': any;
  readonly 'amx_bf16': any;
  readonly 'amx_complex': any;
  readonly 'amx_fp16': any;
  readonly 'amx_int8': any;
  readonly 'amx_tile': any;
  readonly 'aperfmperf': any;
  readonly 'apic': any;
  readonly 'apic_id': any;
  readonly 'apx_f': any;
  readonly 'arat': any;
  readonly 'arch_capabilities': any;
  readonly 'arch_lbr': any;
  readonly 'assert': any;
  readonly 'autoibrs': any;
  readonly 'avic': any;
  readonly 'avx': any;
  readonly 'avx10': any;
  readonly 'avx2': any;
  readonly 'avx512_4fmaps': any;
  readonly 'avx512_4vnniw': any;
  readonly 'avx512_bf16': any;
  readonly 'avx512_bitalg': any;
  readonly 'avx512_fp16': any;
  readonly 'avx512_vbmi2': any;
  readonly 'avx512_vnni': any;
  readonly 'avx512_vp2intersect': any;
  readonly 'avx512_vpopcntdq': any;
  readonly 'avx512bw': any;
  readonly 'avx512cd': any;
  readonly 'avx512dq': any;
  readonly 'avx512er': any;
  readonly 'avx512f': any;
  readonly 'avx512ifma': any;
  readonly 'avx512pf': any;
  readonly 'avx512vbmi': any;
  readonly 'avx512vl': any;
  readonly 'avx_ifma': any;
  readonly 'avx_ne_convert': any;
  readonly 'avx_vnni': any;
  readonly 'avx_vnni_int16': any;
  readonly 'avx_vnni_int8': any;
  readonly 'bhi_ctrl': any;
  readonly 'bmi1': any;
  readonly 'bmi2': any;
  readonly 'bpext': any;
  readonly 'brand': any;
  readonly 'brs': any;
  readonly 'bus_lock_detect': any;
  readonly 'by': any;
  readonly 'cause': any;
  readonly 'cet_sss': any;
  readonly 'cid': any;
  readonly 'class': any;
  readonly 'cldemote': any;
  readonly 'clflush': any;
  readonly 'clflush_size': any;
  readonly 'clflushopt': any;
  readonly 'clwb': any;
  readonly 'clzero': any;
  readonly 'cmov': any;
  readonly 'cmp_legacy': any;
  readonly 'cmpccxadd': any;
  readonly 'compacted': any;
  readonly 'core_capabilities': any;
  readonly 'cpb': any;
  readonly 'cppc': any;
  readonly 'cqm': any;
  readonly 'cr8_legacy': any;
  readonly 'cx16': any;
  readonly 'cx8': any;
  readonly 'dca': any;
  readonly 'ddpd_u': any;
  readonly 'de': any;
  readonly 'debug_swap': any;
  readonly 'decodeassists': any;
  readonly 'destination': any;
  readonly 'destination_mode': any;
  readonly 'ds_cpl': any;
  readonly 'dtes64': any;
  readonly 'dtherm': any;
  readonly 'dts': any;
  readonly 'enabled': any;
  readonly 'enqcmd': any;
  readonly 'eoi_suppressed': any;
  readonly 'eoi_suppression': any;
  readonly 'epb': any;
  readonly 'erms': any;
  readonly 'est': any;
  readonly 'ext_family': any;
  readonly 'ext_model': any;
  readonly 'extapic': any;
  readonly 'f16c': any;
  readonly 'family': any;
  readonly 'fdp_excptn_only': any;
  readonly 'flush_l1d': any;
  readonly 'flushbyasid': any;
  readonly 'fma': any;
  readonly 'fma4': any;
  readonly 'fpu': any;
  readonly 'fred': any;
  readonly 'fsgsbase': any;
  readonly 'fsrc': any;
  readonly 'fsrm': any;
  readonly 'fsrs': any;
  readonly 'fxsr': any;
  readonly 'fxsr_opt': any;
  readonly 'fzrm': any;
  readonly 'gfni': any;
  readonly 'guest_phys_bits': any;
  readonly 'hfi': any;
  readonly 'hle': any;
  readonly 'hreset': any;
  readonly 'ht': any;
  readonly 'hw_pstate': any;
  readonly 'hwp': any;
  readonly 'hwp_act_window': any;
  readonly 'hwp_epp': any;
  readonly 'hwp_notify': any;
  readonly 'hwp_pkg_req': any;
  readonly 'hybrid': any;
  readonly 'hypervisor': any;
  readonly 'ia64': any;
  readonly 'ibpb_brtype': any;
  readonly 'ibs': any;
  readonly 'ibt': any;
  readonly 'id': any;
  readonly 'ida': any;
  readonly 'intel_pt': any;
  readonly 'intel_stibp': any;
  readonly 'invariant_tsc': any;
  readonly 'invpcid': any;
  readonly 'ipred_ctrl': any;
  readonly 'irperf': any;
  readonly 'kl': any;
  readonly 'kvm_async_pf': any;
  readonly 'kvm_async_pf_int': any;
  readonly 'kvm_async_pf_vmexit': any;
  readonly 'kvm_clocksource': any;
  readonly 'kvm_clocksource2': any;
  readonly 'kvm_clocksource_stable': any;
  readonly 'kvm_hc_map_gpa_range': any;
  readonly 'kvm_migration_control': any;
  readonly 'kvm_mmu_op': any;
  readonly 'kvm_msi_ext_dest_id': any;
  readonly 'kvm_nop_io_delay': any;
  readonly 'kvm_poll_control': any;
  readonly 'kvm_pv_eoi': any;
  readonly 'kvm_pv_sched_yield': any;
  readonly 'kvm_pv_send_ipi': any;
  readonly 'kvm_pv_tlb_flush': any;
  readonly 'kvm_pv_unhalt': any;
  readonly 'kvm_steal_time': any;
  readonly 'la57': any;
  readonly 'lahf_lm': any;
  readonly 'lam': any;
  readonly 'lass': any;
  readonly 'lbrv': any;
  readonly 'lfence_rdtsc': any;
  readonly 'lkgs': any;
  readonly 'lm': any;
  readonly 'logical_cpus': any;
  readonly 'lwp': any;
  readonly 'masked': any;
  readonly 'mawau': any;
  readonly 'max_lvt': any;
  readonly 'mca': any;
  readonly 'mcdt_no': any;
  readonly 'mce': any;
  readonly 'md_clear': any;
  readonly 'misalignsse': any;
  readonly 'mmx': any;
  readonly 'mmxext': any;
  readonly 'mode': any;
  readonly 'model': any;
  readonly 'monitor': any;
  readonly 'movbe': any;
  readonly 'movdir64b': any;
  readonly 'movdiri': any;
  readonly 'mp': any;
  readonly 'mpx': any;
  readonly 'msr': any;
  readonly 'msrlist': any;
  readonly 'mtrr': any;
  readonly 'mwaitx': any;
  readonly 'nAA': any;
  readonly 'nTLBPA': any;
  readonly 'nTLSMD': any;
  readonly 'nTWE': any;
  readonly 'nTWI': any;
  readonly 'no_focus': any;
  readonly 'no_nested_data_bp': any;
  readonly 'no_smm_ctl_msr': any;
  readonly 'nodeid_msr': any;
  readonly 'npt': any;
  readonly 'nrip_save': any;
  readonly 'null_sel_clr_base': any;
  readonly 'nx': any;
  readonly 'opmask': any;
  readonly 'ospke': any;
  readonly 'osvw': any;
  readonly 'osxsave': any;
  readonly 'overflow_recov': any;
  readonly 'pae': any;
  readonly 'pat': any;
  readonly 'pausefilter': any;
  readonly 'pbe': any;
  readonly 'pcid': any;
  readonly 'pclmulqdq': any;
  readonly 'pconfig': any;
  readonly 'pdcm': any;
  readonly 'pdpe1gb': any;
  readonly 'pending': any;
  readonly 'perfctr_core': any;
  readonly 'perfctr_llc': any;
  readonly 'perfctr_nb': any;
  readonly 'pfthreshold': any;
  readonly 'pge': any;
  readonly 'phys_bits': any;
  readonly 'pks': any;
  readonly 'pku': any;
  readonly 'pln': any;
  readonly 'pn': any;
  readonly 'pni': any;
  readonly 'polarity': any;
  readonly 'popcnt': any;
  readonly 'prefetch_3dnow': any;
  readonly 'prefetchiti': any;
  readonly 'prefetchwt1': any;
  readonly 'pse': any;
  readonly 'pse36': any;
  readonly 'psfd': any;
  readonly 'pts': any;
  readonly 'ptsc': any;
  readonly 'rao_int': any;
  readonly 'rdpid': any;
  readonly 'rdpru': any;
  readonly 'rdrand': any;
  readonly 'rdseed': any;
  readonly 'rdt_a': any;
  readonly 'rdtscp': any;
  readonly 'receive_accept': any;
  readonly 'receive_checksum': any;
  readonly 'receive_vector': any;
  readonly 'redirectable_ipi': any;
  readonly 'register': any;
  readonly 'remote_irr': any;
  readonly 'rrsba_ctrl': any;
  readonly 'rtm': any;
  readonly 'rtm_always_abort': any;
  readonly 'sbpb': any;
  readonly 'sdbg': any;
  readonly 'send_accept': any;
  readonly 'send_checksum': any;
  readonly 'send_vector': any;
  readonly 'sep': any;
  readonly 'serialize': any;
  readonly 'sev': any;
  readonly 'sev_es': any;
  readonly 'sev_snp': any;
  readonly 'sgx': any;
  readonly 'sgx_lc': any;
  readonly 'sha512': any;
  readonly 'sha_ni': any;
  readonly 'shorthand': any;
  readonly 'shstk': any;
  readonly 'skinit': any;
  readonly 'sm3': any;
  readonly 'sm4': any;
  readonly 'smap': any;
  readonly 'smca': any;
  readonly 'sme': any;
  readonly 'smep': any;
  readonly 'smx': any;
  readonly 'spec_ctrl': any;
  readonly 'spec_ctrl_ssbd': any;
  readonly 'srbds_ctrl': any;
  readonly 'srso_no': any;
  readonly 'ss': any;
  readonly 'sse': any;
  readonly 'sse2': any;
  readonly 'sse4_1': any;
  readonly 'sse4_2': any;
  readonly 'sse4a': any;
  readonly 'ssse3': any;
  readonly 'stepping': any;
  readonly 'subclass': any;
  readonly 'succor': any;
  readonly 'svm': any;
  readonly 'svm_lock': any;
  readonly 'svsm': any;
  readonly 'syscall': any;
  readonly 'tbm': any;
  readonly 'tce': any;
  readonly 'tm': any;
  readonly 'tm2': any;
  readonly 'tme': any;
  readonly 'topoext': any;
  readonly 'trigger': any;
  readonly 'tsc': any;
  readonly 'tsc_adjust': any;
  readonly 'tsc_deadline_timer': any;
  readonly 'tsc_scale': any;
  readonly 'tsx_force_abort': any;
  readonly 'tsxldtrk': any;
  readonly 'type': any;
  readonly 'uintr': any;
  readonly 'uiret_uif': any;
  readonly 'umip': any;
  readonly 'unusable': any;
  readonly 'v_spec_ctrl': any;
  readonly 'v_vmsave_vmload': any;
  readonly 'vaes': any;
  readonly 'vector': any;
  readonly 'version': any;
  readonly 'vgif': any;
  readonly 'virt_bits': any;
  readonly 'virt_ssbd': any;
  readonly 'vm_page_flush': any;
  readonly 'vmcb_clean': any;
  readonly 'vme': any;
  readonly 'vmpl': any;
  readonly 'vmx': any;
  readonly 'vnmi': any;
  readonly 'vpclmulqdq': any;
  readonly 'waitpkg': any;
  readonly 'wbnoinvd': any;
  readonly 'wdt': any;
  readonly 'wrmsrns': any;
  readonly 'x2apic': any;
  readonly 'x2avic': any;
  readonly 'x87': any;
  readonly 'xfd': any;
  readonly 'xgetbv1': any;
  readonly 'xop': any;
  readonly 'xsave': any;
  readonly 'xsavec': any;
  readonly 'xsaveerptr': any;
  readonly 'xsaveopt': any;
  readonly 'xsaves': any;
  readonly 'xtpr': any;
  readonly 'zero_fcs_fds': any;
}
interface RegistersWithFields extends FieldsWithNames {
  readonly 'apic_base': any;
  readonly 'apr': any;
  readonly 'auto_eoi': any;
  readonly 'base': any;
  readonly 'cmci': any;
  readonly 'config': any;
  readonly 'contextidr_el1': any;
  readonly 'cpacr_el1': any;
  readonly 'cr0': any;
  readonly 'cr2': any;
  readonly 'cr3': any;
  readonly 'cr4': any;
  readonly 'cr8': any;
  readonly 'cs': any;
  readonly 'current': any;
  readonly 'dfr': any;
  readonly 'divide': any;
  readonly 'dr6': any;
  readonly 'dr7': any;
  readonly 'ds': any;
  readonly 'efer': any;
  readonly 'elcr': any;
  readonly 'elcr_mask': any;
  readonly 'elr_el1': any;
  readonly 'error': any;
  readonly 'es': any;
  readonly 'esr': any;
  readonly 'esr_el1': any;
  readonly 'far_el1': any;
  readonly 'fcw': any;
  readonly 'fdp': any;
  readonly 'fip': any;
  readonly 'fop': any;
  readonly 'fs': any;
  readonly 'fsw': any;
  readonly 'ftw': any;
  readonly 'gs': any;
  readonly 'icr': any;
  readonly 'icr_high': any;
  readonly 'id_aa64dfr0_el1': any;
  readonly 'id_aa64isar0_el1': any;
  readonly 'id_aa64isar1_el1': any;
  readonly 'id_aa64mmfr0_el1': any;
  readonly 'id_aa64mmfr1_el1': any;
  readonly 'id_aa64mmfr2_el1': any;
  readonly 'id_aa64pfr0_el1': any;
  readonly 'id_aa64pfr1_el1': any;
  readonly 'imr': any;
  readonly 'init4': any;
  readonly 'init_state': any;
  readonly 'initial': any;
  readonly 'irq_base': any;
  readonly 'irr': any;
  readonly 'isa': any;
  readonly 'isr': any;
  readonly 'last_irr': any;
  readonly 'ldr': any;
  readonly 'ldt': any;
  readonly 'leaf_1_eax': any;
  readonly 'leaf_1_ebx': any;
  readonly 'leaf_1_ecx': any;
  readonly 'leaf_1_edx': any;
  readonly 'leaf_40000001_eax': any;
  readonly 'leaf_6_eax': any;
  readonly 'leaf_6_ecx': any;
  readonly 'leaf_7_0_ebx': any;
  readonly 'leaf_7_0_ecx': any;
  readonly 'leaf_7_0_edx': any;
  readonly 'leaf_7_1_eax': any;
  readonly 'leaf_7_1_edx': any;
  readonly 'leaf_7_2_edx': any;
  readonly 'leaf_80000001_ecx': any;
  readonly 'leaf_80000001_edx': any;
  readonly 'leaf_80000007_ebx': any;
  readonly 'leaf_80000007_edx': any;
  readonly 'leaf_80000008_eax': any;
  readonly 'leaf_80000008_ebx': any;
  readonly 'leaf_8000000a_edx': any;
  readonly 'leaf_8000001f_eax': any;
  readonly 'leaf_80000021_eax': any;
  readonly 'leaf_d_1_eax': any;
  readonly 'lint0': any;
  readonly 'lint1': any;
  readonly 'lpcr_64': any;
  readonly 'mair_el1': any;
  readonly 'master': any;
  readonly 'midr_el1': any;
  readonly 'mpidr_el1': any;
  readonly 'mxcsr': any;
  readonly 'mxcsr_mask': any;
  readonly 'par_el1': any;
  readonly 'perf': any;
  readonly 'pin0': any;
  readonly 'pin1': any;
  readonly 'pin10': any;
  readonly 'pin11': any;
  readonly 'pin12': any;
  readonly 'pin13': any;
  readonly 'pin14': any;
  readonly 'pin15': any;
  readonly 'pin16': any;
  readonly 'pin17': any;
  readonly 'pin18': any;
  readonly 'pin19': any;
  readonly 'pin2': any;
  readonly 'pin20': any;
  readonly 'pin21': any;
  readonly 'pin22': any;
  readonly 'pin23': any;
  readonly 'pin3': any;
  readonly 'pin4': any;
  readonly 'pin5': any;
  readonly 'pin6': any;
  readonly 'pin7': any;
  readonly 'pin8': any;
  readonly 'pin9': any;
  readonly 'poll': any;
  readonly 'ppr': any;
  readonly 'priority_add': any;
  readonly 'pstate': any;
  readonly 'read_reg_select': any;
  readonly 'rflags': any;
  readonly 'rotate_on_auto_eoi': any;
  readonly 'satp': any;
  readonly 'scause': any;
  readonly 'scounteren': any;
  readonly 'sctlr_el1': any;
  readonly 'select': any;
  readonly 'senvcfg': any;
  readonly 'sepc': any;
  readonly 'sie': any;
  readonly 'sip': any;
  readonly 'slave': any;
  readonly 'special_fully_nested_mode': any;
  readonly 'special_mask': any;
  readonly 'spsr_el1': any;
  readonly 'sscratch': any;
  readonly 'sstatus': any;
  readonly 'st0': any;
  readonly 'st1': any;
  readonly 'st2': any;
  readonly 'st3': any;
  readonly 'st4': any;
  readonly 'st5': any;
  readonly 'st6': any;
  readonly 'st7': any;
  readonly 'stval': any;
  readonly 'stvec': any;
  readonly 'svr': any;
  readonly 'tcr_el1': any;
  readonly 'thermal': any;
  readonly 'timer': any;
  readonly 'tmr': any;
  readonly 'tpr': any;
  readonly 'tr': any;
  readonly 'ttbr0_el1': any;
  readonly 'ttbr1_el1': any;
  readonly 'vbar_el1': any;
  readonly 'xcomp_bv': any;
  readonly 'xmm0': any;
  readonly 'xmm1': any;
  readonly 'xmm10': any;
  readonly 'xmm11': any;
  readonly 'xmm12': any;
  readonly 'xmm13': any;
  readonly 'xmm14': any;
  readonly 'xmm15': any;
  readonly 'xmm2': any;
  readonly 'xmm3': any;
  readonly 'xmm4': any;
  readonly 'xmm5': any;
  readonly 'xmm6': any;
  readonly 'xmm7': any;
  readonly 'xmm8': any;
  readonly 'xmm9': any;
  readonly 'xstate_bv': any;
  readonly 'ymm_high0': any;
  readonly 'ymm_high1': any;
  readonly 'ymm_high10': any;
  readonly 'ymm_high11': any;
  readonly 'ymm_high12': any;
  readonly 'ymm_high13': any;
  readonly 'ymm_high14': any;
  readonly 'ymm_high15': any;
  readonly 'ymm_high2': any;
  readonly 'ymm_high3': any;
  readonly 'ymm_high4': any;
  readonly 'ymm_high5': any;
  readonly 'ymm_high6': any;
  readonly 'ymm_high7': any;
  readonly 'ymm_high8': any;
  readonly 'ymm_high9': any;
  [leaf: `leaf_${string}`]: any;
}
/** The global variables of a guest in C, by name. */
interface VariablesOfGuests {
  [variable: string]: any;
}
interface kvm_allocate_rma {
  rma_size: Bits64;
}
interface kvm_arm_copy_mte_tags {
  guest_ipa: Bits64;
  length: Bits64;
  addr: any;
  flags: Bits64;
  reserved: Bits64[];
  value: any;
}
interface kvm_arm_counter_offset {
  counter_offset: Bits64;
  reserved: Bits64;
}
interface kvm_arm_device_addr {
  id: Bits64;
  addr: Bits64;
}
interface kvm_book3e_206_tlb_entry {
  mas8: number;
  mas1: number;
  mas2: Bits64;
  mas7_3: Bits64;
}
interface kvm_book3e_206_tlb_params {
  tlb_sizes: number[];
  tlb_ways: number[];
  reserved: number[];
}
interface kvm_clear_dirty_log {
  slot: number;
  num_pages: number;
  first_page: Bits64;
  dirty_bitmap: any;
  padding2: Bits64;
  value: any;
}
interface kvm_clock_data {
  clock: Bits64;
  flags: number;
  pad0: number;
  realtime: Bits64;
  host_tsc: Bits64;
  pad: number[];
}
interface kvm_coalesced_mmio {
  phys_addr: Bits64;
  len: number;
  pad: number;
  pio: number;
  data: number[];
}
interface kvm_coalesced_mmio_ring {
  first: number;
  last: number;
  coalesced_mmio: StructArray<kvm_coalesced_mmio>;
}
interface kvm_coalesced_mmio_zone {
  addr: Bits64;
  size: number;
  pad: number;
  pio: number;
}
interface kvm_config_tlb {
  params: Bits64;
  array: Bits64;
  mmu_type: number;
  array_len: number;
}
interface kvm_cpuid {
  nent: number;
  padding: number;
  entries: StructArray<kvm_cpuid_entry>;
}
interface kvm_cpuid2 {
  nent: number;
  padding: number;
  entries: StructArray<kvm_cpuid_entry2>;
}
interface kvm_cpuid_entry {
  function: number;
  eax: number;
  ebx: number;
  ecx: number;
  edx: number;
  padding: number;
}
interface kvm_cpuid_entry2 {
  function: number;
  index: number;
  flags: number;
  eax: number;
  ebx: number;
  ecx: number;
  edx: number;
  padding: number[];
}
interface kvm_create_device {
  type: number;
  fd: number;
  flags: number;
}
interface kvm_create_guest_memfd {
  size: Bits64;
  flags: Bits64;
  reserved: Bits64[];
}
interface kvm_create_spapr_tce {
  liobn: Bits64;
  window_size: number;
}
interface kvm_create_spapr_tce_64 {
  liobn: Bits64;
  page_shift: number;
  flags: number;
  offset: Bits64;
  size: Bits64;
}
interface kvm_debug_exit_arch {
  exception: number;
  pad: any;
  pc: Bits64;
  dr6: Bits64;
  dr7: Bits64;
  hsr: number;
  hsr_high: number;
  far: Bits64;
  address: Bits64;
  status: number;
  reserved: number;
  addr: Bits64;
  type: number;
  epc: Bits64;
}
interface kvm_debugregs {
  db: Bits64[];
  dr6: Bits64;
  dr7: Bits64;
  flags: Bits64;
  reserved: Bits64[];
}
interface kvm_device_address {
  id: number;
  addr: Bits64;
}
interface kvm_device_attr {
  flags: number;
  group: number;
  attr: Bits64;
  addr: any;
  value: any;
}
interface kvm_dirty_gfn {
  flags: number;
  slot: number;
  offset: Bits64;
}
interface kvm_dirty_log {
  slot: number;
  padding1: number;
  dirty_bitmap: any;
  padding2: Bits64;
  value: any;
}
interface kvm_dirty_tlb {
  bitmap: Bits64;
  num_dirty: number;
}
interface kvm_dtable {
  base: Bits64;
  limit: number;
  padding: number[];
}
interface kvm_enable_cap {
  cap: number;
  flags: number;
  args: Bits64[];
  pad: number[];
}
interface kvm_enc_region {
  addr: any;
  size: Bits64;
}
interface kvm_exit_snp_req_certs {
  gpa: Bits64;
  npages: Bits64;
  ret: Bits64;
}
interface kvm_fpu {
  fpr: any;
  fcw: number;
  fsw: number;
  ftwx: number;
  pad1: number;
  last_opcode: number;
  last_ip: Bits64;
  last_dp: Bits64;
  xmm: number[];
  mxcsr: number;
  pad2: number;
  fpc: number;
  fprs: Bits64[];
  fcsr: number;
  fcc: Bits64;
}
interface kvm_fpureg {
  val64: Bits64[];
}
interface kvm_get_htab_fd {
  flags: Bits64;
  start_index: Bits64;
  reserved: Bits64[];
}
interface kvm_get_htab_header {
  index: number;
  n_valid: number;
  n_invalid: number;
}
interface kvm_guest_debug {
  control: number;
  pad: number;
  arch: kvm_guest_debug_arch;
}
interface kvm_guest_debug_arch {
  debugreg: Bits64[];
  dbg_bcr: Bits64[];
  dbg_bvr: Bits64[];
  dbg_wcr: Bits64[];
  dbg_wvr: Bits64[];
  bp: StructArray<kvm_guest_debug_arch_bp>;
  nr_hw_bp: number;
  pad: number;
  hw_bp: Bits64;
}
interface kvm_guest_debug_arch_bp {
  addr: Bits64;
  type: number;
  reserved: number;
}
interface kvm_hw_breakpoint {
  addr: Bits64;
  phys_addr: Bits64;
  len: Bits64;
  type: number;
  pad: number[];
}
interface kvm_hyperv_eventfd {
  conn_id: number;
  fd: number;
  flags: number;
  padding: number[];
}
interface kvm_hyperv_exit {
  type: number;
  pad1: number;
  u: kvm_hyperv_exit_u;
}
interface kvm_hyperv_exit_u {
  synic: kvm_hyperv_exit_u_synic;
  hcall: kvm_hyperv_exit_u_hcall;
  syndbg: kvm_hyperv_exit_u_syndbg;
}
interface kvm_hyperv_exit_u_hcall {
  input: Bits64;
  result: Bits64;
  params: Bits64[];
}
interface kvm_hyperv_exit_u_syndbg {
  msr: number;
  pad2: number;
  control: Bits64;
  status: Bits64;
  send_page: Bits64;
  recv_page: Bits64;
  pending_page: Bits64;
}
interface kvm_hyperv_exit_u_synic {
  msr: number;
  pad2: number;
  control: Bits64;
  evt_page: Bits64;
  msg_page: Bits64;
}
interface kvm_interrupt {
  irq: number;
}
interface kvm_ioapic_state {
  base_address: Bits64;
  ioregsel: number;
  id: number;
  irr: number;
  pad: number;
  redirtbl: StructArray<kvm_ioapic_state_redirtbl>;
}
interface kvm_ioapic_state_redirtbl {
  bits: Bits64;
  fields: kvm_ioapic_state_redirtbl_fields;
}
interface kvm_ioapic_state_redirtbl_fields {
  vector: number;
  delivery_mode: number;
  dest_mode: number;
  delivery_status: number;
  polarity: number;
  remote_irr: number;
  trig_mode: number;
  mask: number;
  reserve: number;
  reserved: number[];
  dest_id: number;
}
interface kvm_iocsr_entry {
  addr: number;
  pad: number;
  data: Bits64;
}
interface kvm_ioeventfd {
  datamatch: Bits64;
  addr: Bits64;
  len: number;
  fd: number;
  flags: number;
  pad: number[];
}
interface kvm_irq_level {
  irq: number;
  status: number;
  level: number;
}
interface kvm_irq_routing {
  nr: number;
  flags: number;
  entries: StructArray<kvm_irq_routing_entry>;
}
interface kvm_irq_routing_entry {
  gsi: number;
  type: number;
  flags: number;
  pad: number;
  u: kvm_irq_routing_entry_u;
}
interface kvm_irq_routing_entry_u {
  irqchip: kvm_irq_routing_irqchip;
  msi: kvm_irq_routing_msi;
  adapter: kvm_irq_routing_s390_adapter;
  hv_sint: kvm_irq_routing_hv_sint;
  xen_evtchn: kvm_irq_routing_xen_evtchn;
  pad: number[];
}
interface kvm_irq_routing_hv_sint {
  vcpu: number;
  sint: number;
}
interface kvm_irq_routing_irqchip {
  irqchip: number;
  pin: number;
}
interface kvm_irq_routing_msi {
  address_lo: number;
  address_hi: number;
  data: number;
  pad: number;
  devid: number;
}
interface kvm_irq_routing_s390_adapter {
  ind_addr: Bits64;
  summary_addr: Bits64;
  ind_offset: Bits64;
  summary_offset: number;
  adapter_id: number;
}
interface kvm_irq_routing_xen_evtchn {
  port: number;
  vcpu: number;
  priority: number;
}
interface kvm_irqchip {
  chip_id: number;
  pad: number;
  chip: kvm_irqchip_chip;
}
interface kvm_irqchip_chip {
  dummy: number[];
  pic: kvm_pic_state;
  ioapic: kvm_ioapic_state;
}
interface kvm_irqfd {
  fd: number;
  gsi: number;
  flags: number;
  resamplefd: number;
  pad: number[];
}
interface kvm_lapic_state {
  regs: number[];
}
interface kvm_memory_attributes {
  address: Bits64;
  size: Bits64;
  attributes: Bits64;
  flags: Bits64;
}
interface kvm_mips_interrupt {
  cpu: number;
  irq: number;
}
interface kvm_mp_state {
  mp_state: number;
}
interface kvm_msi {
  address_lo: number;
  address_hi: number;
  data: number;
  flags: number;
  devid: number;
  pad: number[];
}
interface kvm_msr_entry {
  index: number;
  reserved: number;
  data: Bits64;
}
interface kvm_msr_filter {
  flags: number;
  ranges: StructArray<kvm_msr_filter_range>;
}
interface kvm_msr_filter_range {
  flags: number;
  nmsrs: number;
  base: number;
  bitmap: any;
  value: any;
}
interface kvm_msr_list {
  nmsrs: number;
  indices: number[];
}
interface kvm_msrs {
  nmsrs: number;
  pad: number;
  entries: StructArray<kvm_msr_entry>;
}
interface kvm_nested_state {
  flags: number;
  format: number;
  size: number;
  hdr: kvm_nested_state_hdr;
  data: kvm_nested_state_data;
}
interface kvm_nested_state_data {
  vmx: StructArray<kvm_vmx_nested_state_data>;
  svm: StructArray<kvm_svm_nested_state_data>;
}
interface kvm_nested_state_hdr {
  vmx: kvm_vmx_nested_state_hdr;
  svm: kvm_svm_nested_state_hdr;
  pad: number[];
}
interface kvm_one_reg {
  id: Bits64;
  addr: any;
  value: any;
}
interface kvm_pic_state {
  last_irr: number;
  irr: number;
  imr: number;
  isr: number;
  priority_add: number;
  irq_base: number;
  read_reg_select: number;
  poll: number;
  special_mask: number;
  init_state: number;
  auto_eoi: number;
  rotate_on_auto_eoi: number;
  special_fully_nested_mode: number;
  init4: number;
  elcr: number;
  elcr_mask: number;
}
interface kvm_pit_channel_state {
  count: number;
  latched_count: number;
  count_latched: number;
  status_latched: number;
  status: number;
  read_state: number;
  write_state: number;
  write_latch: number;
  rw_mode: number;
  mode: number;
  bcd: number;
  gate: number;
  count_load_time: Bits64;
}
interface kvm_pit_config {
  flags: number;
  pad: number[];
}
interface kvm_pit_state {
  channels: StructArray<kvm_pit_channel_state>;
}
interface kvm_pit_state2 {
  channels: StructArray<kvm_pit_channel_state>;
  flags: number;
  reserved: number[];
}
interface kvm_pmu_event_filter {
  action: number;
  nevents: number;
  fixed_counter_bitmap: number;
  flags: number;
  pad: number[];
  events: Bits64[];
  base_event: number;
}
interface kvm_ppc_cpu_char {
  character: Bits64;
  behaviour: Bits64;
  character_mask: Bits64;
  behaviour_mask: Bits64;
}
interface kvm_ppc_mmuv3_cfg {
  flags: Bits64;
  process_table: Bits64;
}
interface kvm_ppc_one_page_size {
  page_shift: number;
  pte_enc: number;
}
interface kvm_ppc_one_seg_page_size {
  page_shift: number;
  slb_enc: number;
  enc: StructArray<kvm_ppc_one_page_size>;
}
interface kvm_ppc_pvinfo {
  flags: number;
  hcall: number[];
  pad: number[];
}
interface kvm_ppc_radix_geom {
  page_shift: number;
  level_bits: number[];
  pad: number[];
}
interface kvm_ppc_resize_hpt {
  flags: Bits64;
  shift: number;
  pad: number;
}
interface kvm_ppc_rmmu_info {
  geometries: StructArray<kvm_ppc_radix_geom>;
  ap_encodings: number[];
}
interface kvm_ppc_set_platform {
  platform: number;
  guest_arch: number;
  flags: number;
}
interface kvm_ppc_smmu_info {
  flags: Bits64;
  slb_size: number;
  data_keys: number;
  instr_keys: number;
  sps: StructArray<kvm_ppc_one_seg_page_size>;
}
interface kvm_ppc_xive_eq {
  flags: number;
  qshift: number;
  qaddr: Bits64;
  qtoggle: number;
  qindex: number;
  pad: number[];
}
interface kvm_pre_fault_memory {
  gpa: Bits64;
  size: Bits64;
  flags: Bits64;
  padding: Bits64[];
}
interface kvm_pv_cmd {
  cmd: number;
  rc: number;
  rrc: number;
  data: any;
  flags: number;
  reserved: number[];
  value: any;
}
interface kvm_reg_list {
  n: Bits64;
  reg: Bits64[];
}
interface kvm_regs {
  rax: Bits64;
  rbx: Bits64;
  rcx: Bits64;
  rdx: Bits64;
  rsi: Bits64;
  rdi: Bits64;
  rsp: Bits64;
  rbp: Bits64;
  r8: Bits64;
  r9: Bits64;
  r10: Bits64;
  r11: Bits64;
  r12: Bits64;
  r13: Bits64;
  r14: Bits64;
  r15: Bits64;
  rip: Bits64;
  rflags: Bits64;
  regs: user_pt_regs;
  sp_el1: Bits64;
  elr_el1: Bits64;
  spsr: Bits64[];
  fp_regs: user_fpsimd_state;
  pc: Bits64;
  cr: Bits64;
  ctr: Bits64;
  lr: Bits64;
  xer: Bits64;
  msr: Bits64;
  srr0: Bits64;
  srr1: Bits64;
  pid: Bits64;
  sprg0: Bits64;
  sprg1: Bits64;
  sprg2: Bits64;
  sprg3: Bits64;
  sprg4: Bits64;
  sprg5: Bits64;
  sprg6: Bits64;
  sprg7: Bits64;
  gpr: Bits64[];
  gprs: Bits64[];
  hi: Bits64;
  lo: Bits64;
}
interface kvm_reinject_control {
  pit_reinject: number;
  reserved: number[];
}
interface kvm_riscv_aia_csr {
  siselect: Bits64;
  iprio1: Bits64;
  iprio2: Bits64;
  sieh: Bits64;
  siph: Bits64;
  iprio1h: Bits64;
  iprio2h: Bits64;
}
interface kvm_riscv_config {
  isa: Bits64;
  zicbom_block_size: Bits64;
  mvendorid: Bits64;
  marchid: Bits64;
  mimpid: Bits64;
  zicboz_block_size: Bits64;
  satp_mode: Bits64;
  zicbop_block_size: Bits64;
}
interface kvm_riscv_core {
  regs: user_regs_struct;
  mode: Bits64;
}
interface kvm_riscv_csr {
  sstatus: Bits64;
  sie: Bits64;
  stvec: Bits64;
  sscratch: Bits64;
  sepc: Bits64;
  scause: Bits64;
  stval: Bits64;
  sip: Bits64;
  satp: Bits64;
  scounteren: Bits64;
  senvcfg: Bits64;
}
interface kvm_riscv_sbi_fwft {
  misaligned_deleg: kvm_riscv_sbi_fwft_feature;
  pointer_masking: kvm_riscv_sbi_fwft_feature;
}
interface kvm_riscv_sbi_fwft_feature {
  enable: Bits64;
  flags: Bits64;
  value: Bits64;
}
interface kvm_riscv_sbi_sta {
  shmem_lo: Bits64;
  shmem_hi: Bits64;
}
interface kvm_riscv_smstateen_csr {
  sstateen0: Bits64;
}
interface kvm_riscv_timer {
  frequency: Bits64;
  time: Bits64;
  compare: Bits64;
  state: Bits64;
}
interface kvm_rtas_token_args {
  name: number[];
  token: Bits64;
}
interface kvm_run {
  request_interrupt_window: number;
  immediate_exit: number;
  padding1: number[];
  exit_reason: number;
  ready_for_interrupt_injection: number;
  if_flag: number;
  flags: number;
  cr8: Bits64;
  apic_base: Bits64;
  hw: kvm_run_hw;
  fail_entry: kvm_run_fail_entry;
  ex: kvm_run_ex;
  io: kvm_run_io;
  debug: kvm_run_debug;
  mmio: kvm_run_mmio;
  iocsr_io: kvm_run_iocsr_io;
  hypercall: kvm_run_hypercall;
  tpr_access: kvm_run_tpr_access;
  s390_sieic: kvm_run_s390_sieic;
  s390_reset_flags: Bits64;
  s390_ucontrol: kvm_run_s390_ucontrol;
  dcr: kvm_run_dcr;
  internal: kvm_run_internal;
  emulation_failure: kvm_run_emulation_failure;
  osi: kvm_run_osi;
  papr_hcall: kvm_run_papr_hcall;
  s390_tsch: kvm_run_s390_tsch;
  epr: kvm_run_epr;
  system_event: kvm_run_system_event;
  s390_stsi: kvm_run_s390_stsi;
  eoi: kvm_run_eoi;
  hyperv: kvm_hyperv_exit;
  arm_nisv: kvm_run_arm_nisv;
  msr: kvm_run_msr;
  xen: kvm_xen_exit;
  riscv_sbi: kvm_run_riscv_sbi;
  riscv_csr: kvm_run_riscv_csr;
  notify: kvm_run_notify;
  memory_fault: kvm_run_memory_fault;
  tdx: kvm_run_tdx;
  arm_sea: kvm_run_arm_sea;
  snp_req_certs: kvm_exit_snp_req_certs;
  padding: number[];
  kvm_valid_regs: Bits64;
  kvm_dirty_regs: Bits64;
  s: kvm_run_s;
  psw_mask: Bits64;
  psw_addr: Bits64;
}
interface kvm_run_arm_nisv {
  esr_iss: Bits64;
  fault_ipa: Bits64;
}
interface kvm_run_arm_sea {
  flags: Bits64;
  esr: Bits64;
  gva: Bits64;
  gpa: Bits64;
}
interface kvm_run_dcr {
  dcrn: number;
  data: number;
  is_write: number;
}
interface kvm_run_debug {
  arch: kvm_debug_exit_arch;
}
interface kvm_run_emulation_failure {
  suberror: number;
  ndata: number;
  flags: Bits64;
  insn_size: number;
  insn_bytes: number[];
}
interface kvm_run_eoi {
  vector: number;
}
interface kvm_run_epr {
  epr: number;
}
interface kvm_run_ex {
  exception: number;
  error_code: number;
}
interface kvm_run_fail_entry {
  hardware_entry_failure_reason: Bits64;
  cpu: number;
}
interface kvm_run_hw {
  hardware_exit_reason: Bits64;
}
interface kvm_run_hypercall {
  nr: Bits64;
  args: Bits64[];
  ret: Bits64;
  longmode: number;
  flags: Bits64;
}
interface kvm_run_internal {
  suberror: number;
  ndata: number;
  data: Bits64[];
}
interface kvm_run_io {
  direction: number;
  size: number;
  port: number;
  count: number;
  data_offset: Bits64;
}
interface kvm_run_iocsr_io {
  phys_addr: Bits64;
  data: number[];
  len: number;
  is_write: number;
}
interface kvm_run_memory_fault {
  flags: Bits64;
  gpa: Bits64;
  size: Bits64;
}
interface kvm_run_mmio {
  phys_addr: Bits64;
  data: number[];
  len: number;
  is_write: number;
}
interface kvm_run_msr {
  error: number;
  pad: number[];
  reason: number;
  index: number;
  data: Bits64;
}
interface kvm_run_notify {
  flags: number;
}
interface kvm_run_osi {
  gprs: Bits64[];
}
interface kvm_run_papr_hcall {
  nr: Bits64;
  ret: Bits64;
  args: Bits64[];
}
interface kvm_run_riscv_csr {
  csr_num: Bits64;
  new_value: Bits64;
  write_mask: Bits64;
  ret_value: Bits64;
}
interface kvm_run_riscv_sbi {
  extension_id: Bits64;
  function_id: Bits64;
  args: Bits64[];
  ret: Bits64[];
}
interface kvm_run_s {
  regs: kvm_sync_regs;
  padding: number[];
}
interface kvm_run_s390_sieic {
  icptcode: number;
  ipa: number;
  ipb: number;
}
interface kvm_run_s390_stsi {
  addr: Bits64;
  ar: number;
  reserved: number;
  fc: number;
  sel1: number;
  sel2: number;
}
interface kvm_run_s390_tsch {
  subchannel_id: number;
  subchannel_nr: number;
  io_int_parm: number;
  io_int_word: number;
  ipb: number;
  dequeued: number;
}
interface kvm_run_s390_ucontrol {
  trans_exc_code: Bits64;
  pgm_code: number;
}
interface kvm_run_system_event {
  type: number;
  ndata: number;
  flags: Bits64;
  data: Bits64[];
}
interface kvm_run_tdx {
  flags: Bits64;
  nr: Bits64;
  unknown: kvm_run_tdx_unknown;
  get_quote: kvm_run_tdx_get_quote;
  get_tdvmcall_info: kvm_run_tdx_get_tdvmcall_info;
  setup_event_notify: kvm_run_tdx_setup_event_notify;
}
interface kvm_run_tdx_get_quote {
  ret: Bits64;
  gpa: Bits64;
  size: Bits64;
}
interface kvm_run_tdx_get_tdvmcall_info {
  ret: Bits64;
  leaf: Bits64;
  r11: Bits64;
  r12: Bits64;
  r13: Bits64;
  r14: Bits64;
}
interface kvm_run_tdx_setup_event_notify {
  ret: Bits64;
  vector: Bits64;
}
interface kvm_run_tdx_unknown {
  ret: Bits64;
  data: Bits64[];
}
interface kvm_run_tpr_access {
  rip: Bits64;
  is_write: number;
  pad: number;
}
interface kvm_s390_ais_all {
  simm: number;
  nimm: number;
}
interface kvm_s390_ais_req {
  isc: number;
  mode: number;
}
interface kvm_s390_cmma_log {
  start_gfn: Bits64;
  count: number;
  flags: number;
  remaining: Bits64;
  mask: Bits64;
  values: any;
  value: any;
}
interface kvm_s390_emerg_info {
  code: number;
}
interface kvm_s390_ext_info {
  ext_params: number;
  pad: number;
  ext_params2: Bits64;
}
interface kvm_s390_extcall_info {
  code: number;
}
interface kvm_s390_interrupt {
  type: number;
  parm: number;
  parm64: Bits64;
}
interface kvm_s390_io_adapter {
  id: number;
  isc: number;
  maskable: number;
  swap: number;
  flags: number;
}
interface kvm_s390_io_adapter_req {
  id: number;
  type: number;
  mask: number;
  pad0: number;
  addr: Bits64;
}
interface kvm_s390_io_info {
  subchannel_id: number;
  subchannel_nr: number;
  io_int_parm: number;
  io_int_word: number;
}
interface kvm_s390_irq {
  type: Bits64;
  u: kvm_s390_irq_u;
}
interface kvm_s390_irq_u {
  io: kvm_s390_io_info;
  ext: kvm_s390_ext_info;
  pgm: kvm_s390_pgm_info;
  emerg: kvm_s390_emerg_info;
  extcall: kvm_s390_extcall_info;
  prefix: kvm_s390_prefix_info;
  stop: kvm_s390_stop_info;
  mchk: kvm_s390_mchk_info;
  reserved: number[];
}
interface kvm_s390_irq_state {
  buf: any;
  flags: number;
  len: number;
  reserved: number[];
  value: any;
}
interface kvm_s390_keyop {
  guest_addr: Bits64;
  key: number;
  operation: number;
  pad: number[];
}
interface kvm_s390_mchk_info {
  cr14: Bits64;
  mcic: Bits64;
  failing_storage_address: Bits64;
  ext_damage_code: number;
  pad: number;
  fixed_logout: number[];
}
interface kvm_s390_mem_op {
  gaddr: Bits64;
  flags: Bits64;
  size: number;
  op: number;
  buf: any;
  ar: number;
  key: number;
  pad1: number[];
  old_addr: Bits64;
  sida_offset: number;
  reserved: number[];
  value: any;
}
interface kvm_s390_pgm_info {
  trans_exc_code: Bits64;
  mon_code: Bits64;
  per_address: Bits64;
  data_exc_code: number;
  code: number;
  mon_class_nr: number;
  per_code: number;
  per_atmid: number;
  exc_access_id: number;
  per_access_id: number;
  op_access_id: number;
  flags: number;
  pad: number[];
}
interface kvm_s390_prefix_info {
  address: number;
}
interface kvm_s390_psw {
  mask: Bits64;
  addr: Bits64;
}
interface kvm_s390_pv_dmp {
  subcmd: Bits64;
  buff_addr: any;
  buff_len: Bits64;
  gaddr: Bits64;
  reserved: Bits64[];
  value: any;
}
interface kvm_s390_pv_info {
  header: kvm_s390_pv_info_header;
  dump: kvm_s390_pv_info_dump;
  vm: kvm_s390_pv_info_vm;
}
interface kvm_s390_pv_info_dump {
  dump_cpu_buffer_len: Bits64;
  dump_config_mem_buffer_per_1m: Bits64;
  dump_config_finalize_len: Bits64;
}
interface kvm_s390_pv_info_header {
  id: number;
  len_max: number;
  len_written: number;
  reserved: number;
}
interface kvm_s390_pv_info_vm {
  inst_calls_list: Bits64[];
  max_cpus: Bits64;
  max_guests: Bits64;
  max_guest_addr: Bits64;
  feature_indication: Bits64;
}
interface kvm_s390_pv_sec_parm {
  origin: Bits64;
  length: Bits64;
}
interface kvm_s390_pv_unp {
  addr: Bits64;
  size: Bits64;
  tweak: Bits64;
}
interface kvm_s390_skeys {
  start_gfn: Bits64;
  count: Bits64;
  skeydata_addr: any;
  flags: number;
  reserved: number[];
  value: any;
}
interface kvm_s390_stop_info {
  flags: number;
}
interface kvm_s390_ucas_mapping {
  user_addr: any;
  vcpu_addr: Bits64;
  length: Bits64;
}
interface kvm_s390_vm_cpu_feat {
  feat: Bits64[];
}
interface kvm_s390_vm_cpu_machine {
  cpuid: Bits64;
  ibc: number;
  pad: number[];
  fac_mask: Bits64[];
  fac_list: Bits64[];
}
interface kvm_s390_vm_cpu_processor {
  cpuid: Bits64;
  ibc: number;
  pad: number[];
  fac_list: Bits64[];
}
interface kvm_s390_vm_cpu_subfunc {
  plo: number[];
  ptff: number[];
  kmac: number[];
  kmc: number[];
  km: number[];
  kimd: number[];
  klmd: number[];
  pckmo: number[];
  kmctr: number[];
  kmf: number[];
  kmo: number[];
  pcc: number[];
  ppno: number[];
  kma: number[];
  kdsa: number[];
  sortl: number[];
  dfltcc: number[];
  pfcr: number[];
  reserved: number[];
}
interface kvm_s390_vm_cpu_uv_feat {
  ap: number;
  ap_intr: number;
  feat: Bits64;
}
interface kvm_s390_vm_tod_clock {
  epoch_idx: number;
  tod: Bits64;
}
interface kvm_s390_zpci_op {
  fh: number;
  op: number;
  pad: number[];
  u: kvm_s390_zpci_op_u;
}
interface kvm_s390_zpci_op_u {
  reg_aen: kvm_s390_zpci_op_u_reg_aen;
  reserved: Bits64[];
}
interface kvm_s390_zpci_op_u_reg_aen {
  ibv: Bits64;
  sb: Bits64;
  flags: number;
  noi: number;
  isc: number;
  sbo: number;
  pad: number;
}
interface kvm_segment {
  base: Bits64;
  limit: number;
  selector: number;
  type: number;
  present: number;
  dpl: number;
  db: number;
  s: number;
  l: number;
  g: number;
  avl: number;
  unusable: number;
  padding: number;
}
interface kvm_sev_attestation_report {
  mnonce: number[];
  uaddr: any;
  len: number;
  pad0: number;
  value: any;
}
interface kvm_sev_cmd {
  id: number;
  pad0: number;
  data: any;
  error: number;
  sev_fd: number;
  value: any;
}
interface kvm_sev_dbg {
  src_uaddr: any;
  dst_uaddr: any;
  len: number;
  pad0: number;
}
interface kvm_sev_guest_status {
  handle: number;
  policy: number;
  state: number;
}
interface kvm_sev_init {
  vmsa_features: Bits64;
  flags: number;
  ghcb_version: number;
  pad1: number;
  pad2: number[];
}
interface kvm_sev_launch_measure {
  uaddr: any;
  len: number;
  pad0: number;
  value: any;
}
interface kvm_sev_launch_secret {
  hdr_uaddr: any;
  hdr_len: number;
  pad0: number;
  guest_uaddr: any;
  guest_len: number;
  pad1: number;
  trans_uaddr: any;
  trans_len: number;
  pad2: number;
}
interface kvm_sev_launch_start {
  handle: number;
  policy: number;
  dh_uaddr: any;
  dh_len: number;
  pad0: number;
  session_uaddr: any;
  session_len: number;
  pad1: number;
}
interface kvm_sev_launch_update_data {
  uaddr: any;
  len: number;
  pad0: number;
}
interface kvm_sev_receive_start {
  handle: number;
  policy: number;
  pdh_uaddr: any;
  pdh_len: number;
  pad0: number;
  session_uaddr: any;
  session_len: number;
  pad1: number;
}
interface kvm_sev_receive_update_data {
  hdr_uaddr: any;
  hdr_len: number;
  pad0: number;
  guest_uaddr: any;
  guest_len: number;
  pad1: number;
  trans_uaddr: any;
  trans_len: number;
  pad2: number;
}
interface kvm_sev_send_start {
  policy: number;
  pad0: number;
  pdh_cert_uaddr: any;
  pdh_cert_len: number;
  pad1: number;
  plat_certs_uaddr: any;
  plat_certs_len: number;
  pad2: number;
  amd_certs_uaddr: any;
  amd_certs_len: number;
  pad3: number;
  session_uaddr: any;
  session_len: number;
  pad4: number;
}
interface kvm_sev_send_update_data {
  hdr_uaddr: any;
  hdr_len: number;
  pad0: number;
  guest_uaddr: any;
  guest_len: number;
  pad1: number;
  trans_uaddr: any;
  trans_len: number;
  pad2: number;
}
interface kvm_sev_snp_launch_finish {
  id_block_uaddr: Bits64;
  id_auth_uaddr: Bits64;
  id_block_en: number;
  auth_key_en: number;
  vcek_disabled: number;
  host_data: number[];
  pad0: number[];
  flags: number;
  pad1: Bits64[];
}
interface kvm_sev_snp_launch_start {
  policy: Bits64;
  gosvw: number[];
  flags: number;
  pad0: number[];
  pad1: Bits64[];
}
interface kvm_sev_snp_launch_update {
  gfn_start: Bits64;
  uaddr: any;
  len: Bits64;
  type: number;
  pad0: number;
  flags: number;
  pad1: number;
  pad2: Bits64[];
}
interface kvm_signal_mask {
  len: number;
  sigset: number[];
}
interface kvm_smccc_filter {
  base: number;
  nr_functions: number;
  action: number;
  pad: number[];
}
interface kvm_sregs {
  cs: kvm_segment;
  ds: kvm_segment;
  es: kvm_segment;
  fs: kvm_segment;
  gs: kvm_segment;
  ss: kvm_segment;
  tr: kvm_segment;
  ldt: kvm_segment;
  gdt: kvm_dtable;
  idt: kvm_dtable;
  cr0: Bits64;
  cr2: Bits64;
  cr3: Bits64;
  cr4: Bits64;
  cr8: Bits64;
  efer: Bits64;
  apic_base: Bits64;
  interrupt_bitmap: Bits64[];
  pvr: number;
  u: kvm_sregs_u;
  acrs: number[];
  crs: Bits64[];
}
interface kvm_sregs_u {
  s: kvm_sregs_u_s;
  e: kvm_sregs_u_e;
  pad: number[];
}
interface kvm_sregs_u_e {
  impl: kvm_sregs_u_e_impl;
  features: number;
  impl_id: number;
  update_special: number;
  pir: number;
  sprg8: Bits64;
  sprg9: Bits64;
  csrr0: Bits64;
  dsrr0: Bits64;
  mcsrr0: Bits64;
  csrr1: number;
  dsrr1: number;
  mcsrr1: number;
  esr: number;
  dear: Bits64;
  ivpr: Bits64;
  mcivpr: Bits64;
  mcsr: Bits64;
  tsr: number;
  tcr: number;
  decar: number;
  dec: number;
  tb: Bits64;
  dbsr: number;
  dbcr: number[];
  iac: number[];
  dac: number[];
  dvc: number[];
  num_iac: number;
  num_dac: number;
  num_dvc: number;
  pad: number;
  epr: number;
  vrsave: number;
  epcr: number;
  mas0: number;
  mas1: number;
  mas2: Bits64;
  mas7_3: Bits64;
  mas4: number;
  mas6: number;
  ivor_low: number[];
  ivor_high: number[];
  mmucfg: number;
  eptcfg: number;
  tlbcfg: number[];
  tlbps: number[];
  eplc: number;
  epsc: number;
}
interface kvm_sregs_u_e_impl {
  fsl: kvm_sregs_u_e_impl_fsl;
  pad: number[];
}
interface kvm_sregs_u_e_impl_fsl {
  features: number;
  svr: number;
  mcar: Bits64;
  hid0: number;
  pid1: number;
  pid2: number;
}
interface kvm_sregs_u_s {
  sdr1: Bits64;
  ppc64: kvm_sregs_u_s_ppc64;
  ppc32: kvm_sregs_u_s_ppc32;
}
interface kvm_sregs_u_s_ppc32 {
  sr: number[];
  ibat: Bits64[];
  dbat: Bits64[];
}
interface kvm_sregs_u_s_ppc64 {
  slb: StructArray<kvm_sregs_u_s_ppc64_slb>;
}
interface kvm_sregs_u_s_ppc64_slb {
  slbe: Bits64;
  slbv: Bits64;
}
interface kvm_sregs2 {
  cs: kvm_segment;
  ds: kvm_segment;
  es: kvm_segment;
  fs: kvm_segment;
  gs: kvm_segment;
  ss: kvm_segment;
  tr: kvm_segment;
  ldt: kvm_segment;
  gdt: kvm_dtable;
  idt: kvm_dtable;
  cr0: Bits64;
  cr2: Bits64;
  cr3: Bits64;
  cr4: Bits64;
  cr8: Bits64;
  efer: Bits64;
  apic_base: Bits64;
  flags: Bits64;
  pdptrs: Bits64[];
}
interface kvm_stats_desc {
  flags: number;
  exponent: number;
  size: number;
  offset: number;
  bucket_size: number;
  name: number[];
}
interface kvm_stats_header {
  flags: number;
  name_size: number;
  num_desc: number;
  id_offset: number;
  desc_offset: number;
  data_offset: number;
}
interface kvm_svm_nested_state_data {
  vmcb12: number[];
}
interface kvm_svm_nested_state_hdr {
  vmcb_pa: Bits64;
  gpat: Bits64;
}
interface kvm_sync_regs {
  regs: kvm_regs;
  sregs: kvm_sregs;
  events: kvm_vcpu_events;
  device_irq_level: Bits64;
  prefix: Bits64;
  gprs: Bits64[];
  acrs: number[];
  crs: Bits64[];
  todpr: Bits64;
  cputm: Bits64;
  ckc: Bits64;
  pp: Bits64;
  gbea: Bits64;
  pft: Bits64;
  pfs: Bits64;
  pfc: Bits64;
  vrs: Bits64[];
  fprs: Bits64[];
  reserved: number[];
  fpc: number;
  bpbc: number;
  reserved2: number;
  padding1: number[];
  riccb: number[];
  diag318: Bits64;
  padding2: number[];
  sdnx: number[];
  reserved1: Bits64[];
  gscb: Bits64[];
  etoken: Bits64;
  etoken_extension: Bits64;
}
interface kvm_tdx_capabilities {
  supported_attrs: Bits64;
  supported_xfam: Bits64;
  kernel_tdvmcallinfo_1_r11: Bits64;
  user_tdvmcallinfo_1_r11: Bits64;
  kernel_tdvmcallinfo_1_r12: Bits64;
  user_tdvmcallinfo_1_r12: Bits64;
  reserved: Bits64[];
  cpuid: kvm_cpuid2;
}
interface kvm_tdx_cmd {
  id: number;
  flags: number;
  data: Bits64;
  hw_error: Bits64;
}
interface kvm_tdx_init_mem_region {
  source_addr: any;
  gpa: Bits64;
  nr_pages: Bits64;
  value: any;
}
interface kvm_tdx_init_vm {
  attributes: Bits64;
  xfam: Bits64;
  mrconfigid: Bits64[];
  mrowner: Bits64[];
  mrownerconfig: Bits64[];
  reserved: Bits64[];
  cpuid: kvm_cpuid2;
}
interface kvm_tpr_access_ctl {
  enabled: number;
  flags: number;
  reserved: number[];
}
interface kvm_translation {
  linear_address: Bits64;
  physical_address: Bits64;
  valid: number;
  writeable: number;
  usermode: number;
  pad: number[];
}
interface kvm_userspace_memory_region {
  slot: number;
  flags: number;
  guest_phys_addr: Bits64;
  memory_size: Bits64;
  userspace_addr: any;
}
interface kvm_userspace_memory_region2 {
  slot: number;
  flags: number;
  guest_phys_addr: Bits64;
  memory_size: Bits64;
  userspace_addr: any;
  guest_memfd_offset: Bits64;
  guest_memfd: number;
  pad1: number;
  pad2: Bits64[];
}
interface kvm_vapic_addr {
  vapic_addr: Bits64;
}
interface kvm_vcpu_events {
  exception: kvm_vcpu_events_exception;
  interrupt: kvm_vcpu_events_interrupt;
  nmi: kvm_vcpu_events_nmi;
  sipi_vector: number;
  flags: number;
  smi: kvm_vcpu_events_smi;
  triple_fault: kvm_vcpu_events_triple_fault;
  reserved: number[];
  exception_has_payload: number;
  exception_payload: Bits64;
}
interface kvm_vcpu_events_exception {
  injected: number;
  nr: number;
  has_error_code: number;
  pending: number;
  error_code: number;
  serror_pending: number;
  serror_has_esr: number;
  ext_dabt_pending: number;
  pad: number[];
  serror_esr: Bits64;
}
interface kvm_vcpu_events_interrupt {
  injected: number;
  nr: number;
  soft: number;
  shadow: number;
}
interface kvm_vcpu_events_nmi {
  injected: number;
  pending: number;
  masked: number;
  pad: number;
}
interface kvm_vcpu_events_smi {
  smm: number;
  pending: number;
  smm_inside_nmi: number;
  latched_init: number;
}
interface kvm_vcpu_events_triple_fault {
  pending: number;
}
interface kvm_vcpu_init {
  target: number;
  features: number[];
}
interface kvm_vfio_spapr_tce {
  groupfd: number;
  tablefd: number;
}
interface kvm_vmx_nested_state_data {
  vmcs12: number[];
  shadow_vmcs12: number[];
}
interface kvm_vmx_nested_state_hdr {
  vmxon_pa: Bits64;
  vmcs12_pa: Bits64;
  smm: kvm_vmx_nested_state_hdr_smm;
  pad: number;
  flags: number;
  preemption_timer_deadline: Bits64;
}
interface kvm_vmx_nested_state_hdr_smm {
  flags: number;
}
interface kvm_x86_mce {
  status: Bits64;
  addr: Bits64;
  misc: Bits64;
  mcg_status: Bits64;
  bank: number;
  pad1: number[];
  pad2: Bits64[];
}
interface kvm_xcr {
  xcr: number;
  reserved: number;
  value: Bits64;
}
interface kvm_xcrs {
  nr_xcrs: number;
  flags: number;
  xcrs: StructArray<kvm_xcr>;
  padding: Bits64[];
}
interface kvm_xen_exit {
  type: number;
  u: kvm_xen_exit_u;
}
interface kvm_xen_exit_u {
  hcall: kvm_xen_exit_u_hcall;
}
interface kvm_xen_exit_u_hcall {
  longmode: number;
  cpl: number;
  input: Bits64;
  result: Bits64;
  params: Bits64[];
}
interface kvm_xen_hvm_attr {
  type: number;
  pad: number[];
  u: kvm_xen_hvm_attr_u;
}
interface kvm_xen_hvm_attr_u {
  long_mode: number;
  vector: number;
  runstate_update_flag: number;
  shared_info: kvm_xen_hvm_attr_u_shared_info;
  evtchn: kvm_xen_hvm_attr_u_evtchn;
  xen_version: number;
  pad: Bits64[];
}
interface kvm_xen_hvm_attr_u_evtchn {
  send_port: number;
  type: number;
  flags: number;
  deliver: kvm_xen_hvm_attr_u_evtchn_deliver;
}
interface kvm_xen_hvm_attr_u_evtchn_deliver {
  port: kvm_xen_hvm_attr_u_evtchn_deliver_port;
  eventfd: kvm_xen_hvm_attr_u_evtchn_deliver_eventfd;
  padding: number[];
}
interface kvm_xen_hvm_attr_u_evtchn_deliver_eventfd {
  port: number;
  fd: number;
}
interface kvm_xen_hvm_attr_u_evtchn_deliver_port {
  port: number;
  vcpu: number;
  priority: number;
}
interface kvm_xen_hvm_attr_u_shared_info {
  gfn: Bits64;
  hva: Bits64;
}
interface kvm_xen_hvm_config {
  flags: number;
  msr: number;
  blob_addr_32: any;
  blob_addr_64: any;
  blob_size_32: number;
  blob_size_64: number;
  pad2: number[];
}
interface kvm_xen_vcpu_attr {
  type: number;
  pad: number[];
  u: kvm_xen_vcpu_attr_u;
}
interface kvm_xen_vcpu_attr_u {
  gpa: Bits64;
  hva: Bits64;
  pad: Bits64[];
  runstate: kvm_xen_vcpu_attr_u_runstate;
  vcpu_id: number;
  timer: kvm_xen_vcpu_attr_u_timer;
  vector: number;
}
interface kvm_xen_vcpu_attr_u_runstate {
  state: Bits64;
  state_entry_time: Bits64;
  time_running: Bits64;
  time_runnable: Bits64;
  time_blocked: Bits64;
  time_offline: Bits64;
}
interface kvm_xen_vcpu_attr_u_timer {
  port: number;
  priority: number;
  expires_ns: Bits64;
}
interface kvm_xsave {
  region: number[];
  extra: number[];
}
interface reg_mask_range {
  addr: Bits64;
  range: number;
  reserved: number[];
}
interface user_fpsimd_state {
  vregs: Bits64[];
  fpsr: number;
  fpcr: number;
  __reserved: number[];
}
interface user_pt_regs {
  regs: Bits64[];
  sp: Bits64;
  pc: Bits64;
  pstate: Bits64;
}
interface user_regs_struct {
  pc: Bits64;
  ra: Bits64;
  sp: Bits64;
  gp: Bits64;
  tp: Bits64;
  t0: Bits64;
  t1: Bits64;
  t2: Bits64;
  s0: Bits64;
  s1: Bits64;
  a0: Bits64;
  a1: Bits64;
  a2: Bits64;
  a3: Bits64;
  a4: Bits64;
  a5: Bits64;
  a6: Bits64;
  a7: Bits64;
  s2: Bits64;
  s3: Bits64;
  s4: Bits64;
  s5: Bits64;
  s6: Bits64;
  s7: Bits64;
  s8: Bits64;
  s9: Bits64;
  s10: Bits64;
  s11: Bits64;
  t3: Bits64;
  t4: Bits64;
  t5: Bits64;
  t6: Bits64;
}
/** Each struct by its name. */
interface Structs {
  kvm_allocate_rma: kvm_allocate_rma;
  kvm_arm_copy_mte_tags: kvm_arm_copy_mte_tags;
  kvm_arm_counter_offset: kvm_arm_counter_offset;
  kvm_arm_device_addr: kvm_arm_device_addr;
  kvm_book3e_206_tlb_entry: kvm_book3e_206_tlb_entry;
  kvm_book3e_206_tlb_params: kvm_book3e_206_tlb_params;
  kvm_clear_dirty_log: kvm_clear_dirty_log;
  kvm_clock_data: kvm_clock_data;
  kvm_coalesced_mmio: kvm_coalesced_mmio;
  kvm_coalesced_mmio_ring: kvm_coalesced_mmio_ring;
  kvm_coalesced_mmio_zone: kvm_coalesced_mmio_zone;
  kvm_config_tlb: kvm_config_tlb;
  kvm_cpuid: kvm_cpuid;
  kvm_cpuid2: kvm_cpuid2;
  kvm_cpuid_entry: kvm_cpuid_entry;
  kvm_cpuid_entry2: kvm_cpuid_entry2;
  kvm_create_device: kvm_create_device;
  kvm_create_guest_memfd: kvm_create_guest_memfd;
  kvm_create_spapr_tce: kvm_create_spapr_tce;
  kvm_create_spapr_tce_64: kvm_create_spapr_tce_64;
  kvm_debug_exit_arch: kvm_debug_exit_arch;
  kvm_debugregs: kvm_debugregs;
  kvm_device_address: kvm_device_address;
  kvm_device_attr: kvm_device_attr;
  kvm_dirty_gfn: kvm_dirty_gfn;
  kvm_dirty_log: kvm_dirty_log;
  kvm_dirty_tlb: kvm_dirty_tlb;
  kvm_dtable: kvm_dtable;
  kvm_enable_cap: kvm_enable_cap;
  kvm_enc_region: kvm_enc_region;
  kvm_exit_snp_req_certs: kvm_exit_snp_req_certs;
  kvm_fpu: kvm_fpu;
  kvm_fpureg: kvm_fpureg;
  kvm_get_htab_fd: kvm_get_htab_fd;
  kvm_get_htab_header: kvm_get_htab_header;
  kvm_guest_debug: kvm_guest_debug;
  kvm_guest_debug_arch: kvm_guest_debug_arch;
  'kvm_guest_debug_arch.bp': kvm_guest_debug_arch_bp;
  kvm_hw_breakpoint: kvm_hw_breakpoint;
  kvm_hyperv_eventfd: kvm_hyperv_eventfd;
  kvm_hyperv_exit: kvm_hyperv_exit;
  'kvm_hyperv_exit.u': kvm_hyperv_exit_u;
  'kvm_hyperv_exit.u.hcall': kvm_hyperv_exit_u_hcall;
  'kvm_hyperv_exit.u.syndbg': kvm_hyperv_exit_u_syndbg;
  'kvm_hyperv_exit.u.synic': kvm_hyperv_exit_u_synic;
  kvm_interrupt: kvm_interrupt;
  kvm_ioapic_state: kvm_ioapic_state;
  'kvm_ioapic_state.redirtbl': kvm_ioapic_state_redirtbl;
  'kvm_ioapic_state.redirtbl.fields': kvm_ioapic_state_redirtbl_fields;
  kvm_iocsr_entry: kvm_iocsr_entry;
  kvm_ioeventfd: kvm_ioeventfd;
  kvm_irq_level: kvm_irq_level;
  kvm_irq_routing: kvm_irq_routing;
  kvm_irq_routing_entry: kvm_irq_routing_entry;
  'kvm_irq_routing_entry.u': kvm_irq_routing_entry_u;
  kvm_irq_routing_hv_sint: kvm_irq_routing_hv_sint;
  kvm_irq_routing_irqchip: kvm_irq_routing_irqchip;
  kvm_irq_routing_msi: kvm_irq_routing_msi;
  kvm_irq_routing_s390_adapter: kvm_irq_routing_s390_adapter;
  kvm_irq_routing_xen_evtchn: kvm_irq_routing_xen_evtchn;
  kvm_irqchip: kvm_irqchip;
  'kvm_irqchip.chip': kvm_irqchip_chip;
  kvm_irqfd: kvm_irqfd;
  kvm_lapic_state: kvm_lapic_state;
  kvm_memory_attributes: kvm_memory_attributes;
  kvm_mips_interrupt: kvm_mips_interrupt;
  kvm_mp_state: kvm_mp_state;
  kvm_msi: kvm_msi;
  kvm_msr_entry: kvm_msr_entry;
  kvm_msr_filter: kvm_msr_filter;
  kvm_msr_filter_range: kvm_msr_filter_range;
  kvm_msr_list: kvm_msr_list;
  kvm_msrs: kvm_msrs;
  kvm_nested_state: kvm_nested_state;
  'kvm_nested_state.data': kvm_nested_state_data;
  'kvm_nested_state.hdr': kvm_nested_state_hdr;
  kvm_one_reg: kvm_one_reg;
  kvm_pic_state: kvm_pic_state;
  kvm_pit_channel_state: kvm_pit_channel_state;
  kvm_pit_config: kvm_pit_config;
  kvm_pit_state: kvm_pit_state;
  kvm_pit_state2: kvm_pit_state2;
  kvm_pmu_event_filter: kvm_pmu_event_filter;
  kvm_ppc_cpu_char: kvm_ppc_cpu_char;
  kvm_ppc_mmuv3_cfg: kvm_ppc_mmuv3_cfg;
  kvm_ppc_one_page_size: kvm_ppc_one_page_size;
  kvm_ppc_one_seg_page_size: kvm_ppc_one_seg_page_size;
  kvm_ppc_pvinfo: kvm_ppc_pvinfo;
  kvm_ppc_radix_geom: kvm_ppc_radix_geom;
  kvm_ppc_resize_hpt: kvm_ppc_resize_hpt;
  kvm_ppc_rmmu_info: kvm_ppc_rmmu_info;
  kvm_ppc_set_platform: kvm_ppc_set_platform;
  kvm_ppc_smmu_info: kvm_ppc_smmu_info;
  kvm_ppc_xive_eq: kvm_ppc_xive_eq;
  kvm_pre_fault_memory: kvm_pre_fault_memory;
  kvm_pv_cmd: kvm_pv_cmd;
  kvm_reg_list: kvm_reg_list;
  kvm_regs: kvm_regs;
  kvm_reinject_control: kvm_reinject_control;
  kvm_riscv_aia_csr: kvm_riscv_aia_csr;
  kvm_riscv_config: kvm_riscv_config;
  kvm_riscv_core: kvm_riscv_core;
  kvm_riscv_csr: kvm_riscv_csr;
  kvm_riscv_sbi_fwft: kvm_riscv_sbi_fwft;
  kvm_riscv_sbi_fwft_feature: kvm_riscv_sbi_fwft_feature;
  kvm_riscv_sbi_sta: kvm_riscv_sbi_sta;
  kvm_riscv_smstateen_csr: kvm_riscv_smstateen_csr;
  kvm_riscv_timer: kvm_riscv_timer;
  kvm_rtas_token_args: kvm_rtas_token_args;
  kvm_run: kvm_run;
  'kvm_run.arm_nisv': kvm_run_arm_nisv;
  'kvm_run.arm_sea': kvm_run_arm_sea;
  'kvm_run.dcr': kvm_run_dcr;
  'kvm_run.debug': kvm_run_debug;
  'kvm_run.emulation_failure': kvm_run_emulation_failure;
  'kvm_run.eoi': kvm_run_eoi;
  'kvm_run.epr': kvm_run_epr;
  'kvm_run.ex': kvm_run_ex;
  'kvm_run.fail_entry': kvm_run_fail_entry;
  'kvm_run.hw': kvm_run_hw;
  'kvm_run.hypercall': kvm_run_hypercall;
  'kvm_run.internal': kvm_run_internal;
  'kvm_run.io': kvm_run_io;
  'kvm_run.iocsr_io': kvm_run_iocsr_io;
  'kvm_run.memory_fault': kvm_run_memory_fault;
  'kvm_run.mmio': kvm_run_mmio;
  'kvm_run.msr': kvm_run_msr;
  'kvm_run.notify': kvm_run_notify;
  'kvm_run.osi': kvm_run_osi;
  'kvm_run.papr_hcall': kvm_run_papr_hcall;
  'kvm_run.riscv_csr': kvm_run_riscv_csr;
  'kvm_run.riscv_sbi': kvm_run_riscv_sbi;
  'kvm_run.s': kvm_run_s;
  'kvm_run.s390_sieic': kvm_run_s390_sieic;
  'kvm_run.s390_stsi': kvm_run_s390_stsi;
  'kvm_run.s390_tsch': kvm_run_s390_tsch;
  'kvm_run.s390_ucontrol': kvm_run_s390_ucontrol;
  'kvm_run.system_event': kvm_run_system_event;
  'kvm_run.tdx': kvm_run_tdx;
  'kvm_run.tdx.get_quote': kvm_run_tdx_get_quote;
  'kvm_run.tdx.get_tdvmcall_info': kvm_run_tdx_get_tdvmcall_info;
  'kvm_run.tdx.setup_event_notify': kvm_run_tdx_setup_event_notify;
  'kvm_run.tdx.unknown': kvm_run_tdx_unknown;
  'kvm_run.tpr_access': kvm_run_tpr_access;
  kvm_s390_ais_all: kvm_s390_ais_all;
  kvm_s390_ais_req: kvm_s390_ais_req;
  kvm_s390_cmma_log: kvm_s390_cmma_log;
  kvm_s390_emerg_info: kvm_s390_emerg_info;
  kvm_s390_ext_info: kvm_s390_ext_info;
  kvm_s390_extcall_info: kvm_s390_extcall_info;
  kvm_s390_interrupt: kvm_s390_interrupt;
  kvm_s390_io_adapter: kvm_s390_io_adapter;
  kvm_s390_io_adapter_req: kvm_s390_io_adapter_req;
  kvm_s390_io_info: kvm_s390_io_info;
  kvm_s390_irq: kvm_s390_irq;
  'kvm_s390_irq.u': kvm_s390_irq_u;
  kvm_s390_irq_state: kvm_s390_irq_state;
  kvm_s390_keyop: kvm_s390_keyop;
  kvm_s390_mchk_info: kvm_s390_mchk_info;
  kvm_s390_mem_op: kvm_s390_mem_op;
  kvm_s390_pgm_info: kvm_s390_pgm_info;
  kvm_s390_prefix_info: kvm_s390_prefix_info;
  kvm_s390_psw: kvm_s390_psw;
  kvm_s390_pv_dmp: kvm_s390_pv_dmp;
  kvm_s390_pv_info: kvm_s390_pv_info;
  kvm_s390_pv_info_dump: kvm_s390_pv_info_dump;
  kvm_s390_pv_info_header: kvm_s390_pv_info_header;
  kvm_s390_pv_info_vm: kvm_s390_pv_info_vm;
  kvm_s390_pv_sec_parm: kvm_s390_pv_sec_parm;
  kvm_s390_pv_unp: kvm_s390_pv_unp;
  kvm_s390_skeys: kvm_s390_skeys;
  kvm_s390_stop_info: kvm_s390_stop_info;
  kvm_s390_ucas_mapping: kvm_s390_ucas_mapping;
  kvm_s390_vm_cpu_feat: kvm_s390_vm_cpu_feat;
  kvm_s390_vm_cpu_machine: kvm_s390_vm_cpu_machine;
  kvm_s390_vm_cpu_processor: kvm_s390_vm_cpu_processor;
  kvm_s390_vm_cpu_subfunc: kvm_s390_vm_cpu_subfunc;
  kvm_s390_vm_cpu_uv_feat: kvm_s390_vm_cpu_uv_feat;
  kvm_s390_vm_tod_clock: kvm_s390_vm_tod_clock;
  kvm_s390_zpci_op: kvm_s390_zpci_op;
  'kvm_s390_zpci_op.u': kvm_s390_zpci_op_u;
  'kvm_s390_zpci_op.u.reg_aen': kvm_s390_zpci_op_u_reg_aen;
  kvm_segment: kvm_segment;
  kvm_sev_attestation_report: kvm_sev_attestation_report;
  kvm_sev_cmd: kvm_sev_cmd;
  kvm_sev_dbg: kvm_sev_dbg;
  kvm_sev_guest_status: kvm_sev_guest_status;
  kvm_sev_init: kvm_sev_init;
  kvm_sev_launch_measure: kvm_sev_launch_measure;
  kvm_sev_launch_secret: kvm_sev_launch_secret;
  kvm_sev_launch_start: kvm_sev_launch_start;
  kvm_sev_launch_update_data: kvm_sev_launch_update_data;
  kvm_sev_receive_start: kvm_sev_receive_start;
  kvm_sev_receive_update_data: kvm_sev_receive_update_data;
  kvm_sev_send_start: kvm_sev_send_start;
  kvm_sev_send_update_data: kvm_sev_send_update_data;
  kvm_sev_snp_launch_finish: kvm_sev_snp_launch_finish;
  kvm_sev_snp_launch_start: kvm_sev_snp_launch_start;
  kvm_sev_snp_launch_update: kvm_sev_snp_launch_update;
  kvm_signal_mask: kvm_signal_mask;
  kvm_smccc_filter: kvm_smccc_filter;
  kvm_sregs: kvm_sregs;
  'kvm_sregs.u': kvm_sregs_u;
  'kvm_sregs.u.e': kvm_sregs_u_e;
  'kvm_sregs.u.e.impl': kvm_sregs_u_e_impl;
  'kvm_sregs.u.e.impl.fsl': kvm_sregs_u_e_impl_fsl;
  'kvm_sregs.u.s': kvm_sregs_u_s;
  'kvm_sregs.u.s.ppc32': kvm_sregs_u_s_ppc32;
  'kvm_sregs.u.s.ppc64': kvm_sregs_u_s_ppc64;
  'kvm_sregs.u.s.ppc64.slb': kvm_sregs_u_s_ppc64_slb;
  kvm_sregs2: kvm_sregs2;
  kvm_stats_desc: kvm_stats_desc;
  kvm_stats_header: kvm_stats_header;
  kvm_svm_nested_state_data: kvm_svm_nested_state_data;
  kvm_svm_nested_state_hdr: kvm_svm_nested_state_hdr;
  kvm_sync_regs: kvm_sync_regs;
  kvm_tdx_capabilities: kvm_tdx_capabilities;
  kvm_tdx_cmd: kvm_tdx_cmd;
  kvm_tdx_init_mem_region: kvm_tdx_init_mem_region;
  kvm_tdx_init_vm: kvm_tdx_init_vm;
  kvm_tpr_access_ctl: kvm_tpr_access_ctl;
  kvm_translation: kvm_translation;
  kvm_userspace_memory_region: kvm_userspace_memory_region;
  kvm_userspace_memory_region2: kvm_userspace_memory_region2;
  kvm_vapic_addr: kvm_vapic_addr;
  kvm_vcpu_events: kvm_vcpu_events;
  'kvm_vcpu_events.exception': kvm_vcpu_events_exception;
  'kvm_vcpu_events.interrupt': kvm_vcpu_events_interrupt;
  'kvm_vcpu_events.nmi': kvm_vcpu_events_nmi;
  'kvm_vcpu_events.smi': kvm_vcpu_events_smi;
  'kvm_vcpu_events.triple_fault': kvm_vcpu_events_triple_fault;
  kvm_vcpu_init: kvm_vcpu_init;
  kvm_vfio_spapr_tce: kvm_vfio_spapr_tce;
  kvm_vmx_nested_state_data: kvm_vmx_nested_state_data;
  kvm_vmx_nested_state_hdr: kvm_vmx_nested_state_hdr;
  'kvm_vmx_nested_state_hdr.smm': kvm_vmx_nested_state_hdr_smm;
  kvm_x86_mce: kvm_x86_mce;
  kvm_xcr: kvm_xcr;
  kvm_xcrs: kvm_xcrs;
  kvm_xen_exit: kvm_xen_exit;
  'kvm_xen_exit.u': kvm_xen_exit_u;
  'kvm_xen_exit.u.hcall': kvm_xen_exit_u_hcall;
  kvm_xen_hvm_attr: kvm_xen_hvm_attr;
  'kvm_xen_hvm_attr.u': kvm_xen_hvm_attr_u;
  'kvm_xen_hvm_attr.u.evtchn': kvm_xen_hvm_attr_u_evtchn;
  'kvm_xen_hvm_attr.u.evtchn.deliver': kvm_xen_hvm_attr_u_evtchn_deliver;
  'kvm_xen_hvm_attr.u.evtchn.deliver.eventfd': kvm_xen_hvm_attr_u_evtchn_deliver_eventfd;
  'kvm_xen_hvm_attr.u.evtchn.deliver.port': kvm_xen_hvm_attr_u_evtchn_deliver_port;
  'kvm_xen_hvm_attr.u.shared_info': kvm_xen_hvm_attr_u_shared_info;
  kvm_xen_hvm_config: kvm_xen_hvm_config;
  kvm_xen_vcpu_attr: kvm_xen_vcpu_attr;
  'kvm_xen_vcpu_attr.u': kvm_xen_vcpu_attr_u;
  'kvm_xen_vcpu_attr.u.runstate': kvm_xen_vcpu_attr_u_runstate;
  'kvm_xen_vcpu_attr.u.timer': kvm_xen_vcpu_attr_u_timer;
  kvm_xsave: kvm_xsave;
  reg_mask_range: reg_mask_range;
  user_fpsimd_state: user_fpsimd_state;
  user_pt_regs: user_pt_regs;
  user_regs_struct: user_regs_struct;
}
/** What each ioctl takes and returns. */
interface Ioctls {
  KVM_ALLOCATE_RMA: Gets<kvm_allocate_rma>;
  KVM_ARM_GET_REG_WRITABLE_MASKS: Gets<reg_mask_range>;
  KVM_ARM_MTE_COPY_TAGS: Gets<kvm_arm_copy_mte_tags>;
  KVM_ARM_PREFERRED_TARGET: Gets<kvm_vcpu_init>;
  KVM_ARM_SET_COUNTER_OFFSET: Sets<kvm_arm_counter_offset>;
  KVM_ARM_SET_DEVICE_ADDR: Sets<kvm_arm_device_addr>;
  KVM_ARM_VCPU_FINALIZE: Plain;
  KVM_ARM_VCPU_INIT: Sets<kvm_vcpu_init>;
  KVM_CHECK_EXTENSION: Plain;
  KVM_CLEAR_DIRTY_LOG: Sets<kvm_clear_dirty_log>;
  KVM_CREATE_DEVICE: Gets<kvm_create_device>;
  KVM_CREATE_GUEST_MEMFD: Sets<kvm_create_guest_memfd>;
  KVM_CREATE_IRQCHIP: Plain;
  KVM_CREATE_PIT: Plain;
  KVM_CREATE_PIT2: Sets<kvm_pit_config>;
  KVM_CREATE_SPAPR_TCE: Sets<kvm_create_spapr_tce>;
  KVM_CREATE_SPAPR_TCE_64: Sets<kvm_create_spapr_tce_64>;
  KVM_CREATE_VCPU: Plain;
  KVM_CREATE_VM: Plain;
  KVM_DIRTY_TLB: Sets<kvm_dirty_tlb>;
  KVM_ENABLE_CAP: Sets<kvm_enable_cap>;
  KVM_GET_API_VERSION: Plain;
  KVM_GET_CLOCK: Gets<kvm_clock_data>;
  KVM_GET_CPUID2: Gets<kvm_cpuid2>;
  KVM_GET_DEBUGREGS: Gets<kvm_debugregs>;
  KVM_GET_DEVICE_ATTR: Gets<kvm_device_attr>;
  KVM_GET_DIRTY_LOG: Gets<kvm_dirty_log>;
  KVM_GET_EMULATED_CPUID: Gets<kvm_cpuid2>;
  KVM_GET_FPU: Gets<kvm_fpu>;
  KVM_GET_IRQCHIP: Gets<kvm_irqchip>;
  KVM_GET_LAPIC: Gets<kvm_lapic_state>;
  KVM_GET_MP_STATE: Gets<kvm_mp_state>;
  KVM_GET_MSRS: Gets<kvm_msrs>;
  KVM_GET_MSR_FEATURE_INDEX_LIST: Gets<kvm_msr_list>;
  KVM_GET_MSR_INDEX_LIST: Gets<kvm_msr_list>;
  KVM_GET_NESTED_STATE: Gets<kvm_nested_state>;
  KVM_GET_NR_MMU_PAGES: Plain;
  KVM_GET_ONE_REG: Gets<kvm_one_reg>;
  KVM_GET_PIT: Gets<kvm_pit_state>;
  KVM_GET_PIT2: Gets<kvm_pit_state2>;
  KVM_GET_REGS: Gets<kvm_regs>;
  KVM_GET_REG_LIST: Gets<kvm_reg_list>;
  KVM_GET_SREGS: Gets<kvm_sregs>;
  KVM_GET_SREGS2: Gets<kvm_sregs2>;
  KVM_GET_STATS_FD: Plain;
  KVM_GET_SUPPORTED_CPUID: Gets<kvm_cpuid2>;
  KVM_GET_SUPPORTED_HV_CPUID: Gets<kvm_cpuid2>;
  KVM_GET_TSC_KHZ: Plain;
  KVM_GET_VCPU_EVENTS: Gets<kvm_vcpu_events>;
  KVM_GET_VCPU_MMAP_SIZE: Plain;
  KVM_GET_XCRS: Gets<kvm_xcrs>;
  KVM_GET_XSAVE: Gets<kvm_xsave>;
  KVM_GET_XSAVE2: Gets<kvm_xsave>;
  KVM_HAS_DEVICE_ATTR: Sets<kvm_device_attr>;
  KVM_HYPERV_EVENTFD: Sets<kvm_hyperv_eventfd>;
  KVM_INTERRUPT: Sets<kvm_interrupt>;
  KVM_IOEVENTFD: Sets<kvm_ioeventfd>;
  KVM_IRQFD: Sets<kvm_irqfd>;
  KVM_IRQ_LINE: Sets<kvm_irq_level>;
  KVM_IRQ_LINE_STATUS: Gets<kvm_irq_level>;
  KVM_KVMCLOCK_CTRL: Plain;
  KVM_MEMORY_ENCRYPT_OP: Gets<kvm_sev_cmd> | Gets<kvm_tdx_cmd>;
  KVM_MEMORY_ENCRYPT_REG_REGION: Sets<kvm_enc_region>;
  KVM_MEMORY_ENCRYPT_UNREG_REGION: Sets<kvm_enc_region>;
  KVM_NMI: Plain;
  KVM_PPC_ALLOCATE_HTAB: Plain;
  KVM_PPC_CONFIGURE_V3_MMU: Sets<kvm_ppc_mmuv3_cfg>;
  KVM_PPC_GET_CPU_CHAR: Gets<kvm_ppc_cpu_char>;
  KVM_PPC_GET_HTAB_FD: Sets<kvm_get_htab_fd>;
  KVM_PPC_GET_PVINFO: Gets<kvm_ppc_pvinfo>;
  KVM_PPC_GET_RMMU_INFO: Gets<kvm_ppc_rmmu_info>;
  KVM_PPC_GET_SMMU_INFO: Gets<kvm_ppc_smmu_info>;
  KVM_PPC_RESIZE_HPT_COMMIT: Sets<kvm_ppc_resize_hpt>;
  KVM_PPC_RESIZE_HPT_PREPARE: Sets<kvm_ppc_resize_hpt>;
  KVM_PPC_RTAS_DEFINE_TOKEN: Sets<kvm_rtas_token_args>;
  KVM_PPC_SET_PLATFORM: Sets<kvm_ppc_set_platform>;
  KVM_PPC_SVM_OFF: Plain;
  KVM_PRE_FAULT_MEMORY: Gets<kvm_pre_fault_memory>;
  KVM_REGISTER_COALESCED_MMIO: Sets<kvm_coalesced_mmio_zone>;
  KVM_REINJECT_CONTROL: Sets<kvm_reinject_control>;
  KVM_RESET_DIRTY_RINGS: Plain;
  KVM_RUN: {struct: {}, takes: {within?: Duration}, gives: AnyExit};
  KVM_S390_CLEAR_RESET: Plain;
  KVM_S390_ENABLE_SIE: Plain;
  KVM_S390_GET_CMMA_BITS: Gets<kvm_s390_cmma_log>;
  KVM_S390_GET_IRQ_STATE: Gets<kvm_s390_irq_state>;
  KVM_S390_GET_SKEYS: Sets<kvm_s390_skeys>;
  KVM_S390_INITIAL_RESET: Plain;
  KVM_S390_INTERRUPT: Sets<kvm_s390_interrupt>;
  KVM_S390_IRQ: Sets<kvm_s390_irq>;
  KVM_S390_KEYOP: Gets<kvm_s390_keyop>;
  KVM_S390_MEM_OP: Sets<kvm_s390_mem_op>;
  KVM_S390_NORMAL_RESET: Plain;
  KVM_S390_PV_COMMAND: Gets<kvm_pv_cmd>;
  KVM_S390_PV_CPU_COMMAND: Sets<kvm_pv_cmd>;
  KVM_S390_SET_CMMA_BITS: Sets<kvm_s390_cmma_log>;
  KVM_S390_SET_INITIAL_PSW: Sets<kvm_s390_psw>;
  KVM_S390_SET_IRQ_STATE: Sets<kvm_s390_irq_state>;
  KVM_S390_SET_SKEYS: Sets<kvm_s390_skeys>;
  KVM_S390_STORE_STATUS: Plain;
  KVM_S390_UCAS_MAP: Sets<kvm_s390_ucas_mapping>;
  KVM_S390_UCAS_UNMAP: Sets<kvm_s390_ucas_mapping>;
  KVM_S390_VCPU_FAULT: Plain;
  KVM_S390_ZPCI_OP: Sets<kvm_s390_zpci_op>;
  KVM_SET_BOOT_CPU_ID: Plain;
  KVM_SET_CLOCK: Sets<kvm_clock_data>;
  KVM_SET_CPUID: Sets<kvm_cpuid>;
  KVM_SET_CPUID2: Sets<kvm_cpuid2>;
  KVM_SET_DEBUGREGS: Sets<kvm_debugregs>;
  KVM_SET_DEVICE_ADDRESS: Sets<kvm_device_address>;
  KVM_SET_DEVICE_ATTR: Sets<kvm_device_attr>;
  KVM_SET_FPU: Sets<kvm_fpu>;
  KVM_SET_GSI_ROUTING: Sets<kvm_irq_routing>;
  KVM_SET_GUEST_DEBUG: Sets<kvm_guest_debug>;
  KVM_SET_IDENTITY_MAP_ADDR: Plain;
  KVM_SET_IRQCHIP: Sets<kvm_irqchip>;
  KVM_SET_LAPIC: Sets<kvm_lapic_state>;
  KVM_SET_MEMORY_ATTRIBUTES: Sets<kvm_memory_attributes>;
  KVM_SET_MP_STATE: Sets<kvm_mp_state>;
  KVM_SET_MSRS: Sets<kvm_msrs>;
  KVM_SET_NESTED_STATE: Sets<kvm_nested_state>;
  KVM_SET_NR_MMU_PAGES: Plain;
  KVM_SET_ONE_REG: Sets<kvm_one_reg>;
  KVM_SET_PIT: Sets<kvm_pit_state>;
  KVM_SET_PIT2: Sets<kvm_pit_state2>;
  KVM_SET_PMU_EVENT_FILTER: Sets<kvm_pmu_event_filter>;
  KVM_SET_REGS: Sets<kvm_regs>;
  KVM_SET_SIGNAL_MASK: Sets<kvm_signal_mask>;
  KVM_SET_SREGS: Sets<kvm_sregs>;
  KVM_SET_SREGS2: Sets<kvm_sregs2>;
  KVM_SET_TSC_KHZ: Plain;
  KVM_SET_TSS_ADDR: Plain;
  KVM_SET_USER_MEMORY_REGION: Sets<kvm_userspace_memory_region>;
  KVM_SET_USER_MEMORY_REGION2: Sets<kvm_userspace_memory_region2>;
  KVM_SET_VAPIC_ADDR: Sets<kvm_vapic_addr>;
  KVM_SET_VCPU_EVENTS: Sets<kvm_vcpu_events>;
  KVM_SET_XCRS: Sets<kvm_xcrs>;
  KVM_SET_XSAVE: Sets<kvm_xsave>;
  KVM_SIGNAL_MSI: Sets<kvm_msi>;
  KVM_SMI: Plain;
  KVM_TPR_ACCESS_REPORTING: Gets<kvm_tpr_access_ctl>;
  KVM_TRANSLATE: Gets<kvm_translation>;
  KVM_UNREGISTER_COALESCED_MMIO: Sets<kvm_coalesced_mmio_zone>;
  KVM_X86_GET_MCE_CAP_SUPPORTED: Plain;
  KVM_X86_SETUP_MCE: Plain;
  KVM_X86_SET_MCE: Sets<kvm_x86_mce>;
  KVM_X86_SET_MSR_FILTER: Sets<kvm_msr_filter>;
  KVM_XEN_HVM_CONFIG: Sets<kvm_xen_hvm_config>;
  KVM_XEN_HVM_EVTCHN_SEND: Sets<kvm_irq_routing_xen_evtchn>;
  KVM_XEN_HVM_GET_ATTR: Gets<kvm_xen_hvm_attr>;
  KVM_XEN_HVM_SET_ATTR: Sets<kvm_xen_hvm_attr>;
  KVM_XEN_VCPU_GET_ATTR: Gets<kvm_xen_vcpu_attr>;
  KVM_XEN_VCPU_SET_ATTR: Sets<kvm_xen_vcpu_attr>;
}
declare const CROSS_ARCH: PlatformFlag;
declare const HASH: Mmu;
declare const HV: VmType;
declare const KVM: Platform;
declare const NONE: Platform;
declare const PR: VmType;
declare const RADIX: Mmu;
declare const SPAPR: Platform;
declare const a32: CodeMode;
declare const any: AnyPlace;
declare const arm64: CodeMode;
declare const debug: ExitKind;
declare const debug_exit: ExitKind;
declare const entry: Entry;
declare const exception: ExitKind;
declare const fail_entry: ExitKind;
declare const hcall: ExitKind;
declare const hlt: ExitKind;
declare const internal_error: ExitKind;
declare const io: ExitKind;
declare const mmio: ExitKind;
declare const msr: ExitKind;
declare const ppc64: CodeMode;
declare const ppc64le: CodeMode;
declare const rfc2011: Api;
declare const riscv64: CodeMode;
declare const s390x: CodeMode;
declare const sbi: ExitKind;
declare const shutdown: ExitKind;
declare const stopped: ExitKind;
declare const system: ExitKind;
declare const t32: CodeMode;
declare const timeout: ExitKind;
declare const x86_16: CodeMode;
declare const x86_32: CodeMode;
declare const x86_64: CodeMode;
declare const E2BIG: number, EACCES: number, EAGAIN: number, EBADF: number, EBUSY: number, EDOM: number, EEXIST: number, EFAULT: number, EHWPOISON: number, EINTR: number;
declare const EINVAL: number, EIO: number, EMFILE: number, ENFILE: number, ENOBUFS: number, ENODEV: number, ENOENT: number, ENOEXEC: number, ENOMEM: number, ENOSPC: number;
declare const ENOSYS: number, ENOTDIR: number, ENOTTY: number, ENXIO: number, EOPNOTSUPP: number, EOVERFLOW: number, EPERM: number, EPIPE: number, ERANGE: number, ESPIPE: number;
declare const ETIMEDOUT: number, H_ADD_LOGICAL_LAN_BUFFER: bigint, H_AUTHORITY: bigint, H_BAD_MODE: bigint, H_BEST_ENERGY: bigint, H_BLOCK_REMOVE: bigint, H_BULK_REMOVE: bigint;
declare const H_BUSY: bigint, H_CEDE: bigint, H_CHANGE_LOGICAL_LAN_MAC: bigint, H_CLEAR_HPT: bigint, H_CLEAR_MOD: bigint, H_CLEAR_REF: bigint, H_CLOSED: bigint, H_CONFER: bigint;
declare const H_CONSTRAINED: bigint, H_CONTINUE: bigint, H_COP: bigint, H_COPY_RDMA: bigint, H_CPPR: bigint, H_DEST_PARM: bigint, H_DROPPED: bigint, H_ENABLE_CRQ: bigint;
declare const H_ENTER: bigint, H_EOI: bigint, H_FREE_CRQ: bigint, H_FREE_LOGICAL_LAN: bigint, H_FREE_LOGICAL_LAN_BUFFER: bigint, H_FREE_SUB_CRQ: bigint, H_FREE_VTERM: bigint;
declare const H_FUNCTION: bigint, H_GET_EM_PARMS: bigint, H_GET_MPP: bigint, H_GET_MPP_X: bigint, H_GET_PPP: bigint, H_GET_TCE: bigint, H_GET_TERM_CHAR: bigint, H_HARDWARE: bigint;
declare const H_HOME_NODE_ASSOCIATIVITY: bigint, H_HYPERVISOR_DATA: bigint, H_ILLAN_ATTRIBUTES: bigint, H_INT_ESB: bigint, H_INT_GET_OS_REPORTING_LINE: bigint;
declare const H_INT_GET_QUEUE_CONFIG: bigint, H_INT_GET_QUEUE_INFO: bigint, H_INT_GET_SOURCE_CONFIG: bigint, H_INT_GET_SOURCE_INFO: bigint, H_INT_RESET: bigint;
declare const H_INT_SET_OS_REPORTING_LINE: bigint, H_INT_SET_QUEUE_CONFIG: bigint, H_INT_SET_SOURCE_CONFIG: bigint, H_INT_SYNC: bigint, H_IN_PROGRESS: bigint, H_IPI: bigint;
declare const H_IPOLL: bigint, H_JOIN: bigint, H_LOGICAL_CACHE_LOAD: bigint, H_LOGICAL_CACHE_STORE: bigint, H_LOGICAL_CI_LOAD: bigint, H_LOGICAL_CI_STORE: bigint;
declare const H_LOGICAL_DCBF: bigint, H_LOGICAL_ICBI: bigint, H_MIGRATE_DMA: bigint, H_MULTICAST_CTRL: bigint, H_NOT_AVAILABLE: bigint, H_NOT_FOUND: bigint, H_NO_MEM: bigint;
declare const H_P2: bigint, H_P3: bigint, H_P4: bigint, H_P5: bigint, H_PAGE_INIT: bigint, H_PAGE_REGISTERED: bigint, H_PARAMETER: bigint, H_PARTIAL: bigint, H_PARTIAL_STORE: bigint;
declare const H_PENDING: bigint, H_PERFMON: bigint, H_PERMISSION: bigint, H_PIC: bigint, H_POLL_PENDING: bigint, H_PRIVILEGE: bigint, H_PROD: bigint, H_PROTECT: bigint;
declare const H_PTEG_FULL: bigint, H_PURR: bigint, H_PUT_TCE: bigint, H_PUT_TCE_INDIRECT: bigint, H_PUT_TERM_CHAR: bigint, H_QUERY_INT_STATE: bigint, H_RANDOM: bigint, H_READ: bigint;
declare const H_REAL_TO_LOGICAL: bigint, H_REGISTER_LOGICAL_LAN: bigint, H_REGISTER_PROC_TBL: bigint, H_REGISTER_VPA: bigint, H_REGISTER_VTERM: bigint, H_REG_CRQ: bigint;
declare const H_REG_SUB_CRQ: bigint, H_REMOTE_PARM: bigint, H_REMOVE: bigint, H_REQUEST_VMC: bigint, H_RESERVED_DABR: bigint, H_RESET_EVENTS: bigint, H_RESIZE_HPT_COMMIT: bigint;
declare const H_RESIZE_HPT_PREPARE: bigint, H_RESOURCE: bigint, H_RTAS: bigint, H_SEND_CRQ: bigint, H_SEND_LOGICAL_LAN: bigint, H_SEND_SUB_CRQ: bigint;
declare const H_SEND_SUB_CRQ_INDIRECT: bigint, H_SET_DABR: bigint, H_SET_MODE: bigint, H_SET_MPP: bigint, H_SET_PPP: bigint, H_SET_SPRG0: bigint, H_SET_XDABR: bigint;
declare const H_SIGNAL_SYS_RESET: bigint, H_SOURCE_PARM: bigint, H_STUFF_TCE: bigint, H_SUCCESS: bigint, H_VASI_SIGNAL: bigint, H_VASI_STATE: bigint, H_VIOCTL: bigint;
declare const H_VIO_SIGNAL: bigint, H_VTERM_PARTNER_INFO: bigint, H_XIRR: bigint, H_XIRR_X: bigint, KVM_ALLOCATE_RMA: Ioctl<'KVM_ALLOCATE_RMA'>, KVM_APIC_REG_SIZE: number;
declare const KVM_API_VERSION: number, KVM_ARM64_SVE_MAX_SLICES: number, KVM_ARM64_SVE_NUM_PREGS: number, KVM_ARM64_SVE_NUM_ZREGS: number, KVM_ARM64_SVE_VLS_WORDS: number;
declare const KVM_ARM64_SVE_VQ_MAX: number, KVM_ARM64_SVE_VQ_MIN: number, KVM_ARM_DEVICE_ID_SHIFT: number, KVM_ARM_DEVICE_TYPE_SHIFT: number, KVM_ARM_DEVICE_VGIC_V2: number;
declare const KVM_ARM_DEV_EL1_PTIMER: number, KVM_ARM_DEV_EL1_VTIMER: number, KVM_ARM_DEV_PMU: number, KVM_ARM_FEATURE_ID_RANGE: number, KVM_ARM_FEATURE_ID_RANGE_SIZE: number;
declare const KVM_ARM_GET_REG_WRITABLE_MASKS: Ioctl<'KVM_ARM_GET_REG_WRITABLE_MASKS'>, KVM_ARM_IRQ_CPU_FIQ: number, KVM_ARM_IRQ_CPU_IRQ: number, KVM_ARM_IRQ_GIC_MAX: number;
declare const KVM_ARM_IRQ_NUM_MASK: number, KVM_ARM_IRQ_NUM_SHIFT: number, KVM_ARM_IRQ_TYPE_CPU: number, KVM_ARM_IRQ_TYPE_MASK: number, KVM_ARM_IRQ_TYPE_PPI: number;
declare const KVM_ARM_IRQ_TYPE_SHIFT: number, KVM_ARM_IRQ_TYPE_SPI: number, KVM_ARM_IRQ_VCPU2_MASK: number, KVM_ARM_IRQ_VCPU2_SHIFT: number, KVM_ARM_IRQ_VCPU_MASK: number;
declare const KVM_ARM_IRQ_VCPU_SHIFT: number, KVM_ARM_MAX_DBG_REGS: number, KVM_ARM_MTE_COPY_TAGS: Ioctl<'KVM_ARM_MTE_COPY_TAGS'>, KVM_ARM_NUM_TARGETS: number;
declare const KVM_ARM_PREFERRED_TARGET: Ioctl<'KVM_ARM_PREFERRED_TARGET'>, KVM_ARM_SET_COUNTER_OFFSET: Ioctl<'KVM_ARM_SET_COUNTER_OFFSET'>;
declare const KVM_ARM_SET_DEVICE_ADDR: Ioctl<'KVM_ARM_SET_DEVICE_ADDR'>, KVM_ARM_TAGS_FROM_GUEST: number, KVM_ARM_TAGS_TO_GUEST: number, KVM_ARM_TARGET_AEM_V8: number;
declare const KVM_ARM_TARGET_CORTEX_A15: number, KVM_ARM_TARGET_CORTEX_A53: number, KVM_ARM_TARGET_CORTEX_A57: number, KVM_ARM_TARGET_FOUNDATION_V8: number;
declare const KVM_ARM_TARGET_GENERIC_V8: number, KVM_ARM_TARGET_XGENE_POTENZA: number, KVM_ARM_VCPU_EL1_32BIT: number, KVM_ARM_VCPU_FINALIZE: Ioctl<'KVM_ARM_VCPU_FINALIZE'>;
declare const KVM_ARM_VCPU_HAS_EL2: number, KVM_ARM_VCPU_HAS_EL2_E2H0: number, KVM_ARM_VCPU_INIT: Ioctl<'KVM_ARM_VCPU_INIT'>, KVM_ARM_VCPU_PMU_V3: number;
declare const KVM_ARM_VCPU_PMU_V3_CTRL: number, KVM_ARM_VCPU_PMU_V3_FILTER: number, KVM_ARM_VCPU_PMU_V3_INIT: number, KVM_ARM_VCPU_PMU_V3_IRQ: number;
declare const KVM_ARM_VCPU_PMU_V3_SET_NR_COUNTERS: number, KVM_ARM_VCPU_PMU_V3_SET_PMU: number, KVM_ARM_VCPU_POWER_OFF: number, KVM_ARM_VCPU_PSCI_0_2: number;
declare const KVM_ARM_VCPU_PTRAUTH_ADDRESS: number, KVM_ARM_VCPU_PTRAUTH_GENERIC: number, KVM_ARM_VCPU_PVTIME_CTRL: number, KVM_ARM_VCPU_PVTIME_IPA: number, KVM_ARM_VCPU_SVE: number;
declare const KVM_ARM_VCPU_TIMER_CTRL: number, KVM_ARM_VCPU_TIMER_IRQ_HPTIMER: number, KVM_ARM_VCPU_TIMER_IRQ_HVTIMER: number, KVM_ARM_VCPU_TIMER_IRQ_PTIMER: number;
declare const KVM_ARM_VCPU_TIMER_IRQ_VTIMER: number, KVM_ARM_VM_SMCCC_CTRL: number, KVM_ARM_VM_SMCCC_FILTER: number, KVM_BUS_LOCK_DETECTION_EXIT: number;
declare const KVM_BUS_LOCK_DETECTION_OFF: number, KVM_CAP_ADJUST_CLOCK: number, KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED: number, KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE: number;
declare const KVM_CAP_ARM_EL1_32BIT: number, KVM_CAP_ARM_EL2: number, KVM_CAP_ARM_EL2_E2H0: number, KVM_CAP_ARM_INJECT_EXT_DABT: number, KVM_CAP_ARM_INJECT_SERROR_ESR: number;
declare const KVM_CAP_ARM_IRQ_LINE_LAYOUT_2: number, KVM_CAP_ARM_MTE: number, KVM_CAP_ARM_NISV_TO_USER: number, KVM_CAP_ARM_PMU_V3: number, KVM_CAP_ARM_PSCI: number;
declare const KVM_CAP_ARM_PSCI_0_2: number, KVM_CAP_ARM_PTRAUTH_ADDRESS: number, KVM_CAP_ARM_PTRAUTH_GENERIC: number, KVM_CAP_ARM_SEA_TO_USER: number;
declare const KVM_CAP_ARM_SET_DEVICE_ADDR: number, KVM_CAP_ARM_SUPPORTED_BLOCK_SIZES: number, KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES: number, KVM_CAP_ARM_SVE: number;
declare const KVM_CAP_ARM_SYSTEM_SUSPEND: number, KVM_CAP_ARM_USER_IRQ: number, KVM_CAP_ARM_VM_IPA_SIZE: number, KVM_CAP_ARM_WRITABLE_IMP_ID_REGS: number;
declare const KVM_CAP_ASSIGN_DEV_IRQ: number, KVM_CAP_ASYNC_PF: number, KVM_CAP_ASYNC_PF_INT: number, KVM_CAP_BINARY_STATS_FD: number, KVM_CAP_CHECK_EXTENSION_VM: number;
declare const KVM_CAP_CLOCKSOURCE: number, KVM_CAP_COALESCED_MMIO: number, KVM_CAP_COALESCED_PIO: number, KVM_CAP_COUNTER_OFFSET: number, KVM_CAP_DEBUGREGS: number;
declare const KVM_CAP_DESTROY_MEMORY_REGION_WORKS: number, KVM_CAP_DEVICE_CTRL: number, KVM_CAP_DIRTY_LOG_RING: number, KVM_CAP_DIRTY_LOG_RING_ACQ_REL: number;
declare const KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP: number, KVM_CAP_DISABLE_QUIRKS: number, KVM_CAP_DISABLE_QUIRKS2: number, KVM_CAP_ENABLE_CAP: number, KVM_CAP_ENABLE_CAP_VM: number;
declare const KVM_CAP_ENFORCE_PV_FEATURE_CPUID: number, KVM_CAP_EXCEPTION_PAYLOAD: number, KVM_CAP_EXIT_HYPERCALL: number, KVM_CAP_EXIT_ON_EMULATION_FAILURE: number;
declare const KVM_CAP_EXT_CPUID: number, KVM_CAP_EXT_EMUL_CPUID: number, KVM_CAP_GET_MSR_FEATURES: number, KVM_CAP_GET_TSC_KHZ: number, KVM_CAP_GUEST_DEBUG_HW_BPS: number;
declare const KVM_CAP_GUEST_DEBUG_HW_WPS: number, KVM_CAP_GUEST_MEMFD: number, KVM_CAP_GUEST_MEMFD_FLAGS: number, KVM_CAP_HALT_POLL: number, KVM_CAP_HLT: number;
declare const KVM_CAP_HYPERV: number, KVM_CAP_HYPERV_CPUID: number, KVM_CAP_HYPERV_DIRECT_TLBFLUSH: number, KVM_CAP_HYPERV_ENFORCE_CPUID: number;
declare const KVM_CAP_HYPERV_ENLIGHTENED_VMCS: number, KVM_CAP_HYPERV_EVENTFD: number, KVM_CAP_HYPERV_SEND_IPI: number, KVM_CAP_HYPERV_SPIN: number, KVM_CAP_HYPERV_SYNIC: number;
declare const KVM_CAP_HYPERV_SYNIC2: number, KVM_CAP_HYPERV_TIME: number, KVM_CAP_HYPERV_TLBFLUSH: number, KVM_CAP_HYPERV_VAPIC: number, KVM_CAP_HYPERV_VP_INDEX: number;
declare const KVM_CAP_IMMEDIATE_EXIT: number, KVM_CAP_INTERNAL_ERROR_DATA: number, KVM_CAP_INTR_SHADOW: number, KVM_CAP_IOAPIC_POLARITY_IGNORED: number, KVM_CAP_IOEVENTFD: number;
declare const KVM_CAP_IOEVENTFD_ANY_LENGTH: number, KVM_CAP_IOEVENTFD_NO_LENGTH: number, KVM_CAP_IOMMU: number, KVM_CAP_IRQCHIP: number, KVM_CAP_IRQFD: number;
declare const KVM_CAP_IRQFD_RESAMPLE: number, KVM_CAP_IRQ_INJECT_STATUS: number, KVM_CAP_IRQ_MPIC: number, KVM_CAP_IRQ_ROUTING: number, KVM_CAP_IRQ_XICS: number;
declare const KVM_CAP_JOIN_MEMORY_REGIONS_WORKS: number, KVM_CAP_KVMCLOCK_CTRL: number, KVM_CAP_LAST_CPU: number, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT: number;
declare const KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2: number, KVM_CAP_MAX_VCPUS: number, KVM_CAP_MAX_VCPU_ID: number, KVM_CAP_MCE: number, KVM_CAP_MEMORY_ATTRIBUTES: number;
declare const KVM_CAP_MEMORY_FAULT_INFO: number, KVM_CAP_MIPS_64BIT: number, KVM_CAP_MIPS_FPU: number, KVM_CAP_MIPS_MSA: number, KVM_CAP_MIPS_TE: number, KVM_CAP_MIPS_VZ: number;
declare const KVM_CAP_MMU_SHADOW_CACHE_CONTROL: number, KVM_CAP_MP_STATE: number, KVM_CAP_MSI_DEVID: number, KVM_CAP_MSR_PLATFORM_INFO: number, KVM_CAP_MULTI_ADDRESS_SPACE: number;
declare const KVM_CAP_NESTED_STATE: number, KVM_CAP_NOP_IO_DELAY: number, KVM_CAP_NR_MEMSLOTS: number, KVM_CAP_NR_VCPUS: number, KVM_CAP_ONE_REG: number, KVM_CAP_PCI_2_3: number;
declare const KVM_CAP_PCI_SEGMENT: number, KVM_CAP_PIT: number, KVM_CAP_PIT2: number, KVM_CAP_PIT_STATE2: number, KVM_CAP_PMU_CAPABILITY: number, KVM_CAP_PMU_EVENT_FILTER: number;
declare const KVM_CAP_PMU_EVENT_MASKED_EVENTS: number, KVM_CAP_PPC_AIL_MODE_3: number, KVM_CAP_PPC_ALLOC_HTAB: number, KVM_CAP_PPC_BOOKE_SREGS: number;
declare const KVM_CAP_PPC_BOOKE_WATCHDOG: number, KVM_CAP_PPC_DAWR1: number, KVM_CAP_PPC_ENABLE_HCALL: number, KVM_CAP_PPC_EPR: number, KVM_CAP_PPC_FIXUP_HCALL: number;
declare const KVM_CAP_PPC_FWNMI: number, KVM_CAP_PPC_GET_CPU_CHAR: number, KVM_CAP_PPC_GET_PVINFO: number, KVM_CAP_PPC_GET_SMMU_INFO: number, KVM_CAP_PPC_GUEST_DEBUG_SSTEP: number;
declare const KVM_CAP_PPC_HIOR: number, KVM_CAP_PPC_HTAB_FD: number, KVM_CAP_PPC_HTM: number, KVM_CAP_PPC_HWRNG: number, KVM_CAP_PPC_IRQ_LEVEL: number, KVM_CAP_PPC_IRQ_XIVE: number;
declare const KVM_CAP_PPC_MMU_HASH_V3: number, KVM_CAP_PPC_MMU_RADIX: number, KVM_CAP_PPC_NESTED_HV: number, KVM_CAP_PPC_OSI: number, KVM_CAP_PPC_PAIRED_SINGLES: number;
declare const KVM_CAP_PPC_PAPR: number, KVM_CAP_PPC_RMA: number, KVM_CAP_PPC_RPT_INVALIDATE: number, KVM_CAP_PPC_RTAS: number, KVM_CAP_PPC_SECURE_GUEST: number;
declare const KVM_CAP_PPC_SEGSTATE: number, KVM_CAP_PPC_SMT: number, KVM_CAP_PPC_SMT_POSSIBLE: number, KVM_CAP_PPC_UNSET_IRQ: number, KVM_CAP_PRE_FAULT_MEMORY: number;
declare const KVM_CAP_PTP_KVM: number, KVM_CAP_PV_MMU: number, KVM_CAP_READONLY_MEM: number, KVM_CAP_REINJECT_CONTROL: number, KVM_CAP_RISCV_MP_STATE_RESET: number;
declare const KVM_CAP_S390_AIS: number, KVM_CAP_S390_AIS_MIGRATION: number, KVM_CAP_S390_BPB: number, KVM_CAP_S390_CMMA_MIGRATION: number, KVM_CAP_S390_COW: number;
declare const KVM_CAP_S390_CPU_TOPOLOGY: number, KVM_CAP_S390_CSS_SUPPORT: number, KVM_CAP_S390_DIAG318: number, KVM_CAP_S390_GMAP: number, KVM_CAP_S390_GS: number;
declare const KVM_CAP_S390_HPAGE_1M: number, KVM_CAP_S390_HPAGE_2G: number, KVM_CAP_S390_INJECT_IRQ: number, KVM_CAP_S390_IRQCHIP: number, KVM_CAP_S390_IRQ_STATE: number;
declare const KVM_CAP_S390_KEYOP: number, KVM_CAP_S390_MEM_OP: number, KVM_CAP_S390_MEM_OP_EXTENSION: number, KVM_CAP_S390_PROTECTED: number;
declare const KVM_CAP_S390_PROTECTED_ASYNC_DISABLE: number, KVM_CAP_S390_PROTECTED_DUMP: number, KVM_CAP_S390_PSW: number, KVM_CAP_S390_RI: number, KVM_CAP_S390_SKEYS: number;
declare const KVM_CAP_S390_UCONTROL: number, KVM_CAP_S390_USER_INSTR0: number, KVM_CAP_S390_USER_OPEREXEC: number, KVM_CAP_S390_USER_SIGP: number, KVM_CAP_S390_USER_STSI: number;
declare const KVM_CAP_S390_VCPU_RESETS: number, KVM_CAP_S390_VECTOR_REGISTERS: number, KVM_CAP_S390_VSIE_ESAMODE: number, KVM_CAP_S390_ZPCI_OP: number;
declare const KVM_CAP_SET_BOOT_CPU_ID: number, KVM_CAP_SET_DEVICE_ADDR: number, KVM_CAP_SET_GUEST_DEBUG: number, KVM_CAP_SET_GUEST_DEBUG2: number;
declare const KVM_CAP_SET_IDENTITY_MAP_ADDR: number, KVM_CAP_SET_TSS_ADDR: number, KVM_CAP_SGX_ATTRIBUTE: number, KVM_CAP_SIGNAL_MSI: number, KVM_CAP_SMALLER_MAXPHYADDR: number;
declare const KVM_CAP_SPAPR_MULTITCE: number, KVM_CAP_SPAPR_RESIZE_HPT: number, KVM_CAP_SPAPR_TCE: number, KVM_CAP_SPAPR_TCE_64: number, KVM_CAP_SPAPR_TCE_VFIO: number;
declare const KVM_CAP_SPLIT_IRQCHIP: number, KVM_CAP_SREGS2: number, KVM_CAP_STEAL_TIME: number, KVM_CAP_SW_TLB: number, KVM_CAP_SYNC_MMU: number, KVM_CAP_SYNC_REGS: number;
declare const KVM_CAP_SYSTEM_EVENT_DATA: number, KVM_CAP_SYS_ATTRIBUTES: number, KVM_CAP_SYS_HYPERV_CPUID: number, KVM_CAP_TSC_CONTROL: number, KVM_CAP_TSC_DEADLINE_TIMER: number;
declare const KVM_CAP_USER_MEMORY: number, KVM_CAP_USER_MEMORY2: number, KVM_CAP_USER_NMI: number, KVM_CAP_VAPIC: number, KVM_CAP_VCPU_ATTRIBUTES: number, KVM_CAP_VCPU_EVENTS: number;
declare const KVM_CAP_VM_ATTRIBUTES: number, KVM_CAP_VM_COPY_ENC_CONTEXT_FROM: number, KVM_CAP_VM_DISABLE_NX_HUGE_PAGES: number, KVM_CAP_VM_GPA_BITS: number;
declare const KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM: number, KVM_CAP_VM_TSC_CONTROL: number, KVM_CAP_VM_TYPES: number, KVM_CAP_X2APIC_API: number, KVM_CAP_X86_APIC_BUS_CYCLES_NS: number;
declare const KVM_CAP_X86_BUS_LOCK_EXIT: number, KVM_CAP_X86_DISABLE_EXITS: number, KVM_CAP_X86_GUEST_MODE: number, KVM_CAP_X86_MSR_FILTER: number, KVM_CAP_X86_NOTIFY_VMEXIT: number;
declare const KVM_CAP_X86_ROBUST_SINGLESTEP: number, KVM_CAP_X86_SMM: number, KVM_CAP_X86_TRIPLE_FAULT_EVENT: number, KVM_CAP_X86_USER_SPACE_MSR: number, KVM_CAP_XCRS: number;
declare const KVM_CAP_XEN_HVM: number, KVM_CAP_XSAVE: number, KVM_CAP_XSAVE2: number, KVM_CHECK_EXTENSION: Ioctl<'KVM_CHECK_EXTENSION'>;
declare const KVM_CLEAR_DIRTY_LOG: Ioctl<'KVM_CLEAR_DIRTY_LOG'>, KVM_CLOCK_HOST_TSC: number, KVM_CLOCK_REALTIME: number, KVM_CLOCK_TSC_STABLE: number;
declare const KVM_COALESCED_MMIO_PAGE_OFFSET: number, KVM_CPUCFG_IDX_MASK: number, KVM_CPUID_FLAG_SIGNIFCANT_INDEX: number, KVM_CPUID_FLAG_STATEFUL_FUNC: number;
declare const KVM_CPUID_FLAG_STATE_READ_NEXT: number, KVM_CPU_3S_32: number, KVM_CPU_3S_64: number, KVM_CPU_440: number, KVM_CPU_E500MC: number, KVM_CPU_E500V2: number;
declare const KVM_CREATE_DEVICE: Ioctl<'KVM_CREATE_DEVICE'>, KVM_CREATE_DEVICE_TEST: number, KVM_CREATE_GUEST_MEMFD: Ioctl<'KVM_CREATE_GUEST_MEMFD'>;
declare const KVM_CREATE_IRQCHIP: Ioctl<'KVM_CREATE_IRQCHIP'>, KVM_CREATE_PIT: Ioctl<'KVM_CREATE_PIT'>, KVM_CREATE_PIT2: Ioctl<'KVM_CREATE_PIT2'>;
declare const KVM_CREATE_SPAPR_TCE: Ioctl<'KVM_CREATE_SPAPR_TCE'>, KVM_CREATE_SPAPR_TCE_64: Ioctl<'KVM_CREATE_SPAPR_TCE_64'>, KVM_CREATE_VCPU: Ioctl<'KVM_CREATE_VCPU'>;
declare const KVM_CREATE_VM: Ioctl<'KVM_CREATE_VM'>, KVM_CSR_IDX_MASK: number, KVM_DEBUG_ARCH_HSR_HIGH_VALID: number, KVM_DEVICE_ID_MASK: number, KVM_DEVICE_ID_SHIFT: number;
declare const KVM_DEVICE_TYPE_MASK: number, KVM_DEVICE_TYPE_SHIFT: number, KVM_DEV_ARM_ITS_CTRL_RESET: number, KVM_DEV_ARM_ITS_RESTORE_TABLES: number;
declare const KVM_DEV_ARM_ITS_SAVE_TABLES: number, KVM_DEV_ARM_VGIC_CPUID_MASK: number, KVM_DEV_ARM_VGIC_CPUID_SHIFT: number, KVM_DEV_ARM_VGIC_CTRL_INIT: number;
declare const KVM_DEV_ARM_VGIC_GRP_ADDR: number, KVM_DEV_ARM_VGIC_GRP_CPU_REGS: number, KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS: number, KVM_DEV_ARM_VGIC_GRP_CTRL: number;
declare const KVM_DEV_ARM_VGIC_GRP_DIST_REGS: number, KVM_DEV_ARM_VGIC_GRP_ITS_REGS: number, KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO: number, KVM_DEV_ARM_VGIC_GRP_MAINT_IRQ: number;
declare const KVM_DEV_ARM_VGIC_GRP_NR_IRQS: number, KVM_DEV_ARM_VGIC_GRP_REDIST_REGS: number, KVM_DEV_ARM_VGIC_LINE_LEVEL_INFO_MASK: number;
declare const KVM_DEV_ARM_VGIC_LINE_LEVEL_INFO_SHIFT: number, KVM_DEV_ARM_VGIC_LINE_LEVEL_INTID_MASK: number, KVM_DEV_ARM_VGIC_OFFSET_MASK: number;
declare const KVM_DEV_ARM_VGIC_OFFSET_SHIFT: number, KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES: number, KVM_DEV_ARM_VGIC_SYSREG_INSTR_MASK: number, KVM_DEV_ARM_VGIC_USERSPACE_PPIS: number;
declare const KVM_DEV_ARM_VGIC_V3_MPIDR_MASK: number, KVM_DEV_ARM_VGIC_V3_MPIDR_SHIFT: number, KVM_DEV_FLIC_ADAPTER_MODIFY: number, KVM_DEV_FLIC_ADAPTER_REGISTER: number;
declare const KVM_DEV_FLIC_AIRQ_INJECT: number, KVM_DEV_FLIC_AISM: number, KVM_DEV_FLIC_AISM_ALL: number, KVM_DEV_FLIC_APF_DISABLE_WAIT: number, KVM_DEV_FLIC_APF_ENABLE: number;
declare const KVM_DEV_FLIC_CLEAR_IO_IRQ: number, KVM_DEV_FLIC_CLEAR_IRQS: number, KVM_DEV_FLIC_ENQUEUE: number, KVM_DEV_FLIC_GET_ALL_IRQS: number;
declare const KVM_DEV_LOONGARCH_DMSINTC_GRP_CTRL: number, KVM_DEV_LOONGARCH_DMSINTC_MSG_ADDR_BASE: number, KVM_DEV_LOONGARCH_DMSINTC_MSG_ADDR_SIZE: number;
declare const KVM_DEV_LOONGARCH_EXTIOI_CTRL_INIT_FEATURE: number, KVM_DEV_LOONGARCH_EXTIOI_CTRL_INIT_NUM_CPU: number, KVM_DEV_LOONGARCH_EXTIOI_CTRL_LOAD_FINISHED: number;
declare const KVM_DEV_LOONGARCH_EXTIOI_GRP_CTRL: number, KVM_DEV_LOONGARCH_EXTIOI_GRP_REGS: number, KVM_DEV_LOONGARCH_EXTIOI_GRP_SW_STATUS: number;
declare const KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_FEATURE: number, KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_NUM_CPU: number, KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_STATE: number;
declare const KVM_DEV_LOONGARCH_IPI_GRP_REGS: number, KVM_DEV_LOONGARCH_PCH_PIC_CTRL_INIT: number, KVM_DEV_LOONGARCH_PCH_PIC_GRP_CTRL: number;
declare const KVM_DEV_LOONGARCH_PCH_PIC_GRP_REGS: number, KVM_DEV_MPIC_BASE_ADDR: number, KVM_DEV_MPIC_GRP_IRQ_ACTIVE: number, KVM_DEV_MPIC_GRP_MISC: number;
declare const KVM_DEV_MPIC_GRP_REGISTER: number, KVM_DEV_RISCV_AIA_ADDR_APLIC: number, KVM_DEV_RISCV_AIA_ADDR_MAX: number, KVM_DEV_RISCV_AIA_CONFIG_GROUP_BITS: number;
declare const KVM_DEV_RISCV_AIA_CONFIG_GROUP_SHIFT: number, KVM_DEV_RISCV_AIA_CONFIG_GUEST_BITS: number, KVM_DEV_RISCV_AIA_CONFIG_HART_BITS: number;
declare const KVM_DEV_RISCV_AIA_CONFIG_IDS: number, KVM_DEV_RISCV_AIA_CONFIG_MODE: number, KVM_DEV_RISCV_AIA_CONFIG_SRCS: number, KVM_DEV_RISCV_AIA_CTRL_INIT: number;
declare const KVM_DEV_RISCV_AIA_GROUP_BITS_MAX: number, KVM_DEV_RISCV_AIA_GROUP_SHIFT_MAX: number, KVM_DEV_RISCV_AIA_GROUP_SHIFT_MIN: number, KVM_DEV_RISCV_AIA_GRP_ADDR: number;
declare const KVM_DEV_RISCV_AIA_GRP_APLIC: number, KVM_DEV_RISCV_AIA_GRP_CONFIG: number, KVM_DEV_RISCV_AIA_GRP_CTRL: number, KVM_DEV_RISCV_AIA_GRP_IMSIC: number;
declare const KVM_DEV_RISCV_AIA_GUEST_BITS_MAX: number, KVM_DEV_RISCV_AIA_HART_BITS_MAX: number, KVM_DEV_RISCV_AIA_IDS_MAX: number, KVM_DEV_RISCV_AIA_IDS_MIN: number;
declare const KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS: number, KVM_DEV_RISCV_AIA_IMSIC_ISEL_MASK: number, KVM_DEV_RISCV_AIA_MODE_AUTO: number, KVM_DEV_RISCV_AIA_MODE_EMUL: number;
declare const KVM_DEV_RISCV_AIA_MODE_HWACCEL: number, KVM_DEV_RISCV_AIA_SRCS_MAX: number, KVM_DEV_RISCV_APLIC_ALIGN: number, KVM_DEV_RISCV_APLIC_MAX_HARTS: number;
declare const KVM_DEV_RISCV_APLIC_SIZE: number, KVM_DEV_RISCV_IMSIC_ALIGN: number, KVM_DEV_RISCV_IMSIC_SIZE: number, KVM_DEV_TYPE_ARM_PV_TIME: number;
declare const KVM_DEV_TYPE_ARM_VGIC_ITS: number, KVM_DEV_TYPE_ARM_VGIC_V2: number, KVM_DEV_TYPE_ARM_VGIC_V3: number, KVM_DEV_TYPE_ARM_VGIC_V5: number, KVM_DEV_TYPE_FLIC: number;
declare const KVM_DEV_TYPE_FSL_MPIC_20: number, KVM_DEV_TYPE_FSL_MPIC_42: number, KVM_DEV_TYPE_LOONGARCH_DMSINTC: number, KVM_DEV_TYPE_LOONGARCH_EIOINTC: number;
declare const KVM_DEV_TYPE_LOONGARCH_IPI: number, KVM_DEV_TYPE_LOONGARCH_PCHPIC: number, KVM_DEV_TYPE_MAX: number, KVM_DEV_TYPE_RISCV_AIA: number, KVM_DEV_TYPE_VFIO: number;
declare const KVM_DEV_TYPE_XICS: number, KVM_DEV_TYPE_XIVE: number, KVM_DEV_VFIO_FILE: number, KVM_DEV_VFIO_FILE_ADD: number, KVM_DEV_VFIO_FILE_DEL: number;
declare const KVM_DEV_VFIO_GROUP: number, KVM_DEV_VFIO_GROUP_ADD: number, KVM_DEV_VFIO_GROUP_DEL: number, KVM_DEV_VFIO_GROUP_SET_SPAPR_TCE: number, KVM_DEV_XICS_GRP_CTRL: number;
declare const KVM_DEV_XICS_GRP_SOURCES: number, KVM_DEV_XICS_NR_SERVERS: number, KVM_DEV_XIVE_EQ_SYNC: number, KVM_DEV_XIVE_GRP_CTRL: number, KVM_DEV_XIVE_GRP_EQ_CONFIG: number;
declare const KVM_DEV_XIVE_GRP_SOURCE: number, KVM_DEV_XIVE_GRP_SOURCE_CONFIG: number, KVM_DEV_XIVE_GRP_SOURCE_SYNC: number, KVM_DEV_XIVE_NR_SERVERS: number;
declare const KVM_DEV_XIVE_RESET: number, KVM_DIRTY_GFN_F_DIRTY: number, KVM_DIRTY_GFN_F_MASK: number, KVM_DIRTY_GFN_F_RESET: number, KVM_DIRTY_LOG_INITIALLY_SET: number;
declare const KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE: number, KVM_DIRTY_LOG_PAGE_OFFSET: number, KVM_DIRTY_TLB: Ioctl<'KVM_DIRTY_TLB'>, KVM_ENABLE_CAP: Ioctl<'KVM_ENABLE_CAP'>;
declare const KVM_EXIT_AP_RESET_HOLD: 32, KVM_EXIT_ARM_LDST64B: 42, KVM_EXIT_ARM_NISV: 28, KVM_EXIT_ARM_SEA: 41, KVM_EXIT_ARM_SEA_FLAG_GPA_VALID: number, KVM_EXIT_DCR: 15;
declare const KVM_EXIT_DEBUG: 4, KVM_EXIT_DIRTY_RING_FULL: 31, KVM_EXIT_EPR: 23, KVM_EXIT_EXCEPTION: 1, KVM_EXIT_FAIL_ENTRY: 9, KVM_EXIT_FAIL_ENTRY_CPU_UNSUPPORTED: number;
declare const KVM_EXIT_FAIL_ENTRY_NO_VSFILE: number, KVM_EXIT_HLT: 5, KVM_EXIT_HYPERCALL: 3, KVM_EXIT_HYPERCALL_LONG_MODE: number, KVM_EXIT_HYPERV: 27, KVM_EXIT_HYPERV_HCALL: number;
declare const KVM_EXIT_HYPERV_SYNDBG: number, KVM_EXIT_HYPERV_SYNIC: number, KVM_EXIT_INTERNAL_ERROR: 17, KVM_EXIT_INTR: 10, KVM_EXIT_IO: 2, KVM_EXIT_IOAPIC_EOI: 26;
declare const KVM_EXIT_IO_IN: number, KVM_EXIT_IO_OUT: number, KVM_EXIT_IRQ_WINDOW_OPEN: 7, KVM_EXIT_LOONGARCH_IOCSR: 38, KVM_EXIT_MEMORY_FAULT: 39, KVM_EXIT_MMIO: 6;
declare const KVM_EXIT_NMI: 16, KVM_EXIT_NOTIFY: 37, KVM_EXIT_OSI: 18, KVM_EXIT_PAPR_HCALL: 19, KVM_EXIT_RISCV_CSR: 36, KVM_EXIT_RISCV_SBI: 35, KVM_EXIT_S390_RESET: 14;
declare const KVM_EXIT_S390_SIEIC: 13, KVM_EXIT_S390_STSI: 25, KVM_EXIT_S390_TSCH: 22, KVM_EXIT_S390_UCONTROL: 20, KVM_EXIT_SET_TPR: 11, KVM_EXIT_SHUTDOWN: 8;
declare const KVM_EXIT_SNP_REQ_CERTS: 43, KVM_EXIT_SYSTEM_EVENT: 24, KVM_EXIT_TDX: 40, KVM_EXIT_TPR_ACCESS: 12, KVM_EXIT_UNKNOWN: 0, KVM_EXIT_WATCHDOG: 21, KVM_EXIT_X86_BUS_LOCK: 33;
declare const KVM_EXIT_X86_RDMSR: 29, KVM_EXIT_X86_WRMSR: 30, KVM_EXIT_XEN: 34, KVM_EXIT_XEN_HCALL: number, KVM_GET_API_VERSION: Ioctl<'KVM_GET_API_VERSION'>;
declare const KVM_GET_CLOCK: Ioctl<'KVM_GET_CLOCK'>, KVM_GET_CPUID2: Ioctl<'KVM_GET_CPUID2'>, KVM_GET_DEBUGREGS: Ioctl<'KVM_GET_DEBUGREGS'>;
declare const KVM_GET_DEVICE_ATTR: Ioctl<'KVM_GET_DEVICE_ATTR'>, KVM_GET_DIRTY_LOG: Ioctl<'KVM_GET_DIRTY_LOG'>, KVM_GET_EMULATED_CPUID: Ioctl<'KVM_GET_EMULATED_CPUID'>;
declare const KVM_GET_FPU: Ioctl<'KVM_GET_FPU'>, KVM_GET_HTAB_BOLTED_ONLY: number, KVM_GET_HTAB_WRITE: number, KVM_GET_IRQCHIP: Ioctl<'KVM_GET_IRQCHIP'>;
declare const KVM_GET_LAPIC: Ioctl<'KVM_GET_LAPIC'>, KVM_GET_MP_STATE: Ioctl<'KVM_GET_MP_STATE'>, KVM_GET_MSRS: Ioctl<'KVM_GET_MSRS'>;
declare const KVM_GET_MSR_FEATURE_INDEX_LIST: Ioctl<'KVM_GET_MSR_FEATURE_INDEX_LIST'>, KVM_GET_MSR_INDEX_LIST: Ioctl<'KVM_GET_MSR_INDEX_LIST'>;
declare const KVM_GET_NESTED_STATE: Ioctl<'KVM_GET_NESTED_STATE'>, KVM_GET_NR_MMU_PAGES: Ioctl<'KVM_GET_NR_MMU_PAGES'>, KVM_GET_ONE_REG: Ioctl<'KVM_GET_ONE_REG'>;
declare const KVM_GET_PIT: Ioctl<'KVM_GET_PIT'>, KVM_GET_PIT2: Ioctl<'KVM_GET_PIT2'>, KVM_GET_REGS: Ioctl<'KVM_GET_REGS'>, KVM_GET_REG_LIST: Ioctl<'KVM_GET_REG_LIST'>;
declare const KVM_GET_SREGS: Ioctl<'KVM_GET_SREGS'>, KVM_GET_SREGS2: Ioctl<'KVM_GET_SREGS2'>, KVM_GET_STATS_FD: Ioctl<'KVM_GET_STATS_FD'>;
declare const KVM_GET_SUPPORTED_CPUID: Ioctl<'KVM_GET_SUPPORTED_CPUID'>, KVM_GET_SUPPORTED_HV_CPUID: Ioctl<'KVM_GET_SUPPORTED_HV_CPUID'>, KVM_GET_TSC_KHZ: Ioctl<'KVM_GET_TSC_KHZ'>;
declare const KVM_GET_VCPU_EVENTS: Ioctl<'KVM_GET_VCPU_EVENTS'>, KVM_GET_VCPU_MMAP_SIZE: Ioctl<'KVM_GET_VCPU_MMAP_SIZE'>, KVM_GET_XCRS: Ioctl<'KVM_GET_XCRS'>;
declare const KVM_GET_XSAVE: Ioctl<'KVM_GET_XSAVE'>, KVM_GET_XSAVE2: Ioctl<'KVM_GET_XSAVE2'>, KVM_GUESTDBG_BLOCKIRQ: number, KVM_GUESTDBG_ENABLE: number;
declare const KVM_GUESTDBG_INJECT_BP: number, KVM_GUESTDBG_INJECT_DB: number, KVM_GUESTDBG_SINGLESTEP: number, KVM_GUESTDBG_USE_HW: number, KVM_GUESTDBG_USE_HW_BP: number;
declare const KVM_GUESTDBG_USE_SW_BP: number, KVM_HAS_DEVICE_ATTR: Ioctl<'KVM_HAS_DEVICE_ATTR'>, KVM_HW_BP: number, KVM_HW_WP_WRITE: number, KVM_HYPERCALL_EXIT_16BIT: number;
declare const KVM_HYPERCALL_EXIT_SMC: number, KVM_HYPERV_CONN_ID_MASK: number, KVM_HYPERV_EVENTFD: Ioctl<'KVM_HYPERV_EVENTFD'>, KVM_HYPERV_EVENTFD_DEASSIGN: number;
declare const KVM_INTERNAL_ERROR_DELIVERY_EV: number, KVM_INTERNAL_ERROR_EMULATION: number, KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES: number;
declare const KVM_INTERNAL_ERROR_SIMUL_EX: number, KVM_INTERNAL_ERROR_UNEXPECTED_EXIT_REASON: number, KVM_INTERRUPT: Ioctl<'KVM_INTERRUPT'>, KVM_INTERRUPT_SET: number;
declare const KVM_INTERRUPT_SET_LEVEL: number, KVM_INTERRUPT_UNSET: number, KVM_IOAPIC_NUM_PINS: number, KVM_IOEVENTFD: Ioctl<'KVM_IOEVENTFD'>, KVM_IOEVENTFD_FLAG_DATAMATCH: number;
declare const KVM_IOEVENTFD_FLAG_DEASSIGN: number, KVM_IOEVENTFD_FLAG_PIO: number, KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY: number, KVM_IOEVENTFD_VALID_FLAG_MASK: number;
declare const KVM_IRQCHIP_IOAPIC: number, KVM_IRQCHIP_NUM_PINS: number, KVM_IRQCHIP_PIC_MASTER: number, KVM_IRQCHIP_PIC_SLAVE: number, KVM_IRQFD: Ioctl<'KVM_IRQFD'>;
declare const KVM_IRQFD_FLAG_DEASSIGN: number, KVM_IRQFD_FLAG_RESAMPLE: number, KVM_IRQ_LINE: Ioctl<'KVM_IRQ_LINE'>, KVM_IRQ_LINE_STATUS: Ioctl<'KVM_IRQ_LINE_STATUS'>;
declare const KVM_IRQ_ROUTING_HV_SINT: number, KVM_IRQ_ROUTING_IRQCHIP: number, KVM_IRQ_ROUTING_MSI: number, KVM_IRQ_ROUTING_S390_ADAPTER: number, KVM_IRQ_ROUTING_XEN_EVTCHN: number;
declare const KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL: number, KVM_KVMCLOCK_CTRL: Ioctl<'KVM_KVMCLOCK_CTRL'>, KVM_LOONGARCH_VCPU_CPUCFG: number, KVM_LOONGARCH_VCPU_PVTIME_CTRL: number;
declare const KVM_LOONGARCH_VCPU_PVTIME_GPA: number, KVM_LOONGARCH_VM_FEAT_ARMBT: number, KVM_LOONGARCH_VM_FEAT_CTRL: number, KVM_LOONGARCH_VM_FEAT_LASX: number;
declare const KVM_LOONGARCH_VM_FEAT_LSX: number, KVM_LOONGARCH_VM_FEAT_MIPSBT: number, KVM_LOONGARCH_VM_FEAT_MSGINT: number, KVM_LOONGARCH_VM_FEAT_PMU: number;
declare const KVM_LOONGARCH_VM_FEAT_PTW: number, KVM_LOONGARCH_VM_FEAT_PV_IPI: number, KVM_LOONGARCH_VM_FEAT_PV_PREEMPT: number, KVM_LOONGARCH_VM_FEAT_PV_STEALTIME: number;
declare const KVM_LOONGARCH_VM_FEAT_X86BT: number, KVM_MAX_CORES: number, KVM_MAX_XCRS: number, KVM_MEMORY_ATTRIBUTE_PRIVATE: number;
declare const KVM_MEMORY_ENCRYPT_OP: Ioctl<'KVM_MEMORY_ENCRYPT_OP'>, KVM_MEMORY_ENCRYPT_REG_REGION: Ioctl<'KVM_MEMORY_ENCRYPT_REG_REGION'>;
declare const KVM_MEMORY_ENCRYPT_UNREG_REGION: Ioctl<'KVM_MEMORY_ENCRYPT_UNREG_REGION'>, KVM_MEMORY_EXIT_FLAG_PRIVATE: number, KVM_MEM_GUEST_MEMFD: number;
declare const KVM_MEM_LOG_DIRTY_PAGES: number, KVM_MEM_READONLY: number, KVM_MMU_FSL_BOOKE_HV: number, KVM_MMU_FSL_BOOKE_NOHV: number, KVM_MP_STATE_AP_RESET_HOLD: number;
declare const KVM_MP_STATE_CHECK_STOP: number, KVM_MP_STATE_HALTED: number, KVM_MP_STATE_INIT_RECEIVED: number, KVM_MP_STATE_LOAD: number, KVM_MP_STATE_OPERATING: number;
declare const KVM_MP_STATE_RUNNABLE: number, KVM_MP_STATE_SIPI_RECEIVED: number, KVM_MP_STATE_STOPPED: number, KVM_MP_STATE_SUSPENDED: number, KVM_MP_STATE_UNINITIALIZED: number;
declare const KVM_MSI_VALID_DEVID: number, KVM_MSR_EXIT_REASON_FILTER: number, KVM_MSR_EXIT_REASON_INVAL: number, KVM_MSR_EXIT_REASON_UNKNOWN: number;
declare const KVM_MSR_EXIT_REASON_VALID_MASK: number, KVM_MSR_FILTER_DEFAULT_ALLOW: number, KVM_MSR_FILTER_DEFAULT_DENY: number, KVM_MSR_FILTER_MAX_BITMAP_SIZE: number;
declare const KVM_MSR_FILTER_MAX_RANGES: number, KVM_MSR_FILTER_RANGE_VALID_MASK: number, KVM_MSR_FILTER_READ: number, KVM_MSR_FILTER_VALID_MASK: number, KVM_MSR_FILTER_WRITE: number;
declare const KVM_NMI: Ioctl<'KVM_NMI'>, KVM_NOTIFY_CONTEXT_INVALID: number, KVM_NR_INTERRUPTS: number, KVM_NR_IRQCHIPS: number, KVM_NR_SPSR: number, KVM_PIO_PAGE_OFFSET: number;
declare const KVM_PIT_FLAGS_HPET_LEGACY: number, KVM_PIT_FLAGS_SPEAKER_DATA_ON: number, KVM_PIT_SPEAKER_DUMMY: number, KVM_PMU_CAP_DISABLE: number, KVM_PMU_EVENT_ALLOW: number;
declare const KVM_PMU_EVENT_DENY: number, KVM_PMU_EVENT_FLAGS_VALID_MASK: number, KVM_PMU_EVENT_FLAG_MASKED_EVENTS: number, KVM_PMU_MASKED_ENTRY_EVENT_SELECT: number;
declare const KVM_PMU_MASKED_ENTRY_EXCLUDE: bigint, KVM_PMU_MASKED_ENTRY_UMASK_MASK: bigint, KVM_PMU_MASKED_ENTRY_UMASK_MASK_SHIFT: number, KVM_PMU_MASKED_ENTRY_UMASK_MATCH: number;
declare const KVM_PPC_1T_SEGMENTS: number, KVM_PPC_ALLOCATE_HTAB: Ioctl<'KVM_PPC_ALLOCATE_HTAB'>, KVM_PPC_CONFIGURE_V3_MMU: Ioctl<'KVM_PPC_CONFIGURE_V3_MMU'>;
declare const KVM_PPC_CPU_BEHAV_BNDS_CHK_SPEC_BAR: bigint, KVM_PPC_CPU_BEHAV_FAVOUR_SECURITY: bigint, KVM_PPC_CPU_BEHAV_FLUSH_COUNT_CACHE: bigint;
declare const KVM_PPC_CPU_BEHAV_L1D_FLUSH_PR: bigint, KVM_PPC_CPU_CHAR_BCCTRL_SERIALISED: bigint, KVM_PPC_CPU_CHAR_BCCTR_FLUSH_ASSIST: bigint;
declare const KVM_PPC_CPU_CHAR_BR_HINT_HONOURED: bigint, KVM_PPC_CPU_CHAR_COUNT_CACHE_DIS: bigint, KVM_PPC_CPU_CHAR_L1D_FLUSH_ORI30: bigint, KVM_PPC_CPU_CHAR_L1D_FLUSH_TRIG2: bigint;
declare const KVM_PPC_CPU_CHAR_L1D_THREAD_PRIV: bigint, KVM_PPC_CPU_CHAR_MTTRIG_THR_RECONF: bigint, KVM_PPC_CPU_CHAR_SPEC_BAR_ORI31: bigint, KVM_PPC_CROSS_ARCH: number;
declare const KVM_PPC_GET_CPU_CHAR: Ioctl<'KVM_PPC_GET_CPU_CHAR'>, KVM_PPC_GET_HTAB_FD: Ioctl<'KVM_PPC_GET_HTAB_FD'>, KVM_PPC_GET_PVINFO: Ioctl<'KVM_PPC_GET_PVINFO'>;
declare const KVM_PPC_GET_RMMU_INFO: Ioctl<'KVM_PPC_GET_RMMU_INFO'>, KVM_PPC_GET_SMMU_INFO: Ioctl<'KVM_PPC_GET_SMMU_INFO'>, KVM_PPC_MMUV3_GTSE: number, KVM_PPC_MMUV3_RADIX: number;
declare const KVM_PPC_NO_HASH: number, KVM_PPC_PAGE_SIZES_MAX_SZ: number, KVM_PPC_PAGE_SIZES_REAL: number, KVM_PPC_PVINFO_FLAGS_EV_IDLE: number, KVM_PPC_PV_KVM: number;
declare const KVM_PPC_PV_NONE: number, KVM_PPC_PV_SPAPR: number, KVM_PPC_RESIZE_HPT_COMMIT: Ioctl<'KVM_PPC_RESIZE_HPT_COMMIT'>;
declare const KVM_PPC_RESIZE_HPT_PREPARE: Ioctl<'KVM_PPC_RESIZE_HPT_PREPARE'>, KVM_PPC_RTAS_DEFINE_TOKEN: Ioctl<'KVM_PPC_RTAS_DEFINE_TOKEN'>;
declare const KVM_PPC_SET_PLATFORM: Ioctl<'KVM_PPC_SET_PLATFORM'>, KVM_PPC_SVM_OFF: Ioctl<'KVM_PPC_SVM_OFF'>, KVM_PRE_FAULT_MEMORY: Ioctl<'KVM_PRE_FAULT_MEMORY'>;
declare const KVM_PSCI_FN_BASE: number, KVM_PSCI_FN_CPU_OFF: number, KVM_PSCI_FN_CPU_ON: number, KVM_PSCI_FN_CPU_SUSPEND: number, KVM_PSCI_FN_MIGRATE: number;
declare const KVM_PSCI_RET_DENIED: number, KVM_PSCI_RET_INVAL: number, KVM_PSCI_RET_NI: number, KVM_PSCI_RET_SUCCESS: number, KVM_PV_ASYNC_CLEANUP_PERFORM: number;
declare const KVM_PV_ASYNC_CLEANUP_PREPARE: number, KVM_PV_DISABLE: number, KVM_PV_DUMP: number, KVM_PV_DUMP_COMPLETE: number, KVM_PV_DUMP_CONFIG_STOR_STATE: number;
declare const KVM_PV_DUMP_CPU: number, KVM_PV_DUMP_INIT: number, KVM_PV_ENABLE: number, KVM_PV_INFO: number, KVM_PV_INFO_DUMP: number, KVM_PV_INFO_VM: number;
declare const KVM_PV_PREP_RESET: number, KVM_PV_SET_SEC_PARMS: number, KVM_PV_UNPACK: number, KVM_PV_UNSHARE_ALL: number, KVM_PV_VERIFY: number;
declare const KVM_REGISTER_COALESCED_MMIO: Ioctl<'KVM_REGISTER_COALESCED_MMIO'>, KVM_REG_ARCH_MASK: bigint, KVM_REG_ARM: bigint, KVM_REG_ARM64: bigint, KVM_REG_ARM64_SVE: number;
declare const KVM_REG_ARM64_SVE_FFR_BASE: number, KVM_REG_ARM64_SVE_PREG_BASE: number, KVM_REG_ARM64_SVE_VLS: bigint, KVM_REG_ARM64_SVE_ZREG_BASE: number;
declare const KVM_REG_ARM64_SYSREG: number, KVM_REG_ARM64_SYSREG_CRM_MASK: number, KVM_REG_ARM64_SYSREG_CRM_SHIFT: number, KVM_REG_ARM64_SYSREG_CRN_MASK: number;
declare const KVM_REG_ARM64_SYSREG_CRN_SHIFT: number, KVM_REG_ARM64_SYSREG_OP0_MASK: number, KVM_REG_ARM64_SYSREG_OP0_SHIFT: number, KVM_REG_ARM64_SYSREG_OP1_MASK: number;
declare const KVM_REG_ARM64_SYSREG_OP1_SHIFT: number, KVM_REG_ARM64_SYSREG_OP2_MASK: number, KVM_REG_ARM64_SYSREG_OP2_SHIFT: number, KVM_REG_ARM_COPROC_MASK: number;
declare const KVM_REG_ARM_COPROC_SHIFT: number, KVM_REG_ARM_CORE: number, KVM_REG_ARM_DEMUX: number, KVM_REG_ARM_DEMUX_ID_CCSIDR: number, KVM_REG_ARM_DEMUX_ID_MASK: number;
declare const KVM_REG_ARM_DEMUX_ID_SHIFT: number, KVM_REG_ARM_DEMUX_VAL_MASK: number, KVM_REG_ARM_DEMUX_VAL_SHIFT: number, KVM_REG_ARM_FW: number, KVM_REG_ARM_FW_FEAT_BMAP: number;
declare const KVM_REG_ARM_PSCI_VERSION: bigint, KVM_REG_ARM_PTIMER_CNT: bigint, KVM_REG_ARM_PTIMER_CTL: bigint, KVM_REG_ARM_PTIMER_CVAL: bigint;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1: bigint, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_AVAIL: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_NOT_AVAIL: number;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_NOT_REQUIRED: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2: bigint, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_AVAIL: number;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_ENABLED: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_NOT_AVAIL: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_NOT_REQUIRED: number;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_UNKNOWN: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3: bigint, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_AVAIL: number;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_NOT_AVAIL: number, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_NOT_REQUIRED: number, KVM_REG_ARM_STD_BIT_TRNG_V1_0: number;
declare const KVM_REG_ARM_STD_BMAP: bigint, KVM_REG_ARM_STD_HYP_BIT_PV_TIME: number, KVM_REG_ARM_STD_HYP_BMAP: bigint, KVM_REG_ARM_TIMER_CNT: bigint, KVM_REG_ARM_TIMER_CTL: bigint;
declare const KVM_REG_ARM_TIMER_CVAL: bigint, KVM_REG_ARM_VENDOR_HYP_BIT_DISCOVER_IMPL_CPUS: number, KVM_REG_ARM_VENDOR_HYP_BIT_DISCOVER_IMPL_VER: number;
declare const KVM_REG_ARM_VENDOR_HYP_BIT_FUNC_FEAT: number, KVM_REG_ARM_VENDOR_HYP_BIT_PTP: number, KVM_REG_ARM_VENDOR_HYP_BMAP: bigint, KVM_REG_ARM_VENDOR_HYP_BMAP_2: bigint;
declare const KVM_REG_GENERIC: number, KVM_REG_GUEST_SSP: number, KVM_REG_IA64: bigint, KVM_REG_LOONGARCH: bigint, KVM_REG_LOONGARCH_COUNTER: bigint, KVM_REG_LOONGARCH_CPUCFG: bigint;
declare const KVM_REG_LOONGARCH_CSR: bigint, KVM_REG_LOONGARCH_DEBUG_INST: bigint, KVM_REG_LOONGARCH_FPSIMD: bigint, KVM_REG_LOONGARCH_GPR: bigint, KVM_REG_LOONGARCH_KVM: bigint;
declare const KVM_REG_LOONGARCH_LBT: bigint, KVM_REG_LOONGARCH_LBT_EFLAGS: bigint, KVM_REG_LOONGARCH_LBT_FTOP: bigint, KVM_REG_LOONGARCH_LBT_SCR0: bigint;
declare const KVM_REG_LOONGARCH_LBT_SCR1: bigint, KVM_REG_LOONGARCH_LBT_SCR2: bigint, KVM_REG_LOONGARCH_LBT_SCR3: bigint, KVM_REG_LOONGARCH_MASK: bigint;
declare const KVM_REG_LOONGARCH_VCPU_RESET: bigint, KVM_REG_MIPS: bigint, KVM_REG_MIPS_COUNT_CTL: bigint, KVM_REG_MIPS_COUNT_CTL_DC: number, KVM_REG_MIPS_COUNT_HZ: bigint;
declare const KVM_REG_MIPS_COUNT_RESUME: bigint, KVM_REG_MIPS_CP0: bigint, KVM_REG_MIPS_FCR: bigint, KVM_REG_MIPS_FCR_CSR: bigint, KVM_REG_MIPS_FCR_IR: bigint;
declare const KVM_REG_MIPS_FPR: bigint, KVM_REG_MIPS_FPU: bigint, KVM_REG_MIPS_GP: bigint, KVM_REG_MIPS_HI: bigint, KVM_REG_MIPS_KVM: bigint, KVM_REG_MIPS_LO: bigint;
declare const KVM_REG_MIPS_MAAR: bigint, KVM_REG_MIPS_MSACR: bigint, KVM_REG_MIPS_MSA_CSR: bigint, KVM_REG_MIPS_MSA_IR: bigint, KVM_REG_MIPS_PC: bigint, KVM_REG_MIPS_R0: bigint;
declare const KVM_REG_MIPS_R1: bigint, KVM_REG_MIPS_R10: bigint, KVM_REG_MIPS_R11: bigint, KVM_REG_MIPS_R12: bigint, KVM_REG_MIPS_R13: bigint, KVM_REG_MIPS_R14: bigint;
declare const KVM_REG_MIPS_R15: bigint, KVM_REG_MIPS_R16: bigint, KVM_REG_MIPS_R17: bigint, KVM_REG_MIPS_R18: bigint, KVM_REG_MIPS_R19: bigint, KVM_REG_MIPS_R2: bigint;
declare const KVM_REG_MIPS_R20: bigint, KVM_REG_MIPS_R21: bigint, KVM_REG_MIPS_R22: bigint, KVM_REG_MIPS_R23: bigint, KVM_REG_MIPS_R24: bigint, KVM_REG_MIPS_R25: bigint;
declare const KVM_REG_MIPS_R26: bigint, KVM_REG_MIPS_R27: bigint, KVM_REG_MIPS_R28: bigint, KVM_REG_MIPS_R29: bigint, KVM_REG_MIPS_R3: bigint, KVM_REG_MIPS_R30: bigint;
declare const KVM_REG_MIPS_R31: bigint, KVM_REG_MIPS_R4: bigint, KVM_REG_MIPS_R5: bigint, KVM_REG_MIPS_R6: bigint, KVM_REG_MIPS_R7: bigint, KVM_REG_MIPS_R8: bigint;
declare const KVM_REG_MIPS_R9: bigint, KVM_REG_PPC: bigint, KVM_REG_PPC_ACOP: bigint, KVM_REG_PPC_AMR: bigint, KVM_REG_PPC_ARCH_COMPAT: bigint, KVM_REG_PPC_BESCR: bigint;
declare const KVM_REG_PPC_CIABR: bigint, KVM_REG_PPC_CLEAR_TSR: bigint, KVM_REG_PPC_CSIGR: bigint, KVM_REG_PPC_DABR: bigint, KVM_REG_PPC_DABRX: bigint, KVM_REG_PPC_DAC1: bigint;
declare const KVM_REG_PPC_DAC2: bigint, KVM_REG_PPC_DAR: bigint, KVM_REG_PPC_DAWR: bigint, KVM_REG_PPC_DAWR1: bigint, KVM_REG_PPC_DAWRX: bigint, KVM_REG_PPC_DAWRX1: bigint;
declare const KVM_REG_PPC_DBSR: bigint, KVM_REG_PPC_DEBUG_INST: bigint, KVM_REG_PPC_DEC_EXPIRY: bigint, KVM_REG_PPC_DEXCR: bigint, KVM_REG_PPC_DPDES: bigint, KVM_REG_PPC_DSCR: bigint;
declare const KVM_REG_PPC_DSISR: bigint, KVM_REG_PPC_EBBHR: bigint, KVM_REG_PPC_EBBRR: bigint, KVM_REG_PPC_EPCR: bigint, KVM_REG_PPC_EPR: bigint, KVM_REG_PPC_EPTCFG: bigint;
declare const KVM_REG_PPC_FPR0: bigint, KVM_REG_PPC_FPR31: bigint, KVM_REG_PPC_FPSCR: bigint, KVM_REG_PPC_FSCR: bigint, KVM_REG_PPC_HASHKEYR: bigint, KVM_REG_PPC_HASHPKEYR: bigint;
declare const KVM_REG_PPC_HIOR: bigint, KVM_REG_PPC_IAC1: bigint, KVM_REG_PPC_IAC2: bigint, KVM_REG_PPC_IAC3: bigint, KVM_REG_PPC_IAC4: bigint, KVM_REG_PPC_IAMR: bigint;
declare const KVM_REG_PPC_IC: bigint, KVM_REG_PPC_ICP_CPPR_MASK: number, KVM_REG_PPC_ICP_CPPR_SHIFT: number, KVM_REG_PPC_ICP_MFRR_MASK: number, KVM_REG_PPC_ICP_MFRR_SHIFT: number;
declare const KVM_REG_PPC_ICP_PPRI_MASK: number, KVM_REG_PPC_ICP_PPRI_SHIFT: number, KVM_REG_PPC_ICP_STATE: bigint, KVM_REG_PPC_ICP_XISR_MASK: number;
declare const KVM_REG_PPC_ICP_XISR_SHIFT: number, KVM_REG_PPC_LPCR: bigint, KVM_REG_PPC_LPCR_64: bigint, KVM_REG_PPC_MAS0: bigint, KVM_REG_PPC_MAS1: bigint, KVM_REG_PPC_MAS2: bigint;
declare const KVM_REG_PPC_MAS4: bigint, KVM_REG_PPC_MAS6: bigint, KVM_REG_PPC_MAS7_3: bigint, KVM_REG_PPC_MMCR0: bigint, KVM_REG_PPC_MMCR1: bigint, KVM_REG_PPC_MMCR2: bigint;
declare const KVM_REG_PPC_MMCR3: bigint, KVM_REG_PPC_MMCRA: bigint, KVM_REG_PPC_MMCRS: bigint, KVM_REG_PPC_MMUCFG: bigint, KVM_REG_PPC_ONLINE: bigint, KVM_REG_PPC_OR_TSR: bigint;
declare const KVM_REG_PPC_PID: bigint, KVM_REG_PPC_PMC1: bigint, KVM_REG_PPC_PMC2: bigint, KVM_REG_PPC_PMC3: bigint, KVM_REG_PPC_PMC4: bigint, KVM_REG_PPC_PMC5: bigint;
declare const KVM_REG_PPC_PMC6: bigint, KVM_REG_PPC_PMC7: bigint, KVM_REG_PPC_PMC8: bigint, KVM_REG_PPC_PPR: bigint, KVM_REG_PPC_PSPB: bigint, KVM_REG_PPC_PSSCR: bigint;
declare const KVM_REG_PPC_PTCR: bigint, KVM_REG_PPC_PURR: bigint, KVM_REG_PPC_SDAR: bigint, KVM_REG_PPC_SIAR: bigint, KVM_REG_PPC_SIER: bigint, KVM_REG_PPC_SIER2: bigint;
declare const KVM_REG_PPC_SIER3: bigint, KVM_REG_PPC_SPMC1: bigint, KVM_REG_PPC_SPMC2: bigint, KVM_REG_PPC_SPRG9: bigint, KVM_REG_PPC_SPURR: bigint, KVM_REG_PPC_TACR: bigint;
declare const KVM_REG_PPC_TAR: bigint, KVM_REG_PPC_TB_OFFSET: bigint, KVM_REG_PPC_TCR: bigint, KVM_REG_PPC_TCSCR: bigint, KVM_REG_PPC_TEXASR: bigint, KVM_REG_PPC_TFHAR: bigint;
declare const KVM_REG_PPC_TFIAR: bigint, KVM_REG_PPC_TIDR: bigint, KVM_REG_PPC_TLB0CFG: bigint, KVM_REG_PPC_TLB0PS: bigint, KVM_REG_PPC_TLB1CFG: bigint, KVM_REG_PPC_TLB1PS: bigint;
declare const KVM_REG_PPC_TLB2CFG: bigint, KVM_REG_PPC_TLB2PS: bigint, KVM_REG_PPC_TLB3CFG: bigint, KVM_REG_PPC_TLB3PS: bigint, KVM_REG_PPC_TM: bigint, KVM_REG_PPC_TM_AMR: bigint;
declare const KVM_REG_PPC_TM_CR: bigint, KVM_REG_PPC_TM_CTR: bigint, KVM_REG_PPC_TM_DSCR: bigint, KVM_REG_PPC_TM_FPSCR: bigint, KVM_REG_PPC_TM_GPR0: bigint;
declare const KVM_REG_PPC_TM_GPR31: bigint, KVM_REG_PPC_TM_LR: bigint, KVM_REG_PPC_TM_PPR: bigint, KVM_REG_PPC_TM_TAR: bigint, KVM_REG_PPC_TM_VRSAVE: bigint;
declare const KVM_REG_PPC_TM_VSCR: bigint, KVM_REG_PPC_TM_VSR0: bigint, KVM_REG_PPC_TM_VSR63: bigint, KVM_REG_PPC_TM_XER: bigint, KVM_REG_PPC_TSR: bigint, KVM_REG_PPC_UAMOR: bigint;
declare const KVM_REG_PPC_VPA_ADDR: bigint, KVM_REG_PPC_VPA_DTL: bigint, KVM_REG_PPC_VPA_SLB: bigint, KVM_REG_PPC_VP_STATE: bigint, KVM_REG_PPC_VR0: bigint, KVM_REG_PPC_VR31: bigint;
declare const KVM_REG_PPC_VRSAVE: bigint, KVM_REG_PPC_VSCR: bigint, KVM_REG_PPC_VSR0: bigint, KVM_REG_PPC_VSR31: bigint, KVM_REG_PPC_VTB: bigint, KVM_REG_PPC_WORT: bigint;
declare const KVM_REG_RISCV: bigint, KVM_REG_RISCV_CONFIG: number, KVM_REG_RISCV_CORE: number, KVM_REG_RISCV_CSR: number, KVM_REG_RISCV_CSR_AIA: number;
declare const KVM_REG_RISCV_CSR_GENERAL: number, KVM_REG_RISCV_CSR_SMSTATEEN: number, KVM_REG_RISCV_FP_D: number, KVM_REG_RISCV_FP_F: number, KVM_REG_RISCV_ISA_EXT: number;
declare const KVM_REG_RISCV_ISA_MULTI_DIS: number, KVM_REG_RISCV_ISA_MULTI_EN: number, KVM_REG_RISCV_ISA_SINGLE: number, KVM_REG_RISCV_SBI_EXT: number, KVM_REG_RISCV_SBI_FWFT: number;
declare const KVM_REG_RISCV_SBI_MULTI_DIS: number, KVM_REG_RISCV_SBI_MULTI_EN: number, KVM_REG_RISCV_SBI_SINGLE: number, KVM_REG_RISCV_SBI_STA: number;
declare const KVM_REG_RISCV_SBI_STATE: number, KVM_REG_RISCV_SUBTYPE_MASK: number, KVM_REG_RISCV_SUBTYPE_SHIFT: number, KVM_REG_RISCV_TIMER: number, KVM_REG_RISCV_TYPE_MASK: number;
declare const KVM_REG_RISCV_TYPE_SHIFT: number, KVM_REG_RISCV_VECTOR: number, KVM_REG_S390: bigint, KVM_REG_S390_CLOCK_COMP: bigint, KVM_REG_S390_CPU_TIMER: bigint;
declare const KVM_REG_S390_EPOCHDIFF: bigint, KVM_REG_S390_GBEA: bigint, KVM_REG_S390_PFCOMPARE: bigint, KVM_REG_S390_PFSELECT: bigint, KVM_REG_S390_PFTOKEN: bigint;
declare const KVM_REG_S390_PP: bigint, KVM_REG_S390_TODPR: bigint, KVM_REG_SIZE_MASK: bigint, KVM_REG_SIZE_SHIFT: number, KVM_REG_SIZE_U1024: bigint, KVM_REG_SIZE_U128: bigint;
declare const KVM_REG_SIZE_U16: number, KVM_REG_SIZE_U2048: bigint, KVM_REG_SIZE_U256: bigint, KVM_REG_SIZE_U32: bigint, KVM_REG_SIZE_U512: bigint, KVM_REG_SIZE_U64: bigint;
declare const KVM_REG_SIZE_U8: number, KVM_REG_X86: bigint, KVM_REINJECT_CONTROL: Ioctl<'KVM_REINJECT_CONTROL'>, KVM_RESET_DIRTY_RINGS: Ioctl<'KVM_RESET_DIRTY_RINGS'>;
declare const KVM_RISCV_ISA_EXT_A: number, KVM_RISCV_ISA_EXT_C: number, KVM_RISCV_ISA_EXT_D: number, KVM_RISCV_ISA_EXT_F: number, KVM_RISCV_ISA_EXT_H: number;
declare const KVM_RISCV_ISA_EXT_I: number, KVM_RISCV_ISA_EXT_M: number, KVM_RISCV_ISA_EXT_MAX: number, KVM_RISCV_ISA_EXT_SMNPM: number, KVM_RISCV_ISA_EXT_SMSTATEEN: number;
declare const KVM_RISCV_ISA_EXT_SSAIA: number, KVM_RISCV_ISA_EXT_SSCOFPMF: number, KVM_RISCV_ISA_EXT_SSNPM: number, KVM_RISCV_ISA_EXT_SSTC: number, KVM_RISCV_ISA_EXT_SVADE: number;
declare const KVM_RISCV_ISA_EXT_SVADU: number, KVM_RISCV_ISA_EXT_SVINVAL: number, KVM_RISCV_ISA_EXT_SVNAPOT: number, KVM_RISCV_ISA_EXT_SVPBMT: number;
declare const KVM_RISCV_ISA_EXT_SVVPTC: number, KVM_RISCV_ISA_EXT_V: number, KVM_RISCV_ISA_EXT_ZAAMO: number, KVM_RISCV_ISA_EXT_ZABHA: number, KVM_RISCV_ISA_EXT_ZACAS: number;
declare const KVM_RISCV_ISA_EXT_ZALASR: number, KVM_RISCV_ISA_EXT_ZALRSC: number, KVM_RISCV_ISA_EXT_ZAWRS: number, KVM_RISCV_ISA_EXT_ZBA: number, KVM_RISCV_ISA_EXT_ZBB: number;
declare const KVM_RISCV_ISA_EXT_ZBC: number, KVM_RISCV_ISA_EXT_ZBKB: number, KVM_RISCV_ISA_EXT_ZBKC: number, KVM_RISCV_ISA_EXT_ZBKX: number, KVM_RISCV_ISA_EXT_ZBS: number;
declare const KVM_RISCV_ISA_EXT_ZCA: number, KVM_RISCV_ISA_EXT_ZCB: number, KVM_RISCV_ISA_EXT_ZCD: number, KVM_RISCV_ISA_EXT_ZCF: number, KVM_RISCV_ISA_EXT_ZCLSD: number;
declare const KVM_RISCV_ISA_EXT_ZCMOP: number, KVM_RISCV_ISA_EXT_ZFA: number, KVM_RISCV_ISA_EXT_ZFBFMIN: number, KVM_RISCV_ISA_EXT_ZFH: number, KVM_RISCV_ISA_EXT_ZFHMIN: number;
declare const KVM_RISCV_ISA_EXT_ZICBOM: number, KVM_RISCV_ISA_EXT_ZICBOP: number, KVM_RISCV_ISA_EXT_ZICBOZ: number, KVM_RISCV_ISA_EXT_ZICCRSE: number;
declare const KVM_RISCV_ISA_EXT_ZICNTR: number, KVM_RISCV_ISA_EXT_ZICOND: number, KVM_RISCV_ISA_EXT_ZICSR: number, KVM_RISCV_ISA_EXT_ZIFENCEI: number;
declare const KVM_RISCV_ISA_EXT_ZIHINTNTL: number, KVM_RISCV_ISA_EXT_ZIHINTPAUSE: number, KVM_RISCV_ISA_EXT_ZIHPM: number, KVM_RISCV_ISA_EXT_ZILSD: number;
declare const KVM_RISCV_ISA_EXT_ZIMOP: number, KVM_RISCV_ISA_EXT_ZKND: number, KVM_RISCV_ISA_EXT_ZKNE: number, KVM_RISCV_ISA_EXT_ZKNH: number, KVM_RISCV_ISA_EXT_ZKR: number;
declare const KVM_RISCV_ISA_EXT_ZKSED: number, KVM_RISCV_ISA_EXT_ZKSH: number, KVM_RISCV_ISA_EXT_ZKT: number, KVM_RISCV_ISA_EXT_ZTSO: number, KVM_RISCV_ISA_EXT_ZVBB: number;
declare const KVM_RISCV_ISA_EXT_ZVBC: number, KVM_RISCV_ISA_EXT_ZVFBFMIN: number, KVM_RISCV_ISA_EXT_ZVFBFWMA: number, KVM_RISCV_ISA_EXT_ZVFH: number;
declare const KVM_RISCV_ISA_EXT_ZVFHMIN: number, KVM_RISCV_ISA_EXT_ZVKB: number, KVM_RISCV_ISA_EXT_ZVKG: number, KVM_RISCV_ISA_EXT_ZVKNED: number, KVM_RISCV_ISA_EXT_ZVKNHA: number;
declare const KVM_RISCV_ISA_EXT_ZVKNHB: number, KVM_RISCV_ISA_EXT_ZVKSED: number, KVM_RISCV_ISA_EXT_ZVKSH: number, KVM_RISCV_ISA_EXT_ZVKT: number, KVM_RISCV_MODE_S: number;
declare const KVM_RISCV_MODE_U: number, KVM_RISCV_SBI_EXT_DBCN: number, KVM_RISCV_SBI_EXT_EXPERIMENTAL: number, KVM_RISCV_SBI_EXT_FWFT: number, KVM_RISCV_SBI_EXT_HSM: number;
declare const KVM_RISCV_SBI_EXT_IPI: number, KVM_RISCV_SBI_EXT_MAX: number, KVM_RISCV_SBI_EXT_MPXY: number, KVM_RISCV_SBI_EXT_PMU: number, KVM_RISCV_SBI_EXT_RFENCE: number;
declare const KVM_RISCV_SBI_EXT_SRST: number, KVM_RISCV_SBI_EXT_STA: number, KVM_RISCV_SBI_EXT_SUSP: number, KVM_RISCV_SBI_EXT_TIME: number, KVM_RISCV_SBI_EXT_V01: number;
declare const KVM_RISCV_SBI_EXT_VENDOR: number, KVM_RISCV_TIMER_STATE_OFF: number, KVM_RISCV_TIMER_STATE_ON: number, KVM_RUN: Ioctl<'KVM_RUN'>;
declare const KVM_RUN_PPC_NMI_DISP_FULLY_RECOV: number, KVM_RUN_PPC_NMI_DISP_LIMITED_RECOV: number, KVM_RUN_PPC_NMI_DISP_MASK: number, KVM_RUN_PPC_NMI_DISP_NOT_RECOV: number;
declare const KVM_RUN_X86_BUS_LOCK: number, KVM_RUN_X86_GUEST_MODE: number, KVM_RUN_X86_SMM: number, KVM_S390_ADAPTER_SUPPRESSIBLE: number;
declare const KVM_S390_CLEAR_RESET: Ioctl<'KVM_S390_CLEAR_RESET'>, KVM_S390_CMMA_PEEK: number, KVM_S390_ENABLE_SIE: Ioctl<'KVM_S390_ENABLE_SIE'>, KVM_S390_FLIC_MAX_BUFFER: number;
declare const KVM_S390_GET_CMMA_BITS: Ioctl<'KVM_S390_GET_CMMA_BITS'>, KVM_S390_GET_IRQ_STATE: Ioctl<'KVM_S390_GET_IRQ_STATE'>, KVM_S390_GET_SKEYS: Ioctl<'KVM_S390_GET_SKEYS'>;
declare const KVM_S390_GET_SKEYS_NONE: number, KVM_S390_INITIAL_RESET: Ioctl<'KVM_S390_INITIAL_RESET'>, KVM_S390_INTERRUPT: Ioctl<'KVM_S390_INTERRUPT'>;
declare const KVM_S390_INT_CLOCK_COMP: number, KVM_S390_INT_CPU_TIMER: number, KVM_S390_INT_EMERGENCY: number, KVM_S390_INT_EXTERNAL_CALL: number, KVM_S390_INT_IO_AI_MASK: number;
declare const KVM_S390_INT_IO_MAX: number, KVM_S390_INT_IO_MIN: number, KVM_S390_INT_PFAULT_DONE: number, KVM_S390_INT_PFAULT_INIT: number, KVM_S390_INT_SERVICE: number;
declare const KVM_S390_INT_VIRTIO: number, KVM_S390_IO_ADAPTER_MAP: number, KVM_S390_IO_ADAPTER_MASK: number, KVM_S390_IO_ADAPTER_UNMAP: number, KVM_S390_IRQ: Ioctl<'KVM_S390_IRQ'>;
declare const KVM_S390_KEYOP: Ioctl<'KVM_S390_KEYOP'>, KVM_S390_KEYOP_ISKE: number, KVM_S390_KEYOP_RRBE: number, KVM_S390_KEYOP_SSKE: number, KVM_S390_MAX_FLOAT_IRQS: number;
declare const KVM_S390_MCHK: number, KVM_S390_MEMOP_ABSOLUTE_CMPXCHG: number, KVM_S390_MEMOP_ABSOLUTE_READ: number, KVM_S390_MEMOP_ABSOLUTE_WRITE: number;
declare const KVM_S390_MEMOP_EXTENSION_CAP_BASE: number, KVM_S390_MEMOP_EXTENSION_CAP_CMPXCHG: number, KVM_S390_MEMOP_F_CHECK_ONLY: number, KVM_S390_MEMOP_F_INJECT_EXCEPTION: number;
declare const KVM_S390_MEMOP_F_SKEY_PROTECTION: number, KVM_S390_MEMOP_LOGICAL_READ: number, KVM_S390_MEMOP_LOGICAL_WRITE: number, KVM_S390_MEMOP_SIDA_READ: number;
declare const KVM_S390_MEMOP_SIDA_WRITE: number, KVM_S390_MEM_OP: Ioctl<'KVM_S390_MEM_OP'>, KVM_S390_NORMAL_RESET: Ioctl<'KVM_S390_NORMAL_RESET'>;
declare const KVM_S390_PFAULT_TOKEN_INVALID: number, KVM_S390_PGM_FLAGS_ILC_0: number, KVM_S390_PGM_FLAGS_ILC_1: number, KVM_S390_PGM_FLAGS_ILC_MASK: number;
declare const KVM_S390_PGM_FLAGS_ILC_VALID: number, KVM_S390_PGM_FLAGS_NO_REWIND: number, KVM_S390_PROGRAM_INT: number, KVM_S390_PV_COMMAND: Ioctl<'KVM_S390_PV_COMMAND'>;
declare const KVM_S390_PV_CPU_COMMAND: Ioctl<'KVM_S390_PV_CPU_COMMAND'>, KVM_S390_RESET_CLEAR: number, KVM_S390_RESET_CPU_INIT: number, KVM_S390_RESET_IPL: number;
declare const KVM_S390_RESET_POR: number, KVM_S390_RESET_SUBSYSTEM: number, KVM_S390_RESTART: number, KVM_S390_SET_CMMA_BITS: Ioctl<'KVM_S390_SET_CMMA_BITS'>;
declare const KVM_S390_SET_INITIAL_PSW: Ioctl<'KVM_S390_SET_INITIAL_PSW'>, KVM_S390_SET_IRQ_STATE: Ioctl<'KVM_S390_SET_IRQ_STATE'>, KVM_S390_SET_SKEYS: Ioctl<'KVM_S390_SET_SKEYS'>;
declare const KVM_S390_SIE_PAGE_OFFSET: number, KVM_S390_SIGP_SET_PREFIX: number, KVM_S390_SIGP_STOP: number, KVM_S390_SKEYS_MAX: number, KVM_S390_STOP_FLAG_STORE_STATUS: number;
declare const KVM_S390_STORE_STATUS: Ioctl<'KVM_S390_STORE_STATUS'>, KVM_S390_STORE_STATUS_NOADDR: number, KVM_S390_STORE_STATUS_PREFIXED: number;
declare const KVM_S390_UCAS_MAP: Ioctl<'KVM_S390_UCAS_MAP'>, KVM_S390_UCAS_UNMAP: Ioctl<'KVM_S390_UCAS_UNMAP'>, KVM_S390_VCPU_FAULT: Ioctl<'KVM_S390_VCPU_FAULT'>;
declare const KVM_S390_VM_CPU_FEAT_64BSCAO: number, KVM_S390_VM_CPU_FEAT_ASTFLEIE2: number, KVM_S390_VM_CPU_FEAT_CEI: number, KVM_S390_VM_CPU_FEAT_CMMA: number;
declare const KVM_S390_VM_CPU_FEAT_ESOP: number, KVM_S390_VM_CPU_FEAT_GPERE: number, KVM_S390_VM_CPU_FEAT_GSLS: number, KVM_S390_VM_CPU_FEAT_IB: number;
declare const KVM_S390_VM_CPU_FEAT_IBS: number, KVM_S390_VM_CPU_FEAT_KSS: number, KVM_S390_VM_CPU_FEAT_NR_BITS: number, KVM_S390_VM_CPU_FEAT_PFMFI: number;
declare const KVM_S390_VM_CPU_FEAT_SIEF2: number, KVM_S390_VM_CPU_FEAT_SIGPIF: number, KVM_S390_VM_CPU_FEAT_SIIF: number, KVM_S390_VM_CPU_FEAT_SKEY: number;
declare const KVM_S390_VM_CPU_MACHINE: number, KVM_S390_VM_CPU_MACHINE_FEAT: number, KVM_S390_VM_CPU_MACHINE_SUBFUNC: number, KVM_S390_VM_CPU_MACHINE_UV_FEAT_GUEST: number;
declare const KVM_S390_VM_CPU_MODEL: number, KVM_S390_VM_CPU_PROCESSOR: number, KVM_S390_VM_CPU_PROCESSOR_FEAT: number, KVM_S390_VM_CPU_PROCESSOR_SUBFUNC: number;
declare const KVM_S390_VM_CPU_PROCESSOR_UV_FEAT_GUEST: number, KVM_S390_VM_CPU_TOPOLOGY: number, KVM_S390_VM_CPU_UV_FEAT_NR_BITS: number, KVM_S390_VM_CRYPTO: number;
declare const KVM_S390_VM_CRYPTO_DISABLE_AES_KW: number, KVM_S390_VM_CRYPTO_DISABLE_APIE: number, KVM_S390_VM_CRYPTO_DISABLE_DEA_KW: number, KVM_S390_VM_CRYPTO_ENABLE_AES_KW: number;
declare const KVM_S390_VM_CRYPTO_ENABLE_APIE: number, KVM_S390_VM_CRYPTO_ENABLE_DEA_KW: number, KVM_S390_VM_MEM_CLR_CMMA: number, KVM_S390_VM_MEM_CTRL: number;
declare const KVM_S390_VM_MEM_ENABLE_CMMA: number, KVM_S390_VM_MEM_LIMIT_SIZE: number, KVM_S390_VM_MIGRATION: number, KVM_S390_VM_MIGRATION_START: number;
declare const KVM_S390_VM_MIGRATION_STATUS: number, KVM_S390_VM_MIGRATION_STOP: number, KVM_S390_VM_TOD: number, KVM_S390_VM_TOD_EXT: number, KVM_S390_VM_TOD_HIGH: number;
declare const KVM_S390_VM_TOD_LOW: number, KVM_S390_ZPCIOP_DEREG_AEN: number, KVM_S390_ZPCIOP_REGAEN_HOST: number, KVM_S390_ZPCIOP_REG_AEN: number;
declare const KVM_S390_ZPCI_OP: Ioctl<'KVM_S390_ZPCI_OP'>, KVM_SET_BOOT_CPU_ID: Ioctl<'KVM_SET_BOOT_CPU_ID'>, KVM_SET_CLOCK: Ioctl<'KVM_SET_CLOCK'>;
declare const KVM_SET_CPUID: Ioctl<'KVM_SET_CPUID'>, KVM_SET_CPUID2: Ioctl<'KVM_SET_CPUID2'>, KVM_SET_DEBUGREGS: Ioctl<'KVM_SET_DEBUGREGS'>;
declare const KVM_SET_DEVICE_ADDRESS: Ioctl<'KVM_SET_DEVICE_ADDRESS'>, KVM_SET_DEVICE_ATTR: Ioctl<'KVM_SET_DEVICE_ATTR'>, KVM_SET_FPU: Ioctl<'KVM_SET_FPU'>;
declare const KVM_SET_GSI_ROUTING: Ioctl<'KVM_SET_GSI_ROUTING'>, KVM_SET_GUEST_DEBUG: Ioctl<'KVM_SET_GUEST_DEBUG'>, KVM_SET_IDENTITY_MAP_ADDR: Ioctl<'KVM_SET_IDENTITY_MAP_ADDR'>;
declare const KVM_SET_IRQCHIP: Ioctl<'KVM_SET_IRQCHIP'>, KVM_SET_LAPIC: Ioctl<'KVM_SET_LAPIC'>, KVM_SET_MEMORY_ATTRIBUTES: Ioctl<'KVM_SET_MEMORY_ATTRIBUTES'>;
declare const KVM_SET_MP_STATE: Ioctl<'KVM_SET_MP_STATE'>, KVM_SET_MSRS: Ioctl<'KVM_SET_MSRS'>, KVM_SET_NESTED_STATE: Ioctl<'KVM_SET_NESTED_STATE'>;
declare const KVM_SET_NR_MMU_PAGES: Ioctl<'KVM_SET_NR_MMU_PAGES'>, KVM_SET_ONE_REG: Ioctl<'KVM_SET_ONE_REG'>, KVM_SET_PIT: Ioctl<'KVM_SET_PIT'>, KVM_SET_PIT2: Ioctl<'KVM_SET_PIT2'>;
declare const KVM_SET_PMU_EVENT_FILTER: Ioctl<'KVM_SET_PMU_EVENT_FILTER'>, KVM_SET_REGS: Ioctl<'KVM_SET_REGS'>, KVM_SET_SIGNAL_MASK: Ioctl<'KVM_SET_SIGNAL_MASK'>;
declare const KVM_SET_SREGS: Ioctl<'KVM_SET_SREGS'>, KVM_SET_SREGS2: Ioctl<'KVM_SET_SREGS2'>, KVM_SET_TSC_KHZ: Ioctl<'KVM_SET_TSC_KHZ'>, KVM_SET_TSS_ADDR: Ioctl<'KVM_SET_TSS_ADDR'>;
declare const KVM_SET_USER_MEMORY_REGION: Ioctl<'KVM_SET_USER_MEMORY_REGION'>, KVM_SET_USER_MEMORY_REGION2: Ioctl<'KVM_SET_USER_MEMORY_REGION2'>;
declare const KVM_SET_VAPIC_ADDR: Ioctl<'KVM_SET_VAPIC_ADDR'>, KVM_SET_VCPU_EVENTS: Ioctl<'KVM_SET_VCPU_EVENTS'>, KVM_SET_XCRS: Ioctl<'KVM_SET_XCRS'>;
declare const KVM_SET_XSAVE: Ioctl<'KVM_SET_XSAVE'>, KVM_SEV_CERT_EXPORT: number, KVM_SEV_DBG_DECRYPT: number, KVM_SEV_DBG_ENCRYPT: number, KVM_SEV_ES_INIT: number;
declare const KVM_SEV_GET_ATTESTATION_REPORT: number, KVM_SEV_GUEST_STATUS: number, KVM_SEV_INIT: number, KVM_SEV_INIT2: number, KVM_SEV_LAUNCH_FINISH: number;
declare const KVM_SEV_LAUNCH_MEASURE: number, KVM_SEV_LAUNCH_SECRET: number, KVM_SEV_LAUNCH_START: number, KVM_SEV_LAUNCH_UPDATE_DATA: number, KVM_SEV_LAUNCH_UPDATE_VMSA: number;
declare const KVM_SEV_NR_MAX: number, KVM_SEV_PAGE_TYPE_INVALID: number, KVM_SEV_RECEIVE_FINISH: number, KVM_SEV_RECEIVE_START: number, KVM_SEV_RECEIVE_UPDATE_DATA: number;
declare const KVM_SEV_RECEIVE_UPDATE_VMSA: number, KVM_SEV_SEND_CANCEL: number, KVM_SEV_SEND_FINISH: number, KVM_SEV_SEND_START: number, KVM_SEV_SEND_UPDATE_DATA: number;
declare const KVM_SEV_SEND_UPDATE_VMSA: number, KVM_SEV_SNP_ENABLE_REQ_CERTS: number, KVM_SEV_SNP_FINISH_DATA_SIZE: number, KVM_SEV_SNP_ID_AUTH_SIZE: number;
declare const KVM_SEV_SNP_ID_BLOCK_SIZE: number, KVM_SEV_SNP_LAUNCH_FINISH: number, KVM_SEV_SNP_LAUNCH_START: number, KVM_SEV_SNP_LAUNCH_UPDATE: number;
declare const KVM_SEV_SNP_PAGE_TYPE_CPUID: number, KVM_SEV_SNP_PAGE_TYPE_NORMAL: number, KVM_SEV_SNP_PAGE_TYPE_SECRETS: number, KVM_SEV_SNP_PAGE_TYPE_UNMEASURED: number;
declare const KVM_SEV_SNP_PAGE_TYPE_ZERO: number, KVM_SIGNAL_MSI: Ioctl<'KVM_SIGNAL_MSI'>, KVM_SINGLESTEP: number, KVM_SMCCC_FILTER_DENY: number, KVM_SMCCC_FILTER_FWD_TO_USER: number;
declare const KVM_SMCCC_FILTER_HANDLE: number, KVM_SMI: Ioctl<'KVM_SMI'>, KVM_SPSR_ABT: number, KVM_SPSR_EL1: number, KVM_SPSR_FIQ: number, KVM_SPSR_IRQ: number, KVM_SPSR_SVC: number;
declare const KVM_SPSR_UND: number, KVM_SREGS2_FLAGS_PDPTRS_VALID: number, KVM_SREGS_EXP: number, KVM_SREGS_E_64: number, KVM_SREGS_E_ARCH206: number, KVM_SREGS_E_ARCH206_MMU: number;
declare const KVM_SREGS_E_BASE: number, KVM_SREGS_E_DEBUG: number, KVM_SREGS_E_ED: number, KVM_SREGS_E_FSL_PIDn: number, KVM_SREGS_E_IMPL_FSL: number, KVM_SREGS_E_IMPL_NONE: number;
declare const KVM_SREGS_E_IVOR: number, KVM_SREGS_E_MCIVPR: number, KVM_SREGS_E_PC: number, KVM_SREGS_E_PD: number, KVM_SREGS_E_PM: number, KVM_SREGS_E_PT: number;
declare const KVM_SREGS_E_SPE: number, KVM_SREGS_E_SPRG8: number, KVM_SREGS_E_UPDATE_DBSR: number, KVM_SREGS_E_UPDATE_DEC: number, KVM_SREGS_E_UPDATE_MCSR: number;
declare const KVM_SREGS_E_UPDATE_TSR: number, KVM_STATE_NESTED_EVMCS: number, KVM_STATE_NESTED_FORMAT_SVM: number, KVM_STATE_NESTED_FORMAT_VMX: number;
declare const KVM_STATE_NESTED_GIF_SET: number, KVM_STATE_NESTED_GUEST_MODE: number, KVM_STATE_NESTED_MTF_PENDING: number, KVM_STATE_NESTED_RUN_PENDING: number;
declare const KVM_STATE_NESTED_SMM_GUEST_MODE: number, KVM_STATE_NESTED_SMM_VMXON: number, KVM_STATE_NESTED_SVM_VMCB_SIZE: number, KVM_STATE_NESTED_VMX_VMCS_SIZE: number;
declare const KVM_STATE_VMX_PREEMPTION_TIMER_DEADLINE: number, KVM_STATS_BASE_MASK: number, KVM_STATS_BASE_MAX: number, KVM_STATS_BASE_POW10: number, KVM_STATS_BASE_POW2: number;
declare const KVM_STATS_BASE_SHIFT: number, KVM_STATS_TYPE_CUMULATIVE: number, KVM_STATS_TYPE_INSTANT: number, KVM_STATS_TYPE_LINEAR_HIST: number, KVM_STATS_TYPE_LOG_HIST: number;
declare const KVM_STATS_TYPE_MASK: number, KVM_STATS_TYPE_MAX: number, KVM_STATS_TYPE_PEAK: number, KVM_STATS_TYPE_SHIFT: number, KVM_STATS_UNIT_BOOLEAN: number;
declare const KVM_STATS_UNIT_BYTES: number, KVM_STATS_UNIT_CYCLES: number, KVM_STATS_UNIT_MASK: number, KVM_STATS_UNIT_MAX: number, KVM_STATS_UNIT_NONE: number;
declare const KVM_STATS_UNIT_SECONDS: number, KVM_STATS_UNIT_SHIFT: number, KVM_SYNC_ACRS: number, KVM_SYNC_ARCH0: number, KVM_SYNC_BPBC: number, KVM_SYNC_CRS: number;
declare const KVM_SYNC_DIAG318: number, KVM_SYNC_ETOKEN: number, KVM_SYNC_FPRS: number, KVM_SYNC_GPRS: number, KVM_SYNC_GSCB: number, KVM_SYNC_PFAULT: number, KVM_SYNC_PREFIX: number;
declare const KVM_SYNC_RICCB: number, KVM_SYNC_S390_VALID_FIELDS: number, KVM_SYNC_VRS: number, KVM_SYNC_X86_EVENTS: number, KVM_SYNC_X86_REGS: number, KVM_SYNC_X86_SREGS: number;
declare const KVM_SYNC_X86_VALID_FIELDS: number, KVM_SYSTEM_EVENT_CRASH: number, KVM_SYSTEM_EVENT_RESET: number, KVM_SYSTEM_EVENT_RESET_FLAG_PSCI_RESET2: number;
declare const KVM_SYSTEM_EVENT_SEV_TERM: number, KVM_SYSTEM_EVENT_SHUTDOWN: number, KVM_SYSTEM_EVENT_SHUTDOWN_FLAG_PSCI_OFF2: number, KVM_SYSTEM_EVENT_SUSPEND: number;
declare const KVM_SYSTEM_EVENT_TDX_FATAL: number, KVM_SYSTEM_EVENT_WAKEUP: number, KVM_TDX_CAPABILITIES: number, KVM_TDX_CMD_NR_MAX: number, KVM_TDX_FINALIZE_VM: number;
declare const KVM_TDX_GET_CPUID: number, KVM_TDX_INIT_MEM_REGION: number, KVM_TDX_INIT_VCPU: number, KVM_TDX_INIT_VM: number, KVM_TDX_MEASURE_MEMORY_REGION: number;
declare const KVM_TPR_ACCESS_REPORTING: Ioctl<'KVM_TPR_ACCESS_REPORTING'>, KVM_TRANSLATE: Ioctl<'KVM_TRANSLATE'>;
declare const KVM_UNREGISTER_COALESCED_MMIO: Ioctl<'KVM_UNREGISTER_COALESCED_MMIO'>, KVM_VCPUEVENT_VALID_NMI_PENDING: number, KVM_VCPUEVENT_VALID_PAYLOAD: number;
declare const KVM_VCPUEVENT_VALID_SHADOW: number, KVM_VCPUEVENT_VALID_SIPI_VECTOR: number, KVM_VCPUEVENT_VALID_SMM: number, KVM_VCPUEVENT_VALID_TRIPLE_FAULT: number;
declare const KVM_VCPU_TSC_CTRL: number, KVM_VCPU_TSC_OFFSET: number, KVM_VGIC_ITS_ADDR_TYPE: number, KVM_VGIC_V2_ADDR_TYPE_CPU: number, KVM_VGIC_V2_ADDR_TYPE_DIST: number;
declare const KVM_VGIC_V2_CPU_SIZE: number, KVM_VGIC_V2_DIST_SIZE: number, KVM_VGIC_V3_ADDR_TYPE_DIST: number, KVM_VGIC_V3_ADDR_TYPE_REDIST: number;
declare const KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION: number, KVM_VM_MIPS_AUTO: number, KVM_VM_MIPS_TE: number, KVM_VM_MIPS_VZ: number, KVM_VM_PPC_HV: number, KVM_VM_PPC_PR: number;
declare const KVM_VM_S390_UCONTROL: number, KVM_VM_TYPE_ARM_IPA_SIZE_MASK: number, KVM_VM_TYPE_ARM_MASK: number, KVM_VM_TYPE_ARM_PROTECTED: number;
declare const KVM_X2APIC_API_DISABLE_BROADCAST_QUIRK: number, KVM_X2APIC_API_USE_32BIT_IDS: number, KVM_X2APIC_DISABLE_SUPPRESS_EOI_BROADCAST: number;
declare const KVM_X2APIC_ENABLE_SUPPRESS_EOI_BROADCAST: number, KVM_X86_DEFAULT_VM: number, KVM_X86_DISABLE_EXITS_APERFMPERF: number, KVM_X86_DISABLE_EXITS_CSTATE: number;
declare const KVM_X86_DISABLE_EXITS_HLT: number, KVM_X86_DISABLE_EXITS_MWAIT: number, KVM_X86_DISABLE_EXITS_PAUSE: number;
declare const KVM_X86_GET_MCE_CAP_SUPPORTED: Ioctl<'KVM_X86_GET_MCE_CAP_SUPPORTED'>, KVM_X86_GRP_SEV: number, KVM_X86_GRP_SYSTEM: number, KVM_X86_NOTIFY_VMEXIT_ENABLED: number;
declare const KVM_X86_NOTIFY_VMEXIT_USER: number, KVM_X86_QUIRK_CD_NW_CLEARED: number, KVM_X86_QUIRK_FIX_HYPERCALL_INSN: number, KVM_X86_QUIRK_IGNORE_GUEST_PAT: number;
declare const KVM_X86_QUIRK_LAPIC_MMIO_HOLE: number, KVM_X86_QUIRK_LINT0_REENABLED: number, KVM_X86_QUIRK_MISC_ENABLE_NO_MWAIT: number, KVM_X86_QUIRK_MWAIT_NEVER_UD_FAULTS: number;
declare const KVM_X86_QUIRK_NESTED_SVM_SHARED_PAT: number, KVM_X86_QUIRK_OUT_7E_INC_RIP: number, KVM_X86_QUIRK_SLOT_ZAP_ALL: number, KVM_X86_QUIRK_STUFF_FEATURE_MSRS: number;
declare const KVM_X86_QUIRK_VMCS12_ALLOW_FREEZE_IN_SMM: number, KVM_X86_REG_TYPE_KVM: number, KVM_X86_REG_TYPE_MSR: number, KVM_X86_SETUP_MCE: Ioctl<'KVM_X86_SETUP_MCE'>;
declare const KVM_X86_SET_MCE: Ioctl<'KVM_X86_SET_MCE'>, KVM_X86_SET_MSR_FILTER: Ioctl<'KVM_X86_SET_MSR_FILTER'>, KVM_X86_SEV_ES_VM: number, KVM_X86_SEV_SNP_REQ_CERTS: number;
declare const KVM_X86_SEV_VM: number, KVM_X86_SEV_VMSA_FEATURES: number, KVM_X86_SHADOW_INT_MOV_SS: number, KVM_X86_SHADOW_INT_STI: number, KVM_X86_SNP_POLICY_BITS: number;
declare const KVM_X86_SNP_VM: number, KVM_X86_SW_PROTECTED_VM: number, KVM_X86_TDX_VM: number, KVM_X86_XCOMP_GUEST_SUPP: number, KVM_XEN_ATTR_TYPE_EVTCHN: number;
declare const KVM_XEN_ATTR_TYPE_LONG_MODE: number, KVM_XEN_ATTR_TYPE_RUNSTATE_UPDATE_FLAG: number, KVM_XEN_ATTR_TYPE_SHARED_INFO: number, KVM_XEN_ATTR_TYPE_SHARED_INFO_HVA: number;
declare const KVM_XEN_ATTR_TYPE_UPCALL_VECTOR: number, KVM_XEN_ATTR_TYPE_XEN_VERSION: number, KVM_XEN_EVTCHN_DEASSIGN: number, KVM_XEN_EVTCHN_RESET: number;
declare const KVM_XEN_EVTCHN_UPDATE: number, KVM_XEN_HVM_CONFIG: Ioctl<'KVM_XEN_HVM_CONFIG'>, KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL: number, KVM_XEN_HVM_CONFIG_EVTCHN_SEND: number;
declare const KVM_XEN_HVM_CONFIG_HYPERCALL_MSR: number, KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL: number, KVM_XEN_HVM_CONFIG_PVCLOCK_TSC_UNSTABLE: number;
declare const KVM_XEN_HVM_CONFIG_RUNSTATE: number, KVM_XEN_HVM_CONFIG_RUNSTATE_UPDATE_FLAG: number, KVM_XEN_HVM_CONFIG_SHARED_INFO: number, KVM_XEN_HVM_CONFIG_SHARED_INFO_HVA: number;
declare const KVM_XEN_HVM_EVTCHN_SEND: Ioctl<'KVM_XEN_HVM_EVTCHN_SEND'>, KVM_XEN_HVM_GET_ATTR: Ioctl<'KVM_XEN_HVM_GET_ATTR'>, KVM_XEN_HVM_SET_ATTR: Ioctl<'KVM_XEN_HVM_SET_ATTR'>;
declare const KVM_XEN_INVALID_GFN: number, KVM_XEN_INVALID_GPA: number, KVM_XEN_MSR_MAX_INDEX: number, KVM_XEN_MSR_MIN_INDEX: number, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR: number;
declare const KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADJUST: number, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT: number, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA: number;
declare const KVM_XEN_VCPU_ATTR_TYPE_TIMER: number, KVM_XEN_VCPU_ATTR_TYPE_UPCALL_VECTOR: number, KVM_XEN_VCPU_ATTR_TYPE_VCPU_ID: number, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO: number;
declare const KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO_HVA: number, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO: number, KVM_XEN_VCPU_GET_ATTR: Ioctl<'KVM_XEN_VCPU_GET_ATTR'>;
declare const KVM_XEN_VCPU_SET_ATTR: Ioctl<'KVM_XEN_VCPU_SET_ATTR'>, KVM_XICS_DESTINATION_MASK: number, KVM_XICS_DESTINATION_SHIFT: number, KVM_XICS_LEVEL_SENSITIVE: number;
declare const KVM_XICS_MASKED: number, KVM_XICS_PENDING: number, KVM_XICS_PRESENTED: number, KVM_XICS_PRIORITY_MASK: number, KVM_XICS_PRIORITY_SHIFT: number, KVM_XICS_QUEUED: number;
declare const KVM_XIVE_EQ_ALWAYS_NOTIFY: number, KVM_XIVE_EQ_PRIORITY_MASK: number, KVM_XIVE_EQ_PRIORITY_SHIFT: number, KVM_XIVE_EQ_SERVER_MASK: number;
declare const KVM_XIVE_EQ_SERVER_SHIFT: number, KVM_XIVE_ESB_PAGE_OFFSET: number, KVM_XIVE_LEVEL_ASSERTED: number, KVM_XIVE_LEVEL_SENSITIVE: number, KVM_XIVE_SOURCE_EISN_MASK: number;
declare const KVM_XIVE_SOURCE_EISN_SHIFT: number, KVM_XIVE_SOURCE_MASKED_MASK: number, KVM_XIVE_SOURCE_MASKED_SHIFT: number, KVM_XIVE_SOURCE_PRIORITY_MASK: number;
declare const KVM_XIVE_SOURCE_PRIORITY_SHIFT: number, KVM_XIVE_SOURCE_SERVER_MASK: number, KVM_XIVE_SOURCE_SERVER_SHIFT: number, KVM_XIVE_TIMA_PAGE_OFFSET: number;
declare const SBI_ERR_ALREADY_AVAILABLE: bigint, SBI_ERR_ALREADY_STARTED: bigint, SBI_ERR_ALREADY_STOPPED: bigint, SBI_ERR_BAD_RANGE: bigint, SBI_ERR_DENIED: bigint;
declare const SBI_ERR_FAILURE: bigint, SBI_ERR_INVALID_ADDRESS: bigint, SBI_ERR_INVALID_PARAM: bigint, SBI_ERR_INVALID_STATE: bigint, SBI_ERR_IO: bigint;
declare const SBI_ERR_NOT_SUPPORTED: bigint, SBI_ERR_NO_SHMEM: bigint, SBI_ERR_TIMEOUT: bigint, SBI_EXT_BASE: bigint, SBI_EXT_BASE_GET_IMP_ID: bigint;
declare const SBI_EXT_BASE_GET_IMP_VERSION: bigint, SBI_EXT_BASE_GET_MARCHID: bigint, SBI_EXT_BASE_GET_MIMPID: bigint, SBI_EXT_BASE_GET_MVENDORID: bigint;
declare const SBI_EXT_BASE_GET_SPEC_VERSION: bigint, SBI_EXT_BASE_PROBE_EXT: bigint, SBI_EXT_DBCN: bigint, SBI_EXT_DBCN_CONSOLE_READ: bigint, SBI_EXT_DBCN_CONSOLE_WRITE: bigint;
declare const SBI_EXT_DBCN_CONSOLE_WRITE_BYTE: bigint, SBI_EXT_EXPERIMENTAL_END: bigint, SBI_EXT_EXPERIMENTAL_START: bigint, SBI_EXT_FWFT: bigint, SBI_EXT_HSM: bigint;
declare const SBI_EXT_HSM_HART_START: bigint, SBI_EXT_HSM_HART_STATUS: bigint, SBI_EXT_HSM_HART_STOP: bigint, SBI_EXT_HSM_HART_SUSPEND: bigint, SBI_EXT_IPI: bigint;
declare const SBI_EXT_IPI_SEND_IPI: bigint, SBI_EXT_MPXY: bigint, SBI_EXT_MPXY_GET_CHANNEL_IDS: bigint, SBI_EXT_MPXY_GET_NOTIFICATION_EVENTS: bigint;
declare const SBI_EXT_MPXY_GET_SHMEM_SIZE: bigint, SBI_EXT_MPXY_READ_ATTRS: bigint, SBI_EXT_MPXY_SEND_MSG_WITHOUT_RESP: bigint, SBI_EXT_MPXY_SEND_MSG_WITH_RESP: bigint;
declare const SBI_EXT_MPXY_SET_SHMEM: bigint, SBI_EXT_MPXY_WRITE_ATTRS: bigint, SBI_EXT_NACL: bigint, SBI_EXT_PMU: bigint, SBI_EXT_RFENCE: bigint, SBI_EXT_SRST: bigint;
declare const SBI_EXT_SRST_RESET: bigint, SBI_EXT_STA: bigint, SBI_EXT_SUSP: bigint, SBI_EXT_SUSP_SYSTEM_SUSPEND: bigint, SBI_EXT_TIME: bigint, SBI_EXT_TIME_SET_TIMER: bigint;
declare const SBI_EXT_VENDOR_END: bigint, SBI_EXT_VENDOR_START: bigint, SBI_SUCCESS: bigint;
