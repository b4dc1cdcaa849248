def list = kvm.allocate 4.KB
list.write 0, 'hello'.bytes
expect { new String(list.bytes(0, 5) as byte[], 'US-ASCII') == 'hello' }
