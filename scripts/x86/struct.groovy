// Structs as values: a vCPU's segments are changed in what KVM_GET_SREGS gave, and a CPUID list is made field by field.

needs boards: 'x86_64'

def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }
def c = m.vcpu(0)

test('a segment is moved: the struct is read, changed and given back') {
    def s = c.ioctl KVM_GET_SREGS
    def before = copy s
    s.ds.base = 0x3000
    s.es = s.ds
    expect { s.es.base == 0x3000 }
    expect { diff(before, s).names == ['ds.base', 'es.base'] }
    c.ioctl KVM_SET_SREGS, s
    expect { same s, c.ioctl(KVM_GET_SREGS) }
    c.ioctl KVM_SET_SREGS, before
    expect { c.ioctl(KVM_GET_SREGS).ds.base == 0 }
}

test('bits of any width are set and cleared in place') {
    def s = c.ioctl KVM_GET_SREGS
    s.cr4 |= 0x20
    s.cr4 &= ~0x20
    s.cs.db++
    s.cs.limit = -1
    s.interrupt_bitmap[0] |= 1
    expect { s.cr4 == 0; s.cs.db == 1; s.cs.limit == 0xffffffff; s.interrupt_bitmap[0] == 1 }
}

test('a list is made: its count follows it') {
    def list = struct 'kvm_cpuid2', entries: [[function: 0, eax: 1, ebx: 0x756e6547]]
    list.entries << [function: 1]
    list.entries[1].eax |= 0x80000000
    expect { list.nent == 2 }
    c.ioctl KVM_SET_CPUID2, list
    expect { c.ioctl(KVM_GET_CPUID2).entries[1].eax == 0x80000000 }
}

test('a union: two names for the same bytes') {
    def route = struct 'kvm_irq_routing_entry', gsi: 5, u: [irqchip: [irqchip: 1, pin: 2]]
    route.u.irqchip.pin = 3
    expect { route.u.msi.address_hi == 3 }
}
