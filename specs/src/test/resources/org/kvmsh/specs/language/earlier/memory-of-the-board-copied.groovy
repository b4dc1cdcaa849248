def list = kvm.allocate 4.KB
list.write 8, list.bytes(0, 4)
