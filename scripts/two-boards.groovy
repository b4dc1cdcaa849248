// Runs the same guest on this board and on others of its architecture, and compares how the runs end. Names of boards are arguments:
//   kvmsh -b kvm scripts/two-boards.groovy model:x86_64 qemu:x86_64
// Without arguments the other board is a second model.

needs boards: 'x86_64'

def boards = [board]
for (name in args ?: ['model:x86_64']) {
  boards << board(name)
}

def here = null
for (b in boards) {
  def sent = []
  def m = b.vm {
    memory at: 0, size: 64.KB
    load at: 0x1000, hex: '''
      01 d8        # add %bx, %ax
      e7 10        # out %ax, $0x10
      f4           # hlt
    '''
    vcpu(0) { real 0x1000; regs rax: 40, rbx: 2 }
    on(io: 0x10) { e -> sent << e.value }
  }
  def end = m.run until: hlt, within: 20.s
  def there = "$end.exit, sent $sent, rax ${m.regs.rax}, KVM_CAP_USER_MEMORY ${b.caps('USER_MEMORY').value('USER_MEMORY')}".toString()
  println "$b.name ($b.kind): $there"
  if (here == null) {
    here = there
  } else {
    test("board ${boards.indexOf(b) + 1} ends as the first does") { expect { there == here } }
  }
}
