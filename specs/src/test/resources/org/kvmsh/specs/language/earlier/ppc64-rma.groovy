// board: model:ppc-pr
// A real mode area on the three values of KVM_CAP_PPC_RMA (aa04b4cc5be6): 2 where the processor can't run a guest without one, 1 where it can use one, 0 where the
// kernel has none to give, and memory at guest address 0 is what real mode has.
//   kvmsh -b model:ppc970-hv scripts/ppc/rma.groovy
//   kvmsh -b model:power7-hv scripts/ppc/rma.groovy
//   kvmsh -b model:ppc-pr scripts/ppc/rma.groovy
//   kvmsh -b 'model:power7-hv?rma_size=64M&rma_count=2' scripts/ppc/rma.groovy

needs boards: ['model:pp*', 'model:power*']

def value = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA)

if (value == 0) {
  test('0: the kernel does not know the call: ENOTTY') { expect(errno: ENOTTY) { vm { }.ioctl KVM_ALLOCATE_RMA } }
  test('0: rma is ordinary memory at guest address 0') {
    def m = vm { rma 64.MB }
    expect { m.memmap.all[0].size == 64.MB }
  }
} else {
  def area = vm { }.ioctl(KVM_ALLOCATE_RMA).rma_size

  test("$value: an area has the size of the pool's, and is the guest's memory at address 0") {
    def m = vm { rma area; load at: 0x1000, hex: '48 00 00 00' }
    expect { m.memmap.all[0].size == area }
    expect { m.mem(0x1000, 4).u32(0) == 0x48000000 }
  }
  test("$value: several pieces of memory besides, in pages of 16 MiB, up to 64 GiB in all") {
    def m = vm { rma area; memory at: 1.GB, size: 32.MB, huge: 16.MB; memory at: 4.GB, size: 60.GB, huge: 16.MB }
    expect { m.memmap.all.size() == 3 }
    m.close()
    expect(errno: EINVAL) { vm { rma area; memory at: 4.GB, size: 61.GB, huge: 16.MB } }
  }
  test("$value: memory in smaller pages: EINVAL") { expect(errno: EINVAL) { vm { rma area; memory at: 1.GB, size: 32.MB } } }
  test("$value: an empty pool: ENOMEM, and the capability stays") {
    def areas = 0
    while (!attempt { vm { rma area } }) areas++
    expect { areas > 0 }
    expect(errno: ENOMEM) { vm { rma area } }
    expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA) == value }
  }
  test("$value: they are back in the pool when the machines are closed") { vm { rma area } }

  def level = value == 2 ? 201 : 206
  test("$value: a guest without an area ${value == 2 ? 'is not run: EPERM' : 'runs in memory of 16 MiB pages'}") {
    def m = vm { platform SPAPR; arch level; memory at: 0, size: 16.MB, huge: 16.MB; load at: 0x1000, hex: '38 60 07 f0  44 00 00 22'; vcpu(0) { start 0x1000 } }
    if (value == 2) {
      expect(errno: EPERM) { m.run within: 1.s }
    } else {
      m.run within: 1.s
      expect exit: hcall
    }
  }
}
