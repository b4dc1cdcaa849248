// The sample of "Using the KVM API" (Josh Triplett, LWN.net, https://lwn.net/Articles/658511/) call by call: a guest in real mode adds two numbers and prints
// the sum. Every call is the script's own, and these are all.
//   kvmsh scripts/x86/call-by-call.groovy

needs boards: 'x86_64'
needs asm: x86_16

trace exits: true

expect { kvm.ioctl(KVM_GET_API_VERSION) == KVM_API_VERSION }
expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY) == 1 }
def m = vm { }

def code = m.allocate 4.KB
code.write 0, asm(x86_16, 'mov $0x3f8, %dx; add %bl, %al; add $48, %al; out %al, (%dx); mov $10, %al; out %al, (%dx); hlt').bytes
m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0x1000, memory_size: 4.KB, userspace_addr: code.address

m.ioctl KVM_CREATE_VCPU, 0
def v = m.vcpu(0)                       // KVM_GET_VCPU_MMAP_SIZE, and kvm_run is mapped

def s = v.ioctl KVM_GET_SREGS
s.cs.base = 0
s.cs.selector = 0
v.ioctl KVM_SET_SREGS, s
v.ioctl KVM_SET_REGS, rip: 0x1000, rax: 2, rbx: 2, rflags: 2

def text = ''
for (def e = v.ioctl(KVM_RUN); e.reason != KVM_EXIT_HLT; e = v.ioctl(KVM_RUN)) {
  expect { e.out && e.size == 1 && e.port == 0x3f8 && e.count == 1 }
  text += e.text
}
expect { text == '4\n' }

def calls = trace.all.findAll { !it.own }*.name
expect { calls == ['KVM_GET_API_VERSION', 'KVM_CHECK_EXTENSION', 'KVM_CREATE_VM', 'KVM_SET_USER_MEMORY_REGION', 'KVM_CREATE_VCPU', 'KVM_GET_VCPU_MMAP_SIZE', 'mmap', 'KVM_GET_SREGS',
                   'KVM_SET_SREGS', 'KVM_SET_REGS', 'KVM_RUN', 'KVM_RUN', 'KVM_RUN'] }
