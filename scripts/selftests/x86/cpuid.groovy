// The guest's CPUID answers what KVM_SET_CPUID2 was given, KVM_GET_CPUID2 gives it back, and after the first KVM_RUN it is fixed.
//   kvmsh scripts/selftests/x86/cpuid.groovy
//
// Linux: tools/testing/selftests/kvm/x86/cpuid_test.c. Linux 6.1 leaves nent as it is where there is room for more.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64

def TABLE = 0x8000, ANSWERS = 0xa000

List supported = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries
def m = vm {
  cpuid
  memory at: 0, size: 64.KB
  load at: 0x1000, asm: '''
    next: mov (%rsi), %eax
          mov 4(%rsi), %ecx
          cpuid
          mov %eax, (%rdi)
          mov %ebx, 4(%rdi)
          mov %ecx, 8(%rdi)
          mov %edx, 12(%rdi)
          add $8, %rsi
          add $16, %rdi
          dec %r8
          jnz next
          hlt
  '''
  vcpu(0) { long64 0x1000, tables: 0x2000 }
}
def vcpu = m.vcpu(0)

def OSXSAVE = 1 << 27, OSPKE = 1 << 4
def leaf = { "0x${Long.toHexString(it.function as long)}.$it.index" }
// Two bits are those of CR4, and the sizes in leaf 0xd depend on XCR0 and IA32_XSS: they are no entry's own.
def values = {
  if (it.function == 0xd && it.index <= 1) return []
  [it.eax, it.ebx, it.ecx & ~(it.function == 1 ? OSXSAVE : it.function == 7 ? OSPKE : 0), it.edx]
}
List set = vcpu.ioctl(KVM_GET_CPUID2, nent: 256).entries.findAll { it.function || it.eax }

test('KVM_GET_CPUID2 gives what KVM_GET_SUPPORTED_CPUID has') {
  expect { set.collect { [it.function, it.index, it.flags] } == supported.collect { [it.function, it.index, it.flags] } }
  def others = set.indices.findAll { values(set[it]) != values(supported[it]) }.collect { leaf(set[it]) }
  expect { others == [] }
}

test('it tells how many entries there are, and E2BIG where there is room for fewer') {
  def there = supported.size(), told = vcpu.ioctl(KVM_GET_CPUID2, nent: there + 1).nent
  expect { told == there }
  there.times { room -> expect(errno: E2BIG) { vcpu.ioctl KVM_GET_CPUID2, nent: room } }
}

test('the guest gets every entry') {
  m.mem TABLE, u32: set.collectMany { [it.function, it.index] }
  m.regs.rsi = TABLE
  m.regs.rdi = ANSWERS
  m.regs.r8 = set.size()
  m.run until: hlt, within: 20.s
  def answers = m.mem(ANSWERS, 16 * set.size())
  def answer = { i -> [function: set[i].function, index: set[i].index, eax: answers.u32(16 * i), ebx: answers.u32(16 * i + 4), ecx: answers.u32(16 * i + 8), edx: answers.u32(16 * i + 12)] }
  def others = set.indices.findAll { values(answer(it)) != values(set[it]) }.collect { leaf(set[it]) }
  expect { others == [] }
}

test("the highest leaf of KVM's own is 0x40000001") {
  expect { set.find { it.function == 0x40000000 }.eax == 0x40000001 }
}

test('after KVM_RUN the same entries are taken, and others not: EINVAL') {
  def again = { changed -> vcpu.ioctl KVM_SET_CPUID2, entries: set.collect { [function: it.function, index: it.index, flags: it.flags, eax: it.eax, ebx: it.ebx, ecx: it.ecx, edx: it.edx] + changed(it) } }
  again { [:] }
  expect(errno: EINVAL) { again { it.function == 7 && it.index == 0 ? [ebx: it.ebx ^ 1] : [:] } }
  expect(errno: EINVAL) { again { it.function == 0x80000008L ? [eax: it.eax ^ 1] : [:] } }
}
