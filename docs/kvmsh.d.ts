// Written from the descriptions that the words carry.
/** What has 64 bits: a BigInt, or a number that is exact. */
type Bits = bigint | number;
interface Duration { }
interface Kernel { readonly [name: string]: any }
type KernelName = unknown;
/** so many GiB. */
declare function GB(a1: Bits): any;
/** so many KiB. */
declare function KB(a1: Bits): any;
/** so many MiB. */
declare function MB(a1: Bits): any;
/** what stands after the script's name on the command line, a list of texts. */
declare const args: string[];
/** assemble a text with GNU as, for x86_16, x86_32, x86_64, arm64, ppc64, ppc64le, riscv64 or s390x, or as the board's vCPUs start: bytes that load takes and that print as a listing; at: is the address that labels count from. */
declare function asm(a1: string): any;
declare function asm(a1: string, a2: {at?: any}): any;
declare function asm(a1: any, a2: string): any;
declare function asm(a1: any, a2: string, a3: {at?: any}): any;
/** do what a block says and give the errno of the call that the kernel refuses, which ends the block; nothing, which counts as false, where it took all of them. */
declare function attempt(a1: () => unknown): any;
/** end the runs of the machine that was made last where a vCPU comes to an instruction: at: an address, remove: the same to give it up, software: whether as an instruction. */
declare function breakpoint(a1: {at?: any, remove?: any, software?: any}): void;
/** a text as bytes. */
declare function bytes(a1: string): Uint8Array;
/** the capabilities whose names a pattern matches, * for any letters: what KVM answers, and the machine that was made last, and what that means. */
declare function caps(a1: string): Capabilities;
/** the addresses of the pages that were written since this was last asked, of the machine that was made last; the first time logging begins. */
declare function dirty(): Bits[];
/** bytes as instructions, by the system's libcapstone: those that asm gave, or any; or so many instructions from an address on of the machine that was made last. */
declare function dis(a1: any): any;
declare function dis(a1: Bits, a2: Bits): any;
declare function dis(a1: any, a2: {at?: any}): any;
declare function dis(a1: any, a2: any): any;
declare function dis(a1: any, a2: any, a3: {at?: any}): any;
/** the exits of the last run of the machine that was made last: how many of each reason, and the last of them with what answered them. */
declare const exits: Exits;
/** what must be true: each line of the block, or the function's result; with errno:, that the kernel refuses the block's last call so; with exit: and no block, that the last run ended so. */
declare function expect(a1: {errno?: any, exit?: any}): void;
declare function expect(a1: () => unknown): void;
declare function expect(a1: {errno?: any, exit?: any}, a2: () => unknown): void;
/** an ioctl in words: what it takes, why it is refused, whether this board has it; of a proposal also what its reviewers asked, with the answers. */
declare function explain(a1: any): Explained;
declare function explain(a1: any): string;
/** run another script at this place, which is looked for beside this one; its functions and variables are there from then on. */
declare function include(a1: string): any;
/** an eventfd that counts the writes of the machine that was made last to a port or an address. */
declare function ioeventfd(a1: {io?: any, mmio?: any, length?: any, value?: any}): EventFd;
/** set the level of an interrupt line of the machine that was made last, 0 or 1. */
declare function irq(a1: Bits, a2: any): void;
/** an eventfd whose signal is an interrupt of the machine that was made last. */
declare function irqfd(a1: {gsi?: any}): EventFd;
/** guest memory from a guest physical address on, as many bytes as are named, of the machine that was made last: a dump in hex and text, and numbers of it. */
declare function mem(a1: Bits, a2: Bits): GuestBytes;
/** the guest's physical addresses, of the machine that was made last: memory with its slots, what is loaded there, the kernel's devices, handlers. */
declare const memmap: MemoryMap;
/** so many milliseconds. */
declare function ms(a1: Bits): Duration;
/** a message-signalled interrupt for the machine that was made last. */
declare function msi(a1: {address?: any, data?: any, devid?: any}): void;
/** what the board must have: a capability of KVM, of at least a value, a type of device, or a name, an architecture or a kind, or this machine: an assembler; elsewhere the test, or the rest of the script, is skipped with the reason. */
declare function needs(a1: {cap?: any, min?: any, device?: any, boards?: any, asm?: any}): void;
/** a non-maskable interrupt for the first vCPU of the machine that was made last. */
declare function nmi(): void;
/** what vm with the same block would do on the board at hand: each call with its number and argument, why it is there, what an errno would mean; nothing is made. */
declare function plan(a1: ((words: VmWords) => void) | VmWordsObject): any;
/** print a value, without a new line after it. */
declare function print(a1: any): void;
/** print a value and a new line. */
declare function println(a1: any): void;
/** give an ioctl that a patch defines its meaning, on a board with proposals in front of its kernel, rfc:BOARD: arg has its struct's fields by name, the VM or vCPU to make calls on the kernel below, and a state for each VM; the answer is a number, a negated errno, or nothing for 0; where the kernel has the ioctl it goes there. */
declare function proposal(a1: any, a2: (arg: ProposalCall & {[field: string]: any}) => unknown): ProposalMade;
/** any register of the first vCPU of the machine that was made last, by its name; with a second value it is set. */
declare function reg(a1: string): bigint;
declare function reg(a1: {[name: string]: any}): void;
declare function reg(a1: string, a2: Bits): void;
/** the registers of the first vCPU of the machine that was made last; m.regs are those of m. */
declare const regs: any;
/** give a machine's vCPUs and memory back what they held at a snapshot, the last one where none is named. */
declare function restore(): void;
declare function restore(a1: Snapshot): void;
/** make what a patch adds callable: a mail, a diff or a header, from a file or as text. */
declare function rfc(a1: string): any;
/** run the machine that was made last until an exit that no handler takes, or the one that until: names; within: a time, steps: so many instructions. */
declare function run(): any;
declare function run(a1: {until?: any, within?: any, steps?: any}): any;
/** so many seconds. */
declare function seconds(a1: Bits): Duration;
/** what the vCPUs and the memory of the machine that was made last hold now, for restore. */
declare function snapshot(): Snapshot;
/** one instruction of the first vCPU of the machine that was made last; the answer says where it is then. */
declare function step(): any;
/** what made the machine that was made last: each step of its plan with its calls and their answers. */
declare const steps: MadeSteps;
/** a test: a line says whether its block held, the script goes on, and at its end one that failed counts. */
declare function test(a1: string, a2: () => unknown): void;
declare function test(a1: string, a2: {boards?: any}, a3: () => unknown): void;
/** the calls of this session, in order, those of a name's pattern, or those of a file; with exits: true each KVM_RUN with its exit is a call from now on too. */
declare const trace: Calls;
/** type a text to the ready devices of the machine that was made last. */
declare function type(a1: string): void;
/** make a VM on the board at hand and give it as a machine. */
declare function vm(a1: ((words: VmWords) => void) | VmWordsObject): Machine;
interface VmWords {
  /** the guest's reads of a port or an address, or its hypercalls, give a value, and its writes go on: answered where it runs, without an exit that is seen. */
  answer(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** the architecture level of a powerpc guest: 201 for 2.01, 206 for 2.06. */
  arch(a1: Bits): void;
  /** the logical processor that a powerpc guest in hypervisor mode sees, by its PVR of PAPR; arch names the usual ones. */
  compat(a1: Bits): void;
  /** the guest's writes to a port or an address, or its H_PUT_TERM_CHARs, are the text of m.console; its reads give value:, and no exit is seen of either. */
  console(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** what an ARM guest's processors are: target: one of KVM_ARM_TARGET_ (without it the one that KVM prefers), features: of KVM_ARM_VCPU_, these and no others. */
  cpu(a1: {target?: any, features?: any}): void;
  /** what an x86 guest's CPUID instruction answers: cpuid alone is what the board supports, and each function: (and index:) with its eax:, ebx:, ecx: or edx: is another than that. */
  cpuid(): boolean;
  cpuid(a1: {function?: any, index?: any, eax?: any, ebx?: any, ecx?: any, edx?: any}): void;
  /** a port where the guest ends the run, with the code that it writes. */
  debugExit(a1: {io?: any, mmio?: any}): void;
  /** a device of KVM's by its type, with the attributes that it gets. */
  device(a1: any): void;
  device(a1: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  device(a1: any, a2: ((words: DeviceWords) => void) | DeviceWordsObject): void;
  /** a hypercall that the kernel is to handle itself, where it can; on: false leaves it to the script's handlers. */
  enableHcall(a1: Bits): void;
  enableHcall(a1: Bits, a2: {on?: any}): void;
  /** what more a powerpc guest's platform is: CROSS_ARCH for an architecture so different from the host's that the guest runs in problem state. */
  flags(a1: any): void;
  /** a powerpc guest's hashed page table, of 2 to the power of order: bytes. */
  htab(a1: {order?: any}): void;
  /** guest memory in huge pages of a size, wherever memory does not say another. */
  hugepages(a1: Bits): void;
  /** any ioctl of the VM by its name, after its memory and before its vCPUs. */
  ioctl(a1: any): void;
  ioctl(a1: any, a2: any): void;
  ioctl(a1: any, a2: {[name: string]: any}): void;
  /** how many bits an ARM guest's physical addresses have. */
  ipa(a1: Bits): void;
  /** the interrupt controllers that KVM_CREATE_IRQCHIP makes: on x86 the local APICs, an I/O APIC and a PIC, on ARM a GICv2 without addresses. */
  irqchip(): boolean;
  /** what is in guest memory before the first run: hex:, bytes:, a raw file:, an elf: file's segments at their physical addresses, or asm: a text for GNU as, on x86 in the first vCPU's mode or that of bits: 16, 32 or 64. */
  load(a1: {at?: any, hex?: any, bytes?: any, file?: any, elf?: any, asm?: any, bits?: any}): void;
  /** guest memory at a guest physical address; readonly: true makes the guest's writes exits, log: true has the kernel keep what it wrote, huge: true or a page's size takes huge pages, file: begins as a private copy of a file, and guestMemfd: true is memory that the guest can have for itself. */
  memory(a1: {at?: any, size?: any, readonly?: any, log?: any, huge?: any, file?: any, guestMemfd?: any}): void;
  /** how a powerpc guest translates addresses: HASH for a hashed page table, RADIX for a radix tree. */
  mmu(a1: any): void;
  /** an x86 guest's model-specific registers before the first run, by their names or numbers; one that the kernel refuses is named. */
  msrs(a1: {[name: string]: any}): void;
  /** what to do at an exit of a port, an address, a hypercall, an MSR, an instruction or a system event, or of a range of them; for an input, a read or a hypercall the result is the reply, and a system event ends the run; what makes the exit happen at all is planned. */
  on(a1: {io?: any, mmio?: any, hcall?: any, msr?: any, debug?: any, system?: any, exit?: any}): void;
  on(a1: {io?: any, mmio?: any, hcall?: any, msr?: any, debug?: any, system?: any, exit?: any}, a2: (e: any) => unknown): void;
  /** an x86 guest's timer of 8254 kind in the kernel, beside irqchip. */
  pit(): boolean;
  /** ARM's PL011 serial port, for a console that polls; what the guest sends is m.console. */
  pl011(a1: {mmio?: any}): void;
  /** which paravirtualised interface a powerpc guest sees: NONE, KVM or SPAPR; api: rfc2011 asks for it with KVM_PPC_SET_PLATFORM, 'merged' as kernels since have it. */
  platform(a1: any): void;
  platform(a1: any, a2: {api?: any}): void;
  /** the processor version that a powerpc guest sees; in hypervisor mode the kernel takes the board's own alone. */
  pvr(a1: Bits): void;
  /** a real mode area at guest address 0: of the kernel's pool, whose areas have to have this size, or ordinary memory where the board needs no area; api: rfc2011 takes the pool. */
  rma(a1: Bits): void;
  rma(a1: Bits, a2: {api?: any}): void;
  /** a serial port with the registers of an 8250, for a console that polls; what the guest sends is m.console. */
  serial(a1: {io?: any, mmio?: any}): void;
  /** how many threads each virtual core of a powerpc guest has: 1, 2, 4 or 8. */
  smt(a1: Bits): void;
  /** an x86 guest's local APICs in the kernel, with the I/O APIC and the PIC left to the script; a number says how many interrupts its I/O APIC has, 24 without one. */
  splitIrqchip(): boolean;
  splitIrqchip(a1: Bits): void;
  /** how a powerpc guest runs: HV in hypervisor mode, PR in problem state; without it the plan chooses and says which. */
  type(a1: any): void;
  /** a vCPU, and how it starts. */
  vcpu(a1: any): void;
  vcpu(a1: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(a1: any, a2: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  /** an ARM guest's interrupt controller: where the distributor and a GICv2's CPU interface, or a GICv3's redistributors, are; irqs: how many interrupts it has; api: rfc2011 asks for it with KVM_SET_DEVICE_ADDRESS, 'merged' with KVM_ARM_SET_DEVICE_ADDR, 'attributes' as a device. */
  vgic(a1: {dist?: any, cpu?: any, redist?: any, irqs?: any, api?: any}): void;
  /** a powerpc guest's virtual terminal of that number: H_PUT_TERM_CHAR writes m.console, H_GET_TERM_CHAR reads what m.type typed. */
  vterm(a1: Bits): void;
  /** a powerpc guest's XICS interrupt controller in the kernel, connected to each vCPU. */
  xics(): boolean;
  /** a powerpc guest's XIVE interrupt controller in the kernel, connected to each vCPU. */
  xive(): boolean;
}
interface VmWordsObject {
  answer?: any;
  arch?: any;
  compat?: any;
  console?: any;
  cpu?: any;
  cpuid?: any;
  debugExit?: any;
  device?: any;
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
  on?: any;
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
  /** any ioctl of this vCPU by its name, after its registers are set. */
  ioctl(a1: any): void;
  ioctl(a1: any, a2: any): void;
  ioctl(a1: any, a2: {[name: string]: any}): void;
  /** start an x86 vCPU in 64-bit mode, the lowest 4 GiB mapped onto themselves; the page tables take 24 KiB of guest memory, at tables: or where room is. */
  long64(): void;
  long64(a1: any): void;
  long64(a1: any, a2: {tables?: any}): void;
  /** start an x86 vCPU in 32-bit protected mode, with flat segments and without paging. */
  prot32(): void;
  prot32(a1: any): void;
  /** start in 16-bit real mode at an address below 64 KiB, with every segment's base 0. */
  real(): void;
  real(a1: any): void;
  /** any register before the first run by its name: a system register, an MSR, a field of struct kvm_sregs, a one-reg by its constant. */
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** registers before the first run, by the architecture's names: rax, x0, r3. */
  regs(a1: {[name: string]: any}): void;
  /** start at an address in the mode of the processor's reset: 16-bit real on x86, EL1 without MMU on arm64, 64-bit real mode on ppc64; entry, or nothing, is where the ELF file begins that is loaded; real, prot32 and long64 take it too. */
  start(): void;
  start(a1: any): void;
}
interface VcpuWordsObject {
  ioctl?: any;
  long64?: any;
  prot32?: any;
  real?: any;
  reg?: any;
  regs?: any;
  start?: any;
  [word: string]: any;
}
interface DeviceWords {
  /** an attribute that a device gets before the first run: value: in size: 4 or 8 bytes, 8 without it; without value: it is told alone. */
  attr(a1: {group?: any, attr?: any, value?: any, size?: any}): void;
}
interface DeviceWordsObject {
  attr?: any;
  [word: string]: any;
}
interface Calls {
  /** the calls, in order. */
  readonly all: SeenCall[];
  /** the board that they were made on, with its kind. */
  readonly board: string;
  /** write them to a file, which trace file: reads. */
  save(a1: string): void;
  /** how many calls these are. */
  readonly size: number;
}
interface Capabilities {
  /** the capabilities, by name. */
  readonly all: Capability[];
  /** those that are there. */
  readonly there: Capability[];
  /** the value of one of them. */
  value(a1: string): number;
}
interface EventFd {
  /** how often it was signalled since this was last asked. */
  readonly count: number;
  /** the descriptor's number. */
  readonly fd: number;
  /** add one to the counter: whoever waits for it is told. */
  signal(): void;
}
interface Exits {
  /** the exits that are kept, the last 256, in order. */
  readonly all: SeenExit[];
  /** the run's last exit. */
  readonly last: SeenExit;
  /** how many exits of a reason came to kvmsh. */
  of(a1: string): number;
  /** how many exits the run had, those included that were answered where the guest runs. */
  readonly total: number;
}
interface Explained {
  /** what reviewers asked of a proposal, with the answers. */
  readonly questions: string[];
}
interface GuestBytes {
  /** the guest physical address of the first byte. */
  readonly at: bigint;
  /** the bytes themselves. */
  readonly bytes: Uint8Array;
  /** how many bytes there are. */
  readonly length: number;
  /** the bytes as ISO 8859-1, up to the first that is 0. */
  readonly text: string;
  /** the 2 bytes from an offset on as a number, unsigned, in the board's byte order or in the one that is named. */
  u16(a1: any): number;
  u16(a1: any, a2: string): number;
  /** the 4 bytes from an offset on as a number, unsigned, in the board's byte order or in the one that is named. */
  u32(a1: any): Bits;
  u32(a1: any, a2: string): Bits;
  /** the 8 bytes from an offset on as 64 bits, in the board's byte order or in the one that is named. */
  u64(a1: any): bigint;
  u64(a1: any, a2: string): bigint;
  /** the byte at an offset, unsigned. */
  u8(a1: any): number;
}
interface IoctlScope {
  /** so many bytes of zeroed memory for a pointer field, given back with their owner. */
  allocate(a1: Bits): Memory;
  /** any ioctl of this descriptor by its name: its fields by name, or one value; the answer is a number or what the struct holds then. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
}
interface Machine {
  /** so many bytes of zeroed memory for a pointer field, given back with the machine. */
  allocate(a1: Bits): Memory;
  /** end the run where a vCPU comes to an instruction: at: an address, remove: the same to give it up; the processor watches for it, or with software: true an instruction in guest memory is it. */
  breakpoint(a1: {at?: any, remove?: any, software?: any}): void;
  /** the capabilities whose names a pattern matches, * for any letters: what KVM and this VM answer, and what that means. */
  caps(a1: string): Capabilities;
  /** give everything back that the machine has of the kernel. */
  close(): void;
  /** what the guest wrote to its console so far. */
  readonly console: string;
  /** a device that KVM_CREATE_DEVICE made, by its descriptor. */
  device(a1: Bits): IoctlScope;
  /** the addresses of the guest's pages that were written since this was last asked; asked for the first time, logging begins. */
  dirty(): Bits[];
  /** so many instructions from a guest physical address on, as the first vCPU would read them. */
  dis(a1: Bits, a2: Bits): any;
  /** the exits of the machine's last run: how many of each reason, and the last of them with what answered them. */
  readonly exits: Exits;
  /** any ioctl of the VM by its name: its fields by name, or one value; the answer is a number or what the struct holds then. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
  /** an eventfd that counts the guest's writes to a port or an address, of a length and of a value where they are said; the guest goes on in the kernel. */
  ioeventfd(a1: {io?: any, mmio?: any, length?: any, value?: any}): EventFd;
  /** set the level of an interrupt line, 0 or 1: KVM_IRQ_LINE with the architecture's number. */
  irq(a1: Bits, a2: any): void;
  /** an eventfd whose signal is an interrupt of the guest's. */
  irqfd(a1: {gsi?: any}): EventFd;
  /** guest memory from a guest physical address on, as many bytes as are named: a dump in hex and text, and numbers of it. */
  mem(a1: Bits, a2: Bits): GuestBytes;
  /** the guest's physical addresses: memory with its slots, what is loaded there, the kernel's devices, handlers. */
  readonly memmap: MemoryMap;
  /** a message-signalled interrupt. */
  msi(a1: {address?: any, data?: any, devid?: any}): void;
  /** a non-maskable interrupt for the first vCPU. */
  nmi(): void;
  /** any register of the first vCPU by its name: a general one, a system register, an MSR, a one-reg by its constant; with a second value it is set. */
  reg(a1: string): bigint;
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** the first vCPU's registers. */
  readonly regs: any;
  /** give every vCPU and the memory back what they held at a snapshot, the last one where none is named. */
  restore(): void;
  restore(a1: Snapshot): void;
  /** run until an exit that no handler takes, or the one that until: names; within: a time, ten seconds where it says none; steps: so many instructions of the first vCPU. */
  run(): any;
  run(a1: {until?: any, within?: any, steps?: any}): any;
  /** what every vCPU and the memory hold now, for restore; it says what of the machine is not in it. */
  snapshot(): Snapshot;
  /** one instruction of the first vCPU; the answer says where it is then. */
  step(): any;
  /** what made the machine: each step of its plan with its calls and their answers. */
  readonly steps: MadeSteps;
  /** end the run that is under way, if one is. */
  stop(): void;
  /** type a text to the guest's ready devices, which read it next. */
  type(a1: string): void;
  /** the vCPU of a number. */
  vcpu(a1: number): MachineVcpu;
}
interface MachineVcpu {
  /** the vCPU's number. */
  readonly id: number;
  /** any ioctl of this vCPU by its name: its fields by name, or one value; the answer is a number or what the struct holds then. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
  /** the machine that the vCPU is of. */
  readonly machine: Machine;
  /** any register by its name: a general one, a system register, an MSR, a one-reg by its constant; with a second value it is set. */
  reg(a1: string): bigint;
  reg(a1: {[name: string]: any}): void;
  reg(a1: string, a2: Bits): void;
  /** the vCPU's registers by the architecture's names: read, written and printed. */
  readonly regs: any;
  /** one instruction of this vCPU alone; the answer says where it is then. */
  step(): any;
}
interface MadeSteps {
  /** the steps, in order. */
  readonly all: MadeStep[];
}
interface Memory {
  /** where the board's kernel sees it. */
  readonly address: bigint;
  /** the bytes from an offset on. */
  bytes(a1: Bits, a2: Bits): Uint8Array;
  /** how many bytes it has. */
  readonly size: number;
  /** write bytes from an offset on. */
  write(a1: Bits, a2: Uint8Array): void;
}
interface MemoryMap {
  /** what lies at the guest's addresses, from the lowest on. */
  readonly all: Part[];
}
interface ProposalCall {
  /** KVM as a whole, of an ioctl that was made on /dev/kvm: its ioctls are calls on the kernel below. */
  readonly kvm: IoctlScope;
  /** what the proposal keeps for this VM, by names of its own; empty at first. */
  readonly state: any;
  /** the vCPU that the ioctl was made on: its ioctls are calls on the kernel below. */
  readonly vcpu: IoctlScope;
  /** the VM that the ioctl was made on, or whose vCPU: its ioctls are calls on the kernel below. */
  readonly vm: IoctlScope;
}
interface ProposalMade {
  /** whether the script's proposal answers the ioctl; else the board's own kernel has it. */
  readonly answers: boolean;
}
interface SeenExit {
  /** what the guest got for it; null where it gets nothing. */
  readonly answer: Bits;
  /** the exit as its handler had it. */
  readonly exit: any;
  /** the kernel's name of its reason, in small letters. */
  readonly name: string;
  /** which of the run's exits it was, from 1. */
  readonly number: number;
  /** the vCPU that left its guest. */
  readonly vcpu: number;
}
interface Snapshot {
  /** what of the machine is not in the snapshot, and why. */
  readonly missing: string[];
}
declare const CROSS_ARCH: KernelName;
declare const HASH: KernelName;
declare const HV: KernelName;
declare const KVM: KernelName;
declare const NONE: KernelName;
declare const PR: KernelName;
declare const RADIX: KernelName;
declare const SPAPR: KernelName;
declare const arm64: KernelName;
declare const debug: KernelName;
declare const debug_exit: KernelName;
declare const entry: KernelName;
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
declare const shutdown: KernelName;
declare const stopped: KernelName;
declare const system: KernelName;
declare const timeout: KernelName;
declare const x86_16: KernelName;
declare const x86_32: KernelName;
declare const x86_64: KernelName;
declare const kvm: IoctlScope;
