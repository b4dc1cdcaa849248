// board: model:ppc-pr
// A real mode area on the three values of KVM_CAP_PPC_RMA (aa04b4cc5be6): 2 where the processor can't run a guest without one, 1 where it can use one, 0 where the
// kernel has none to give, and memory at guest address 0 is what real mode has.
//   kvmsh -b model:ppc970-hv scripts/ppc/rma.js
//   kvmsh -b model:power7-hv scripts/ppc/rma.js
//   kvmsh -b model:ppc-pr scripts/ppc/rma.js
//   kvmsh -b 'model:power7-hv?rma_size=64M&rma_count=2' scripts/ppc/rma.js

needs({boards: ['model:pp*', 'model:power*']})

const rma = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA)

if (rma == 0) {
  test('0: the kernel does not know the call: ENOTTY', () => { expect({errno: ENOTTY}, () => vm({}).ioctl(KVM_ALLOCATE_RMA)) })
  test('0: rma is ordinary memory at guest address 0', () => {
    const m = vm({rma: MB(64)})
    expect(() => m.memmap.all[0].size == MB(64))
  })
} else {
  const area = vm({}).ioctl(KVM_ALLOCATE_RMA).rma_size

  test(`${rma}: an area has the size of the pool's, and is the guest's memory at address 0`, () => {
    const m = vm({rma: area, load: {at: 0x1000, hex: '48 00 00 00'}})
    expect(() => m.memmap.all[0].size == area)
    expect(() => m.mem(0x1000, 4).u32(0) == 0x48000000)
  })
  test(`${rma}: several pieces of memory besides, in pages of 16 MiB, up to 64 GiB in all`, () => {
    const m = vm({rma: area, memory: [{at: GB(1), size: MB(32), huge: MB(16)}, {at: GB(4), size: GB(60), huge: MB(16)}]})
    expect(() => m.memmap.all.length == 3)
    m.close()
    expect({errno: EINVAL}, () => vm({rma: area, memory: {at: GB(4), size: GB(61), huge: MB(16)}}))
  })
  test(`${rma}: memory in smaller pages: EINVAL`, () => { expect({errno: EINVAL}, () => vm({rma: area, memory: {at: GB(1), size: MB(32)}})) })
  test(`${rma}: an empty pool: ENOMEM, and the capability stays`, () => {
    let areas = 0
    while (!attempt(() => vm({rma: area}))) areas++
    expect(() => areas > 0)
    expect({errno: ENOMEM}, () => vm({rma: area}))
    expect(() => kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA) == rma)
  })
  test(`${rma}: they are back in the pool when the machines are closed`, () => { vm({rma: area}) })

  const level = rma == 2 ? 201 : 206
  test(`${rma}: a guest without an area ${rma == 2 ? 'is not run: EPERM' : 'runs in memory of 16 MiB pages'}`, () => {
    const m = vm({platform: SPAPR, arch: level, memory: {at: 0, size: MB(16), huge: MB(16)}, load: {at: 0x1000, hex: '38 60 07 f0  44 00 00 22'}, vcpu: {start: 0x1000}})
    if (rma == 2) {
      expect({errno: EPERM}, () => m.run({within: seconds(1)}))
    } else {
      m.run({within: seconds(1)})
      expect({exit: hcall})
    }
  })
}
