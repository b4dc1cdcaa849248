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
/** a text as bytes. */
declare function bytes(a1: string): Uint8Array;
/** bytes as instructions, by the system's libcapstone: those that asm gave, or any; or so many instructions from an address on of the machine that was made last. */
declare function dis(a1: any): any;
declare function dis(a1: Bits, a2: Bits): any;
declare function dis(a1: any, a2: {at?: any}): any;
declare function dis(a1: any, a2: any): any;
declare function dis(a1: any, a2: any, a3: {at?: any}): any;
/** what must be true: each line of the block, or the function's result; with errno:, that the kernel refuses the block's last call so. */
declare function expect(a1: () => unknown): void;
declare function expect(a1: {errno?: any}, a2: () => unknown): void;
/** run another script at this place, which is looked for beside this one; its functions and variables are there from then on. */
declare function include(a1: string): any;
/** so many milliseconds. */
declare function ms(a1: Bits): Duration;
/** what the board must have: a capability of KVM, of at least a value, a type of device, or a name, an architecture or a kind, or this machine: an assembler; elsewhere the test, or the rest of the script, is skipped with the reason. */
declare function needs(a1: {cap?: any, min?: any, device?: any, boards?: any, asm?: any}): void;
/** what vm with the same block would do on the board at hand: each call with its number and argument, why it is there, what an errno would mean; nothing is made. */
declare function plan(a1: ((words: VmWords) => void) | VmWordsObject): any;
/** print a value, without a new line after it. */
declare function print(a1: any): void;
/** print a value and a new line. */
declare function println(a1: any): void;
/** the registers of the first vCPU of the machine that was made last; m.regs are those of m. */
declare const regs: any;
/** make what a patch adds callable: a mail, a diff or a header, from a file or as text. */
declare function rfc(a1: string): any;
/** run the machine that was made last until an exit that no handler takes, or the one that until: names; within: a time. */
declare function run(): any;
declare function run(a1: {until?: any, within?: any}): any;
/** so many seconds. */
declare function seconds(a1: Bits): Duration;
/** a test: a line says whether its block held, the script goes on, and at its end one that failed counts. */
declare function test(a1: string, a2: () => unknown): void;
declare function test(a1: string, a2: {boards?: any}, a3: () => unknown): void;
/** make a VM on the board at hand and give it as a machine. */
declare function vm(a1: ((words: VmWords) => void) | VmWordsObject): Machine;
interface VmWords {
  /** the guest's reads of a port or an address, or its hypercalls, give a value, and its writes go on: answered where it runs, without an exit that is seen. */
  answer(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** the architecture level of a powerpc guest: 201 for 2.01, 206 for 2.06. */
  arch(a1: Bits): void;
  /** the guest's writes to a port or an address, or its H_PUT_TERM_CHARs, are the text of m.console; its reads give value:, and no exit is seen of either. */
  console(a1: {io?: any, mmio?: any, hcall?: any, value?: any}): void;
  /** any ioctl of the VM by its name, after its memory and before its vCPUs. */
  ioctl(a1: any): void;
  ioctl(a1: any, a2: any): void;
  ioctl(a1: any, a2: {[name: string]: any}): void;
  /** what is in guest memory before the first run: hex:, bytes:, a raw file:, an elf: file's segments at their physical addresses, or asm: a text for GNU as, on x86 in the first vCPU's mode or that of bits: 16, 32 or 64. */
  load(a1: {at?: any, hex?: any, bytes?: any, file?: any, elf?: any, asm?: any, bits?: any}): void;
  /** guest memory at a guest physical address; readonly: true makes the guest's writes exits, log: true has the kernel keep what it wrote, huge: true or a page's size takes huge pages, file: begins as a private copy of a file, and guestMemfd: true is memory that the guest can have for itself. */
  memory(a1: {at?: any, size?: any, readonly?: any, log?: any, huge?: any, file?: any, guestMemfd?: any}): void;
  /** what to do at an exit of a port, an address, a hypercall or a system event, or of a range of them; for an input, a read or a hypercall the result is the reply, and a system event ends the run. */
  on(a1: {io?: any, mmio?: any, hcall?: any, system?: any, exit?: any}): void;
  on(a1: {io?: any, mmio?: any, hcall?: any, system?: any, exit?: any}, a2: (e: any) => unknown): void;
  /** which paravirtualised interface a powerpc guest sees: NONE, KVM or SPAPR. */
  platform(a1: any): void;
  /** a real mode area of the kernel's pool at guest address 0; the size is what you expect it to be. */
  rma(a1: Bits): void;
  /** a vCPU, and how it starts. */
  vcpu(a1: any): void;
  vcpu(a1: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  vcpu(a1: any, a2: ((words: VcpuWords) => void) | VcpuWordsObject): void;
  /** an ARM guest's interrupt controller: where the distributor and a GICv2's CPU interface, or a GICv3's redistributors, are. */
  vgic(a1: {dist?: any, cpu?: any, redist?: any, irqs?: any}): void;
}
interface VmWordsObject {
  answer?: any;
  arch?: any;
  console?: any;
  ioctl?: any;
  load?: any;
  memory?: any;
  on?: any;
  platform?: any;
  rma?: any;
  vcpu?: any;
  vgic?: any;
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
  regs?: any;
  start?: any;
  [word: string]: any;
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
  /** give everything back that the machine has of the kernel. */
  close(): void;
  /** what the guest wrote to its console so far. */
  readonly console: string;
  /** a device that KVM_CREATE_DEVICE made, by its descriptor. */
  device(a1: Bits): IoctlScope;
  /** so many instructions from a guest physical address on, as the first vCPU would read them. */
  dis(a1: Bits, a2: Bits): any;
  /** any ioctl of the VM by its name: its fields by name, or one value; the answer is a number or what the struct holds then. */
  ioctl(a1: any): any;
  ioctl(a1: any, a2: any): any;
  ioctl(a1: any, a2: {[name: string]: any}): any;
  /** the first vCPU's registers. */
  readonly regs: any;
  /** run until an exit that no handler takes, or the one that until: names; within: a time, ten seconds where it says none. */
  run(): any;
  run(a1: {until?: any, within?: any}): any;
  /** end the run that is under way, if one is. */
  stop(): void;
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
  /** the vCPU's registers by the architecture's names: read, written and printed. */
  readonly regs: any;
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
declare const KVM: KernelName;
declare const NONE: KernelName;
declare const SPAPR: KernelName;
declare const arm64: KernelName;
declare const entry: KernelName;
declare const fail_entry: KernelName;
declare const hcall: KernelName;
declare const hlt: KernelName;
declare const internal_error: KernelName;
declare const io: KernelName;
declare const mmio: KernelName;
declare const ppc64: KernelName;
declare const ppc64le: KernelName;
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
