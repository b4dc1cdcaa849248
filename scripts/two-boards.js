// Runs the same guest on this board and on others of its architecture, and compares how the runs end. Names of boards are arguments:
//   kvmsh -b kvm scripts/two-boards.js model:x86_64 qemu:x86_64
// Without arguments the other board is a second model.

needs({boards: 'x86_64'})

const boards = [board, ...(args.length ? args : ['model:x86_64']).map(name => board(name))]
let here = null

for (const b of boards) {
  const sent = []
  const m = b.vm({
    memory: {at: 0, size: KB(64)},
    load: {at: 0x1000, hex: `
      01 d8        # add %bx, %ax
      e7 10        # out %ax, $0x10
      f4           # hlt
    `},
    vcpu: {real: 0x1000, regs: {rax: 40, rbx: 2}},
    on: {io: 0x10, do: e => { sent.push(e.value) }},
  })
  const end = m.run({until: hlt, within: seconds(20)})
  const there = `${end.exit}, sent ${sent}, rax ${m.regs.rax}, KVM_CAP_USER_MEMORY ${b.caps('USER_MEMORY').value('USER_MEMORY')}`
  println(`${b.name} (${b.kind}): ${there}`)
  if (here === null) {
    here = there
  } else {
    test(`board ${boards.indexOf(b) + 1} ends as the first does`, () => expect(() => there == here))
  }
}
