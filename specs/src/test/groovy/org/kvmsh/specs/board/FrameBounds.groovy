package org.kvmsh.specs.board

/** Where frames end in a stream that has nothing but frames. */
class FrameBounds {
    private static final int HEAD = 20
    private final ByteArrayOutputStream head = new ByteArrayOutputStream()
    private long left
    int count

    /** Whether that byte is a frame's last. */
    boolean take(byte b) {
        if (left > 0) {
            if (--left == 0) {
                count++
                return true
            }
            return false
        }
        head.write(b)
        if (head.size() < HEAD) {
            return false
        }
        def h = head.toByteArray()
        head.reset()
        int length = (h[12] & 0xff) | (h[13] & 0xff) << 8 | (h[14] & 0xff) << 16
        left = length == 0 ? 0 : length + 8
        if (left == 0) {
            count++
        }
        left == 0
    }
}
