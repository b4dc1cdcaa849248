// told: list.bytes(0, 8) as byte[]
def list = kvm.allocate 4.KB
expect { java.nio.ByteBuffer.wrap(list.bytes(0, 8)).getLong(0) == 0 }
