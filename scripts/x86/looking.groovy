// What there is to look at of a machine, in scripts as in the shell: memory, exits, the calls that made it, its addresses, capabilities.
//   kvmsh scripts/x86/looking.groovy

needs boards: 'x86_64'

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    ec            # in   %dx, %al
    40            # inc  %ax
    e6 80         # out  %al, $0x80
    f4            # hlt
  '''
  load at: 0x1100, bytes: 'a text\0'.bytes
  load at: 0x1200, hex: '2a'
  vcpu(0) { real 0x1000; regs rdx: 0x60 }
  on(io: 0x60) { 41 }
  on(io: 0x80) { }
}
m.run until: hlt

test('memory is bytes, numbers and text') {
  expect { mem(0x1000, 6).bytes[0] == 0xec }
  expect { mem(0x1100, 16).text == 'a text' }
  expect { mem(0x1200, 8).u16(0) == 42 }
  expect { mem(0x1200, 8).u16(0, 'big') == 0x2a00 }
  expect { mem(0x1200, 8).u64(0) == 42 }
  expect { m.mem(0x1100, 16).at == 0x1100 }
}

test('exits are counted, and the last of them say what they were and what the guest got') {
  expect { exits.total == 3 }
  expect { exits.of('io') == 2 }
  expect { exits.last.name == 'hlt' }
  expect { exits.all[0].exit.port == 0x60 }
  expect { exits.all[0].answer == 41 }
  expect { exits.all[1].exit.value == 42 }
  expect { exits.all[1].answer == null }
}

test('each step that made the machine has its calls, with their results') {
  def first = steps.all[0]
  expect { first.text.startsWith('KVM_CREATE_VM') }
  expect { first.calls[0].name == 'KVM_CREATE_VM' }
  expect { first.calls[0].on == 'kvm' }
  expect { first.calls[0].answer > 0 }
}

test('what lies where') {
  expect { memmap.all[0].at == 0 }
  expect { memmap.all[0].what == 'memory, slot 0' }
  expect { memmap.all[1].at == 0x1000 }
}

test('capabilities by a pattern') {
  expect { caps('NR_*').value('NR_VCPUS') > 0 }
  expect { caps('KVM_CAP_NR_MEMSLOTS').all[0].meaning.contains('memslots') }
  expect { caps('PPC_*').there.size() == 0 }
}
