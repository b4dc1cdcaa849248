// Generated from the descriptions of the words.
/** A 64-bit value: a BigInt, or a safe integer. */
type Bits = bigint | number;
/** A 64-bit value that kvmsh returns: a BigInt. Declared any, because TypeScript does not let == compare a BigInt with a number. */
type Bits64 = any;
interface Duration { }
interface Kernel { readonly [name: string]: any }
/** A constant or an ioctl from the board's headers. */
type KernelName = any;
/** N GiB, in bytes. */
declare function GB(a1: Bits): any;
/** N KiB, in bytes. */
declare function KB(a1: Bits): any;
/** N MiB, in bytes. */
declare function MB(a1: Bits): any;
/** answer the guest's hypercalls, or its reads of a port or an address, with a value, as in vm { }. Applies to the current machine. */
declare function answer(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
/** the arguments after the script's name on the command line. */
declare const args: string[];
/** assemble TEXT with the GNU assembler (as) for x86_16, x86_32, x86_64, arm64, ppc64, ppc64le, riscv64 or s390x (default: the mode in which this board's vCPUs start). Returns bytes that load accepts and that print as a listing; at: is the address of the first byte. */
declare function asm(a1: string): any;
declare function asm(a1: string, a2: {at?: any}): any;
declare function asm(a1: any, a2: string): any;
declare function asm(a1: any, a2: string, a3: {at?: any}): any;
/** connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]; in the shell, while the machine runs in the background. Applies to the current machine. */
declare function attach(): void;
/** run the block up to the first refused call; return its errno, or null if no call was refused. */
declare function attempt(a1: () => unknown): any;
/** the calls that led to where the first vCPU is, by the guest's frame pointers. Applies to the current machine. */
declare const backtrace: Backtrace & {(): Backtrace};
/** the board that the script runs on; with a name, open another board beside it. Its .vm { } creates a machine there; words without a machine stay about the script's own board. It is closed with the session. */
declare const board: OpenedBoard & {(): OpenedBoard; (a1: string): OpenedBoard};
/** set a breakpoint (at: ADDRESS) or remove one (remove: ADDRESS); uses debug registers or, with software: true, an instruction in guest memory. A block, given the vCPU, makes it conditional; ignore: N does not stop the first N times. Applies to the current machine. */
declare function breakpoint(a1: {at?: any, remove?: any, software?: any, ignore?: any}): void;
declare function breakpoint(a1: {at?: any, remove?: any, software?: any, ignore?: any}, a2: (vcpu: MachineVcpu) => boolean): void;
/** a string as bytes. */
declare function bytes(a1: string): Uint8Array;
/** the capabilities whose names match a pattern: their values for KVM and the current machine, and what they mean; caps alone is all of them, and caps.diff 'A', 'B' what differs between two boards. */
declare const caps: Capabilities & {(): Capabilities; (a1: string): Capabilities};
/** add a console, as in vm { }. Applies to the current machine. */
declare function console(a1: {io?: any, mmio?: any, hcall?: any, sbi?: any, value?: any}): void;
/** everything about where the current machine's first vCPU is: registers, flags, code, stack, the exit to complete, the console's last lines. With arguments, what each stop of the session shows from now on: registers: 'all', 'changed' or 'none', code: instructions, stack: words, console: lines. */
declare const context: StopContext & {(): StopContext; (a1: {registers?: any, code?: any, stack?: any, console?: any}): StopContext};
/** a copy of a struct; assigning to one does not change the other. */
declare function copy(a1: any): any;
/** add a debug-exit port, as in vm { }: the guest ends the run by writing to it. Applies to the current machine. */
declare function debugExit(a1: {io?: any, mmio?: any}): void;
/** add an in-kernel device, as in vm { }. Applies to the current machine. */
declare function device(a1: any): void;
declare function device(a1: any, a2: ((words: DeviceWords) => void) | DeviceWordsObject): void;
/** the fields in which two structs of the same layout differ, or the registers in which two of these do: m.regs, its copy, a machine, a vCPU, a snapshot, the outcome of a run; with both values. */
declare function diff(a1: any, a2: any): StructDifference;
/** the addresses of the guest's pages written since the previous call; the first call starts logging. Applies to the current machine. */
declare function dirty(): Bits[];
/** disassemble bytes with the system's libcapstone, or COUNT instructions (default 8) from ADDRESS of the current machine (default: its first vCPU's next instruction). */
declare function dis(): any;
declare function dis(a1: Bits): any;
declare function dis(a1: any): any;
declare function dis(a1: string): any;
declare function dis(a1: Bits, a2: Bits): any;
declare function dis(a1: string, a2: Bits): any;
declare function dis(a1: any, a2: {at?: any}): any;
declare function dis(a1: any, a2: any): any;
declare function dis(a1: any, a2: any, a3: {at?: any}): any;
/** the exits of the last run, or of direct KVM_RUN calls since then: the count for each reason, and the last exits with their answers. Applies to the current machine. */
declare const exits: Exits;
/** expect each line of the block, or the function's result, to be true; with errno:, expect the kernel to refuse the block's last call with that errno; with exit: and no block, expect the last run to have ended with that exit. */
declare function expect(a1: {errno?: any, exit?: any}): void;
declare function expect(a1: () => unknown): void;
declare function expect(a1: {errno?: any, exit?: any}, a2: () => unknown): void;
/** describe an ioctl: its argument, its errnos, whether this board supports it and, for a proposal, what reviewers asked; or an exit: when it happens, what to read, what to do, whether KVM_RUN must be called again to complete it. An errno after an ioctl's name selects that errno. */
declare function explain(a1: any): Explained;
/** run another script here; its path is relative to this script; its functions and variables are available afterwards. */
declare function include(a1: string): any;
/** an eventfd that counts the guest's writes to a port or an address, without an exit; length: and value: select the writes to count. Applies to the current machine. */
declare function ioeventfd(a1: {io?: any, mmio?: any, length?: any, value?: any}): EventFd;
/** set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0 or 1, default 1). Applies to the current machine. */
declare function irq(a1: {gsi?: any, spi?: any, ppi?: any, vcpu?: any, level?: any}): void;
/** create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP), as in vm { }; must come before the first vCPU. Applies to the current machine. */
declare function irqchip(): void;
/** an eventfd that raises a guest interrupt when signaled. Applies to the current machine. */
declare function irqfd(a1: {gsi?: any}): EventFd;
/** wait for the end of the run in the background; returns its outcome or fails, like run. If start was given no time limit, within: is the limit of this wait, default 10 s, at which the run is stopped. Applies to the current machine. */
declare function join(): any;
declare function join(a1: {within?: any}): any;
/** write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm: (source text for GNU as, assembled for the first vCPU's current mode unless bits: selects another). Applies to the current machine. */
declare function load(a1: {at?: any, hex?: any, bytes?: any, file?: any, elf?: any, asm?: any, bits?: any}): Loaded;
/** read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text; assigning to the result writes guest memory. To write without reading, replace LENGTH with hex:, bytes:, text:, u8:, u16:, u32: or u64: (board's byte order, or order:), or with fill: and length:. Memory that is read-only for the guest can be written. Applies to the current machine. */
declare function mem(a1: Bits): GuestBytes;
declare function mem(a1: string): GuestBytes;
declare function mem(a1: Bits, a2: Bits): GuestBytes;
declare function mem(a1: string, a2: Bits): GuestBytes;
declare function mem(a1: Bits, a2: {hex?: any, bytes?: any, text?: any, u8?: any, u16?: any, u32?: any, u64?: any, order?: any, fill?: any, length?: any}): void;
declare function mem(a1: string, a2: {hex?: any, bytes?: any, text?: any, u8?: any, u16?: any, u32?: any, u64?: any, order?: any, fill?: any, length?: any}): void;
/** the guest physical address map: memory slots, loads, in-kernel devices, handlers. Applies to the current machine. */
declare const memmap: MemoryMap;
/** add guest memory, as in vm { }; move: OLD, at: NEW moves a memslot, remove: ADDRESS deletes one; also works while the guest is running. Applies to the current machine. */
declare function memory(a1: {at?: any, size?: any, readonly?: any, log?: any, huge?: any, file?: any, guestMemfd?: any, move?: any, remove?: any}): void;
/** a number of minutes. */
declare function minutes(a1: Bits): Duration;
/** apply a block with the words of vm { }; it is planned as a whole: if a part is rejected, nothing is created. Applies to the current machine. */
declare function more(a1: () => unknown): void;
/** a number of milliseconds. */
declare function ms(a1: Bits): Duration;
/** send a message-signaled interrupt. Applies to the current machine. */
declare function msi(a1: {address?: any, data?: any, devid?: any}): void;
/** requirements of a test or script; if any is not met, the test or the rest of the script is skipped and the reason is reported. cap: a capability, min: its minimum value; device: a device type; ioctl: an ioctl, by: what handles it, 'kernel', 'proposal' or 'none'; reg: a register; boards: board names, architectures or kinds; asm: a mode that this host has an assembler for; memory: bytes of free memory on the board. */
declare function needs(a1: {cap?: any, min?: any, device?: any, ioctl?: any, by?: any, reg?: any, boards?: any, asm?: any, memory?: any}): void;
/** send a non-maskable interrupt to the first vCPU. Applies to the current machine. */
declare function nmi(): void;
/** remove the handler, console, answer or device at a port, an address, a number or a range of these; to select all, give the value any. A wider handler then gets the exits; without one, they end the run. Applies to the current machine. */
declare function off(a1: {io?: any, mmio?: any, hcall?: any, msr?: any, sbi?: any, debug?: any, system?: any, exit?: any}): void;
/** add a handler, as in vm { }; it takes effect at the next exit. Applies to the current machine. */
declare function on(a1: {io: any}, a2: (e: IoExit) => unknown): void;
declare function on(a1: {mmio: any}, a2: (e: MmioExit) => unknown): void;
declare function on(a1: {hcall: any}, a2: (e: HypercallExit & PaprHcallExit) => unknown): void;
declare function on(a1: {msr: any}, a2: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
declare function on(a1: {sbi: any}, a2: (e: RiscvSbiExit) => unknown): void;
declare function on(a1: {debug: any}, a2: (e: DebugExit) => unknown): void;
declare function on(a1: {system: any}, a2: (e: SystemEventExit) => unknown): void;
declare function on(a1: {exit: any}, a2: (e: AnyExit) => unknown): void;
/** add a PL011, as in vm { }. Applies to the current machine. */
declare function pl011(a1: {mmio?: any}): void;
/** show what vm with the same block would do on this board: each call with its number and argument, why it is made, what each errno would mean; no call is made. */
declare function plan(a1: ((words: VmWords) => void) | VmWordsObject): PlanOnPaper;
/** print a value without a newline. */
declare function print(a1: any): void;
/** print a value and a newline. */
declare function println(a1: any): void;
/** implement an ioctl that a patch defines, on rfc:BOARD. arg holds the struct's fields by name, the VM or vCPU (to make calls to the board's kernel) and per-VM state. The block returns a number, a negative errno, or nothing for 0. If the kernel implements the ioctl, the kernel handles the call instead. */
declare function proposal(a1: any, a2: (arg: ProposalCall & {[field: string]: any}) => unknown): ProposalMade;
/** run the block up to the first refused call; return the refusal: errno, call, argument, rules with their sources, source location; or null if no call was refused. */
declare function refusal(a1: () => unknown): RefusedCall;
/** read any register of the first vCPU by name: a general register, a system register, an MSR, or a one-reg by its constant; with a second argument, write it. Applies to the current machine. */
declare function reg(a1: string): Bits64;
declare function reg(a1: {[name: string]: any}): void;
declare function reg(a1: string, a2: Bits): void;
/** the first vCPU's registers. Applies to the current machine. */
declare const regs: Registers;
/** restore all vCPUs and memory from a snapshot, by its name or as a value (default: the last one). Applies to the current machine. */
declare function restore(): void;
declare function restore(a1: string): void;
declare function restore(a1: Snapshot): void;
/** read a patch (an email, an mbox, a diff or a header, from a file or as text) and make its ioctls callable; instead of a file, pass commit: (a commit or a range of commits) and tree: (the directory of its git tree; defaults to the current directory). on: names the descriptor of its ioctls, 'vcpu', 'vm', 'kvm' or 'device', if the patch does not. */
declare function rfc(a1: string): any;
declare function rfc(a1: {commit?: any, tree?: any, on?: any}): any;
declare function rfc(a1: string, a2: {commit?: any, tree?: any, on?: any}): any;
/** run until an exit that no handler handles, or until the exit named by until:; within: a time limit, default 10 s; steps: stop after that many instructions of the first vCPU; timed: true: exits shows where the time went. Applies to the current machine. */
declare function run(): any;
declare function run(a1: {until?: any, within?: any, steps?: any, timed?: any}): any;
/** whether two structs of the same layout have equal fields, or two of what diff takes equal registers. */
declare function same(a1: any, a2: any): boolean;
/** a number of seconds. */
declare function seconds(a1: Bits): Duration;
/** add a serial port, as in vm { }. Applies to the current machine. */
declare function serial(a1: {io?: any, mmio?: any}): void;
/** wait for a time; Ctrl-C and a test's time limit end the wait and the script. Runs in the background continue. */
declare function sleep(a1: Duration): void;
/** save the state of all vCPUs and memory for restore, under a name if one is given; the snapshot lists what it does not include. Applies to the current machine. */
declare function snapshot(): Snapshot;
declare function snapshot(a1: string): Snapshot;
/** the named snapshots. Applies to the current machine. */
declare const snapshots: Snapshots;
/** start a run in the background and continue; stop() ends it, join() waits for its end. In JavaScript, handlers run on the script's thread, when the script calls a kvmsh word or waits in join. Applies to the current machine. */
declare function start(): StartedRun;
declare function start(a1: {until?: any, within?: any, steps?: any, timed?: any}): StartedRun;
/** single-step the first vCPU; the result shows the new pc. Applies to the current machine. */
declare function step(): any;
/** the steps of the plan, with their calls and results. Applies to the current machine. */
declare const steps: MadeSteps;
/** stop the run in progress, if there is one; a run in the background has ended then. Applies to the current machine. */
declare function stop(): void;
/** create a kernel struct by name, with the layout of this board's headers. Fields not given are zero; the count of a flexible array defaults to the array's length. The struct's fields can be read and assigned, and an ioctl accepts the struct in place of named fields. */
declare function struct(a1: string): any;
declare function struct(a1: string, a2: {[name: string]: any}): any;
/** the symbols of the loaded ELF files (load elf: adds those of its file); with a file, add its symbols, offset: to their addresses; with like:, those whose names match a pattern. Listings, breakpoint at:, mem and dis use them. Applies to the current machine. */
declare const symbols: KnownSymbols & {(): KnownSymbols; (a1: string): KnownSymbols; (a1: {offset?: any, like?: any}): KnownSymbols; (a1: string, a2: {offset?: any, like?: any}): KnownSymbols};
/** run a test: print its result on one line, and continue the script whether the test passed or failed; boards: limits the test to matching boards; within: sets its time limit; tags: names groups of tests to run. */
declare function test(a1: string, a2: () => unknown): void;
declare function test(a1: string, a2: {boards?: any, within?: any, tags?: any}, a3: () => unknown): void;
/** the calls of this session (all, or those that match a pattern) or of a trace file; exits: true also records each KVM_RUN and its exit from now on. */
declare const trace: Calls & {(): Calls; (a1: string): Calls; (a1: {exits?: any, file?: any}): Calls};
/** send a string to the guest's devices as input. Applies to the current machine. */
declare function type(a1: string): void;
/** run a block even if its calls break a rule that kvmsh knows, in case the rule is wrong. Print a note for each rule that the kernel does not enforce. Return the value of the block's last line. */
declare function unchecked(a1: () => unknown): any;
/** undo the last COUNT writes (default 1) of registers and memory by regs, reg, mem and load, in the shell; a run of the guest ends the list. Applies to the current machine. */
declare function undo(): Undone;
declare function undo(a1: number): Undone;
/** add a vCPU, as in vm { }; it starts with the next run. Applies to the current machine. */
declare function vcpu(a1: any): void;
declare function vcpu(a1: ((words: VcpuWords) => void) | VcpuWordsObject): void;
declare function vcpu(a1: any, a2: ((words: VcpuWords) => void) | VcpuWordsObject): void;
/** on every vCPU, read back the registers set by name and the structs set by ioctl since the guest last ran, and compare them with what was written. Applies to the current machine. */
declare function verify(): Verified;
/** create a VM on this board; returns a machine. */
declare function vm(a1: ((words: VmWords) => void) | VmWordsObject): Machine;
/** add a virtual terminal (powerpc), as in vm { }. Applies to the current machine. */
declare function vterm(a1: Bits): void;
/** show a value at each stop of the session: a register of the vCPU that has stopped, or what a block returns, with a name before it if it has one. remove: takes one away by its number; alone, the watched values. */
declare const watch: WatchList & {(): WatchList; (a1: string): WatchList; (a1: {remove?: any}): WatchList; (a1: () => unknown): WatchList; (a1: string, a2: () => unknown): WatchList};
/** set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an access to SIZE bytes (default 4), by access: 'write' (default), 'read' or 'access', which is both. A block, given the vCPU, makes it conditional; ignore: N does not stop the first N times. Applies to the current machine. */
declare function watchpoint(a1: {at?: any, size?: any, access?: any, remove?: any, ignore?: any}): void;
declare function watchpoint(a1: {at?: any, size?: any, access?: any, remove?: any, ignore?: any}, a2: (vcpu: MachineVcpu) => boolean): void;
/** the last failure on this board in full: source location, call, rule. Includes failures inside attempt, expected errnos and failed tests, and runs that ended unexpectedly. */
declare const why: Failure;
interface VmWords {
  /** riscv64: the interrupt controller, an AIA; imsic: the address of the first vCPU's IMSIC, aplic: the APLIC's address, sources: how many interrupt lines the APLIC has, ids: the highest interrupt number, mode: 'EMUL', 'HWACCEL' or 'AUTO'. */
  aia(a1: {imsic?: any, aplic?: any, sources?: any, ids?: any, mode?: any}): void;
  /** answer the guest's hypercalls, or its reads of a port or an address, with a value, and ignore its writes; no exit crosses the link to a remote or emulated board. */
  answer(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** powerpc: the guest's architecture level: 201 for 2.01, 206 for 2.06. */
  arch(a1: Bits): void;
  /** coalesce the guest's writes to a range of ports or addresses: KVM collects them in a ring instead of exiting; handlers get them in order at the vCPU's next exit, before that exit's handler; m.coalesced() returns those that no handler handled. */
  coalesce(a1: {io?: any, mmio?: any, size?: any}): void;
  /** powerpc: the logical PVR (PAPR) that an HV guest sees; for common values, use arch. */
  compat(a1: Bits): void;
  /** collect the guest's writes to a port or an address, its H_PUT_TERM_CHARs or its SBI DBCN calls, as m.console; a store of any width to an address is one character; value: sets what reads return; the agent of a remote or emulated board handles all of these itself, except SBI calls. */
  console(a1: {io?: any, mmio?: any, hcall?: any, sbi?: any, value?: any}): void;
  /** arm64: how vCPUs are initialized; target: a KVM_ARM_TARGET_ name (default: KVM's preferred target), features: the exact features, as KVM_ARM_VCPU_ names; riscv64: sbi: SBI extensions (DBCN, SUSP or MPXY) to enable before the first run; KVM then forwards their calls to user space. */
  cpu(a1: {target?: any, features?: any, sbi?: any}): void;
  /** x86: the guest's CPUID: cpuid alone sets what the board supports; function: (and index:) with eax:, ebx:, ecx: or edx: changes an entry. */
  cpuid(): boolean;
  cpuid(a1: {function?: any, index?: any, eax?: any, ebx?: any, ecx?: any, edx?: any}): void;
  /** a debug-exit port: the guest ends the run by writing to it; the value written is the outcome's code. */
  debugExit(a1: {io?: any, mmio?: any}): void;
  /** create an in-kernel device by its type and set its attributes. */
  device(a1: any): void;
  device(a1: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  device(a1: any, a2: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  /** log dirty pages in a per-vCPU ring of ENTRIES entries (a power of two). m.dirty() harvests the rings, even while the guest runs. A full ring causes an exit; the guest continues after a harvest: on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> e.machine.dirty() }. */
  dirty(a1: {ring?: any}): void;
  /** let the kernel handle a hypercall itself, if it can; on: false leaves it to the script's handlers. */
  enableHcall(a1: Bits): void;
  enableHcall(a1: Bits, a2: {on?: any}): void;
  /** powerpc: platform flags: CROSS_ARCH if the guest's architecture differs so much from the host's that the guest must run in problem state. */
  flags(a1: any): void;
  /** powerpc: the guest's hashed page table, 2^order bytes. */
  htab(a1: {order?: any}): void;
  /** the default page size of guest memory. */
  hugepages(a1: Bits): void;
  /** call any VM ioctl, by name or number, after memory is set up and before vCPUs are created. */
  ioctl(a1: any): void;
  ioctl(a1: any, a2: any): void;
  ioctl(a1: any, a2: {[name: string]: any}): void;
  /** arm64: the number of bits of guest physical addresses. */
  ipa(a1: Bits): void;
  /** the interrupt controllers that KVM_CREATE_IRQCHIP creates: on x86, local APICs, an I/O APIC and a PIC; on arm64, a GICv2 with no addresses set. */
  irqchip(): boolean;
  /** load bytes into guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments at their physical addresses) or asm: (source text for GNU as); on x86, asm: is assembled for the first vCPU's mode, or for bits: 16, 32 or 64. */
  load(a1: {at?: any, hex?: any, bytes?: any, file?: any, elf?: any, asm?: any, bits?: any}): void;
  /** guest memory at a guest physical address; readonly: true turns guest writes into exits, log: true enables dirty page logging, huge: true or a page size uses huge pages, file: uses a private copy of a file, guestMemfd: true uses memory that can be private to the guest. */
  memory(a1: {at?: any, size?: any, readonly?: any, log?: any, huge?: any, file?: any, guestMemfd?: any}): void;
  /** powerpc: the guest's MMU: HASH for a hashed page table, RADIX for a radix tree. */
  mmu(a1: any): void;
  /** x86: set model-specific registers before the first run, by name or number; an error names the one that the kernel refuses. */
  msrs(a1: {[name: string]: any}): void;
  /** handle the exits selected by a key and its value: a number, a range or any. The narrowest matching handler gets the exit. For an input, a read or a hypercall, the block's result is the reply. A system event ends the run. The plan enables the exits in KVM. */
  on(a1: {io: any}, a2: (e: IoExit) => unknown): void;
  on(a1: {mmio: any}, a2: (e: MmioExit) => unknown): void;
  on(a1: {hcall: any}, a2: (e: HypercallExit & PaprHcallExit) => unknown): void;
  on(a1: {msr: any}, a2: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
  on(a1: {sbi: any}, a2: (e: RiscvSbiExit) => unknown): void;
  on(a1: {debug: any}, a2: (e: DebugExit) => unknown): void;
  on(a1: {system: any}, a2: (e: SystemEventExit) => unknown): void;
  on(a1: {exit: any}, a2: (e: AnyExit) => unknown): void;
  /** x86: an in-kernel 8254 timer; needs irqchip. */
  pit(): boolean;
  /** ARM's PL011 serial port, polled, without interrupts; guest output is in m.console. */
  pl011(a1: {mmio?: any}): void;
  /** powerpc: the paravirtualised interface that the guest sees: NONE, KVM or SPAPR; api: 'rfc2011' uses KVM_PPC_SET_PLATFORM, 'merged' uses the merged interface. */
  platform(a1: any): void;
  platform(a1: any, a2: {api?: any}): void;
  /** powerpc: the processor version (PVR) that the guest sees; for an HV guest the kernel accepts only the board's own. */
  pvr(a1: Bits): void;
  /** powerpc: a real mode area (RMA) of the given size at guest address 0: an area of exactly this size from the kernel's pool, or ordinary memory if the board needs no RMA; api: 'rfc2011' always uses the pool. */
  rma(a1: Bits): void;
  rma(a1: Bits, a2: {api?: any}): void;
  /** a serial port with the registers of an 8250, polled, without interrupts; guest output is in m.console. */
  serial(a1: {io?: any, mmio?: any}): void;
  /** powerpc: threads per virtual core: 1, 2, 4 or 8. */
  smt(a1: Bits): void;
  /** x86: in-kernel local APICs; the script emulates the I/O APIC and the PIC. The argument is the number of I/O APIC pins, default 24. */
  splitIrqchip(): boolean;
  splitIrqchip(a1: Bits): void;
  /** powerpc: the VM type: HV for hypervisor mode, PR for problem state; by default the plan chooses the type and shows it. */
  type(a1: any): void;
  /** create a vCPU and set its start state; the default id is the next free one. */
  vcpu(a1: any): void;
  vcpu(a1: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(a1: any, a2: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  /** arm64: the interrupt controller; dist: address of the distributor; cpu: address of the CPU interface (GICv2); redist: addresses of the redistributors (GICv3); irqs: number of interrupts; api: the interface that sets the addresses, one of 'rfc2011' (KVM_SET_DEVICE_ADDRESS), 'merged' (KVM_ARM_SET_DEVICE_ADDR) or 'attributes' (device attributes). */
  vgic(a1: {dist?: any, cpu?: any, redist?: any, irqs?: any, api?: any}): void;
  /** powerpc: a virtual terminal: H_PUT_TERM_CHAR writes to m.console, H_GET_TERM_CHAR reads the input given with m.type. */
  vterm(a1: Bits): void;
  /** powerpc: an in-kernel XICS interrupt controller, connected to each vCPU. */
  xics(): boolean;
  /** powerpc: an in-kernel XIVE interrupt controller, connected to each vCPU. */
  xive(): boolean;
}
interface VmWordsObject {
  aia?: any;
  answer?: any;
  arch?: any;
  coalesce?: any;
  compat?: any;
  console?: any;
  cpu?: any;
  cpuid?: any;
  debugExit?: any;
  device?: any;
  dirty?: any;
  enableHcall?: any;
  flags?: any;
  htab?: any;
  hugepages?: any;
  ioctl?: any;
  ipa?: any;
  irqchip?: any;
  load?: any;
  memory?: any;
  mmu?: any;
  msrs?: any;
  on?: HandlerObject | HandlerObject[];
  pit?: any;
  pl011?: any;
  platform?: any;
  pvr?: any;
  rma?: any;
  serial?: any;
  smt?: any;
  splitIrqchip?: any;
  type?: any;
  vcpu?: any;
  vgic?: any;
  vterm?: any;
  xics?: any;
  xive?: any;
  [word: string]: any;
}
interface VcpuWords {
  /** arm64: this vCPU's target: and features:, if they differ from those of the VM's cpu. */
  cpu(a1: {target?: any, features?: any}): void;
  /** call any vCPU ioctl, by name or number, after the registers are set. */
  ioctl(a1: any): void;
  ioctl(a1: any, a2: any): void;
  ioctl(a1: any, a2: {[name: string]: any}): void;
  /** x86: start in 64-bit mode with the lowest 4 GiB identity-mapped; the page tables take 24 KiB of guest memory, at tables: or at a free address. idt: also sets up a GDT, a TSS and an IDT, which take 12 KiB; its value lists the guest's own handlers by vector, each a label in its asm or an address; every other exception gets a handler that ends the run with the exit 'exception'. idt: true uses that handler for all exceptions. */
  long64(): void;
  long64(a1: any): void;
  long64(a1: any, a2: {tables?: any, idt?: any}): void;
  /** arm64: start powered off; another vCPU turns this one on with PSCI CPU_ON. */
  powerOff(): boolean;
  /** x86: start in 32-bit protected mode with flat segments and no paging. */
  prot32(): void;
  prot32(a1: any): void;
  /** x86: start in 16-bit real mode at an address below 64 KiB, with all segment bases 0. */
  real(): void;
  real(a1: any): void;
  /** set any register before the first run: a system register, an MSR, a field of struct kvm_sregs, a one-reg by its constant. */
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** set general registers before the first run, by their architectural names: rax, x0, r3. */
  regs(a1: {[name: string]: any}): void;
  /** start at an address, in the processor's reset mode: 16-bit real mode on x86, EL1 with the MMU off on arm64, 64-bit real mode on ppc64, S-mode with the MMU off on riscv64; with entry as the argument, or with no argument, start at the entry point of the loaded ELF file; real, prot32 and long64 also accept entry. */
  start(): void;
  start(a1: any): void;
}
interface VcpuWordsObject {
  cpu?: any;
  ioctl?: any;
  long64?: any;
  powerOff?: any;
  prot32?: any;
  real?: any;
  reg?: any;
  regs?: any;
  start?: any;
  [word: string]: any;
}
interface DeviceWords {
  /** set a device attribute; value: is the attribute's value, size: is 4 or 8 bytes (default 8); omit value: if the attribute takes none. */
  attr(a1: {group?: any, attr?: any, value?: any, size?: any}): void;
}
interface DeviceWordsObject {
  attr?: any;
  [word: string]: any;
}
interface Backtrace {
  /** why no more calls could be found; empty if the outermost one was. */
  readonly end: string;
  /** the calls, the innermost first. */
  readonly frames: StackFrame[];
}
interface Calls {
  /** the calls, in order. */
  readonly all: SeenCall[];
  /** the board that the calls were made on, and its kind. */
  readonly board: string;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** write the calls to a file; read it back with trace file: FILE. */
  save(a1: string): void;
  /** the number of calls. */
  readonly size: number;
}
interface Capabilities {
  /** the capabilities, by name. */
  readonly all: Capability[];
  /** what differs between two boards, each a board's name, with ?release= for one of its kernels, or a file written by kvmsh boards facts: capabilities, VM types, devices, proposals, kernel and parameters of KVM's modules. After a pattern, only the capabilities that it matches. */
  diff(a1: string, a2: string): CapabilityDifferences;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** one capability. */
  named(a1: string): Capability;
  /** the supported capabilities. */
  readonly there: Capability[];
  /** the value of one capability. */
  value(a1: string): number;
}
interface Capability {
  /** of a mask, its bits by the headers' names; otherwise empty. */
  readonly bits: string[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** what the value means, with the source; empty if not known. */
  readonly meaning: string;
  /** its name in the kernel. */
  readonly name: string;
  /** the value for /dev/kvm, without a VM. */
  readonly ofKvm: number;
  /** the value that the VM reports, or that /dev/kvm reports if there is no VM; 0 means not supported. */
  readonly value: number;
}
interface CapabilityDifference {
  /** the first board's value; 0 for a capability that it does not support, null for something else that it does not have. */
  readonly first: any;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** what differs: a capability, a device type, a VM type, a proposed ioctl, a parameter of a KVM module, arch, kernel or pageSize. */
  readonly name: string;
  /** of a mask, the bits that only the first board has, by name. */
  readonly onlyFirst: string[];
  /** of a mask, the bits that only the second board has, by name. */
  readonly onlySecond: string[];
  /** the second board's value. */
  readonly second: any;
}
interface CapabilityDifferences {
  /** what differs: capabilities by name, then the rest. */
  readonly all: CapabilityDifference[];
  /** whether nothing differs. */
  readonly empty: boolean;
  /** the first board: its name, its kind and its kernel. */
  readonly first: string;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** one difference by its name. */
  named(a1: string): CapabilityDifference;
  /** the second board. */
  readonly second: string;
}
interface Descriptor {
  /** fallocate(2): offset: and length: in bytes; punch: true frees the pages, keep: true keeps the file size, mode: gives the flags as a number. */
  fallocate(a1: {offset?: any, length?: any, punch?: any, keep?: any, mode?: any}): void;
  /** the descriptor's number. */
  readonly fd: number;
  /** mmap(2) BYTES from offset:, shared; unmapped when its owner is closed. */
  map(a1: Bits): Memory;
  map(a1: Bits, a2: {offset?: any}): Memory;
  /** poll(2): wait up to the given time for the descriptor to become readable or report an error; returns the events (in, err, hup, nval), or none after a timeout. */
  poll(a1: Duration): string[];
  /** read(2) up to BYTES bytes (maximum 64 KiB); with at:, pread(2) at that offset. */
  read(a1: Bits): Bits[];
  read(a1: Bits, a2: {at?: any}): Bits[];
  /** fstat(2): its size, mode and blocks. */
  stat(): FileStat;
  /** write(2): a list of numbers, bytes or a string, up to 64 KiB; returns the number of bytes written; with at:, pwrite(2) at that offset. */
  write(a1: any): number;
  write(a1: any, a2: {at?: any}): number;
}
interface EventFd {
  /** the number of signals since the previous call. */
  readonly count: number;
  /** the descriptor's number. */
  readonly fd: number;
  /** add one to the counter and wake its readers. */
  signal(): void;
  /** wait up to this long for a signal; returns the number of signals since the previous call, 0 on timeout. */
  waitFor(a1: Duration): number;
}
interface ExitCount {
  /** how many there were. */
  readonly count: Bits;
  /** milliseconds from KVM_RUN's return until the handler's; null if the run was not timed. */
  readonly handlerMs: Bits;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** milliseconds in KVM_RUN until these exits, in guest and kernel; null if the run was not timed. */
  readonly kvmRunMs: Bits;
  /** the kernel's name for the exit reason, in lower case. */
  readonly name: string;
  /** the port, address or number of these exits; empty if they have none. */
  readonly place: string;
  /** how many there were a second; null after KVM_RUNs called by a script. */
  readonly rate: Bits;
  /** their share of the run's exits, from 0 to 1. */
  readonly share: number;
}
interface ExitTable {
  /** the rows, the most frequent exit first. */
  readonly all: ExitCount[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the run's length in milliseconds; null after KVM_RUNs called by a script. */
  readonly ms: Bits;
  /** the length of a slice in milliseconds; null if the run was not timed. */
  readonly sliceMs: Bits;
  /** the number of exits in each slice of a timed run. */
  readonly slices: Bits[];
  /** whether the run was timed: run timed: true. */
  readonly timed: boolean;
  /** milliseconds in KVM_RUNs of a timed run that a signal ended before there was an exit; null if the run was not timed. */
  readonly unfinishedMs: Bits;
}
interface Exits {
  /** the recorded exits in order, at most the last 256. */
  readonly all: SeenExit[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the run's last exit. */
  readonly last: SeenExit;
  /** the number of exits with this reason that reached kvmsh. */
  of(a1: string): number;
  /** the exits by reason and place: count, share and rate; after run timed: true also the time in KVM_RUN and in handlers, and the exits over time. */
  readonly table: ExitTable;
  /** the number of exits of the run, including those answered on the board. */
  readonly total: number;
}
interface Explained {
  /** what reviewers asked about a proposal, with the answers. */
  readonly questions: string[];
}
interface Failure {
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
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
  /** the guest physical address of the first byte. */
  readonly at: Bits64;
  /** the bytes as a list of unsigned numbers; assigning to an element writes guest memory. */
  readonly bytes: number[];
  /** copy these bytes to a guest physical address of the same machine, or to the result of mem on any machine. */
  copyTo(a1: any): void;
  /** fill this guest memory with a byte. */
  fill(a1: any): void;
  /** the offset of the first occurrence of the given bytes or string; null if not found. */
  find(a1: any): Bits;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the number of bytes. */
  readonly length: number;
  /** the bytes as ISO 8859-1 text, up to the first zero byte. */
  readonly text: string;
  /** the 2 bytes at an offset as an unsigned number, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u16(a1: any): number;
  u16(a1: any, a2: string): number;
  u16(a1: any, a2: Bits): void;
  u16(a1: any, a2: Bits, a3: string): void;
  /** the 4 bytes at an offset as an unsigned number, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u32(a1: any): Bits;
  u32(a1: any, a2: string): Bits;
  u32(a1: any, a2: Bits): void;
  u32(a1: any, a2: Bits, a3: string): void;
  /** the 8 bytes at an offset as a 64-bit integer, in the board's byte order or the one given; with a value, write that value to guest memory. */
  u64(a1: any): Bits64;
  u64(a1: any, a2: string): Bits64;
  u64(a1: any, a2: Bits): void;
  u64(a1: any, a2: Bits, a3: string): void;
  /** the byte at an offset, unsigned; with a value, write that value to guest memory. */
  u8(a1: any): number;
  u8(a1: any, a2: any): void;
  /** write a list of numbers, a string, or the result of asm or mem to this guest memory, from its start or from an offset. */
  write(a1: any): void;
  write(a1: any, a2: any): void;
  [offset: number]: number;
}
interface GuestException {
  /** the address of a page fault, cr2; null for other exceptions. */
  readonly address: Bits;
  /** the error code that the processor pushed; 0 for an exception without one. */
  readonly errorCode: Bits64;
  /** the guest address of the saved rip, cs, rflags, rsp and ss; the guest resumes with the values written there. */
  readonly frame: Bits64;
  /** the guest's rip at the exception; the next run continues there. */
  readonly rip: Bits64;
  /** the vector: 6 for #UD, 14 for #PF. */
  readonly vector: number;
}
interface IoctlScope {
  /** allocate BYTES of zeroed memory for a pointer field; freed when its owner is closed. */
  allocate(a1: Bits): Memory;
  /** call any ioctl on this descriptor, by name or number, with named fields or one value (memory, bytes or an address); returns a number, or the struct as the kernel left it. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
}
interface KnownSymbol {
  /** its address, as the guest has it. */
  readonly address: Bits64;
  /** the file that it is from. */
  readonly file: string;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** its name. */
  readonly name: string;
  /** the guest physical address that its segment is loaded at. */
  readonly physical: Bits64;
  /** its number of bytes; for a label without a size, those up to the end of its section. */
  readonly size: Bits;
}
interface KnownSymbols {
  /** the address of a name, also with an offset. */
  address(a1: string): Bits64;
  /** the symbols, file by file, in the order of their addresses. */
  readonly all: KnownSymbol[];
  /** the number of symbols. */
  readonly count: number;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the name of an address, with its offset; null if no symbol has it. */
  name(a1: Bits): string;
}
interface Loaded {
  /** the guest physical address of the first byte. */
  readonly at: Bits64;
  /** the ELF file's entry point. */
  readonly entry: Bits64;
  /** the number of bytes written; for an ELF file, the total of all segments. */
  readonly length: Bits;
}
interface Machine {
  /** allocate BYTES of zeroed memory for a pointer field; freed when the machine is closed. */
  allocate(a1: Bits): Memory;
  /** answer the guest's hypercalls, or its reads of a port or an address, with a value, as in vm { }. */
  answer(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]; in the shell, while the machine runs in the background. */
  attach(): void;
  /** the calls that led to where the first vCPU is, by the guest's frame pointers. */
  readonly backtrace: Backtrace & {(): Backtrace};
  /** set a breakpoint (at: ADDRESS) or remove one (remove: ADDRESS); uses debug registers or, with software: true, an instruction in guest memory. A block, given the vCPU, makes it conditional; ignore: N does not stop the first N times. */
  breakpoint(a1: {at?: any, remove?: any, software?: any, ignore?: any}): void;
  breakpoint(a1: {at?: any, remove?: any, software?: any, ignore?: any}, a2: (vcpu: MachineVcpu) => boolean): void;
  /** the capabilities whose names match a pattern: their values for KVM and this VM, and what they mean. */
  caps(a1: string): Capabilities;
  /** close the machine: its descriptors and memory. */
  close(): void;
  /** the coalesced writes since the previous call that no handler or console handled, in order. */
  coalesced(): AnyExit[];
  /** what the guest has written to its console. */
  readonly console: string;
  /** everything about where the first vCPU is: registers, flags, code, stack, the exit to complete, the console's last lines; with arguments, this once: registers: 'all', 'changed' or 'none', code: instructions, stack: words, console: lines. */
  readonly context: StopContext & {(): StopContext; (a1: {registers?: any, code?: any, stack?: any, console?: any}): StopContext};
  /** add a debug-exit port, as in vm { }: the guest ends the run by writing to it. */
  debugExit(a1: {io?: any, mmio?: any}): void;
  /** a descriptor on the board, by number (for example, one that an ioctl returned), for read, write, map, poll, stat and fallocate. */
  descriptor(a1: Bits): Descriptor;
  /** add an in-kernel device, as in vm { }. */
  device(a1: any, a2: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  /** a device created by KVM_CREATE_DEVICE, by its descriptor. */
  deviceFd(a1: any): IoctlScope;
  /** the addresses of the guest's pages written since the previous call; the first call starts logging. */
  dirty(): Bits[];
  /** COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next instruction), decoded in the first vCPU's mode. */
  dis(): any;
  dis(a1: Bits): any;
  dis(a1: string): any;
  dis(a1: Bits, a2: Bits): any;
  dis(a1: string, a2: Bits): any;
  /** the exits of the last run, or of direct KVM_RUN calls since then: the count for each reason, and the last exits with their answers. */
  readonly exits: Exits;
  /** call any VM ioctl, by name or number, with named fields or one value (memory, bytes or an address); returns a number, or the struct as the kernel left it. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
  /** an eventfd that counts the guest's writes to a port or an address, without an exit; length: and value: select the writes to count. */
  ioeventfd(a1: {io?: any, mmio?: any, length?: any, value?: any}): EventFd;
  /** set an interrupt line with KVM_IRQ_LINE: gsi: (on arm64 spi:, or ppi: with vcpu:) and level: (0 or 1, default 1). */
  irq(a1: {gsi?: any, spi?: any, ppi?: any, vcpu?: any, level?: any}): void;
  /** create the in-kernel interrupt controllers (KVM_CREATE_IRQCHIP), as in vm { }; must come before the first vCPU. */
  irqchip(): void;
  /** an eventfd that raises a guest interrupt when signaled. */
  irqfd(a1: {gsi?: any}): EventFd;
  /** wait for the end of the run in the background; returns its outcome or fails, like run. If start was given no time limit, within: is the limit of this wait, default 10 s, at which the run is stopped. */
  join(): any;
  join(a1: {within?: any}): any;
  /** write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm: (source text for GNU as, assembled for the first vCPU's current mode unless bits: selects another). */
  load(a1: {at?: any, hex?: any, bytes?: any, file?: any, elf?: any, asm?: any, bits?: any}): Loaded;
  /** read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text; assigning to the result writes guest memory. To write without reading, replace LENGTH with hex:, bytes:, text:, u8:, u16:, u32: or u64: (board's byte order, or order:), or with fill: and length:. Memory that is read-only for the guest can be written. */
  mem(a1: Bits): GuestBytes;
  mem(a1: string): GuestBytes;
  mem(a1: Bits, a2: Bits): GuestBytes;
  mem(a1: string, a2: Bits): GuestBytes;
  mem(a1: Bits, a2: {hex?: any, bytes?: any, text?: any, u8?: any, u16?: any, u32?: any, u64?: any, order?: any, fill?: any, length?: any}): void;
  mem(a1: string, a2: {hex?: any, bytes?: any, text?: any, u8?: any, u16?: any, u32?: any, u64?: any, order?: any, fill?: any, length?: any}): void;
  /** the guest physical address map: memory slots, loads, in-kernel devices, handlers. */
  readonly memmap: MemoryMap;
  /** add guest memory, as in vm { }; move: OLD, at: NEW moves a memslot, remove: ADDRESS deletes one; also works while the guest is running. */
  memory(a1: {at?: any, size?: any, readonly?: any, log?: any, huge?: any, file?: any, guestMemfd?: any, move?: any, remove?: any}): void;
  /** apply a block with the words of vm { }; it is planned as a whole: if a part is rejected, nothing is created. */
  more(a1: () => unknown): void;
  more(a1: () => unknown, a2: any): void;
  /** send a message-signaled interrupt. */
  msi(a1: {address?: any, data?: any, devid?: any}): void;
  /** send a non-maskable interrupt to the first vCPU. */
  nmi(): void;
  /** remove the handler, console, answer or device at a port, an address, a number or a range of these; to select all, give the value any. A wider handler then gets the exits; without one, they end the run. */
  off(a1: {io?: any, mmio?: any, hcall?: any, msr?: any, sbi?: any, debug?: any, system?: any, exit?: any}): void;
  /** add a handler, as in vm { }; it takes effect at the next exit. */
  on(a1: {io: any}, a2: (e: IoExit) => unknown): void;
  on(a1: {mmio: any}, a2: (e: MmioExit) => unknown): void;
  on(a1: {hcall: any}, a2: (e: HypercallExit & PaprHcallExit) => unknown): void;
  on(a1: {msr: any}, a2: (e: X86RdmsrExit & X86WrmsrExit) => unknown): void;
  on(a1: {sbi: any}, a2: (e: RiscvSbiExit) => unknown): void;
  on(a1: {debug: any}, a2: (e: DebugExit) => unknown): void;
  on(a1: {system: any}, a2: (e: SystemEventExit) => unknown): void;
  on(a1: {exit: any}, a2: (e: AnyExit) => unknown): void;
  /** add a PL011, as in vm { }. */
  pl011(a1: {mmio?: any}): void;
  /** read any register of the first vCPU by name: a general register, a system register, an MSR, or a one-reg by its constant; with a second argument, write it. */
  reg(a1: string): Bits64;
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** the first vCPU's registers. */
  readonly regs: Registers;
  /** restore all vCPUs and memory from a snapshot, by its name or as a value (default: the last one). */
  restore(): void;
  restore(a1: string): void;
  restore(a1: Snapshot): void;
  /** run until an exit that no handler handles, or until the exit named by until:; within: a time limit, default 10 s; steps: stop after that many instructions of the first vCPU; timed: true: exits shows where the time went. */
  run(): any;
  run(a1: {until?: any, within?: any, steps?: any, timed?: any}): any;
  /** add a serial port, as in vm { }. */
  serial(a1: {io?: any, mmio?: any}): void;
  /** save the state of all vCPUs and memory for restore, under a name if one is given; the snapshot lists what it does not include. */
  snapshot(): Snapshot;
  snapshot(a1: string): Snapshot;
  /** the named snapshots. */
  readonly snapshots: Snapshots;
  /** start a run in the background and continue; stop() ends it, join() waits for its end. In JavaScript, handlers run on the script's thread, when the script calls a kvmsh word or waits in join. */
  start(): StartedRun;
  start(a1: {until?: any, within?: any, steps?: any, timed?: any}): StartedRun;
  /** the VM's statistics (KVM_GET_STATS_FD): names, values and units; each vCPU has its own. */
  readonly stats: Stats;
  /** single-step the first vCPU; the result shows the new pc. */
  step(): any;
  /** the steps of the plan, with their calls and results. */
  readonly steps: MadeSteps;
  /** stop the run in progress, if there is one; a run in the background has ended then. */
  stop(): void;
  /** the symbols of the loaded ELF files (load elf: adds those of its file); with a file, add its symbols, offset: to their addresses; with like:, those whose names match a pattern. Listings, breakpoint at:, mem and dis use them. */
  readonly symbols: KnownSymbols & {(): KnownSymbols; (a1: string): KnownSymbols; (a1: {offset?: any, like?: any}): KnownSymbols; (a1: string, a2: {offset?: any, like?: any}): KnownSymbols};
  /** send a string to the guest's devices as input. */
  type(a1: string): void;
  /** undo the last COUNT writes (default 1) of registers and memory by regs, reg, mem and load, in the shell; a run of the guest ends the list. */
  undo(): Undone;
  undo(a1: number): Undone;
  /** a vCPU by number; if the script created it with KVM_CREATE_VCPU, its kvm_run is mapped on first use. */
  vcpu(a1: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(a1: number): MachineVcpu;
  vcpu(a1: any, a2: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  /** on every vCPU, read back the registers set by name and the structs set by ioctl since the guest last ran, and compare them with what was written. */
  verify(): Verified;
  /** add a virtual terminal (powerpc), as in vm { }. */
  vterm(a1: Bits): void;
  /** set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an access to SIZE bytes (default 4), by access: 'write' (default), 'read' or 'access', which is both. A block, given the vCPU, makes it conditional; ignore: N does not stop the first N times. */
  watchpoint(a1: {at?: any, size?: any, access?: any, remove?: any, ignore?: any}): void;
  watchpoint(a1: {at?: any, size?: any, access?: any, remove?: any, ignore?: any}, a2: (vcpu: MachineVcpu) => boolean): void;
}
interface MachineVcpu {
  /** the calls that led to where this vCPU is, by the guest's frame pointers. */
  readonly backtrace: Backtrace;
  /** everything about where this vCPU is, as m.context of the first vCPU. */
  readonly context: StopContext & {(a1: {registers?: any, code?: any, stack?: any, console?: any}): StopContext};
  /** the last exception reported by a handler that long64 set up, or null. */
  readonly exception: GuestException;
  /** the vCPU's number. */
  readonly id: number;
  /** call any ioctl on this vCPU, by name or number, with named fields or one value (memory, bytes or an address); returns a number, or the struct as the kernel left it. KVM_RUN returns its exit and calls no handler; the exit is valid until the next KVM_RUN, which also completes a reply such as e.reply 41. KVM_RUN fails with EINTR after ten seconds, or after the time in within:. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
  /** the vCPU's machine. */
  readonly machine: Machine;
  /** read any register by name: a general register, a system register, an MSR, or a one-reg by its constant; with a second argument, write it. */
  reg(a1: string): Bits64;
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** the vCPU's general registers, by their architectural names. */
  readonly regs: Registers;
  /** the vCPU's kvm_run, with the kernel's field names: s.regs (with kvm_valid_regs and kvm_dirty_regs), immediate_exit, request_interrupt_window, cr8, the exit union. A view of the board's memory: the next KVM_RUN uses the assigned values; copy returns a struct that does not change. */
  readonly run: any;
  /** the vCPU's statistics (KVM_GET_STATS_FD): names, values and units. */
  readonly stats: Stats;
  /** single-step this vCPU; the result shows the new pc. */
  step(): any;
  /** read back the registers set by name and the structs set by ioctl on this vCPU since the guest last ran, and compare them with what was written. */
  verify(): Verified;
}
interface MadeStep {
  /** its calls, with their results. */
  readonly calls: SeenCall[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** where the script asked for it. */
  readonly place: string;
  /** a description of the step. */
  readonly text: string;
  /** why the step is needed, with the source. */
  readonly why: string;
}
interface MadeSteps {
  /** the steps, in order. */
  readonly all: MadeStep[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
}
interface Memory {
  /** its address as the board's kernel sees it. */
  readonly address: Bits64;
  /** the bytes from an offset as a list of unsigned numbers; assigning to an element writes this memory. */
  bytes(a1: Bits, a2: Bits): number[];
  /** its size in bytes. */
  readonly size: number;
  /** write a list of numbers, bytes, a string, or the result of asm or mem to this memory, from its start or from an offset. */
  write(a1: any): void;
  write(a1: Bits, a2: any): void;
}
interface MemoryMap {
  /** the ranges, lowest address first. */
  readonly all: Part[];
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
}
interface OpenedBoard {
  /** its architecture. */
  readonly arch: string;
  /** its capabilities whose names match a pattern, and what they mean. */
  caps(a1: string): Capabilities;
  /** close the board and its machines; what was started for it ends. */
  close(): void;
  /** its kind: real, emulated, remote or model, with what else must be known of it. */
  readonly kind: string;
  /** its name. */
  readonly name: string;
  /** show what vm with the same block would do on this board; no call is made. */
  plan(a1: ((words: VmWords) => void) | VmWordsObject): PlanOnPaper;
  /** the calls made on this board. */
  readonly trace: Calls;
  /** create a VM on this board; returns a machine. */
  vm(a1: ((words: VmWords) => void) | VmWordsObject): Machine;
}
interface Part {
  /** the first address. */
  readonly at: Bits64;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** its size in bytes; 0 if only the kernel knows. */
  readonly size: Bits64;
  /** a description of the range. */
  readonly what: string;
}
interface PlanOnPaper {
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
}
interface ProposalCall {
  /** /dev/kvm, if the ioctl was issued on it; ioctls on this object go to the board's kernel. */
  readonly kvm: IoctlScope;
  /** the state that the proposal keeps for this VM, by name; initially empty. */
  readonly state: any;
  /** the vCPU that the ioctl was issued on; ioctls on this object go to the board's kernel. */
  readonly vcpu: IoctlScope;
  /** the VM that the ioctl was issued on, or the VM of the vCPU; ioctls on this object go to the board's kernel. */
  readonly vm: IoctlScope;
}
interface ProposalMade {
  /** whether the script's proposal handles the ioctl; otherwise the board's kernel does. */
  readonly answers: boolean;
}
interface RefusedCall {
  /** the call's struct as the kernel left it, which may have the number of elements that it needs; null if the call takes no struct. */
  readonly answered: any;
  /** the call's argument as text, as the script passed it. */
  readonly argument: string;
  /** the ioctl's name, or the system call's. */
  readonly call: string;
  /** the errno: its constant, or its number if it has no name. */
  readonly errno: any;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the descriptor the call was made on: kvm, vm, vcpu or device; empty for a non-KVM call. */
  readonly on: string;
  /** source location of the call: file:line:column. */
  readonly place: string;
  /** whether kvmsh rejected the call because of a rule, without calling the kernel. */
  readonly planned: boolean;
  /** the rules that the call breaks; if none could be checked, the rules that can cause this errno. */
  readonly rules: RuleBehind[];
}
interface RegisterDifference {
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the register, by the name it was set with. */
  readonly name: string;
  /** the value that was read back. */
  readonly reads: Bits64;
  /** the id of the vCPU. */
  readonly vcpu: number;
  /** the value that was written. */
  readonly wrote: Bits64;
}
interface RegisterValues {
  /** the registers that differ from others: a copy, m.regs, a snapshot or the outcome of a run. */
  diff(a1: any): StructDifference;
  /** what a register held. */
  get(a1: string): Bits64;
}
interface Registers {
  /** the registers as they are now, which a later run does not change. */
  readonly copy: RegisterValues;
  /** the registers that differ from others: a copy, a snapshot, the outcome of a run or another vCPU's. */
  diff(a1: any): StructDifference;
  /** all of them as JSON text, each as a string in hex. */
  readonly json: string;
}
interface RuleBehind {
  /** true if kvmsh checked the call and found that it breaks the rule; 'may' if it could not check. */
  readonly broken: any;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
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
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** when the call returned, in milliseconds since the session began. */
  readonly ms: number;
  /** the ioctl's name, or the system call's. */
  readonly name: string;
  /** the descriptor the call was made on: kvm, vm, vcpu or device; empty for a non-KVM call. */
  readonly on: string;
  /** for a call that kvmsh itself made, the reason: 'opening the board', 'probing the board', 'explaining an error', 'completing an exit'; empty for the script's calls. */
  readonly own: string;
  /** how a proposal was involved in the call: 'answered by the proposal', 'made by the proposal', or empty. */
  readonly proposal: string;
  /** the ioctl's number on the board's architecture; 0 for a call that is not an ioctl. */
  readonly request: Bits;
  /** what the kernel wrote into the argument, as text; empty if nothing changed. */
  readonly result: string;
}
interface SeenExit {
  /** the answer that the guest got, or null. */
  readonly answer: Bits;
  /** the exit as its handler received it. */
  readonly exit: AnyExit;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** the kernel's name for the exit reason, in lower case. */
  readonly name: string;
  /** the number of the exit in its run, from 1. */
  readonly number: number;
  /** the vCPU that exited. */
  readonly vcpu: number;
}
interface Snapshot {
  /** the state that the snapshot does not include, each with the call that does not exist or is not used. */
  readonly missing: string[];
}
interface Snapshots {
  /** the names of the machine's snapshots, in the order in which they were taken. */
  readonly names: string[];
}
interface StackFrame {
  /** the name of that address, with its offset; null without a symbol. */
  readonly name: string;
  /** where the function continues. */
  readonly pc: Bits64;
  /** the frame pointer that leads to its caller. */
  readonly pointer: Bits64;
}
interface StartedRun {
  /** wait for the run to end; returns its outcome or fails, like run. If start was given no time limit, within: is the limit of this wait, default 10 s, at which the run is stopped. */
  join(): any;
  join(a1: {within?: any}): any;
  /** whether the run has ended. */
  readonly over: boolean;
}
interface Stat {
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
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
  readonly values: Bits[];
}
interface Stats {
  /** all statistics, in the kernel's order. */
  readonly all: Stat[];
  /** the kernel's name for the VM or vCPU that the statistics describe. */
  readonly id: string;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
  /** one statistic with its unit and all its values. */
  named(a1: string): Stat;
  /** the increase since earlier statistics of the same VM or vCPU. */
  since(a1: Stats): Stats;
  /** the value of one statistic, as a number. */
  value(a1: string): Bits64;
}
interface StopContext {
  /** the vCPU's number. */
  readonly vcpu: number;
}
interface StructDifference {
  /** the names of the fields that differ, in the order of the struct. */
  readonly names: string[];
}
interface Undone {
  /** the writes that were undone, newest first. */
  readonly all: string[];
  /** how many writes were undone. */
  readonly count: number;
}
interface Verified {
  /** the registers whose value differs from what was written. */
  readonly all: RegisterDifference[];
  /** how many registers and structs were compared: those set since the guest last ran. */
  readonly count: number;
  /** whether every register that was set holds what was written. */
  readonly empty: boolean;
  /** the same as JSON text: 64-bit values as strings in hex, counts as numbers. */
  readonly json: string;
}
interface WatchList {
  /** the watched values, in the order in which they were set. */
  readonly all: WatchedValue[];
}
interface WatchedValue {
  /** its name. */
  readonly name: string;
  /** its number, for watch remove:. */
  readonly number: number;
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
declare const CROSS_ARCH: KernelName;
declare const HASH: KernelName;
declare const HV: KernelName;
declare const KVM: KernelName;
declare const NONE: KernelName;
declare const PR: KernelName;
declare const RADIX: KernelName;
declare const SPAPR: KernelName;
declare const any: KernelName;
declare const arm64: KernelName;
declare const debug: KernelName;
declare const debug_exit: KernelName;
declare const entry: KernelName;
declare const exception: KernelName;
declare const fail_entry: KernelName;
declare const hcall: KernelName;
declare const hlt: KernelName;
declare const internal_error: KernelName;
declare const io: KernelName;
declare const mmio: KernelName;
declare const msr: KernelName;
declare const ppc64: KernelName;
declare const ppc64le: KernelName;
declare const rfc2011: KernelName;
declare const riscv64: KernelName;
declare const s390x: KernelName;
declare const sbi: KernelName;
declare const shutdown: KernelName;
declare const stopped: KernelName;
declare const system: KernelName;
declare const timeout: KernelName;
declare const x86_16: KernelName;
declare const x86_32: KernelName;
declare const x86_64: KernelName;
declare const kvm: IoctlScope;
/** The error that a script catches: a call that the kernel refused, or any other kvmsh error. */
interface KvmshError extends Error { readonly errno?: number; readonly refusal?: RefusedCall }
declare namespace console { function log(...values: any[]): void }
type HandlerObject =
  | {io: {}, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, system?: undefined, exit?: undefined, do: (e: IoExit) => unknown}
  | {io?: undefined, mmio: {}, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, system?: undefined, exit?: undefined, do: (e: MmioExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall: {}, msr?: undefined, sbi?: undefined, debug?: undefined, system?: undefined, exit?: undefined, do: (e: HypercallExit & PaprHcallExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall?: undefined, msr: {}, sbi?: undefined, debug?: undefined, system?: undefined, exit?: undefined, do: (e: X86RdmsrExit & X86WrmsrExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi: {}, debug?: undefined, system?: undefined, exit?: undefined, do: (e: RiscvSbiExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug: {}, system?: undefined, exit?: undefined, do: (e: DebugExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, system: {}, exit?: undefined, do: (e: SystemEventExit) => unknown}
  | {io?: undefined, mmio?: undefined, hcall?: undefined, msr?: undefined, sbi?: undefined, debug?: undefined, system?: undefined, exit: {}, do: (e: AnyExit) => unknown};
declare const E2BIG: KernelName, EACCES: KernelName, EAGAIN: KernelName, EBADF: KernelName, EBUSY: KernelName, EDOM: KernelName, EEXIST: KernelName, EFAULT: KernelName;
declare const EHWPOISON: KernelName, EINTR: KernelName, EINVAL: KernelName, EIO: KernelName, EMFILE: KernelName, ENFILE: KernelName, ENOBUFS: KernelName, ENODEV: KernelName;
declare const ENOENT: KernelName, ENOEXEC: KernelName, ENOMEM: KernelName, ENOSPC: KernelName, ENOSYS: KernelName, ENOTDIR: KernelName, ENOTTY: KernelName, ENXIO: KernelName;
declare const EOPNOTSUPP: KernelName, EOVERFLOW: KernelName, EPERM: KernelName, EPIPE: KernelName, ERANGE: KernelName, ESPIPE: KernelName, ETIMEDOUT: KernelName;
declare const H_ADD_LOGICAL_LAN_BUFFER: KernelName, H_AUTHORITY: KernelName, H_BAD_MODE: KernelName, H_BEST_ENERGY: KernelName, H_BLOCK_REMOVE: KernelName, H_BULK_REMOVE: KernelName;
declare const H_BUSY: KernelName, H_CEDE: KernelName, H_CHANGE_LOGICAL_LAN_MAC: KernelName, H_CLEAR_HPT: KernelName, H_CLEAR_MOD: KernelName, H_CLEAR_REF: KernelName;
declare const H_CLOSED: KernelName, H_CONFER: KernelName, H_CONSTRAINED: KernelName, H_CONTINUE: KernelName, H_COP: KernelName, H_COPY_RDMA: KernelName, H_CPPR: KernelName;
declare const H_DEST_PARM: KernelName, H_DROPPED: KernelName, H_ENABLE_CRQ: KernelName, H_ENTER: KernelName, H_EOI: KernelName, H_FREE_CRQ: KernelName, H_FREE_LOGICAL_LAN: KernelName;
declare const H_FREE_LOGICAL_LAN_BUFFER: KernelName, H_FREE_SUB_CRQ: KernelName, H_FREE_VTERM: KernelName, H_FUNCTION: KernelName, H_GET_EM_PARMS: KernelName, H_GET_MPP: KernelName;
declare const H_GET_MPP_X: KernelName, H_GET_PPP: KernelName, H_GET_TCE: KernelName, H_GET_TERM_CHAR: KernelName, H_HARDWARE: KernelName, H_HOME_NODE_ASSOCIATIVITY: KernelName;
declare const H_HYPERVISOR_DATA: KernelName, H_ILLAN_ATTRIBUTES: KernelName, H_INT_ESB: KernelName, H_INT_GET_OS_REPORTING_LINE: KernelName, H_INT_GET_QUEUE_CONFIG: KernelName;
declare const H_INT_GET_QUEUE_INFO: KernelName, H_INT_GET_SOURCE_CONFIG: KernelName, H_INT_GET_SOURCE_INFO: KernelName, H_INT_RESET: KernelName;
declare const H_INT_SET_OS_REPORTING_LINE: KernelName, H_INT_SET_QUEUE_CONFIG: KernelName, H_INT_SET_SOURCE_CONFIG: KernelName, H_INT_SYNC: KernelName, H_IN_PROGRESS: KernelName;
declare const H_IPI: KernelName, H_IPOLL: KernelName, H_JOIN: KernelName, H_LOGICAL_CACHE_LOAD: KernelName, H_LOGICAL_CACHE_STORE: KernelName, H_LOGICAL_CI_LOAD: KernelName;
declare const H_LOGICAL_CI_STORE: KernelName, H_LOGICAL_DCBF: KernelName, H_LOGICAL_ICBI: KernelName, H_MIGRATE_DMA: KernelName, H_MULTICAST_CTRL: KernelName;
declare const H_NOT_AVAILABLE: KernelName, H_NOT_FOUND: KernelName, H_NO_MEM: KernelName, H_P2: KernelName, H_P3: KernelName, H_P4: KernelName, H_P5: KernelName;
declare const H_PAGE_INIT: KernelName, H_PAGE_REGISTERED: KernelName, H_PARAMETER: KernelName, H_PARTIAL: KernelName, H_PARTIAL_STORE: KernelName, H_PENDING: KernelName;
declare const H_PERFMON: KernelName, H_PERMISSION: KernelName, H_PIC: KernelName, H_POLL_PENDING: KernelName, H_PRIVILEGE: KernelName, H_PROD: KernelName, H_PROTECT: KernelName;
declare const H_PTEG_FULL: KernelName, H_PURR: KernelName, H_PUT_TCE: KernelName, H_PUT_TCE_INDIRECT: KernelName, H_PUT_TERM_CHAR: KernelName, H_QUERY_INT_STATE: KernelName;
declare const H_RANDOM: KernelName, H_READ: KernelName, H_REAL_TO_LOGICAL: KernelName, H_REGISTER_LOGICAL_LAN: KernelName, H_REGISTER_PROC_TBL: KernelName, H_REGISTER_VPA: KernelName;
declare const H_REGISTER_VTERM: KernelName, H_REG_CRQ: KernelName, H_REG_SUB_CRQ: KernelName, H_REMOTE_PARM: KernelName, H_REMOVE: KernelName, H_REQUEST_VMC: KernelName;
declare const H_RESERVED_DABR: KernelName, H_RESET_EVENTS: KernelName, H_RESIZE_HPT_COMMIT: KernelName, H_RESIZE_HPT_PREPARE: KernelName, H_RESOURCE: KernelName, H_RTAS: KernelName;
declare const H_SEND_CRQ: KernelName, H_SEND_LOGICAL_LAN: KernelName, H_SEND_SUB_CRQ: KernelName, H_SEND_SUB_CRQ_INDIRECT: KernelName, H_SET_DABR: KernelName, H_SET_MODE: KernelName;
declare const H_SET_MPP: KernelName, H_SET_PPP: KernelName, H_SET_SPRG0: KernelName, H_SET_XDABR: KernelName, H_SIGNAL_SYS_RESET: KernelName, H_SOURCE_PARM: KernelName;
declare const H_STUFF_TCE: KernelName, H_SUCCESS: KernelName, H_VASI_SIGNAL: KernelName, H_VASI_STATE: KernelName, H_VIOCTL: KernelName, H_VIO_SIGNAL: KernelName;
declare const H_VTERM_PARTNER_INFO: KernelName, H_XIRR: KernelName, H_XIRR_X: KernelName, KVM_ALLOCATE_RMA: KernelName, KVM_APIC_REG_SIZE: KernelName, KVM_API_VERSION: KernelName;
declare const KVM_ARM64_SVE_MAX_SLICES: KernelName, KVM_ARM64_SVE_NUM_PREGS: KernelName, KVM_ARM64_SVE_NUM_ZREGS: KernelName, KVM_ARM64_SVE_VLS_WORDS: KernelName;
declare const KVM_ARM64_SVE_VQ_MAX: KernelName, KVM_ARM64_SVE_VQ_MIN: KernelName, KVM_ARM_DEVICE_ID_SHIFT: KernelName, KVM_ARM_DEVICE_TYPE_SHIFT: KernelName;
declare const KVM_ARM_DEVICE_VGIC_V2: KernelName, KVM_ARM_DEV_EL1_PTIMER: KernelName, KVM_ARM_DEV_EL1_VTIMER: KernelName, KVM_ARM_DEV_PMU: KernelName;
declare const KVM_ARM_FEATURE_ID_RANGE: KernelName, KVM_ARM_FEATURE_ID_RANGE_SIZE: KernelName, KVM_ARM_GET_REG_WRITABLE_MASKS: KernelName, KVM_ARM_IRQ_CPU_FIQ: KernelName;
declare const KVM_ARM_IRQ_CPU_IRQ: KernelName, KVM_ARM_IRQ_GIC_MAX: KernelName, KVM_ARM_IRQ_NUM_MASK: KernelName, KVM_ARM_IRQ_NUM_SHIFT: KernelName, KVM_ARM_IRQ_TYPE_CPU: KernelName;
declare const KVM_ARM_IRQ_TYPE_MASK: KernelName, KVM_ARM_IRQ_TYPE_PPI: KernelName, KVM_ARM_IRQ_TYPE_SHIFT: KernelName, KVM_ARM_IRQ_TYPE_SPI: KernelName;
declare const KVM_ARM_IRQ_VCPU2_MASK: KernelName, KVM_ARM_IRQ_VCPU2_SHIFT: KernelName, KVM_ARM_IRQ_VCPU_MASK: KernelName, KVM_ARM_IRQ_VCPU_SHIFT: KernelName;
declare const KVM_ARM_MAX_DBG_REGS: KernelName, KVM_ARM_MTE_COPY_TAGS: KernelName, KVM_ARM_NUM_TARGETS: KernelName, KVM_ARM_PREFERRED_TARGET: KernelName;
declare const KVM_ARM_SET_COUNTER_OFFSET: KernelName, KVM_ARM_SET_DEVICE_ADDR: KernelName, KVM_ARM_TAGS_FROM_GUEST: KernelName, KVM_ARM_TAGS_TO_GUEST: KernelName;
declare const KVM_ARM_TARGET_AEM_V8: KernelName, KVM_ARM_TARGET_CORTEX_A15: KernelName, KVM_ARM_TARGET_CORTEX_A53: KernelName, KVM_ARM_TARGET_CORTEX_A57: KernelName;
declare const KVM_ARM_TARGET_FOUNDATION_V8: KernelName, KVM_ARM_TARGET_GENERIC_V8: KernelName, KVM_ARM_TARGET_XGENE_POTENZA: KernelName, KVM_ARM_VCPU_EL1_32BIT: KernelName;
declare const KVM_ARM_VCPU_FINALIZE: KernelName, KVM_ARM_VCPU_HAS_EL2: KernelName, KVM_ARM_VCPU_HAS_EL2_E2H0: KernelName, KVM_ARM_VCPU_INIT: KernelName;
declare const KVM_ARM_VCPU_PMU_V3: KernelName, KVM_ARM_VCPU_PMU_V3_CTRL: KernelName, KVM_ARM_VCPU_PMU_V3_FILTER: KernelName, KVM_ARM_VCPU_PMU_V3_INIT: KernelName;
declare const KVM_ARM_VCPU_PMU_V3_IRQ: KernelName, KVM_ARM_VCPU_PMU_V3_SET_NR_COUNTERS: KernelName, KVM_ARM_VCPU_PMU_V3_SET_PMU: KernelName, KVM_ARM_VCPU_POWER_OFF: KernelName;
declare const KVM_ARM_VCPU_PSCI_0_2: KernelName, KVM_ARM_VCPU_PTRAUTH_ADDRESS: KernelName, KVM_ARM_VCPU_PTRAUTH_GENERIC: KernelName, KVM_ARM_VCPU_PVTIME_CTRL: KernelName;
declare const KVM_ARM_VCPU_PVTIME_IPA: KernelName, KVM_ARM_VCPU_SVE: KernelName, KVM_ARM_VCPU_TIMER_CTRL: KernelName, KVM_ARM_VCPU_TIMER_IRQ_HPTIMER: KernelName;
declare const KVM_ARM_VCPU_TIMER_IRQ_HVTIMER: KernelName, KVM_ARM_VCPU_TIMER_IRQ_PTIMER: KernelName, KVM_ARM_VCPU_TIMER_IRQ_VTIMER: KernelName, KVM_ARM_VM_SMCCC_CTRL: KernelName;
declare const KVM_ARM_VM_SMCCC_FILTER: KernelName, KVM_BUS_LOCK_DETECTION_EXIT: KernelName, KVM_BUS_LOCK_DETECTION_OFF: KernelName, KVM_CAP_ADJUST_CLOCK: KernelName;
declare const KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED: KernelName, KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE: KernelName, KVM_CAP_ARM_EL1_32BIT: KernelName, KVM_CAP_ARM_EL2: KernelName;
declare const KVM_CAP_ARM_EL2_E2H0: KernelName, KVM_CAP_ARM_INJECT_EXT_DABT: KernelName, KVM_CAP_ARM_INJECT_SERROR_ESR: KernelName, KVM_CAP_ARM_IRQ_LINE_LAYOUT_2: KernelName;
declare const KVM_CAP_ARM_MTE: KernelName, KVM_CAP_ARM_NISV_TO_USER: KernelName, KVM_CAP_ARM_PMU_V3: KernelName, KVM_CAP_ARM_PSCI: KernelName, KVM_CAP_ARM_PSCI_0_2: KernelName;
declare const KVM_CAP_ARM_PTRAUTH_ADDRESS: KernelName, KVM_CAP_ARM_PTRAUTH_GENERIC: KernelName, KVM_CAP_ARM_SEA_TO_USER: KernelName, KVM_CAP_ARM_SET_DEVICE_ADDR: KernelName;
declare const KVM_CAP_ARM_SUPPORTED_BLOCK_SIZES: KernelName, KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES: KernelName, KVM_CAP_ARM_SVE: KernelName, KVM_CAP_ARM_SYSTEM_SUSPEND: KernelName;
declare const KVM_CAP_ARM_USER_IRQ: KernelName, KVM_CAP_ARM_VM_IPA_SIZE: KernelName, KVM_CAP_ARM_WRITABLE_IMP_ID_REGS: KernelName, KVM_CAP_ASSIGN_DEV_IRQ: KernelName;
declare const KVM_CAP_ASYNC_PF: KernelName, KVM_CAP_ASYNC_PF_INT: KernelName, KVM_CAP_BINARY_STATS_FD: KernelName, KVM_CAP_CHECK_EXTENSION_VM: KernelName;
declare const KVM_CAP_CLOCKSOURCE: KernelName, KVM_CAP_COALESCED_MMIO: KernelName, KVM_CAP_COALESCED_PIO: KernelName, KVM_CAP_COUNTER_OFFSET: KernelName;
declare const KVM_CAP_DEBUGREGS: KernelName, KVM_CAP_DESTROY_MEMORY_REGION_WORKS: KernelName, KVM_CAP_DEVICE_CTRL: KernelName, KVM_CAP_DIRTY_LOG_RING: KernelName;
declare const KVM_CAP_DIRTY_LOG_RING_ACQ_REL: KernelName, KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP: KernelName, KVM_CAP_DISABLE_QUIRKS: KernelName, KVM_CAP_DISABLE_QUIRKS2: KernelName;
declare const KVM_CAP_ENABLE_CAP: KernelName, KVM_CAP_ENABLE_CAP_VM: KernelName, KVM_CAP_ENFORCE_PV_FEATURE_CPUID: KernelName, KVM_CAP_EXCEPTION_PAYLOAD: KernelName;
declare const KVM_CAP_EXIT_HYPERCALL: KernelName, KVM_CAP_EXIT_ON_EMULATION_FAILURE: KernelName, KVM_CAP_EXT_CPUID: KernelName, KVM_CAP_EXT_EMUL_CPUID: KernelName;
declare const KVM_CAP_GET_MSR_FEATURES: KernelName, KVM_CAP_GET_TSC_KHZ: KernelName, KVM_CAP_GUEST_DEBUG_HW_BPS: KernelName, KVM_CAP_GUEST_DEBUG_HW_WPS: KernelName;
declare const KVM_CAP_GUEST_MEMFD: KernelName, KVM_CAP_GUEST_MEMFD_FLAGS: KernelName, KVM_CAP_HALT_POLL: KernelName, KVM_CAP_HLT: KernelName, KVM_CAP_HYPERV: KernelName;
declare const KVM_CAP_HYPERV_CPUID: KernelName, KVM_CAP_HYPERV_DIRECT_TLBFLUSH: KernelName, KVM_CAP_HYPERV_ENFORCE_CPUID: KernelName, KVM_CAP_HYPERV_ENLIGHTENED_VMCS: KernelName;
declare const KVM_CAP_HYPERV_EVENTFD: KernelName, KVM_CAP_HYPERV_SEND_IPI: KernelName, KVM_CAP_HYPERV_SPIN: KernelName, KVM_CAP_HYPERV_SYNIC: KernelName;
declare const KVM_CAP_HYPERV_SYNIC2: KernelName, KVM_CAP_HYPERV_TIME: KernelName, KVM_CAP_HYPERV_TLBFLUSH: KernelName, KVM_CAP_HYPERV_VAPIC: KernelName;
declare const KVM_CAP_HYPERV_VP_INDEX: KernelName, KVM_CAP_IMMEDIATE_EXIT: KernelName, KVM_CAP_INTERNAL_ERROR_DATA: KernelName, KVM_CAP_INTR_SHADOW: KernelName;
declare const KVM_CAP_IOAPIC_POLARITY_IGNORED: KernelName, KVM_CAP_IOEVENTFD: KernelName, KVM_CAP_IOEVENTFD_ANY_LENGTH: KernelName, KVM_CAP_IOEVENTFD_NO_LENGTH: KernelName;
declare const KVM_CAP_IOMMU: KernelName, KVM_CAP_IRQCHIP: KernelName, KVM_CAP_IRQFD: KernelName, KVM_CAP_IRQFD_RESAMPLE: KernelName, KVM_CAP_IRQ_INJECT_STATUS: KernelName;
declare const KVM_CAP_IRQ_MPIC: KernelName, KVM_CAP_IRQ_ROUTING: KernelName, KVM_CAP_IRQ_XICS: KernelName, KVM_CAP_JOIN_MEMORY_REGIONS_WORKS: KernelName;
declare const KVM_CAP_KVMCLOCK_CTRL: KernelName, KVM_CAP_LAST_CPU: KernelName, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT: KernelName, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2: KernelName;
declare const KVM_CAP_MAX_VCPUS: KernelName, KVM_CAP_MAX_VCPU_ID: KernelName, KVM_CAP_MCE: KernelName, KVM_CAP_MEMORY_ATTRIBUTES: KernelName, KVM_CAP_MEMORY_FAULT_INFO: KernelName;
declare const KVM_CAP_MIPS_64BIT: KernelName, KVM_CAP_MIPS_FPU: KernelName, KVM_CAP_MIPS_MSA: KernelName, KVM_CAP_MIPS_TE: KernelName, KVM_CAP_MIPS_VZ: KernelName;
declare const KVM_CAP_MMU_SHADOW_CACHE_CONTROL: KernelName, KVM_CAP_MP_STATE: KernelName, KVM_CAP_MSI_DEVID: KernelName, KVM_CAP_MSR_PLATFORM_INFO: KernelName;
declare const KVM_CAP_MULTI_ADDRESS_SPACE: KernelName, KVM_CAP_NESTED_STATE: KernelName, KVM_CAP_NOP_IO_DELAY: KernelName, KVM_CAP_NR_MEMSLOTS: KernelName;
declare const KVM_CAP_NR_VCPUS: KernelName, KVM_CAP_ONE_REG: KernelName, KVM_CAP_PCI_2_3: KernelName, KVM_CAP_PCI_SEGMENT: KernelName, KVM_CAP_PIT: KernelName;
declare const KVM_CAP_PIT2: KernelName, KVM_CAP_PIT_STATE2: KernelName, KVM_CAP_PMU_CAPABILITY: KernelName, KVM_CAP_PMU_EVENT_FILTER: KernelName;
declare const KVM_CAP_PMU_EVENT_MASKED_EVENTS: KernelName, KVM_CAP_PPC_AIL_MODE_3: KernelName, KVM_CAP_PPC_ALLOC_HTAB: KernelName, KVM_CAP_PPC_BOOKE_SREGS: KernelName;
declare const KVM_CAP_PPC_BOOKE_WATCHDOG: KernelName, KVM_CAP_PPC_DAWR1: KernelName, KVM_CAP_PPC_ENABLE_HCALL: KernelName, KVM_CAP_PPC_EPR: KernelName;
declare const KVM_CAP_PPC_FIXUP_HCALL: KernelName, KVM_CAP_PPC_FWNMI: KernelName, KVM_CAP_PPC_GET_CPU_CHAR: KernelName, KVM_CAP_PPC_GET_PVINFO: KernelName;
declare const KVM_CAP_PPC_GET_SMMU_INFO: KernelName, KVM_CAP_PPC_GUEST_DEBUG_SSTEP: KernelName, KVM_CAP_PPC_HIOR: KernelName, KVM_CAP_PPC_HTAB_FD: KernelName;
declare const KVM_CAP_PPC_HTM: KernelName, KVM_CAP_PPC_HWRNG: KernelName, KVM_CAP_PPC_IRQ_LEVEL: KernelName, KVM_CAP_PPC_IRQ_XIVE: KernelName, KVM_CAP_PPC_MMU_HASH_V3: KernelName;
declare const KVM_CAP_PPC_MMU_RADIX: KernelName, KVM_CAP_PPC_NESTED_HV: KernelName, KVM_CAP_PPC_OSI: KernelName, KVM_CAP_PPC_PAIRED_SINGLES: KernelName, KVM_CAP_PPC_PAPR: KernelName;
declare const KVM_CAP_PPC_RMA: KernelName, KVM_CAP_PPC_RPT_INVALIDATE: KernelName, KVM_CAP_PPC_RTAS: KernelName, KVM_CAP_PPC_SECURE_GUEST: KernelName;
declare const KVM_CAP_PPC_SEGSTATE: KernelName, KVM_CAP_PPC_SMT: KernelName, KVM_CAP_PPC_SMT_POSSIBLE: KernelName, KVM_CAP_PPC_UNSET_IRQ: KernelName;
declare const KVM_CAP_PRE_FAULT_MEMORY: KernelName, KVM_CAP_PTP_KVM: KernelName, KVM_CAP_PV_MMU: KernelName, KVM_CAP_READONLY_MEM: KernelName, KVM_CAP_REINJECT_CONTROL: KernelName;
declare const KVM_CAP_RISCV_MP_STATE_RESET: KernelName, KVM_CAP_S390_AIS: KernelName, KVM_CAP_S390_AIS_MIGRATION: KernelName, KVM_CAP_S390_BPB: KernelName;
declare const KVM_CAP_S390_CMMA_MIGRATION: KernelName, KVM_CAP_S390_COW: KernelName, KVM_CAP_S390_CPU_TOPOLOGY: KernelName, KVM_CAP_S390_CSS_SUPPORT: KernelName;
declare const KVM_CAP_S390_DIAG318: KernelName, KVM_CAP_S390_GMAP: KernelName, KVM_CAP_S390_GS: KernelName, KVM_CAP_S390_HPAGE_1M: KernelName, KVM_CAP_S390_HPAGE_2G: KernelName;
declare const KVM_CAP_S390_INJECT_IRQ: KernelName, KVM_CAP_S390_IRQCHIP: KernelName, KVM_CAP_S390_IRQ_STATE: KernelName, KVM_CAP_S390_KEYOP: KernelName;
declare const KVM_CAP_S390_MEM_OP: KernelName, KVM_CAP_S390_MEM_OP_EXTENSION: KernelName, KVM_CAP_S390_PROTECTED: KernelName, KVM_CAP_S390_PROTECTED_ASYNC_DISABLE: KernelName;
declare const KVM_CAP_S390_PROTECTED_DUMP: KernelName, KVM_CAP_S390_PSW: KernelName, KVM_CAP_S390_RI: KernelName, KVM_CAP_S390_SKEYS: KernelName, KVM_CAP_S390_UCONTROL: KernelName;
declare const KVM_CAP_S390_USER_INSTR0: KernelName, KVM_CAP_S390_USER_OPEREXEC: KernelName, KVM_CAP_S390_USER_SIGP: KernelName, KVM_CAP_S390_USER_STSI: KernelName;
declare const KVM_CAP_S390_VCPU_RESETS: KernelName, KVM_CAP_S390_VECTOR_REGISTERS: KernelName, KVM_CAP_S390_VSIE_ESAMODE: KernelName, KVM_CAP_S390_ZPCI_OP: KernelName;
declare const KVM_CAP_SET_BOOT_CPU_ID: KernelName, KVM_CAP_SET_DEVICE_ADDR: KernelName, KVM_CAP_SET_GUEST_DEBUG: KernelName, KVM_CAP_SET_GUEST_DEBUG2: KernelName;
declare const KVM_CAP_SET_IDENTITY_MAP_ADDR: KernelName, KVM_CAP_SET_TSS_ADDR: KernelName, KVM_CAP_SGX_ATTRIBUTE: KernelName, KVM_CAP_SIGNAL_MSI: KernelName;
declare const KVM_CAP_SMALLER_MAXPHYADDR: KernelName, KVM_CAP_SPAPR_MULTITCE: KernelName, KVM_CAP_SPAPR_RESIZE_HPT: KernelName, KVM_CAP_SPAPR_TCE: KernelName;
declare const KVM_CAP_SPAPR_TCE_64: KernelName, KVM_CAP_SPAPR_TCE_VFIO: KernelName, KVM_CAP_SPLIT_IRQCHIP: KernelName, KVM_CAP_SREGS2: KernelName, KVM_CAP_STEAL_TIME: KernelName;
declare const KVM_CAP_SW_TLB: KernelName, KVM_CAP_SYNC_MMU: KernelName, KVM_CAP_SYNC_REGS: KernelName, KVM_CAP_SYSTEM_EVENT_DATA: KernelName, KVM_CAP_SYS_ATTRIBUTES: KernelName;
declare const KVM_CAP_SYS_HYPERV_CPUID: KernelName, KVM_CAP_TSC_CONTROL: KernelName, KVM_CAP_TSC_DEADLINE_TIMER: KernelName, KVM_CAP_USER_MEMORY: KernelName;
declare const KVM_CAP_USER_MEMORY2: KernelName, KVM_CAP_USER_NMI: KernelName, KVM_CAP_VAPIC: KernelName, KVM_CAP_VCPU_ATTRIBUTES: KernelName, KVM_CAP_VCPU_EVENTS: KernelName;
declare const KVM_CAP_VM_ATTRIBUTES: KernelName, KVM_CAP_VM_COPY_ENC_CONTEXT_FROM: KernelName, KVM_CAP_VM_DISABLE_NX_HUGE_PAGES: KernelName, KVM_CAP_VM_GPA_BITS: KernelName;
declare const KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM: KernelName, KVM_CAP_VM_TSC_CONTROL: KernelName, KVM_CAP_VM_TYPES: KernelName, KVM_CAP_X2APIC_API: KernelName;
declare const KVM_CAP_X86_APIC_BUS_CYCLES_NS: KernelName, KVM_CAP_X86_BUS_LOCK_EXIT: KernelName, KVM_CAP_X86_DISABLE_EXITS: KernelName, KVM_CAP_X86_GUEST_MODE: KernelName;
declare const KVM_CAP_X86_MSR_FILTER: KernelName, KVM_CAP_X86_NOTIFY_VMEXIT: KernelName, KVM_CAP_X86_ROBUST_SINGLESTEP: KernelName, KVM_CAP_X86_SMM: KernelName;
declare const KVM_CAP_X86_TRIPLE_FAULT_EVENT: KernelName, KVM_CAP_X86_USER_SPACE_MSR: KernelName, KVM_CAP_XCRS: KernelName, KVM_CAP_XEN_HVM: KernelName, KVM_CAP_XSAVE: KernelName;
declare const KVM_CAP_XSAVE2: KernelName, KVM_CHECK_EXTENSION: KernelName, KVM_CLEAR_DIRTY_LOG: KernelName, KVM_CLOCK_HOST_TSC: KernelName, KVM_CLOCK_REALTIME: KernelName;
declare const KVM_CLOCK_TSC_STABLE: KernelName, KVM_COALESCED_MMIO_PAGE_OFFSET: KernelName, KVM_CPUCFG_IDX_MASK: KernelName, KVM_CPUID_FLAG_SIGNIFCANT_INDEX: KernelName;
declare const KVM_CPUID_FLAG_STATEFUL_FUNC: KernelName, KVM_CPUID_FLAG_STATE_READ_NEXT: KernelName, KVM_CPU_3S_32: KernelName, KVM_CPU_3S_64: KernelName, KVM_CPU_440: KernelName;
declare const KVM_CPU_E500MC: KernelName, KVM_CPU_E500V2: KernelName, KVM_CREATE_DEVICE: KernelName, KVM_CREATE_DEVICE_TEST: KernelName, KVM_CREATE_GUEST_MEMFD: KernelName;
declare const KVM_CREATE_IRQCHIP: KernelName, KVM_CREATE_PIT: KernelName, KVM_CREATE_PIT2: KernelName, KVM_CREATE_SPAPR_TCE: KernelName, KVM_CREATE_SPAPR_TCE_64: KernelName;
declare const KVM_CREATE_VCPU: KernelName, KVM_CREATE_VM: KernelName, KVM_CSR_IDX_MASK: KernelName, KVM_DEBUG_ARCH_HSR_HIGH_VALID: KernelName, KVM_DEVICE_ID_MASK: KernelName;
declare const KVM_DEVICE_ID_SHIFT: KernelName, KVM_DEVICE_TYPE_MASK: KernelName, KVM_DEVICE_TYPE_SHIFT: KernelName, KVM_DEV_ARM_ITS_CTRL_RESET: KernelName;
declare const KVM_DEV_ARM_ITS_RESTORE_TABLES: KernelName, KVM_DEV_ARM_ITS_SAVE_TABLES: KernelName, KVM_DEV_ARM_VGIC_CPUID_MASK: KernelName, KVM_DEV_ARM_VGIC_CPUID_SHIFT: KernelName;
declare const KVM_DEV_ARM_VGIC_CTRL_INIT: KernelName, KVM_DEV_ARM_VGIC_GRP_ADDR: KernelName, KVM_DEV_ARM_VGIC_GRP_CPU_REGS: KernelName, KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS: KernelName;
declare const KVM_DEV_ARM_VGIC_GRP_CTRL: KernelName, KVM_DEV_ARM_VGIC_GRP_DIST_REGS: KernelName, KVM_DEV_ARM_VGIC_GRP_ITS_REGS: KernelName;
declare const KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO: KernelName, KVM_DEV_ARM_VGIC_GRP_MAINT_IRQ: KernelName, KVM_DEV_ARM_VGIC_GRP_NR_IRQS: KernelName;
declare const KVM_DEV_ARM_VGIC_GRP_REDIST_REGS: KernelName, KVM_DEV_ARM_VGIC_LINE_LEVEL_INFO_MASK: KernelName, KVM_DEV_ARM_VGIC_LINE_LEVEL_INFO_SHIFT: KernelName;
declare const KVM_DEV_ARM_VGIC_LINE_LEVEL_INTID_MASK: KernelName, KVM_DEV_ARM_VGIC_OFFSET_MASK: KernelName, KVM_DEV_ARM_VGIC_OFFSET_SHIFT: KernelName;
declare const KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES: KernelName, KVM_DEV_ARM_VGIC_SYSREG_INSTR_MASK: KernelName, KVM_DEV_ARM_VGIC_USERSPACE_PPIS: KernelName;
declare const KVM_DEV_ARM_VGIC_V3_MPIDR_MASK: KernelName, KVM_DEV_ARM_VGIC_V3_MPIDR_SHIFT: KernelName, KVM_DEV_FLIC_ADAPTER_MODIFY: KernelName;
declare const KVM_DEV_FLIC_ADAPTER_REGISTER: KernelName, KVM_DEV_FLIC_AIRQ_INJECT: KernelName, KVM_DEV_FLIC_AISM: KernelName, KVM_DEV_FLIC_AISM_ALL: KernelName;
declare const KVM_DEV_FLIC_APF_DISABLE_WAIT: KernelName, KVM_DEV_FLIC_APF_ENABLE: KernelName, KVM_DEV_FLIC_CLEAR_IO_IRQ: KernelName, KVM_DEV_FLIC_CLEAR_IRQS: KernelName;
declare const KVM_DEV_FLIC_ENQUEUE: KernelName, KVM_DEV_FLIC_GET_ALL_IRQS: KernelName, KVM_DEV_LOONGARCH_DMSINTC_GRP_CTRL: KernelName;
declare const KVM_DEV_LOONGARCH_DMSINTC_MSG_ADDR_BASE: KernelName, KVM_DEV_LOONGARCH_DMSINTC_MSG_ADDR_SIZE: KernelName, KVM_DEV_LOONGARCH_EXTIOI_CTRL_INIT_FEATURE: KernelName;
declare const KVM_DEV_LOONGARCH_EXTIOI_CTRL_INIT_NUM_CPU: KernelName, KVM_DEV_LOONGARCH_EXTIOI_CTRL_LOAD_FINISHED: KernelName, KVM_DEV_LOONGARCH_EXTIOI_GRP_CTRL: KernelName;
declare const KVM_DEV_LOONGARCH_EXTIOI_GRP_REGS: KernelName, KVM_DEV_LOONGARCH_EXTIOI_GRP_SW_STATUS: KernelName, KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_FEATURE: KernelName;
declare const KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_NUM_CPU: KernelName, KVM_DEV_LOONGARCH_EXTIOI_SW_STATUS_STATE: KernelName, KVM_DEV_LOONGARCH_IPI_GRP_REGS: KernelName;
declare const KVM_DEV_LOONGARCH_PCH_PIC_CTRL_INIT: KernelName, KVM_DEV_LOONGARCH_PCH_PIC_GRP_CTRL: KernelName, KVM_DEV_LOONGARCH_PCH_PIC_GRP_REGS: KernelName;
declare const KVM_DEV_MPIC_BASE_ADDR: KernelName, KVM_DEV_MPIC_GRP_IRQ_ACTIVE: KernelName, KVM_DEV_MPIC_GRP_MISC: KernelName, KVM_DEV_MPIC_GRP_REGISTER: KernelName;
declare const KVM_DEV_RISCV_AIA_ADDR_APLIC: KernelName, KVM_DEV_RISCV_AIA_ADDR_MAX: KernelName, KVM_DEV_RISCV_AIA_CONFIG_GROUP_BITS: KernelName;
declare const KVM_DEV_RISCV_AIA_CONFIG_GROUP_SHIFT: KernelName, KVM_DEV_RISCV_AIA_CONFIG_GUEST_BITS: KernelName, KVM_DEV_RISCV_AIA_CONFIG_HART_BITS: KernelName;
declare const KVM_DEV_RISCV_AIA_CONFIG_IDS: KernelName, KVM_DEV_RISCV_AIA_CONFIG_MODE: KernelName, KVM_DEV_RISCV_AIA_CONFIG_SRCS: KernelName, KVM_DEV_RISCV_AIA_CTRL_INIT: KernelName;
declare const KVM_DEV_RISCV_AIA_GROUP_BITS_MAX: KernelName, KVM_DEV_RISCV_AIA_GROUP_SHIFT_MAX: KernelName, KVM_DEV_RISCV_AIA_GROUP_SHIFT_MIN: KernelName;
declare const KVM_DEV_RISCV_AIA_GRP_ADDR: KernelName, KVM_DEV_RISCV_AIA_GRP_APLIC: KernelName, KVM_DEV_RISCV_AIA_GRP_CONFIG: KernelName, KVM_DEV_RISCV_AIA_GRP_CTRL: KernelName;
declare const KVM_DEV_RISCV_AIA_GRP_IMSIC: KernelName, KVM_DEV_RISCV_AIA_GUEST_BITS_MAX: KernelName, KVM_DEV_RISCV_AIA_HART_BITS_MAX: KernelName;
declare const KVM_DEV_RISCV_AIA_IDS_MAX: KernelName, KVM_DEV_RISCV_AIA_IDS_MIN: KernelName, KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS: KernelName;
declare const KVM_DEV_RISCV_AIA_IMSIC_ISEL_MASK: KernelName, KVM_DEV_RISCV_AIA_MODE_AUTO: KernelName, KVM_DEV_RISCV_AIA_MODE_EMUL: KernelName;
declare const KVM_DEV_RISCV_AIA_MODE_HWACCEL: KernelName, KVM_DEV_RISCV_AIA_SRCS_MAX: KernelName, KVM_DEV_RISCV_APLIC_ALIGN: KernelName, KVM_DEV_RISCV_APLIC_MAX_HARTS: KernelName;
declare const KVM_DEV_RISCV_APLIC_SIZE: KernelName, KVM_DEV_RISCV_IMSIC_ALIGN: KernelName, KVM_DEV_RISCV_IMSIC_SIZE: KernelName, KVM_DEV_TYPE_ARM_PV_TIME: KernelName;
declare const KVM_DEV_TYPE_ARM_VGIC_ITS: KernelName, KVM_DEV_TYPE_ARM_VGIC_V2: KernelName, KVM_DEV_TYPE_ARM_VGIC_V3: KernelName, KVM_DEV_TYPE_ARM_VGIC_V5: KernelName;
declare const KVM_DEV_TYPE_FLIC: KernelName, KVM_DEV_TYPE_FSL_MPIC_20: KernelName, KVM_DEV_TYPE_FSL_MPIC_42: KernelName, KVM_DEV_TYPE_LOONGARCH_DMSINTC: KernelName;
declare const KVM_DEV_TYPE_LOONGARCH_EIOINTC: KernelName, KVM_DEV_TYPE_LOONGARCH_IPI: KernelName, KVM_DEV_TYPE_LOONGARCH_PCHPIC: KernelName, KVM_DEV_TYPE_MAX: KernelName;
declare const KVM_DEV_TYPE_RISCV_AIA: KernelName, KVM_DEV_TYPE_VFIO: KernelName, KVM_DEV_TYPE_XICS: KernelName, KVM_DEV_TYPE_XIVE: KernelName, KVM_DEV_VFIO_FILE: KernelName;
declare const KVM_DEV_VFIO_FILE_ADD: KernelName, KVM_DEV_VFIO_FILE_DEL: KernelName, KVM_DEV_VFIO_GROUP: KernelName, KVM_DEV_VFIO_GROUP_ADD: KernelName;
declare const KVM_DEV_VFIO_GROUP_DEL: KernelName, KVM_DEV_VFIO_GROUP_SET_SPAPR_TCE: KernelName, KVM_DEV_XICS_GRP_CTRL: KernelName, KVM_DEV_XICS_GRP_SOURCES: KernelName;
declare const KVM_DEV_XICS_NR_SERVERS: KernelName, KVM_DEV_XIVE_EQ_SYNC: KernelName, KVM_DEV_XIVE_GRP_CTRL: KernelName, KVM_DEV_XIVE_GRP_EQ_CONFIG: KernelName;
declare const KVM_DEV_XIVE_GRP_SOURCE: KernelName, KVM_DEV_XIVE_GRP_SOURCE_CONFIG: KernelName, KVM_DEV_XIVE_GRP_SOURCE_SYNC: KernelName, KVM_DEV_XIVE_NR_SERVERS: KernelName;
declare const KVM_DEV_XIVE_RESET: KernelName, KVM_DIRTY_GFN_F_DIRTY: KernelName, KVM_DIRTY_GFN_F_MASK: KernelName, KVM_DIRTY_GFN_F_RESET: KernelName;
declare const KVM_DIRTY_LOG_INITIALLY_SET: KernelName, KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE: KernelName, KVM_DIRTY_LOG_PAGE_OFFSET: KernelName, KVM_DIRTY_TLB: KernelName;
declare const KVM_ENABLE_CAP: KernelName, KVM_EXIT_AP_RESET_HOLD: KernelName, KVM_EXIT_ARM_LDST64B: KernelName, KVM_EXIT_ARM_NISV: KernelName, KVM_EXIT_ARM_SEA: KernelName;
declare const KVM_EXIT_ARM_SEA_FLAG_GPA_VALID: KernelName, KVM_EXIT_DCR: KernelName, KVM_EXIT_DEBUG: KernelName, KVM_EXIT_DIRTY_RING_FULL: KernelName, KVM_EXIT_EPR: KernelName;
declare const KVM_EXIT_EXCEPTION: KernelName, KVM_EXIT_FAIL_ENTRY: KernelName, KVM_EXIT_FAIL_ENTRY_CPU_UNSUPPORTED: KernelName, KVM_EXIT_FAIL_ENTRY_NO_VSFILE: KernelName;
declare const KVM_EXIT_HLT: KernelName, KVM_EXIT_HYPERCALL: KernelName, KVM_EXIT_HYPERCALL_LONG_MODE: KernelName, KVM_EXIT_HYPERV: KernelName, KVM_EXIT_HYPERV_HCALL: KernelName;
declare const KVM_EXIT_HYPERV_SYNDBG: KernelName, KVM_EXIT_HYPERV_SYNIC: KernelName, KVM_EXIT_INTERNAL_ERROR: KernelName, KVM_EXIT_INTR: KernelName, KVM_EXIT_IO: KernelName;
declare const KVM_EXIT_IOAPIC_EOI: KernelName, KVM_EXIT_IO_IN: KernelName, KVM_EXIT_IO_OUT: KernelName, KVM_EXIT_IRQ_WINDOW_OPEN: KernelName, KVM_EXIT_LOONGARCH_IOCSR: KernelName;
declare const KVM_EXIT_MEMORY_FAULT: KernelName, KVM_EXIT_MMIO: KernelName, KVM_EXIT_NMI: KernelName, KVM_EXIT_NOTIFY: KernelName, KVM_EXIT_OSI: KernelName;
declare const KVM_EXIT_PAPR_HCALL: KernelName, KVM_EXIT_RISCV_CSR: KernelName, KVM_EXIT_RISCV_SBI: KernelName, KVM_EXIT_S390_RESET: KernelName, KVM_EXIT_S390_SIEIC: KernelName;
declare const KVM_EXIT_S390_STSI: KernelName, KVM_EXIT_S390_TSCH: KernelName, KVM_EXIT_S390_UCONTROL: KernelName, KVM_EXIT_SET_TPR: KernelName, KVM_EXIT_SHUTDOWN: KernelName;
declare const KVM_EXIT_SNP_REQ_CERTS: KernelName, KVM_EXIT_SYSTEM_EVENT: KernelName, KVM_EXIT_TDX: KernelName, KVM_EXIT_TPR_ACCESS: KernelName, KVM_EXIT_UNKNOWN: KernelName;
declare const KVM_EXIT_WATCHDOG: KernelName, KVM_EXIT_X86_BUS_LOCK: KernelName, KVM_EXIT_X86_RDMSR: KernelName, KVM_EXIT_X86_WRMSR: KernelName, KVM_EXIT_XEN: KernelName;
declare const KVM_EXIT_XEN_HCALL: KernelName, KVM_GET_API_VERSION: KernelName, KVM_GET_CLOCK: KernelName, KVM_GET_CPUID2: KernelName, KVM_GET_DEBUGREGS: KernelName;
declare const KVM_GET_DEVICE_ATTR: KernelName, KVM_GET_DIRTY_LOG: KernelName, KVM_GET_EMULATED_CPUID: KernelName, KVM_GET_FPU: KernelName, KVM_GET_HTAB_BOLTED_ONLY: KernelName;
declare const KVM_GET_HTAB_WRITE: KernelName, KVM_GET_IRQCHIP: KernelName, KVM_GET_LAPIC: KernelName, KVM_GET_MP_STATE: KernelName, KVM_GET_MSRS: KernelName;
declare const KVM_GET_MSR_FEATURE_INDEX_LIST: KernelName, KVM_GET_MSR_INDEX_LIST: KernelName, KVM_GET_NESTED_STATE: KernelName, KVM_GET_NR_MMU_PAGES: KernelName;
declare const KVM_GET_ONE_REG: KernelName, KVM_GET_PIT: KernelName, KVM_GET_PIT2: KernelName, KVM_GET_REGS: KernelName, KVM_GET_REG_LIST: KernelName, KVM_GET_SREGS: KernelName;
declare const KVM_GET_SREGS2: KernelName, KVM_GET_STATS_FD: KernelName, KVM_GET_SUPPORTED_CPUID: KernelName, KVM_GET_SUPPORTED_HV_CPUID: KernelName, KVM_GET_TSC_KHZ: KernelName;
declare const KVM_GET_VCPU_EVENTS: KernelName, KVM_GET_VCPU_MMAP_SIZE: KernelName, KVM_GET_XCRS: KernelName, KVM_GET_XSAVE: KernelName, KVM_GET_XSAVE2: KernelName;
declare const KVM_GUESTDBG_BLOCKIRQ: KernelName, KVM_GUESTDBG_ENABLE: KernelName, KVM_GUESTDBG_INJECT_BP: KernelName, KVM_GUESTDBG_INJECT_DB: KernelName;
declare const KVM_GUESTDBG_SINGLESTEP: KernelName, KVM_GUESTDBG_USE_HW: KernelName, KVM_GUESTDBG_USE_HW_BP: KernelName, KVM_GUESTDBG_USE_SW_BP: KernelName;
declare const KVM_HAS_DEVICE_ATTR: KernelName, KVM_HW_BP: KernelName, KVM_HW_WP_WRITE: KernelName, KVM_HYPERCALL_EXIT_16BIT: KernelName, KVM_HYPERCALL_EXIT_SMC: KernelName;
declare const KVM_HYPERV_CONN_ID_MASK: KernelName, KVM_HYPERV_EVENTFD: KernelName, KVM_HYPERV_EVENTFD_DEASSIGN: KernelName, KVM_INTERNAL_ERROR_DELIVERY_EV: KernelName;
declare const KVM_INTERNAL_ERROR_EMULATION: KernelName, KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES: KernelName, KVM_INTERNAL_ERROR_SIMUL_EX: KernelName;
declare const KVM_INTERNAL_ERROR_UNEXPECTED_EXIT_REASON: KernelName, KVM_INTERRUPT: KernelName, KVM_INTERRUPT_SET: KernelName, KVM_INTERRUPT_SET_LEVEL: KernelName;
declare const KVM_INTERRUPT_UNSET: KernelName, KVM_IOAPIC_NUM_PINS: KernelName, KVM_IOEVENTFD: KernelName, KVM_IOEVENTFD_FLAG_DATAMATCH: KernelName;
declare const KVM_IOEVENTFD_FLAG_DEASSIGN: KernelName, KVM_IOEVENTFD_FLAG_PIO: KernelName, KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY: KernelName, KVM_IOEVENTFD_VALID_FLAG_MASK: KernelName;
declare const KVM_IRQCHIP_IOAPIC: KernelName, KVM_IRQCHIP_NUM_PINS: KernelName, KVM_IRQCHIP_PIC_MASTER: KernelName, KVM_IRQCHIP_PIC_SLAVE: KernelName, KVM_IRQFD: KernelName;
declare const KVM_IRQFD_FLAG_DEASSIGN: KernelName, KVM_IRQFD_FLAG_RESAMPLE: KernelName, KVM_IRQ_LINE: KernelName, KVM_IRQ_LINE_STATUS: KernelName, KVM_IRQ_ROUTING_HV_SINT: KernelName;
declare const KVM_IRQ_ROUTING_IRQCHIP: KernelName, KVM_IRQ_ROUTING_MSI: KernelName, KVM_IRQ_ROUTING_S390_ADAPTER: KernelName, KVM_IRQ_ROUTING_XEN_EVTCHN: KernelName;
declare const KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL: KernelName, KVM_KVMCLOCK_CTRL: KernelName, KVM_LOONGARCH_VCPU_CPUCFG: KernelName, KVM_LOONGARCH_VCPU_PVTIME_CTRL: KernelName;
declare const KVM_LOONGARCH_VCPU_PVTIME_GPA: KernelName, KVM_LOONGARCH_VM_FEAT_ARMBT: KernelName, KVM_LOONGARCH_VM_FEAT_CTRL: KernelName, KVM_LOONGARCH_VM_FEAT_LASX: KernelName;
declare const KVM_LOONGARCH_VM_FEAT_LSX: KernelName, KVM_LOONGARCH_VM_FEAT_MIPSBT: KernelName, KVM_LOONGARCH_VM_FEAT_MSGINT: KernelName, KVM_LOONGARCH_VM_FEAT_PMU: KernelName;
declare const KVM_LOONGARCH_VM_FEAT_PTW: KernelName, KVM_LOONGARCH_VM_FEAT_PV_IPI: KernelName, KVM_LOONGARCH_VM_FEAT_PV_PREEMPT: KernelName;
declare const KVM_LOONGARCH_VM_FEAT_PV_STEALTIME: KernelName, KVM_LOONGARCH_VM_FEAT_X86BT: KernelName, KVM_MAX_CORES: KernelName, KVM_MAX_XCRS: KernelName;
declare const KVM_MEMORY_ATTRIBUTE_PRIVATE: KernelName, KVM_MEMORY_ENCRYPT_OP: KernelName, KVM_MEMORY_ENCRYPT_REG_REGION: KernelName, KVM_MEMORY_ENCRYPT_UNREG_REGION: KernelName;
declare const KVM_MEMORY_EXIT_FLAG_PRIVATE: KernelName, KVM_MEM_GUEST_MEMFD: KernelName, KVM_MEM_LOG_DIRTY_PAGES: KernelName, KVM_MEM_READONLY: KernelName;
declare const KVM_MMU_FSL_BOOKE_HV: KernelName, KVM_MMU_FSL_BOOKE_NOHV: KernelName, KVM_MP_STATE_AP_RESET_HOLD: KernelName, KVM_MP_STATE_CHECK_STOP: KernelName;
declare const KVM_MP_STATE_HALTED: KernelName, KVM_MP_STATE_INIT_RECEIVED: KernelName, KVM_MP_STATE_LOAD: KernelName, KVM_MP_STATE_OPERATING: KernelName;
declare const KVM_MP_STATE_RUNNABLE: KernelName, KVM_MP_STATE_SIPI_RECEIVED: KernelName, KVM_MP_STATE_STOPPED: KernelName, KVM_MP_STATE_SUSPENDED: KernelName;
declare const KVM_MP_STATE_UNINITIALIZED: KernelName, KVM_MSI_VALID_DEVID: KernelName, KVM_MSR_EXIT_REASON_FILTER: KernelName, KVM_MSR_EXIT_REASON_INVAL: KernelName;
declare const KVM_MSR_EXIT_REASON_UNKNOWN: KernelName, KVM_MSR_EXIT_REASON_VALID_MASK: KernelName, KVM_MSR_FILTER_DEFAULT_ALLOW: KernelName, KVM_MSR_FILTER_DEFAULT_DENY: KernelName;
declare const KVM_MSR_FILTER_MAX_BITMAP_SIZE: KernelName, KVM_MSR_FILTER_MAX_RANGES: KernelName, KVM_MSR_FILTER_RANGE_VALID_MASK: KernelName, KVM_MSR_FILTER_READ: KernelName;
declare const KVM_MSR_FILTER_VALID_MASK: KernelName, KVM_MSR_FILTER_WRITE: KernelName, KVM_NMI: KernelName, KVM_NOTIFY_CONTEXT_INVALID: KernelName, KVM_NR_INTERRUPTS: KernelName;
declare const KVM_NR_IRQCHIPS: KernelName, KVM_NR_SPSR: KernelName, KVM_PIO_PAGE_OFFSET: KernelName, KVM_PIT_FLAGS_HPET_LEGACY: KernelName, KVM_PIT_FLAGS_SPEAKER_DATA_ON: KernelName;
declare const KVM_PIT_SPEAKER_DUMMY: KernelName, KVM_PMU_CAP_DISABLE: KernelName, KVM_PMU_EVENT_ALLOW: KernelName, KVM_PMU_EVENT_DENY: KernelName;
declare const KVM_PMU_EVENT_FLAGS_VALID_MASK: KernelName, KVM_PMU_EVENT_FLAG_MASKED_EVENTS: KernelName, KVM_PMU_MASKED_ENTRY_EVENT_SELECT: KernelName;
declare const KVM_PMU_MASKED_ENTRY_EXCLUDE: KernelName, KVM_PMU_MASKED_ENTRY_UMASK_MASK: KernelName, KVM_PMU_MASKED_ENTRY_UMASK_MASK_SHIFT: KernelName;
declare const KVM_PMU_MASKED_ENTRY_UMASK_MATCH: KernelName, KVM_PPC_1T_SEGMENTS: KernelName, KVM_PPC_ALLOCATE_HTAB: KernelName, KVM_PPC_CONFIGURE_V3_MMU: KernelName;
declare const KVM_PPC_CPU_BEHAV_BNDS_CHK_SPEC_BAR: KernelName, KVM_PPC_CPU_BEHAV_FAVOUR_SECURITY: KernelName, KVM_PPC_CPU_BEHAV_FLUSH_COUNT_CACHE: KernelName;
declare const KVM_PPC_CPU_BEHAV_L1D_FLUSH_PR: KernelName, KVM_PPC_CPU_CHAR_BCCTRL_SERIALISED: KernelName, KVM_PPC_CPU_CHAR_BCCTR_FLUSH_ASSIST: KernelName;
declare const KVM_PPC_CPU_CHAR_BR_HINT_HONOURED: KernelName, KVM_PPC_CPU_CHAR_COUNT_CACHE_DIS: KernelName, KVM_PPC_CPU_CHAR_L1D_FLUSH_ORI30: KernelName;
declare const KVM_PPC_CPU_CHAR_L1D_FLUSH_TRIG2: KernelName, KVM_PPC_CPU_CHAR_L1D_THREAD_PRIV: KernelName, KVM_PPC_CPU_CHAR_MTTRIG_THR_RECONF: KernelName;
declare const KVM_PPC_CPU_CHAR_SPEC_BAR_ORI31: KernelName, KVM_PPC_CROSS_ARCH: KernelName, KVM_PPC_GET_CPU_CHAR: KernelName, KVM_PPC_GET_HTAB_FD: KernelName;
declare const KVM_PPC_GET_PVINFO: KernelName, KVM_PPC_GET_RMMU_INFO: KernelName, KVM_PPC_GET_SMMU_INFO: KernelName, KVM_PPC_MMUV3_GTSE: KernelName, KVM_PPC_MMUV3_RADIX: KernelName;
declare const KVM_PPC_NO_HASH: KernelName, KVM_PPC_PAGE_SIZES_MAX_SZ: KernelName, KVM_PPC_PAGE_SIZES_REAL: KernelName, KVM_PPC_PVINFO_FLAGS_EV_IDLE: KernelName;
declare const KVM_PPC_PV_KVM: KernelName, KVM_PPC_PV_NONE: KernelName, KVM_PPC_PV_SPAPR: KernelName, KVM_PPC_RESIZE_HPT_COMMIT: KernelName, KVM_PPC_RESIZE_HPT_PREPARE: KernelName;
declare const KVM_PPC_RTAS_DEFINE_TOKEN: KernelName, KVM_PPC_SET_PLATFORM: KernelName, KVM_PPC_SVM_OFF: KernelName, KVM_PRE_FAULT_MEMORY: KernelName, KVM_PSCI_FN_BASE: KernelName;
declare const KVM_PSCI_FN_CPU_OFF: KernelName, KVM_PSCI_FN_CPU_ON: KernelName, KVM_PSCI_FN_CPU_SUSPEND: KernelName, KVM_PSCI_FN_MIGRATE: KernelName, KVM_PSCI_RET_DENIED: KernelName;
declare const KVM_PSCI_RET_INVAL: KernelName, KVM_PSCI_RET_NI: KernelName, KVM_PSCI_RET_SUCCESS: KernelName, KVM_PV_ASYNC_CLEANUP_PERFORM: KernelName;
declare const KVM_PV_ASYNC_CLEANUP_PREPARE: KernelName, KVM_PV_DISABLE: KernelName, KVM_PV_DUMP: KernelName, KVM_PV_DUMP_COMPLETE: KernelName;
declare const KVM_PV_DUMP_CONFIG_STOR_STATE: KernelName, KVM_PV_DUMP_CPU: KernelName, KVM_PV_DUMP_INIT: KernelName, KVM_PV_ENABLE: KernelName, KVM_PV_INFO: KernelName;
declare const KVM_PV_INFO_DUMP: KernelName, KVM_PV_INFO_VM: KernelName, KVM_PV_PREP_RESET: KernelName, KVM_PV_SET_SEC_PARMS: KernelName, KVM_PV_UNPACK: KernelName;
declare const KVM_PV_UNSHARE_ALL: KernelName, KVM_PV_VERIFY: KernelName, KVM_REGISTER_COALESCED_MMIO: KernelName, KVM_REG_ARCH_MASK: KernelName, KVM_REG_ARM: KernelName;
declare const KVM_REG_ARM64: KernelName, KVM_REG_ARM64_SVE: KernelName, KVM_REG_ARM64_SVE_FFR_BASE: KernelName, KVM_REG_ARM64_SVE_PREG_BASE: KernelName;
declare const KVM_REG_ARM64_SVE_VLS: KernelName, KVM_REG_ARM64_SVE_ZREG_BASE: KernelName, KVM_REG_ARM64_SYSREG: KernelName, KVM_REG_ARM64_SYSREG_CRM_MASK: KernelName;
declare const KVM_REG_ARM64_SYSREG_CRM_SHIFT: KernelName, KVM_REG_ARM64_SYSREG_CRN_MASK: KernelName, KVM_REG_ARM64_SYSREG_CRN_SHIFT: KernelName;
declare const KVM_REG_ARM64_SYSREG_OP0_MASK: KernelName, KVM_REG_ARM64_SYSREG_OP0_SHIFT: KernelName, KVM_REG_ARM64_SYSREG_OP1_MASK: KernelName;
declare const KVM_REG_ARM64_SYSREG_OP1_SHIFT: KernelName, KVM_REG_ARM64_SYSREG_OP2_MASK: KernelName, KVM_REG_ARM64_SYSREG_OP2_SHIFT: KernelName, KVM_REG_ARM_COPROC_MASK: KernelName;
declare const KVM_REG_ARM_COPROC_SHIFT: KernelName, KVM_REG_ARM_CORE: KernelName, KVM_REG_ARM_DEMUX: KernelName, KVM_REG_ARM_DEMUX_ID_CCSIDR: KernelName;
declare const KVM_REG_ARM_DEMUX_ID_MASK: KernelName, KVM_REG_ARM_DEMUX_ID_SHIFT: KernelName, KVM_REG_ARM_DEMUX_VAL_MASK: KernelName, KVM_REG_ARM_DEMUX_VAL_SHIFT: KernelName;
declare const KVM_REG_ARM_FW: KernelName, KVM_REG_ARM_FW_FEAT_BMAP: KernelName, KVM_REG_ARM_PSCI_VERSION: KernelName, KVM_REG_ARM_PTIMER_CNT: KernelName;
declare const KVM_REG_ARM_PTIMER_CTL: KernelName, KVM_REG_ARM_PTIMER_CVAL: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_AVAIL: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_NOT_AVAIL: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1_NOT_REQUIRED: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_AVAIL: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_ENABLED: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_NOT_AVAIL: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_NOT_REQUIRED: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2_UNKNOWN: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_AVAIL: KernelName, KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_NOT_AVAIL: KernelName;
declare const KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3_NOT_REQUIRED: KernelName, KVM_REG_ARM_STD_BIT_TRNG_V1_0: KernelName, KVM_REG_ARM_STD_BMAP: KernelName;
declare const KVM_REG_ARM_STD_HYP_BIT_PV_TIME: KernelName, KVM_REG_ARM_STD_HYP_BMAP: KernelName, KVM_REG_ARM_TIMER_CNT: KernelName, KVM_REG_ARM_TIMER_CTL: KernelName;
declare const KVM_REG_ARM_TIMER_CVAL: KernelName, KVM_REG_ARM_VENDOR_HYP_BIT_DISCOVER_IMPL_CPUS: KernelName, KVM_REG_ARM_VENDOR_HYP_BIT_DISCOVER_IMPL_VER: KernelName;
declare const KVM_REG_ARM_VENDOR_HYP_BIT_FUNC_FEAT: KernelName, KVM_REG_ARM_VENDOR_HYP_BIT_PTP: KernelName, KVM_REG_ARM_VENDOR_HYP_BMAP: KernelName;
declare const KVM_REG_ARM_VENDOR_HYP_BMAP_2: KernelName, KVM_REG_GENERIC: KernelName, KVM_REG_GUEST_SSP: KernelName, KVM_REG_IA64: KernelName, KVM_REG_LOONGARCH: KernelName;
declare const KVM_REG_LOONGARCH_COUNTER: KernelName, KVM_REG_LOONGARCH_CPUCFG: KernelName, KVM_REG_LOONGARCH_CSR: KernelName, KVM_REG_LOONGARCH_DEBUG_INST: KernelName;
declare const KVM_REG_LOONGARCH_FPSIMD: KernelName, KVM_REG_LOONGARCH_GPR: KernelName, KVM_REG_LOONGARCH_KVM: KernelName, KVM_REG_LOONGARCH_LBT: KernelName;
declare const KVM_REG_LOONGARCH_LBT_EFLAGS: KernelName, KVM_REG_LOONGARCH_LBT_FTOP: KernelName, KVM_REG_LOONGARCH_LBT_SCR0: KernelName, KVM_REG_LOONGARCH_LBT_SCR1: KernelName;
declare const KVM_REG_LOONGARCH_LBT_SCR2: KernelName, KVM_REG_LOONGARCH_LBT_SCR3: KernelName, KVM_REG_LOONGARCH_MASK: KernelName, KVM_REG_LOONGARCH_VCPU_RESET: KernelName;
declare const KVM_REG_MIPS: KernelName, KVM_REG_MIPS_COUNT_CTL: KernelName, KVM_REG_MIPS_COUNT_CTL_DC: KernelName, KVM_REG_MIPS_COUNT_HZ: KernelName;
declare const KVM_REG_MIPS_COUNT_RESUME: KernelName, KVM_REG_MIPS_CP0: KernelName, KVM_REG_MIPS_FCR: KernelName, KVM_REG_MIPS_FCR_CSR: KernelName, KVM_REG_MIPS_FCR_IR: KernelName;
declare const KVM_REG_MIPS_FPR: KernelName, KVM_REG_MIPS_FPU: KernelName, KVM_REG_MIPS_GP: KernelName, KVM_REG_MIPS_HI: KernelName, KVM_REG_MIPS_KVM: KernelName;
declare const KVM_REG_MIPS_LO: KernelName, KVM_REG_MIPS_MAAR: KernelName, KVM_REG_MIPS_MSACR: KernelName, KVM_REG_MIPS_MSA_CSR: KernelName, KVM_REG_MIPS_MSA_IR: KernelName;
declare const KVM_REG_MIPS_PC: KernelName, KVM_REG_MIPS_R0: KernelName, KVM_REG_MIPS_R1: KernelName, KVM_REG_MIPS_R10: KernelName, KVM_REG_MIPS_R11: KernelName;
declare const KVM_REG_MIPS_R12: KernelName, KVM_REG_MIPS_R13: KernelName, KVM_REG_MIPS_R14: KernelName, KVM_REG_MIPS_R15: KernelName, KVM_REG_MIPS_R16: KernelName;
declare const KVM_REG_MIPS_R17: KernelName, KVM_REG_MIPS_R18: KernelName, KVM_REG_MIPS_R19: KernelName, KVM_REG_MIPS_R2: KernelName, KVM_REG_MIPS_R20: KernelName;
declare const KVM_REG_MIPS_R21: KernelName, KVM_REG_MIPS_R22: KernelName, KVM_REG_MIPS_R23: KernelName, KVM_REG_MIPS_R24: KernelName, KVM_REG_MIPS_R25: KernelName;
declare const KVM_REG_MIPS_R26: KernelName, KVM_REG_MIPS_R27: KernelName, KVM_REG_MIPS_R28: KernelName, KVM_REG_MIPS_R29: KernelName, KVM_REG_MIPS_R3: KernelName;
declare const KVM_REG_MIPS_R30: KernelName, KVM_REG_MIPS_R31: KernelName, KVM_REG_MIPS_R4: KernelName, KVM_REG_MIPS_R5: KernelName, KVM_REG_MIPS_R6: KernelName;
declare const KVM_REG_MIPS_R7: KernelName, KVM_REG_MIPS_R8: KernelName, KVM_REG_MIPS_R9: KernelName, KVM_REG_PPC: KernelName, KVM_REG_PPC_ACOP: KernelName;
declare const KVM_REG_PPC_AMR: KernelName, KVM_REG_PPC_ARCH_COMPAT: KernelName, KVM_REG_PPC_BESCR: KernelName, KVM_REG_PPC_CIABR: KernelName, KVM_REG_PPC_CLEAR_TSR: KernelName;
declare const KVM_REG_PPC_CSIGR: KernelName, KVM_REG_PPC_DABR: KernelName, KVM_REG_PPC_DABRX: KernelName, KVM_REG_PPC_DAC1: KernelName, KVM_REG_PPC_DAC2: KernelName;
declare const KVM_REG_PPC_DAR: KernelName, KVM_REG_PPC_DAWR: KernelName, KVM_REG_PPC_DAWR1: KernelName, KVM_REG_PPC_DAWRX: KernelName, KVM_REG_PPC_DAWRX1: KernelName;
declare const KVM_REG_PPC_DBSR: KernelName, KVM_REG_PPC_DEBUG_INST: KernelName, KVM_REG_PPC_DEC_EXPIRY: KernelName, KVM_REG_PPC_DEXCR: KernelName, KVM_REG_PPC_DPDES: KernelName;
declare const KVM_REG_PPC_DSCR: KernelName, KVM_REG_PPC_DSISR: KernelName, KVM_REG_PPC_EBBHR: KernelName, KVM_REG_PPC_EBBRR: KernelName, KVM_REG_PPC_EPCR: KernelName;
declare const KVM_REG_PPC_EPR: KernelName, KVM_REG_PPC_EPTCFG: KernelName, KVM_REG_PPC_FPR0: KernelName, KVM_REG_PPC_FPR31: KernelName, KVM_REG_PPC_FPSCR: KernelName;
declare const KVM_REG_PPC_FSCR: KernelName, KVM_REG_PPC_HASHKEYR: KernelName, KVM_REG_PPC_HASHPKEYR: KernelName, KVM_REG_PPC_HIOR: KernelName, KVM_REG_PPC_IAC1: KernelName;
declare const KVM_REG_PPC_IAC2: KernelName, KVM_REG_PPC_IAC3: KernelName, KVM_REG_PPC_IAC4: KernelName, KVM_REG_PPC_IAMR: KernelName, KVM_REG_PPC_IC: KernelName;
declare const KVM_REG_PPC_ICP_CPPR_MASK: KernelName, KVM_REG_PPC_ICP_CPPR_SHIFT: KernelName, KVM_REG_PPC_ICP_MFRR_MASK: KernelName, KVM_REG_PPC_ICP_MFRR_SHIFT: KernelName;
declare const KVM_REG_PPC_ICP_PPRI_MASK: KernelName, KVM_REG_PPC_ICP_PPRI_SHIFT: KernelName, KVM_REG_PPC_ICP_STATE: KernelName, KVM_REG_PPC_ICP_XISR_MASK: KernelName;
declare const KVM_REG_PPC_ICP_XISR_SHIFT: KernelName, KVM_REG_PPC_LPCR: KernelName, KVM_REG_PPC_LPCR_64: KernelName, KVM_REG_PPC_MAS0: KernelName, KVM_REG_PPC_MAS1: KernelName;
declare const KVM_REG_PPC_MAS2: KernelName, KVM_REG_PPC_MAS4: KernelName, KVM_REG_PPC_MAS6: KernelName, KVM_REG_PPC_MAS7_3: KernelName, KVM_REG_PPC_MMCR0: KernelName;
declare const KVM_REG_PPC_MMCR1: KernelName, KVM_REG_PPC_MMCR2: KernelName, KVM_REG_PPC_MMCR3: KernelName, KVM_REG_PPC_MMCRA: KernelName, KVM_REG_PPC_MMCRS: KernelName;
declare const KVM_REG_PPC_MMUCFG: KernelName, KVM_REG_PPC_ONLINE: KernelName, KVM_REG_PPC_OR_TSR: KernelName, KVM_REG_PPC_PID: KernelName, KVM_REG_PPC_PMC1: KernelName;
declare const KVM_REG_PPC_PMC2: KernelName, KVM_REG_PPC_PMC3: KernelName, KVM_REG_PPC_PMC4: KernelName, KVM_REG_PPC_PMC5: KernelName, KVM_REG_PPC_PMC6: KernelName;
declare const KVM_REG_PPC_PMC7: KernelName, KVM_REG_PPC_PMC8: KernelName, KVM_REG_PPC_PPR: KernelName, KVM_REG_PPC_PSPB: KernelName, KVM_REG_PPC_PSSCR: KernelName;
declare const KVM_REG_PPC_PTCR: KernelName, KVM_REG_PPC_PURR: KernelName, KVM_REG_PPC_SDAR: KernelName, KVM_REG_PPC_SIAR: KernelName, KVM_REG_PPC_SIER: KernelName;
declare const KVM_REG_PPC_SIER2: KernelName, KVM_REG_PPC_SIER3: KernelName, KVM_REG_PPC_SPMC1: KernelName, KVM_REG_PPC_SPMC2: KernelName, KVM_REG_PPC_SPRG9: KernelName;
declare const KVM_REG_PPC_SPURR: KernelName, KVM_REG_PPC_TACR: KernelName, KVM_REG_PPC_TAR: KernelName, KVM_REG_PPC_TB_OFFSET: KernelName, KVM_REG_PPC_TCR: KernelName;
declare const KVM_REG_PPC_TCSCR: KernelName, KVM_REG_PPC_TEXASR: KernelName, KVM_REG_PPC_TFHAR: KernelName, KVM_REG_PPC_TFIAR: KernelName, KVM_REG_PPC_TIDR: KernelName;
declare const KVM_REG_PPC_TLB0CFG: KernelName, KVM_REG_PPC_TLB0PS: KernelName, KVM_REG_PPC_TLB1CFG: KernelName, KVM_REG_PPC_TLB1PS: KernelName, KVM_REG_PPC_TLB2CFG: KernelName;
declare const KVM_REG_PPC_TLB2PS: KernelName, KVM_REG_PPC_TLB3CFG: KernelName, KVM_REG_PPC_TLB3PS: KernelName, KVM_REG_PPC_TM: KernelName, KVM_REG_PPC_TM_AMR: KernelName;
declare const KVM_REG_PPC_TM_CR: KernelName, KVM_REG_PPC_TM_CTR: KernelName, KVM_REG_PPC_TM_DSCR: KernelName, KVM_REG_PPC_TM_FPSCR: KernelName, KVM_REG_PPC_TM_GPR0: KernelName;
declare const KVM_REG_PPC_TM_GPR31: KernelName, KVM_REG_PPC_TM_LR: KernelName, KVM_REG_PPC_TM_PPR: KernelName, KVM_REG_PPC_TM_TAR: KernelName, KVM_REG_PPC_TM_VRSAVE: KernelName;
declare const KVM_REG_PPC_TM_VSCR: KernelName, KVM_REG_PPC_TM_VSR0: KernelName, KVM_REG_PPC_TM_VSR63: KernelName, KVM_REG_PPC_TM_XER: KernelName, KVM_REG_PPC_TSR: KernelName;
declare const KVM_REG_PPC_UAMOR: KernelName, KVM_REG_PPC_VPA_ADDR: KernelName, KVM_REG_PPC_VPA_DTL: KernelName, KVM_REG_PPC_VPA_SLB: KernelName, KVM_REG_PPC_VP_STATE: KernelName;
declare const KVM_REG_PPC_VR0: KernelName, KVM_REG_PPC_VR31: KernelName, KVM_REG_PPC_VRSAVE: KernelName, KVM_REG_PPC_VSCR: KernelName, KVM_REG_PPC_VSR0: KernelName;
declare const KVM_REG_PPC_VSR31: KernelName, KVM_REG_PPC_VTB: KernelName, KVM_REG_PPC_WORT: KernelName, KVM_REG_RISCV: KernelName, KVM_REG_RISCV_CONFIG: KernelName;
declare const KVM_REG_RISCV_CORE: KernelName, KVM_REG_RISCV_CSR: KernelName, KVM_REG_RISCV_CSR_AIA: KernelName, KVM_REG_RISCV_CSR_GENERAL: KernelName;
declare const KVM_REG_RISCV_CSR_SMSTATEEN: KernelName, KVM_REG_RISCV_FP_D: KernelName, KVM_REG_RISCV_FP_F: KernelName, KVM_REG_RISCV_ISA_EXT: KernelName;
declare const KVM_REG_RISCV_ISA_MULTI_DIS: KernelName, KVM_REG_RISCV_ISA_MULTI_EN: KernelName, KVM_REG_RISCV_ISA_SINGLE: KernelName, KVM_REG_RISCV_SBI_EXT: KernelName;
declare const KVM_REG_RISCV_SBI_FWFT: KernelName, KVM_REG_RISCV_SBI_MULTI_DIS: KernelName, KVM_REG_RISCV_SBI_MULTI_EN: KernelName, KVM_REG_RISCV_SBI_SINGLE: KernelName;
declare const KVM_REG_RISCV_SBI_STA: KernelName, KVM_REG_RISCV_SBI_STATE: KernelName, KVM_REG_RISCV_SUBTYPE_MASK: KernelName, KVM_REG_RISCV_SUBTYPE_SHIFT: KernelName;
declare const KVM_REG_RISCV_TIMER: KernelName, KVM_REG_RISCV_TYPE_MASK: KernelName, KVM_REG_RISCV_TYPE_SHIFT: KernelName, KVM_REG_RISCV_VECTOR: KernelName, KVM_REG_S390: KernelName;
declare const KVM_REG_S390_CLOCK_COMP: KernelName, KVM_REG_S390_CPU_TIMER: KernelName, KVM_REG_S390_EPOCHDIFF: KernelName, KVM_REG_S390_GBEA: KernelName;
declare const KVM_REG_S390_PFCOMPARE: KernelName, KVM_REG_S390_PFSELECT: KernelName, KVM_REG_S390_PFTOKEN: KernelName, KVM_REG_S390_PP: KernelName, KVM_REG_S390_TODPR: KernelName;
declare const KVM_REG_SIZE_MASK: KernelName, KVM_REG_SIZE_SHIFT: KernelName, KVM_REG_SIZE_U1024: KernelName, KVM_REG_SIZE_U128: KernelName, KVM_REG_SIZE_U16: KernelName;
declare const KVM_REG_SIZE_U2048: KernelName, KVM_REG_SIZE_U256: KernelName, KVM_REG_SIZE_U32: KernelName, KVM_REG_SIZE_U512: KernelName, KVM_REG_SIZE_U64: KernelName;
declare const KVM_REG_SIZE_U8: KernelName, KVM_REG_X86: KernelName, KVM_REINJECT_CONTROL: KernelName, KVM_RESET_DIRTY_RINGS: KernelName, KVM_RISCV_ISA_EXT_A: KernelName;
declare const KVM_RISCV_ISA_EXT_C: KernelName, KVM_RISCV_ISA_EXT_D: KernelName, KVM_RISCV_ISA_EXT_F: KernelName, KVM_RISCV_ISA_EXT_H: KernelName, KVM_RISCV_ISA_EXT_I: KernelName;
declare const KVM_RISCV_ISA_EXT_M: KernelName, KVM_RISCV_ISA_EXT_MAX: KernelName, KVM_RISCV_ISA_EXT_SMNPM: KernelName, KVM_RISCV_ISA_EXT_SMSTATEEN: KernelName;
declare const KVM_RISCV_ISA_EXT_SSAIA: KernelName, KVM_RISCV_ISA_EXT_SSCOFPMF: KernelName, KVM_RISCV_ISA_EXT_SSNPM: KernelName, KVM_RISCV_ISA_EXT_SSTC: KernelName;
declare const KVM_RISCV_ISA_EXT_SVADE: KernelName, KVM_RISCV_ISA_EXT_SVADU: KernelName, KVM_RISCV_ISA_EXT_SVINVAL: KernelName, KVM_RISCV_ISA_EXT_SVNAPOT: KernelName;
declare const KVM_RISCV_ISA_EXT_SVPBMT: KernelName, KVM_RISCV_ISA_EXT_SVVPTC: KernelName, KVM_RISCV_ISA_EXT_V: KernelName, KVM_RISCV_ISA_EXT_ZAAMO: KernelName;
declare const KVM_RISCV_ISA_EXT_ZABHA: KernelName, KVM_RISCV_ISA_EXT_ZACAS: KernelName, KVM_RISCV_ISA_EXT_ZALASR: KernelName, KVM_RISCV_ISA_EXT_ZALRSC: KernelName;
declare const KVM_RISCV_ISA_EXT_ZAWRS: KernelName, KVM_RISCV_ISA_EXT_ZBA: KernelName, KVM_RISCV_ISA_EXT_ZBB: KernelName, KVM_RISCV_ISA_EXT_ZBC: KernelName;
declare const KVM_RISCV_ISA_EXT_ZBKB: KernelName, KVM_RISCV_ISA_EXT_ZBKC: KernelName, KVM_RISCV_ISA_EXT_ZBKX: KernelName, KVM_RISCV_ISA_EXT_ZBS: KernelName;
declare const KVM_RISCV_ISA_EXT_ZCA: KernelName, KVM_RISCV_ISA_EXT_ZCB: KernelName, KVM_RISCV_ISA_EXT_ZCD: KernelName, KVM_RISCV_ISA_EXT_ZCF: KernelName;
declare const KVM_RISCV_ISA_EXT_ZCLSD: KernelName, KVM_RISCV_ISA_EXT_ZCMOP: KernelName, KVM_RISCV_ISA_EXT_ZFA: KernelName, KVM_RISCV_ISA_EXT_ZFBFMIN: KernelName;
declare const KVM_RISCV_ISA_EXT_ZFH: KernelName, KVM_RISCV_ISA_EXT_ZFHMIN: KernelName, KVM_RISCV_ISA_EXT_ZICBOM: KernelName, KVM_RISCV_ISA_EXT_ZICBOP: KernelName;
declare const KVM_RISCV_ISA_EXT_ZICBOZ: KernelName, KVM_RISCV_ISA_EXT_ZICCRSE: KernelName, KVM_RISCV_ISA_EXT_ZICNTR: KernelName, KVM_RISCV_ISA_EXT_ZICOND: KernelName;
declare const KVM_RISCV_ISA_EXT_ZICSR: KernelName, KVM_RISCV_ISA_EXT_ZIFENCEI: KernelName, KVM_RISCV_ISA_EXT_ZIHINTNTL: KernelName, KVM_RISCV_ISA_EXT_ZIHINTPAUSE: KernelName;
declare const KVM_RISCV_ISA_EXT_ZIHPM: KernelName, KVM_RISCV_ISA_EXT_ZILSD: KernelName, KVM_RISCV_ISA_EXT_ZIMOP: KernelName, KVM_RISCV_ISA_EXT_ZKND: KernelName;
declare const KVM_RISCV_ISA_EXT_ZKNE: KernelName, KVM_RISCV_ISA_EXT_ZKNH: KernelName, KVM_RISCV_ISA_EXT_ZKR: KernelName, KVM_RISCV_ISA_EXT_ZKSED: KernelName;
declare const KVM_RISCV_ISA_EXT_ZKSH: KernelName, KVM_RISCV_ISA_EXT_ZKT: KernelName, KVM_RISCV_ISA_EXT_ZTSO: KernelName, KVM_RISCV_ISA_EXT_ZVBB: KernelName;
declare const KVM_RISCV_ISA_EXT_ZVBC: KernelName, KVM_RISCV_ISA_EXT_ZVFBFMIN: KernelName, KVM_RISCV_ISA_EXT_ZVFBFWMA: KernelName, KVM_RISCV_ISA_EXT_ZVFH: KernelName;
declare const KVM_RISCV_ISA_EXT_ZVFHMIN: KernelName, KVM_RISCV_ISA_EXT_ZVKB: KernelName, KVM_RISCV_ISA_EXT_ZVKG: KernelName, KVM_RISCV_ISA_EXT_ZVKNED: KernelName;
declare const KVM_RISCV_ISA_EXT_ZVKNHA: KernelName, KVM_RISCV_ISA_EXT_ZVKNHB: KernelName, KVM_RISCV_ISA_EXT_ZVKSED: KernelName, KVM_RISCV_ISA_EXT_ZVKSH: KernelName;
declare const KVM_RISCV_ISA_EXT_ZVKT: KernelName, KVM_RISCV_MODE_S: KernelName, KVM_RISCV_MODE_U: KernelName, KVM_RISCV_SBI_EXT_DBCN: KernelName;
declare const KVM_RISCV_SBI_EXT_EXPERIMENTAL: KernelName, KVM_RISCV_SBI_EXT_FWFT: KernelName, KVM_RISCV_SBI_EXT_HSM: KernelName, KVM_RISCV_SBI_EXT_IPI: KernelName;
declare const KVM_RISCV_SBI_EXT_MAX: KernelName, KVM_RISCV_SBI_EXT_MPXY: KernelName, KVM_RISCV_SBI_EXT_PMU: KernelName, KVM_RISCV_SBI_EXT_RFENCE: KernelName;
declare const KVM_RISCV_SBI_EXT_SRST: KernelName, KVM_RISCV_SBI_EXT_STA: KernelName, KVM_RISCV_SBI_EXT_SUSP: KernelName, KVM_RISCV_SBI_EXT_TIME: KernelName;
declare const KVM_RISCV_SBI_EXT_V01: KernelName, KVM_RISCV_SBI_EXT_VENDOR: KernelName, KVM_RISCV_TIMER_STATE_OFF: KernelName, KVM_RISCV_TIMER_STATE_ON: KernelName;
declare const KVM_RUN: KernelName, KVM_RUN_PPC_NMI_DISP_FULLY_RECOV: KernelName, KVM_RUN_PPC_NMI_DISP_LIMITED_RECOV: KernelName, KVM_RUN_PPC_NMI_DISP_MASK: KernelName;
declare const KVM_RUN_PPC_NMI_DISP_NOT_RECOV: KernelName, KVM_RUN_X86_BUS_LOCK: KernelName, KVM_RUN_X86_GUEST_MODE: KernelName, KVM_RUN_X86_SMM: KernelName;
declare const KVM_S390_ADAPTER_SUPPRESSIBLE: KernelName, KVM_S390_CLEAR_RESET: KernelName, KVM_S390_CMMA_PEEK: KernelName, KVM_S390_ENABLE_SIE: KernelName;
declare const KVM_S390_FLIC_MAX_BUFFER: KernelName, KVM_S390_GET_CMMA_BITS: KernelName, KVM_S390_GET_IRQ_STATE: KernelName, KVM_S390_GET_SKEYS: KernelName;
declare const KVM_S390_GET_SKEYS_NONE: KernelName, KVM_S390_INITIAL_RESET: KernelName, KVM_S390_INTERRUPT: KernelName, KVM_S390_INT_CLOCK_COMP: KernelName;
declare const KVM_S390_INT_CPU_TIMER: KernelName, KVM_S390_INT_EMERGENCY: KernelName, KVM_S390_INT_EXTERNAL_CALL: KernelName, KVM_S390_INT_IO_AI_MASK: KernelName;
declare const KVM_S390_INT_IO_MAX: KernelName, KVM_S390_INT_IO_MIN: KernelName, KVM_S390_INT_PFAULT_DONE: KernelName, KVM_S390_INT_PFAULT_INIT: KernelName;
declare const KVM_S390_INT_SERVICE: KernelName, KVM_S390_INT_VIRTIO: KernelName, KVM_S390_IO_ADAPTER_MAP: KernelName, KVM_S390_IO_ADAPTER_MASK: KernelName;
declare const KVM_S390_IO_ADAPTER_UNMAP: KernelName, KVM_S390_IRQ: KernelName, KVM_S390_KEYOP: KernelName, KVM_S390_KEYOP_ISKE: KernelName, KVM_S390_KEYOP_RRBE: KernelName;
declare const KVM_S390_KEYOP_SSKE: KernelName, KVM_S390_MAX_FLOAT_IRQS: KernelName, KVM_S390_MCHK: KernelName, KVM_S390_MEMOP_ABSOLUTE_CMPXCHG: KernelName;
declare const KVM_S390_MEMOP_ABSOLUTE_READ: KernelName, KVM_S390_MEMOP_ABSOLUTE_WRITE: KernelName, KVM_S390_MEMOP_EXTENSION_CAP_BASE: KernelName;
declare const KVM_S390_MEMOP_EXTENSION_CAP_CMPXCHG: KernelName, KVM_S390_MEMOP_F_CHECK_ONLY: KernelName, KVM_S390_MEMOP_F_INJECT_EXCEPTION: KernelName;
declare const KVM_S390_MEMOP_F_SKEY_PROTECTION: KernelName, KVM_S390_MEMOP_LOGICAL_READ: KernelName, KVM_S390_MEMOP_LOGICAL_WRITE: KernelName, KVM_S390_MEMOP_SIDA_READ: KernelName;
declare const KVM_S390_MEMOP_SIDA_WRITE: KernelName, KVM_S390_MEM_OP: KernelName, KVM_S390_NORMAL_RESET: KernelName, KVM_S390_PFAULT_TOKEN_INVALID: KernelName;
declare const KVM_S390_PGM_FLAGS_ILC_0: KernelName, KVM_S390_PGM_FLAGS_ILC_1: KernelName, KVM_S390_PGM_FLAGS_ILC_MASK: KernelName, KVM_S390_PGM_FLAGS_ILC_VALID: KernelName;
declare const KVM_S390_PGM_FLAGS_NO_REWIND: KernelName, KVM_S390_PROGRAM_INT: KernelName, KVM_S390_PV_COMMAND: KernelName, KVM_S390_PV_CPU_COMMAND: KernelName;
declare const KVM_S390_RESET_CLEAR: KernelName, KVM_S390_RESET_CPU_INIT: KernelName, KVM_S390_RESET_IPL: KernelName, KVM_S390_RESET_POR: KernelName;
declare const KVM_S390_RESET_SUBSYSTEM: KernelName, KVM_S390_RESTART: KernelName, KVM_S390_SET_CMMA_BITS: KernelName, KVM_S390_SET_INITIAL_PSW: KernelName;
declare const KVM_S390_SET_IRQ_STATE: KernelName, KVM_S390_SET_SKEYS: KernelName, KVM_S390_SIE_PAGE_OFFSET: KernelName, KVM_S390_SIGP_SET_PREFIX: KernelName;
declare const KVM_S390_SIGP_STOP: KernelName, KVM_S390_SKEYS_MAX: KernelName, KVM_S390_STOP_FLAG_STORE_STATUS: KernelName, KVM_S390_STORE_STATUS: KernelName;
declare const KVM_S390_STORE_STATUS_NOADDR: KernelName, KVM_S390_STORE_STATUS_PREFIXED: KernelName, KVM_S390_UCAS_MAP: KernelName, KVM_S390_UCAS_UNMAP: KernelName;
declare const KVM_S390_VCPU_FAULT: KernelName, KVM_S390_VM_CPU_FEAT_64BSCAO: KernelName, KVM_S390_VM_CPU_FEAT_ASTFLEIE2: KernelName, KVM_S390_VM_CPU_FEAT_CEI: KernelName;
declare const KVM_S390_VM_CPU_FEAT_CMMA: KernelName, KVM_S390_VM_CPU_FEAT_ESOP: KernelName, KVM_S390_VM_CPU_FEAT_GPERE: KernelName, KVM_S390_VM_CPU_FEAT_GSLS: KernelName;
declare const KVM_S390_VM_CPU_FEAT_IB: KernelName, KVM_S390_VM_CPU_FEAT_IBS: KernelName, KVM_S390_VM_CPU_FEAT_KSS: KernelName, KVM_S390_VM_CPU_FEAT_NR_BITS: KernelName;
declare const KVM_S390_VM_CPU_FEAT_PFMFI: KernelName, KVM_S390_VM_CPU_FEAT_SIEF2: KernelName, KVM_S390_VM_CPU_FEAT_SIGPIF: KernelName, KVM_S390_VM_CPU_FEAT_SIIF: KernelName;
declare const KVM_S390_VM_CPU_FEAT_SKEY: KernelName, KVM_S390_VM_CPU_MACHINE: KernelName, KVM_S390_VM_CPU_MACHINE_FEAT: KernelName, KVM_S390_VM_CPU_MACHINE_SUBFUNC: KernelName;
declare const KVM_S390_VM_CPU_MACHINE_UV_FEAT_GUEST: KernelName, KVM_S390_VM_CPU_MODEL: KernelName, KVM_S390_VM_CPU_PROCESSOR: KernelName, KVM_S390_VM_CPU_PROCESSOR_FEAT: KernelName;
declare const KVM_S390_VM_CPU_PROCESSOR_SUBFUNC: KernelName, KVM_S390_VM_CPU_PROCESSOR_UV_FEAT_GUEST: KernelName, KVM_S390_VM_CPU_TOPOLOGY: KernelName;
declare const KVM_S390_VM_CPU_UV_FEAT_NR_BITS: KernelName, KVM_S390_VM_CRYPTO: KernelName, KVM_S390_VM_CRYPTO_DISABLE_AES_KW: KernelName, KVM_S390_VM_CRYPTO_DISABLE_APIE: KernelName;
declare const KVM_S390_VM_CRYPTO_DISABLE_DEA_KW: KernelName, KVM_S390_VM_CRYPTO_ENABLE_AES_KW: KernelName, KVM_S390_VM_CRYPTO_ENABLE_APIE: KernelName;
declare const KVM_S390_VM_CRYPTO_ENABLE_DEA_KW: KernelName, KVM_S390_VM_MEM_CLR_CMMA: KernelName, KVM_S390_VM_MEM_CTRL: KernelName, KVM_S390_VM_MEM_ENABLE_CMMA: KernelName;
declare const KVM_S390_VM_MEM_LIMIT_SIZE: KernelName, KVM_S390_VM_MIGRATION: KernelName, KVM_S390_VM_MIGRATION_START: KernelName, KVM_S390_VM_MIGRATION_STATUS: KernelName;
declare const KVM_S390_VM_MIGRATION_STOP: KernelName, KVM_S390_VM_TOD: KernelName, KVM_S390_VM_TOD_EXT: KernelName, KVM_S390_VM_TOD_HIGH: KernelName, KVM_S390_VM_TOD_LOW: KernelName;
declare const KVM_S390_ZPCIOP_DEREG_AEN: KernelName, KVM_S390_ZPCIOP_REGAEN_HOST: KernelName, KVM_S390_ZPCIOP_REG_AEN: KernelName, KVM_S390_ZPCI_OP: KernelName;
declare const KVM_SET_BOOT_CPU_ID: KernelName, KVM_SET_CLOCK: KernelName, KVM_SET_CPUID: KernelName, KVM_SET_CPUID2: KernelName, KVM_SET_DEBUGREGS: KernelName;
declare const KVM_SET_DEVICE_ADDRESS: KernelName, KVM_SET_DEVICE_ATTR: KernelName, KVM_SET_FPU: KernelName, KVM_SET_GSI_ROUTING: KernelName, KVM_SET_GUEST_DEBUG: KernelName;
declare const KVM_SET_IDENTITY_MAP_ADDR: KernelName, KVM_SET_IRQCHIP: KernelName, KVM_SET_LAPIC: KernelName, KVM_SET_MEMORY_ATTRIBUTES: KernelName, KVM_SET_MP_STATE: KernelName;
declare const KVM_SET_MSRS: KernelName, KVM_SET_NESTED_STATE: KernelName, KVM_SET_NR_MMU_PAGES: KernelName, KVM_SET_ONE_REG: KernelName, KVM_SET_PIT: KernelName;
declare const KVM_SET_PIT2: KernelName, KVM_SET_PMU_EVENT_FILTER: KernelName, KVM_SET_REGS: KernelName, KVM_SET_SIGNAL_MASK: KernelName, KVM_SET_SREGS: KernelName;
declare const KVM_SET_SREGS2: KernelName, KVM_SET_TSC_KHZ: KernelName, KVM_SET_TSS_ADDR: KernelName, KVM_SET_USER_MEMORY_REGION: KernelName, KVM_SET_USER_MEMORY_REGION2: KernelName;
declare const KVM_SET_VAPIC_ADDR: KernelName, KVM_SET_VCPU_EVENTS: KernelName, KVM_SET_XCRS: KernelName, KVM_SET_XSAVE: KernelName, KVM_SEV_CERT_EXPORT: KernelName;
declare const KVM_SEV_DBG_DECRYPT: KernelName, KVM_SEV_DBG_ENCRYPT: KernelName, KVM_SEV_ES_INIT: KernelName, KVM_SEV_GET_ATTESTATION_REPORT: KernelName;
declare const KVM_SEV_GUEST_STATUS: KernelName, KVM_SEV_INIT: KernelName, KVM_SEV_INIT2: KernelName, KVM_SEV_LAUNCH_FINISH: KernelName, KVM_SEV_LAUNCH_MEASURE: KernelName;
declare const KVM_SEV_LAUNCH_SECRET: KernelName, KVM_SEV_LAUNCH_START: KernelName, KVM_SEV_LAUNCH_UPDATE_DATA: KernelName, KVM_SEV_LAUNCH_UPDATE_VMSA: KernelName;
declare const KVM_SEV_NR_MAX: KernelName, KVM_SEV_PAGE_TYPE_INVALID: KernelName, KVM_SEV_RECEIVE_FINISH: KernelName, KVM_SEV_RECEIVE_START: KernelName;
declare const KVM_SEV_RECEIVE_UPDATE_DATA: KernelName, KVM_SEV_RECEIVE_UPDATE_VMSA: KernelName, KVM_SEV_SEND_CANCEL: KernelName, KVM_SEV_SEND_FINISH: KernelName;
declare const KVM_SEV_SEND_START: KernelName, KVM_SEV_SEND_UPDATE_DATA: KernelName, KVM_SEV_SEND_UPDATE_VMSA: KernelName, KVM_SEV_SNP_ENABLE_REQ_CERTS: KernelName;
declare const KVM_SEV_SNP_FINISH_DATA_SIZE: KernelName, KVM_SEV_SNP_ID_AUTH_SIZE: KernelName, KVM_SEV_SNP_ID_BLOCK_SIZE: KernelName, KVM_SEV_SNP_LAUNCH_FINISH: KernelName;
declare const KVM_SEV_SNP_LAUNCH_START: KernelName, KVM_SEV_SNP_LAUNCH_UPDATE: KernelName, KVM_SEV_SNP_PAGE_TYPE_CPUID: KernelName, KVM_SEV_SNP_PAGE_TYPE_NORMAL: KernelName;
declare const KVM_SEV_SNP_PAGE_TYPE_SECRETS: KernelName, KVM_SEV_SNP_PAGE_TYPE_UNMEASURED: KernelName, KVM_SEV_SNP_PAGE_TYPE_ZERO: KernelName, KVM_SIGNAL_MSI: KernelName;
declare const KVM_SINGLESTEP: KernelName, KVM_SMCCC_FILTER_DENY: KernelName, KVM_SMCCC_FILTER_FWD_TO_USER: KernelName, KVM_SMCCC_FILTER_HANDLE: KernelName, KVM_SMI: KernelName;
declare const KVM_SPSR_ABT: KernelName, KVM_SPSR_EL1: KernelName, KVM_SPSR_FIQ: KernelName, KVM_SPSR_IRQ: KernelName, KVM_SPSR_SVC: KernelName, KVM_SPSR_UND: KernelName;
declare const KVM_SREGS2_FLAGS_PDPTRS_VALID: KernelName, KVM_SREGS_EXP: KernelName, KVM_SREGS_E_64: KernelName, KVM_SREGS_E_ARCH206: KernelName, KVM_SREGS_E_ARCH206_MMU: KernelName;
declare const KVM_SREGS_E_BASE: KernelName, KVM_SREGS_E_DEBUG: KernelName, KVM_SREGS_E_ED: KernelName, KVM_SREGS_E_FSL_PIDn: KernelName, KVM_SREGS_E_IMPL_FSL: KernelName;
declare const KVM_SREGS_E_IMPL_NONE: KernelName, KVM_SREGS_E_IVOR: KernelName, KVM_SREGS_E_MCIVPR: KernelName, KVM_SREGS_E_PC: KernelName, KVM_SREGS_E_PD: KernelName;
declare const KVM_SREGS_E_PM: KernelName, KVM_SREGS_E_PT: KernelName, KVM_SREGS_E_SPE: KernelName, KVM_SREGS_E_SPRG8: KernelName, KVM_SREGS_E_UPDATE_DBSR: KernelName;
declare const KVM_SREGS_E_UPDATE_DEC: KernelName, KVM_SREGS_E_UPDATE_MCSR: KernelName, KVM_SREGS_E_UPDATE_TSR: KernelName, KVM_STATE_NESTED_EVMCS: KernelName;
declare const KVM_STATE_NESTED_FORMAT_SVM: KernelName, KVM_STATE_NESTED_FORMAT_VMX: KernelName, KVM_STATE_NESTED_GIF_SET: KernelName, KVM_STATE_NESTED_GUEST_MODE: KernelName;
declare const KVM_STATE_NESTED_MTF_PENDING: KernelName, KVM_STATE_NESTED_RUN_PENDING: KernelName, KVM_STATE_NESTED_SMM_GUEST_MODE: KernelName, KVM_STATE_NESTED_SMM_VMXON: KernelName;
declare const KVM_STATE_NESTED_SVM_VMCB_SIZE: KernelName, KVM_STATE_NESTED_VMX_VMCS_SIZE: KernelName, KVM_STATE_VMX_PREEMPTION_TIMER_DEADLINE: KernelName;
declare const KVM_STATS_BASE_MASK: KernelName, KVM_STATS_BASE_MAX: KernelName, KVM_STATS_BASE_POW10: KernelName, KVM_STATS_BASE_POW2: KernelName, KVM_STATS_BASE_SHIFT: KernelName;
declare const KVM_STATS_TYPE_CUMULATIVE: KernelName, KVM_STATS_TYPE_INSTANT: KernelName, KVM_STATS_TYPE_LINEAR_HIST: KernelName, KVM_STATS_TYPE_LOG_HIST: KernelName;
declare const KVM_STATS_TYPE_MASK: KernelName, KVM_STATS_TYPE_MAX: KernelName, KVM_STATS_TYPE_PEAK: KernelName, KVM_STATS_TYPE_SHIFT: KernelName, KVM_STATS_UNIT_BOOLEAN: KernelName;
declare const KVM_STATS_UNIT_BYTES: KernelName, KVM_STATS_UNIT_CYCLES: KernelName, KVM_STATS_UNIT_MASK: KernelName, KVM_STATS_UNIT_MAX: KernelName, KVM_STATS_UNIT_NONE: KernelName;
declare const KVM_STATS_UNIT_SECONDS: KernelName, KVM_STATS_UNIT_SHIFT: KernelName, KVM_SYNC_ACRS: KernelName, KVM_SYNC_ARCH0: KernelName, KVM_SYNC_BPBC: KernelName;
declare const KVM_SYNC_CRS: KernelName, KVM_SYNC_DIAG318: KernelName, KVM_SYNC_ETOKEN: KernelName, KVM_SYNC_FPRS: KernelName, KVM_SYNC_GPRS: KernelName, KVM_SYNC_GSCB: KernelName;
declare const KVM_SYNC_PFAULT: KernelName, KVM_SYNC_PREFIX: KernelName, KVM_SYNC_RICCB: KernelName, KVM_SYNC_S390_VALID_FIELDS: KernelName, KVM_SYNC_VRS: KernelName;
declare const KVM_SYNC_X86_EVENTS: KernelName, KVM_SYNC_X86_REGS: KernelName, KVM_SYNC_X86_SREGS: KernelName, KVM_SYNC_X86_VALID_FIELDS: KernelName;
declare const KVM_SYSTEM_EVENT_CRASH: KernelName, KVM_SYSTEM_EVENT_RESET: KernelName, KVM_SYSTEM_EVENT_RESET_FLAG_PSCI_RESET2: KernelName, KVM_SYSTEM_EVENT_SEV_TERM: KernelName;
declare const KVM_SYSTEM_EVENT_SHUTDOWN: KernelName, KVM_SYSTEM_EVENT_SHUTDOWN_FLAG_PSCI_OFF2: KernelName, KVM_SYSTEM_EVENT_SUSPEND: KernelName;
declare const KVM_SYSTEM_EVENT_TDX_FATAL: KernelName, KVM_SYSTEM_EVENT_WAKEUP: KernelName, KVM_TDX_CAPABILITIES: KernelName, KVM_TDX_CMD_NR_MAX: KernelName;
declare const KVM_TDX_FINALIZE_VM: KernelName, KVM_TDX_GET_CPUID: KernelName, KVM_TDX_INIT_MEM_REGION: KernelName, KVM_TDX_INIT_VCPU: KernelName, KVM_TDX_INIT_VM: KernelName;
declare const KVM_TDX_MEASURE_MEMORY_REGION: KernelName, KVM_TPR_ACCESS_REPORTING: KernelName, KVM_TRANSLATE: KernelName, KVM_UNREGISTER_COALESCED_MMIO: KernelName;
declare const KVM_VCPUEVENT_VALID_NMI_PENDING: KernelName, KVM_VCPUEVENT_VALID_PAYLOAD: KernelName, KVM_VCPUEVENT_VALID_SHADOW: KernelName;
declare const KVM_VCPUEVENT_VALID_SIPI_VECTOR: KernelName, KVM_VCPUEVENT_VALID_SMM: KernelName, KVM_VCPUEVENT_VALID_TRIPLE_FAULT: KernelName, KVM_VCPU_TSC_CTRL: KernelName;
declare const KVM_VCPU_TSC_OFFSET: KernelName, KVM_VGIC_ITS_ADDR_TYPE: KernelName, KVM_VGIC_V2_ADDR_TYPE_CPU: KernelName, KVM_VGIC_V2_ADDR_TYPE_DIST: KernelName;
declare const KVM_VGIC_V2_CPU_SIZE: KernelName, KVM_VGIC_V2_DIST_SIZE: KernelName, KVM_VGIC_V3_ADDR_TYPE_DIST: KernelName, KVM_VGIC_V3_ADDR_TYPE_REDIST: KernelName;
declare const KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION: KernelName, KVM_VM_MIPS_AUTO: KernelName, KVM_VM_MIPS_TE: KernelName, KVM_VM_MIPS_VZ: KernelName, KVM_VM_PPC_HV: KernelName;
declare const KVM_VM_PPC_PR: KernelName, KVM_VM_S390_UCONTROL: KernelName, KVM_VM_TYPE_ARM_IPA_SIZE_MASK: KernelName, KVM_VM_TYPE_ARM_MASK: KernelName;
declare const KVM_VM_TYPE_ARM_PROTECTED: KernelName, KVM_X2APIC_API_DISABLE_BROADCAST_QUIRK: KernelName, KVM_X2APIC_API_USE_32BIT_IDS: KernelName;
declare const KVM_X2APIC_DISABLE_SUPPRESS_EOI_BROADCAST: KernelName, KVM_X2APIC_ENABLE_SUPPRESS_EOI_BROADCAST: KernelName, KVM_X86_DEFAULT_VM: KernelName;
declare const KVM_X86_DISABLE_EXITS_APERFMPERF: KernelName, KVM_X86_DISABLE_EXITS_CSTATE: KernelName, KVM_X86_DISABLE_EXITS_HLT: KernelName, KVM_X86_DISABLE_EXITS_MWAIT: KernelName;
declare const KVM_X86_DISABLE_EXITS_PAUSE: KernelName, KVM_X86_GET_MCE_CAP_SUPPORTED: KernelName, KVM_X86_GRP_SEV: KernelName, KVM_X86_GRP_SYSTEM: KernelName;
declare const KVM_X86_NOTIFY_VMEXIT_ENABLED: KernelName, KVM_X86_NOTIFY_VMEXIT_USER: KernelName, KVM_X86_QUIRK_CD_NW_CLEARED: KernelName, KVM_X86_QUIRK_FIX_HYPERCALL_INSN: KernelName;
declare const KVM_X86_QUIRK_IGNORE_GUEST_PAT: KernelName, KVM_X86_QUIRK_LAPIC_MMIO_HOLE: KernelName, KVM_X86_QUIRK_LINT0_REENABLED: KernelName;
declare const KVM_X86_QUIRK_MISC_ENABLE_NO_MWAIT: KernelName, KVM_X86_QUIRK_MWAIT_NEVER_UD_FAULTS: KernelName, KVM_X86_QUIRK_NESTED_SVM_SHARED_PAT: KernelName;
declare const KVM_X86_QUIRK_OUT_7E_INC_RIP: KernelName, KVM_X86_QUIRK_SLOT_ZAP_ALL: KernelName, KVM_X86_QUIRK_STUFF_FEATURE_MSRS: KernelName;
declare const KVM_X86_QUIRK_VMCS12_ALLOW_FREEZE_IN_SMM: KernelName, KVM_X86_REG_TYPE_KVM: KernelName, KVM_X86_REG_TYPE_MSR: KernelName, KVM_X86_SETUP_MCE: KernelName;
declare const KVM_X86_SET_MCE: KernelName, KVM_X86_SET_MSR_FILTER: KernelName, KVM_X86_SEV_ES_VM: KernelName, KVM_X86_SEV_SNP_REQ_CERTS: KernelName, KVM_X86_SEV_VM: KernelName;
declare const KVM_X86_SEV_VMSA_FEATURES: KernelName, KVM_X86_SHADOW_INT_MOV_SS: KernelName, KVM_X86_SHADOW_INT_STI: KernelName, KVM_X86_SNP_POLICY_BITS: KernelName;
declare const KVM_X86_SNP_VM: KernelName, KVM_X86_SW_PROTECTED_VM: KernelName, KVM_X86_TDX_VM: KernelName, KVM_X86_XCOMP_GUEST_SUPP: KernelName, KVM_XEN_ATTR_TYPE_EVTCHN: KernelName;
declare const KVM_XEN_ATTR_TYPE_LONG_MODE: KernelName, KVM_XEN_ATTR_TYPE_RUNSTATE_UPDATE_FLAG: KernelName, KVM_XEN_ATTR_TYPE_SHARED_INFO: KernelName;
declare const KVM_XEN_ATTR_TYPE_SHARED_INFO_HVA: KernelName, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR: KernelName, KVM_XEN_ATTR_TYPE_XEN_VERSION: KernelName;
declare const KVM_XEN_EVTCHN_DEASSIGN: KernelName, KVM_XEN_EVTCHN_RESET: KernelName, KVM_XEN_EVTCHN_UPDATE: KernelName, KVM_XEN_HVM_CONFIG: KernelName;
declare const KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL: KernelName, KVM_XEN_HVM_CONFIG_EVTCHN_SEND: KernelName, KVM_XEN_HVM_CONFIG_HYPERCALL_MSR: KernelName;
declare const KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL: KernelName, KVM_XEN_HVM_CONFIG_PVCLOCK_TSC_UNSTABLE: KernelName, KVM_XEN_HVM_CONFIG_RUNSTATE: KernelName;
declare const KVM_XEN_HVM_CONFIG_RUNSTATE_UPDATE_FLAG: KernelName, KVM_XEN_HVM_CONFIG_SHARED_INFO: KernelName, KVM_XEN_HVM_CONFIG_SHARED_INFO_HVA: KernelName;
declare const KVM_XEN_HVM_EVTCHN_SEND: KernelName, KVM_XEN_HVM_GET_ATTR: KernelName, KVM_XEN_HVM_SET_ATTR: KernelName, KVM_XEN_INVALID_GFN: KernelName;
declare const KVM_XEN_INVALID_GPA: KernelName, KVM_XEN_MSR_MAX_INDEX: KernelName, KVM_XEN_MSR_MIN_INDEX: KernelName, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR: KernelName;
declare const KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADJUST: KernelName, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT: KernelName, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA: KernelName;
declare const KVM_XEN_VCPU_ATTR_TYPE_TIMER: KernelName, KVM_XEN_VCPU_ATTR_TYPE_UPCALL_VECTOR: KernelName, KVM_XEN_VCPU_ATTR_TYPE_VCPU_ID: KernelName;
declare const KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO: KernelName, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO_HVA: KernelName, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO: KernelName;
declare const KVM_XEN_VCPU_GET_ATTR: KernelName, KVM_XEN_VCPU_SET_ATTR: KernelName, KVM_XICS_DESTINATION_MASK: KernelName, KVM_XICS_DESTINATION_SHIFT: KernelName;
declare const KVM_XICS_LEVEL_SENSITIVE: KernelName, KVM_XICS_MASKED: KernelName, KVM_XICS_PENDING: KernelName, KVM_XICS_PRESENTED: KernelName, KVM_XICS_PRIORITY_MASK: KernelName;
declare const KVM_XICS_PRIORITY_SHIFT: KernelName, KVM_XICS_QUEUED: KernelName, KVM_XIVE_EQ_ALWAYS_NOTIFY: KernelName, KVM_XIVE_EQ_PRIORITY_MASK: KernelName;
declare const KVM_XIVE_EQ_PRIORITY_SHIFT: KernelName, KVM_XIVE_EQ_SERVER_MASK: KernelName, KVM_XIVE_EQ_SERVER_SHIFT: KernelName, KVM_XIVE_ESB_PAGE_OFFSET: KernelName;
declare const KVM_XIVE_LEVEL_ASSERTED: KernelName, KVM_XIVE_LEVEL_SENSITIVE: KernelName, KVM_XIVE_SOURCE_EISN_MASK: KernelName, KVM_XIVE_SOURCE_EISN_SHIFT: KernelName;
declare const KVM_XIVE_SOURCE_MASKED_MASK: KernelName, KVM_XIVE_SOURCE_MASKED_SHIFT: KernelName, KVM_XIVE_SOURCE_PRIORITY_MASK: KernelName, KVM_XIVE_SOURCE_PRIORITY_SHIFT: KernelName;
declare const KVM_XIVE_SOURCE_SERVER_MASK: KernelName, KVM_XIVE_SOURCE_SERVER_SHIFT: KernelName, KVM_XIVE_TIMA_PAGE_OFFSET: KernelName, SBI_ERR_ALREADY_AVAILABLE: KernelName;
declare const SBI_ERR_ALREADY_STARTED: KernelName, SBI_ERR_ALREADY_STOPPED: KernelName, SBI_ERR_BAD_RANGE: KernelName, SBI_ERR_DENIED: KernelName, SBI_ERR_FAILURE: KernelName;
declare const SBI_ERR_INVALID_ADDRESS: KernelName, SBI_ERR_INVALID_PARAM: KernelName, SBI_ERR_INVALID_STATE: KernelName, SBI_ERR_IO: KernelName, SBI_ERR_NOT_SUPPORTED: KernelName;
declare const SBI_ERR_NO_SHMEM: KernelName, SBI_ERR_TIMEOUT: KernelName, SBI_EXT_BASE: KernelName, SBI_EXT_BASE_GET_IMP_ID: KernelName, SBI_EXT_BASE_GET_IMP_VERSION: KernelName;
declare const SBI_EXT_BASE_GET_MARCHID: KernelName, SBI_EXT_BASE_GET_MIMPID: KernelName, SBI_EXT_BASE_GET_MVENDORID: KernelName, SBI_EXT_BASE_GET_SPEC_VERSION: KernelName;
declare const SBI_EXT_BASE_PROBE_EXT: KernelName, SBI_EXT_DBCN: KernelName, SBI_EXT_DBCN_CONSOLE_READ: KernelName, SBI_EXT_DBCN_CONSOLE_WRITE: KernelName;
declare const SBI_EXT_DBCN_CONSOLE_WRITE_BYTE: KernelName, SBI_EXT_EXPERIMENTAL_END: KernelName, SBI_EXT_EXPERIMENTAL_START: KernelName, SBI_EXT_FWFT: KernelName;
declare const SBI_EXT_HSM: KernelName, SBI_EXT_HSM_HART_START: KernelName, SBI_EXT_HSM_HART_STATUS: KernelName, SBI_EXT_HSM_HART_STOP: KernelName;
declare const SBI_EXT_HSM_HART_SUSPEND: KernelName, SBI_EXT_IPI: KernelName, SBI_EXT_IPI_SEND_IPI: KernelName, SBI_EXT_MPXY: KernelName, SBI_EXT_MPXY_GET_CHANNEL_IDS: KernelName;
declare const SBI_EXT_MPXY_GET_NOTIFICATION_EVENTS: KernelName, SBI_EXT_MPXY_GET_SHMEM_SIZE: KernelName, SBI_EXT_MPXY_READ_ATTRS: KernelName;
declare const SBI_EXT_MPXY_SEND_MSG_WITHOUT_RESP: KernelName, SBI_EXT_MPXY_SEND_MSG_WITH_RESP: KernelName, SBI_EXT_MPXY_SET_SHMEM: KernelName, SBI_EXT_MPXY_WRITE_ATTRS: KernelName;
declare const SBI_EXT_NACL: KernelName, SBI_EXT_PMU: KernelName, SBI_EXT_RFENCE: KernelName, SBI_EXT_SRST: KernelName, SBI_EXT_SRST_RESET: KernelName, SBI_EXT_STA: KernelName;
declare const SBI_EXT_SUSP: KernelName, SBI_EXT_SUSP_SYSTEM_SUSPEND: KernelName, SBI_EXT_TIME: KernelName, SBI_EXT_TIME_SET_TIMER: KernelName, SBI_EXT_VENDOR_END: KernelName;
declare const SBI_EXT_VENDOR_START: KernelName, SBI_SUCCESS: KernelName;
