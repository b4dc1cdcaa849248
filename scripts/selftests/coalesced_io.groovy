// Writes to coalesced zones wait in a ring of one page, ports and addresses in the order in which the guest makes them, and the write that finds the ring
// full is an exit; so is a write outside of the zones, and every one when the zones are gone.
//   kvmsh scripts/selftests/coalesced_io.groovy
//
// Linux: tools/testing/selftests/kvm/coalesced_io_test.c. Linux before 6.12 computes the free entries modulo 170 from a difference that wraps
// at 2^32 (virt/kvm/coalesced_mmio.c, coalesced_mmio_has_room), and 2^32 is 86 modulo 170: a ring with 85 writes is full to it. The original,
// built of 6.12, fails on 6.1 at the same write.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64
needs cap: KVM_CAP_COALESCED_MMIO
needs cap: KVM_CAP_COALESCED_PIO

// A page has two indices of 4 bytes and entries of 24; one entry is always free.
def RING = (4.KB - 8).intdiv(24), ROOM = RING - 1
def MMIO = 0xd0000000L, PORT = 0x80

// The guest counts: even numbers go to the address, odd ones to the port. It begins with an even one, or an odd one.
def machine = { first ->
  vm {
    memory at: 0, size: 64.KB
    load at: 0x1000, asm: '''
            test $1, %al
            jnz odd
      even: mov %rax, (%rsi)
            inc %eax
      odd:  out %eax, %dx
            inc %eax
            jmp even
    '''
    vcpu(0) { long64 0x1000, tables: 0x2000; regs rax: first, rsi: MMIO, rdx: PORT }
    coalesce mmio: MMIO, size: 8
    coalesce io: PORT, size: 8
  }
}
def write = { e -> e.reason == KVM_EXIT_MMIO ? [e.address, e.length, e.value] : [e.port, e.size, e.value] }
def expected = { number -> number % 2 == 0 ? [MMIO, 8, number] : [PORT, 4, number] }

[[0, 'a port'], [1, 'an address']].each { first, place ->
  test("the ring holds $ROOM writes wherever it begins, and the one after them, to $place, is an exit") {
    def m = machine(first)
    def number = first
    // Each round leaves the ring's beginning one entry further back.
    RING.times {
      def e = m.vcpu(0).ioctl KVM_RUN
      expect { m.coalesced().collect(write) == (number..<number + ROOM).collect(expected) }
      expect { write(e) == expected(number + ROOM) }
      number += RING
    }
    m.close()
  }
}

test('a write outside of the zones is an exit at once, and the writes before it come before it') {
  def m = machine(0)
  def next = m.vcpu(0).ioctl(KVM_RUN).value + 1
  m.coalesced()
  m.regs.rdx = PORT + 8
  def e = m.vcpu(0).ioctl KVM_RUN
  expect { e.port == PORT + 8 }
  expect { m.coalesced().collect(write) == [expected(next)] }
}

test('without its zone each write is an exit') {
  def m = machine(0)
  m.ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: MMIO, size: 8
  expect { write(m.vcpu(0).ioctl(KVM_RUN)) == expected(0) }
  m.ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: PORT, size: 8, pio: 1
  expect { write(m.vcpu(0).ioctl(KVM_RUN)) == expected(1) }
  expect { write(m.vcpu(0).ioctl(KVM_RUN)) == expected(2) }
  expect { m.coalesced() == [] }
}
