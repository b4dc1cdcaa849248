// The descriptor that KVM_GET_STATS_FD gives of a VM and of a vCPU: its header, the statistics' descriptions and their numbers are where they say, and each
// description means something.
//   kvmsh scripts/selftests/kvm_binary_stats.groovy
//
// Linux: tools/testing/selftests/kvm/kvm_binary_stats_test.c. The words m.stats and v.stats read all this; here it is read as bytes.

needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_BINARY_STATS_FD

def HEADER = 24, DESCRIPTION = 16
// The board's byte order shows in the header: its flags are 0, and the name is never longer than 255.
def reader = { bytes, big -> { at, size -> (0..<size).sum { bytes[(at + it) as int] << 8 * (big ? size - 1 - it : it) } } }
def text = { bytes, at -> bytes.drop(at as int).takeWhile { it != 0 }.collect { (it as char) as String }.join() }

def check = { m, of ->
  def file = m.descriptor(of.ioctl(KVM_GET_STATS_FD))
  def bytes = { from, count -> def all = []; while (all.size() < count) all.addAll file.read(Math.min(count - all.size(), 64.KB), at: from + all.size()); all }
  def header = file.read HEADER, at: 0
  def big = header[4] == 0
  def u = reader(header, big)
  def (nameSize, count, idAt, descriptionsAt, dataAt) = (1..5).collect { u(4 * it, 4) }
  def size = DESCRIPTION + nameSize
  def id = text(bytes(idAt, nameSize), 0)
  expect { id.startsWith('kvm') }
  expect { id.size() < nameSize }
  expect { count > 0 }

  def raw = bytes(descriptionsAt, size * count), d = reader(raw, big)
  def all = (0..<count).collect { i ->
    def at = i * size
    def exponent = (short) d(at + 4, 2)
    [name: text(raw, at + DESCRIPTION), flags: d(at, 4), exponent: exponent, size: d(at + 6, 2), offset: d(at + 8, 4), bucketSize: d(at + 12, 4)]
  }
  expect { all.every { it.name.size() in 1..<nameSize } }
  expect { all.every { (it.flags & KVM_STATS_TYPE_MASK) <= KVM_STATS_TYPE_MAX } }
  expect { all.every { (it.flags & KVM_STATS_UNIT_MASK) <= KVM_STATS_UNIT_MAX } }
  expect { all.every { (it.flags & KVM_STATS_BASE_MASK) <= KVM_STATS_BASE_MAX } }
  // Seconds come in fractions, a truth value in ones, and all else in multiples.
  def unit = { it.flags & KVM_STATS_UNIT_MASK }
  expect { all.findAll { unit(it) == KVM_STATS_UNIT_SECONDS }.every { it.exponent <= 0 } }
  expect { all.findAll { unit(it) == KVM_STATS_UNIT_BOOLEAN }.every { it.exponent == 0 } }
  expect { all.findAll { unit(it) in [KVM_STATS_UNIT_NONE, KVM_STATS_UNIT_BYTES, KVM_STATS_UNIT_CYCLES] }.every { it.exponent >= 0 } }
  expect { all.every { it.size > 0 } }
  expect { all.every { it.bucketSize > 0 == ((it.flags & KVM_STATS_TYPE_MASK) == KVM_STATS_TYPE_LINEAR_HIST) } }

  def dataSize = 8 * all*.size.sum()
  def blocks = [[0, HEADER], [idAt, nameSize], [descriptionsAt, size * count], [dataAt, dataSize]].sort { it[0] }
  expect { (1..3).every { blocks[it][0] >= blocks[it - 1][0] + blocks[it - 1][1] } }
  expect { all.every { it.offset < dataSize } }
  expect { bytes(dataAt, dataSize).size() == dataSize }
  expect { all.every { file.read(8 * it.size, at: dataAt + it.offset).size() == 8 * it.size } }
}

def machines = (1..2).collect { vm { vcpu 0; vcpu 1 } }
test('of each VM') { machines.each { check it, it } }
test('of each vCPU') { machines.each { m -> (0..1).each { check m, m.vcpu(it) } } }
