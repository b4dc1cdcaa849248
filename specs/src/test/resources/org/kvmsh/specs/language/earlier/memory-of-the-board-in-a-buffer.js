const list = kvm.allocate(KB(4))
expect(() => new DataView(Uint8Array.from(list.bytes(0, 8)).buffer).getUint32(0) == 0)
