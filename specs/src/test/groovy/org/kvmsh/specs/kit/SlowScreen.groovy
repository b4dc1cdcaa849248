package org.kvmsh.specs.kit

/** What a terminal shows, which a spec can stop for a while, as a slow line or Ctrl-S does. */
class SlowScreen extends ByteArrayOutputStream {
    volatile boolean stopped

    @Override
    void write(byte[] bytes, int from, int length) {
        await()
        super.write(bytes, from, length)
    }

    @Override
    void write(int character) {
        await()
        super.write(character)
    }

    private void await() {
        while (stopped) {
            sleep(10)
        }
    }
}
