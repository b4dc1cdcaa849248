// A riscv64 guest of two vCPUs: KVM keeps the second one stopped until the first one starts it by SBI HSM, with an argument in a1.
//   kvmsh -b qemu:riscv64 scripts/riscv/smp.js

needs({boards: 'riscv64'})
needs({asm: riscv64})

const said = []

const m = vm({
  memory: {at: 0x80000000, size: KB(64)},
  load: {at: 0x80000000, asm: `
          li    a7, 0x48534d         # HSM
          li    a6, 0                # hart start
          li    a0, 1
          la    a1, second
          li    a2, 42
          ecall
          li    a3, 0x10000000
          sw    a0, 0(a3)            # SBI_SUCCESS
  wait:   wfi
          j     wait
  second: li    a3, 0x10000000
          sw    a0, 0(a3)            # which hart it is
          sw    a1, 0(a3)            # the argument
          li    a7, 0x48534d
          li    a6, 1                # hart stop
          ecall
  `},
  vcpu: [{id: 0, start: 0x80000000}, {id: 1}],
  on: {mmio: 0x10000000, do: e => { said.push(`${e.vcpu.id}:${e.value}`) }},
})

expect(() => m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED)
m.run({until: () => said.length == 3, within: seconds(20)})
expect(() => said.filter(each => each.startsWith('0:')).join() == '0:0')
expect(() => said.filter(each => each.startsWith('1:')).join() == '1:1,1:42')
