const list = kvm.allocate(KB(4))
list.write(0, bytes('hello'))
expect(() => String.fromCharCode(...list.bytes(0, 5)) == 'hello')
