// set-platform-v2.groovy in JavaScript.
//   kvmsh -b 'qemu:ppc64-rfc?kernel=v2' scripts/ppc/set-platform-v2.js
//   kvmsh -b rfc:qemu:ppc64-rfc scripts/ppc/set-platform-v2.js
//   kvmsh -b rfc:model:power7-hv scripts/ppc/set-platform-v2.js

needs({boards: 'ppc64'})

rfc('../kernels/ppc64-v2/kvm-ppc-set-platform-v2.patch')

// A kernel of 2011, as the models have, has one type of VM. KVM_CAP_PPC_RMA tells which: it is 0 in problem state.
const modern = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_CHECK_EXTENSION_VM) > 0
const types = modern ? [KVM_VM_PPC_HV, KVM_VM_PPC_PR].filter(type => !attempt(() => kvm.ioctl(KVM_CREATE_VM, type)))
                     : [kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA) > 0 ? KVM_VM_PPC_HV : KVM_VM_PPC_PR]
const hostPvr = vm({vcpu: {}}).vcpu(0).ioctl(KVM_GET_SREGS).pvr

if (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_SET_PLATFORM) == 0) {
  needs({boards: 'rfc:*'})
  // The kernel below says which levels it has.
  const probe = vm({vcpu: {}}).vcpu(0)
  const hasLevel = pvr => !attempt(() => probe.ioctl(KVM_SET_ONE_REG, {id: KVM_REG_PPC_ARCH_COMPAT, value: pvr}))
  const isLogical = pvr => pvr >= 0x0f000000 && pvr <= 0x0fffffff
  // As book3s_hv and book3s_pr of the patch decide it.
  const can = (type, arg) => type == KVM_VM_PPC_HV
    ? arg.platform == KVM_PPC_PV_SPAPR && arg.features == 0 && (isLogical(arg.pvr) ? hasLevel(arg.pvr) : arg.pvr == 0 || arg.pvr == hostPvr)
    : arg.platform != KVM_PPC_PV_BOOKE && !isLogical(arg.pvr) && (arg.platform != KVM_PPC_PV_SPAPR || arg.pvr == 0 || arg.pvr >= 0x330000 && arg.pvr < 0x70330000)
  proposal(KVM_PPC_SET_PLATFORM, arg => {
    if (arg.platform != KVM_PPC_PV_NONE && arg.platform != KVM_PPC_PV_SPAPR && arg.platform != KVM_PPC_PV_BOOKE) return -EINVAL
    if (arg.flags != 0 || arg.features > KVM_PPC_FEATURE_KVM || [0, 1, 2, 3, 4].some(i => arg.reserved[i] != 0)) return -EINVAL
    // KVM_PPC_GET_PVINFO is PR's only.
    const own = !modern ? types[0] : arg.vm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_GET_PVINFO) > 0 ? KVM_VM_PPC_PR : KVM_VM_PPC_HV
    const able = [own, ...types].find(type => can(type, arg))
    arg.vm_type = able ?? 0
    return able == own ? 0 : -EOPNOTSUPP
  })
}
needs({ioctl: KVM_PPC_SET_PLATFORM})

const hv = () => modern ? vm({type: HV}) : vm({})
const pr = () => modern ? vm({type: PR}) : vm({})
// Each returns vm_type. After a refusal that is read from memory that the script allocated, since ioctl then returns no struct.
const taken = (m, fields) => m.ioctl(KVM_PPC_SET_PLATFORM, fields).vm_type
const refused = (m, errno, fields) => {
  expect({errno}, () => m.ioctl(KVM_PPC_SET_PLATFORM, fields))
  const plat = m.allocate(64), calls = trace('KVM_PPC_SET_PLATFORM').all
  plat.write(0, calls[calls.length - 1].bytes)
  expect({errno}, () => m.ioctl(KVM_PPC_SET_PLATFORM, plat))
  return [...plat.bytes(20, 4)].reduce((sum, byte) => sum + byte)
}
// The types of VM that a board has, as KVM_CREATE_VM says it.
const onHv = ['*qemu:ppc64*', '*model:power7-hv*', '*model:ppc970-hv*']
const onPr = ['*qemu:ppc64-rfc*', '*model:ppc-pr*']
const other = types.includes(KVM_VM_PPC_PR) ? KVM_VM_PPC_PR : 0

test('set_platform.padding: "add some padding so we can extend it later": 64 bytes, and those without a meaning must be 0', () => {
  for (let i = 0; i < 5; i++) refused(vm({}), EINVAL, {platform: KVM_PPC_PV_SPAPR, reserved: [0, 1, 2, 3, 4].map(n => n == i ? 1 : 0)})
  refused(vm({}), EINVAL, {platform: KVM_PPC_PV_SPAPR, flags: 0x80000000})
  expect(() => trace('KVM_PPC_SET_PLATFORM').all.at(-1).bytes.length == 64)
  expect({errno: EFAULT}, () => vm({}).ioctl(KVM_PPC_SET_PLATFORM, 0))
})
test('set_platform.booke: "BookE would be useful to also include in the list": a platform that is known, but not on Book3S', () => {
  expect(() => refused(vm({}), EOPNOTSUPP, {platform: KVM_PPC_PV_BOOKE}) == 0)
  refused(vm({}), EINVAL, {platform: 4})
})
test('set_platform.kvm_feature_of_pr: "KVM is more of a feature flag than a platform": PR has it on SPAPR too', {boards: onPr}, () => {
  for (const features of [0, KVM_PPC_FEATURE_KVM])
    for (const platform of [KVM_PPC_PV_NONE, KVM_PPC_PV_SPAPR]) expect(() => taken(pr(), {platform, features}) == KVM_VM_PPC_PR)
})
test('set_platform.unknown_values: in version 1 KVM was platform 1, which is unknown now; so are other features', () => {
  refused(vm({}), EINVAL, {platform: 1})
  refused(vm({}), EINVAL, {platform: KVM_PPC_PV_SPAPR, features: 2})
})
test('set_platform.kvm_feature_of_hv: "ordinary system call interrupts go straight to the guest": HV does not have KVM\'s hypercalls, and says who does', {boards: onHv}, () => {
  expect(() => refused(hv(), EOPNOTSUPP, {platform: KVM_PPC_PV_SPAPR, features: KVM_PPC_FEATURE_KVM}) == other)
})
test('set_platform.host_pvr: "include PVR": the host\'s own, or 0 for it', {boards: onHv}, () => {
  for (const pvr of [0, hostPvr]) expect(() => taken(hv(), {platform: KVM_PPC_PV_SPAPR, pvr}) == KVM_VM_PPC_HV)
})
test('set_platform.logical_pvr: "the logical PVR values defined in PAPR": HV has the levels up to the processor\'s', {boards: '*qemu:ppc64*'}, () => {
  for (const pvr of [0x0f000002, 0x0f000003, 0x0f000004]) expect(() => taken(hv(), {platform: KVM_PPC_PV_SPAPR, pvr}) == KVM_VM_PPC_HV)
  for (const pvr of [0x0f000006, 0x0f0000ff]) expect(() => refused(hv(), EOPNOTSUPP, {platform: KVM_PPC_PV_SPAPR, pvr}) == 0)
})
test('set_platform.logical_pvr_of_pr: PR has no such levels, and names HV', {boards: '*qemu:ppc64-rfc*'}, () => {
  expect(() => refused(pr(), EOPNOTSUPP, {platform: KVM_PPC_PV_SPAPR, pvr: 0x0f000003}) == KVM_VM_PPC_HV)
})
test('set_platform.pvr_of_32_bits: "identify 32-bit BookS processors": PR takes the PVR of a 750, but not with PAPR', {boards: onPr}, () => {
  expect(() => taken(pr(), {pvr: 0x00084202}) == KVM_VM_PPC_PR)
  expect(() => refused(pr(), EOPNOTSUPP, {platform: KVM_PPC_PV_SPAPR, pvr: 0x00084202}) == 0)
})
test('set_platform.cross: "it\'s up to the kernel to decide that it\'s cross": HV cannot be another processor, and names PR', {boards: onHv}, () => {
  expect(() => refused(hv(), EOPNOTSUPP, {pvr: 0x00084202}) == other)
  expect(() => refused(hv(), EOPNOTSUPP, {platform: KVM_PPC_PV_SPAPR, pvr: hostPvr ^ 1}) == other)
})
test('set_platform.no_cross_flag: version 1\'s KVM_PPC_CROSS_ARCH is not a flag', () => { refused(vm({}), EINVAL, {platform: KVM_PPC_PV_SPAPR, flags: 1}) })
test('set_platform.vm_type: "userspace should be able to find out" whether HV or PR runs the guest', () => {
  expect(() => taken(vm({}), {platform: types[0] == KVM_VM_PPC_HV ? KVM_PPC_PV_SPAPR : KVM_PPC_PV_NONE}) == types[0])
})

// --- in the kernel only: the vCPUs

// A hypercall of KVM, KVM_HC_FEATURES, then one of PAPR that the kernel does not handle. 0xc00 is where the guest's own system calls go.
const guest = `
  56 4b 00 3c         # lis   r0, 0x4b56
  21 4d 00 60         # ori   r0, r0, 0x4d21      KVM_SC_MAGIC_R0
  2a 00 60 3d         # lis   r11, 42             EV_KVM_VENDOR_ID
  03 00 6b 61         # ori   r11, r11, 3         KVM_HC_FEATURES
  02 00 00 44         # sc
  f0 07 60 38         # li    r3, 0x7f0
  22 00 00 44         # sc    1
`
const systemCall = '38 60 07 f4  44 00 00 22'   // li r3, 0x7f4; sc 1: interrupts are big-endian by default

test('set_platform.hv_guest: a guest of HV has PAPR and the level, with no other call', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const m = vm(v => {
    v.type(HV); v.memory({at: 0, size: MB(1)})
    v.load({at: 0x1000, hex: 'f0 07 60 38  22 00 00 44'})   // li r3, 0x7f0; sc 1
    v.ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR, pvr: 0x0f000003})
    v.vcpu(0, c => c.start(0x1000))
  })
  expect(() => m.reg('arch_compat') == 0x0f000003)
  m.run({within: seconds(20)})
  expect({exit: hcall})
})
test('set_platform.vcpu_of_32_bits: a vCPU of PR has the PVR of a 750 and is a 32-bit processor, which cannot have PAPR', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const m = vm(v => { v.type(PR); v.ioctl(KVM_PPC_SET_PLATFORM, {pvr: 0x00084202}); v.vcpu(0) })
  expect(() => m.vcpu(0).ioctl(KVM_GET_SREGS).pvr == 0x00084202)
  expect({errno: EINVAL}, () => m.vcpu(0).ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_PPC_PAPR}))
})
for (const [name, features, what, number] of [['with_kvm_hypercalls', KVM_PPC_FEATURE_KVM, 'answers KVM_HC_FEATURES', 0x7f0], ['without_kvm_hypercalls', 0, 'leaves sc to the guest', 0x7f4]])
  test(`set_platform.${name}: a guest of PR with features ${features}: KVM ${what}`, {boards: '*qemu:ppc64-rfc*'}, () => {
    needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
    const m = vm(v => {
      v.type(PR); v.memory({at: 0, size: MB(1)})
      v.load({at: 0x1000, hex: guest})
      v.load({at: 0xc00, hex: systemCall})
      v.ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR, features})
      v.vcpu(0, c => { c.start(0x1000); c.reg({KVM_REG_PPC_HIOR: 0}) })
    })
    m.run({within: seconds(20)})
    expect({exit: hcall})
    expect(() => m.regs.r3 == number)
  })
test('set_platform.after_first_vcpu: after the first vCPU: EBUSY', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  refused(vm({type: HV, vcpu: {}}), EBUSY, {platform: KVM_PPC_PV_SPAPR})
})

// --- in the kernel only: what the call takes the place of

test('set_platform.pvr_is_kept: "could deprecate the PVR setting one": a vCPU of PR keeps the platform\'s PVR', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const of750 = vm(v => { v.type(PR); v.ioctl(KVM_PPC_SET_PLATFORM, {pvr: 0x00084202}); v.vcpu(0) })
  for (const {m, errno} of [{m: of750, errno: EINVAL}, {m: vm(v => { v.type(PR); v.vcpu(0) }), errno: null}]) {
    const sregs = m.vcpu(0).ioctl(KVM_GET_SREGS)
    expect(() => m.vcpu(0).ioctl(KVM_SET_SREGS, sregs) == 0)
    sregs.pvr = 0x00088202
    const got = attempt(() => m.vcpu(0).ioctl(KVM_SET_SREGS, sregs))
    expect(() => errno ? got == errno : !got)
    expect(() => m.vcpu(0).ioctl(KVM_GET_SREGS).pvr == (errno ? 0x00084202 : 0x00088202))
  }
})
test('set_platform.level_is_kept: a vCPU of HV keeps the platform\'s level', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const m = vm(v => { v.type(HV); v.ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR, pvr: 0x0f000003}); v.vcpu(0) })
  expect({errno: EINVAL}, () => m.vcpu(0).ioctl(KVM_SET_ONE_REG, {id: KVM_REG_PPC_ARCH_COMPAT, value: 0x0f000002}))
  m.vcpu(0).ioctl(KVM_SET_ONE_REG, {id: KVM_REG_PPC_ARCH_COMPAT, value: 0x0f000003})
  expect(() => m.reg('arch_compat') == 0x0f000003 && m.vcpu(0).ioctl(KVM_GET_SREGS).pvr == hostPvr)
  const free = vm(v => { v.type(HV); v.vcpu(0) })
  free.vcpu(0).ioctl(KVM_SET_ONE_REG, {id: KVM_REG_PPC_ARCH_COMPAT, value: 0x0f000002})
  expect(() => free.reg('arch_compat') == 0x0f000002)
})
test('set_platform.papr_only_on_spapr: a vCPU of PR has PAPR only on SPAPR', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const enable = platform => {
    const m = vm(v => { v.type(PR); if (platform !== undefined) v.ioctl(KVM_PPC_SET_PLATFORM, {platform}); v.vcpu(0) })
    return attempt(() => m.vcpu(0).ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_PPC_PAPR}))
  }
  expect(() => enable(KVM_PPC_PV_NONE) == EINVAL)
  expect(() => !enable(KVM_PPC_PV_SPAPR))
  expect(() => !enable())
})
test('set_platform.last_platform: the last platform that was accepted is the VM\'s', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const m = vm({type: HV})
  for (const pvr of [0x0f000002, 0x0f000003]) expect(() => taken(m, {platform: KVM_PPC_PV_SPAPR, pvr}) == KVM_VM_PPC_HV)
  refused(m, EOPNOTSUPP, {platform: KVM_PPC_PV_BOOKE})
  refused(m, EINVAL, {platform: 1})
  m.more(v => { v.vcpu(0) })
  expect(() => m.reg('arch_compat') == 0x0f000003)
})
test('set_platform.mmio_of_pr: "we might want to force the use of book3s_pr", which emulates MMIO', {boards: '*qemu:ppc64-rfc*'}, () => {
  needs({ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'})
  const m = vm(v => {
    v.type(PR); v.memory({at: 0, size: MB(1)})
    v.load({at: 0x1000, hex: '00 40 80 3c  00 00 64 90'})   // lis r4, 0x4000; stw r3, 0(r4)
    v.ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR})
    v.vcpu(0, c => c.start(0x1000))
  })
  m.run({until: mmio, within: seconds(20)})
  const e = m.exits.last.exit
  expect(() => e.address == 0x40000000 && e.length == 4 && e.write)
})
