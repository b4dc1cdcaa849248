// The registers of a riscv64 vCPU: general ones, floating point, CSRs, and the extensions that can be switched off before the first run.
//   kvmsh -b qemu:riscv64 scripts/riscv/registers.groovy

needs boards: 'riscv64'

test('the registers of the calling convention, by number too') {
  def m = vm { vcpu(0) { start 0x80000000; regs ra: 1, a0: -1, t6: 31 } }
  expect { m.regs.pc == 0x80000000 && m.regs.mode == KVM_RISCV_MODE_S }
  expect { m.reg('x1') == 1 && m.reg('x10') == 0xffffffffffffffff && m.reg('x31') == 31 }
}

test('CSRs and floating point are one-regs by their names') {
  def m = vm { vcpu(0) { start 0x80000000 } }
  m.reg stvec: 0x80000100, sscratch: 0x1234, ft0: 0x3ff0000000000000, fcsr: 0x1f
  expect { m.reg('stvec') == 0x80000100 && m.reg('sscratch') == 0x1234 }
  expect { m.reg('f0') == 0x3ff0000000000000 && m.reg('fcsr') == 0x1f }
  expect { m.reg('satp') == 0 }
}

test('KVM_GET_REG_LIST has the pc, and no register twice') {
  needs ioctl: KVM_GET_REG_LIST            // Linux 6.6
  def m = vm { vcpu(0) { start 0x80000000 } }
  def list = m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg
  expect { list.size() > 100 && list.toSet().size() == list.size() }
  expect { list.contains(KVM_REG_RISCV | KVM_REG_SIZE_U64 | KVM_REG_RISCV_CORE) }
}

test('an extension is switched off before the first run, if KVM can take it from the guest') {
  def m = vm { vcpu(0) { start 0x80000000 } }
  expect { m.reg('isa.c') == 1 && m.reg('isa.d') == 1 }
  m.reg 'isa.d': 0
  expect { m.reg('isa.d') == 0 }
  expect(errno: EINVAL) { m.reg 'isa.zbb': 0 }
}

test('the timer counts, and its frequency can only be read') {
  def m = vm { vcpu(0) { start 0x80000000 } }
  def before = m.reg('timer.time')
  expect { m.reg('timer.frequency') > 0 }
  expect { m.reg('timer.time') >= before }
  // Before Linux 6.6 KVM gives EOPNOTSUPP.
  expect { attempt { m.reg 'timer.frequency': m.reg('timer.frequency') + 1 } in [EINVAL, EOPNOTSUPP] }
}

test('after the first run extensions of the processor stay as they are: EBUSY, and EOPNOTSUPP before Linux 6.6') {
  def m = vm { memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: '6f 00 00 00'; vcpu(0) { start 0x80000000 } }
  m.run until: timeout, within: 100.ms
  expect { attempt { m.reg 'isa.d': 0 } in [EBUSY, EOPNOTSUPP] }
}

test('after the first run SBI extensions stay as they are: EBUSY') {
  needs reg: 'sbi.dbcn'
  def m = vm { memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: '6f 00 00 00'; vcpu(0) { start 0x80000000 } }
  m.run until: timeout, within: 100.ms
  expect(errno: EBUSY) { m.reg 'sbi.dbcn': 1 }
}
