const list = kvm.allocate(KB(4))
list.write(8, list.bytes(0, 4))
