// board: model:rfc
// A guest of two hypercalls in real mode: its memory is a real mode area of the kernel's pool, and it says a line on its terminal and ends the run.
//   kvmsh -b model:power7-hv scripts/ppc/real-mode.groovy
//   kvmsh -b model:ppc970-hv scripts/ppc/real-mode.groovy
//   kvmsh -b rfc:qemu:ppc64 scripts/ppc/real-mode.groovy
//
// The platform is asked for with KVM_PPC_SET_PLATFORM, and that is all: no KVM_ENABLE_CAP and no KVM_SET_ONE_REG in this script. The guest is big-endian whatever
// the board is, since MSR says so: SF for 64-bit code, ME, and no LE.

needs boards: 'ppc64'
needs boards: ['model', 'rfc:*']
needs cap: KVM_CAP_PPC_RMA

def level = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA) == 2 ? 201 : 206
def text = new StringBuilder()

def m = vm {
  platform SPAPR
  arch level
  rma 128.MB
  load at: 0x1000, hex: '''
    39 e0 11 00         # li    r15, 0x1100
    e8 cf 00 00         # ld    r6, 0(r15)           the first character in the highest byte
    e8 ef 00 08         # ld    r7, 8(r15)
    38 60 00 58         # li    r3, 0x58             H_PUT_TERM_CHAR
    38 80 00 00         # li    r4, 0                terminal 0
    38 a0 00 0a         # li    r5, 10
    44 00 00 22         # sc    1
    7c 74 1b 78         # mr    r20, r3
    38 60 07 f0         # li    r3, 0x7f0            no hypercall
    44 00 00 22         # sc    1
    48 00 00 00         # b     .
  '''
  load at: 0x1100, bytes: 'real mode\n'.bytes
  vcpu(0) { start 0x1000; regs msr: 0x8000000000001000 }
  on(hcall: H_PUT_TERM_CHAR) { e -> text << e.text }
}

def unknown = m.run within: 5.s
print text
println unknown.detail
expect { text.toString() == 'real mode\n' }
expect { unknown.detail.startsWith('papr_hcall 0x7f0') }
expect { m.regs.r20 == H_SUCCESS }
expect { m.regs.pc == 0x1028 }
