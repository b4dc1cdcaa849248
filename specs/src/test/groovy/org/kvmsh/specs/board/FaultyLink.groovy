package org.kvmsh.specs.board

import groovy.transform.CompileStatic
import org.kvmsh.bindings.remote.Link

/** A link that does to the bytes of another what bad lines do. */
@CompileStatic
class FaultyLink implements Link {
    /** The output for a byte at that offset: itself, another one, none or several; null if the line is cut. */
    interface Line {
        byte[] pass(byte b, long at)
    }

    final Link below
    Line toBoard = { byte b, long at -> [b] as byte[] }
    Line fromBoard = { byte b, long at -> [b] as byte[] }

    FaultyLink(Link below) {
        this.below = below
    }

    InputStream input() {
        InputStream whole = below.input()
        new InputStream() {
            private final ArrayDeque<Byte> pending = new ArrayDeque<>()
            private long count

            int read() {
                def one = new byte[1]
                read(one, 0, 1) < 0 ? -1 : one[0] & 0xff
            }

            int read(byte[] into, int offset, int length) {
                while (pending.empty) {
                    def raw = new byte[4096]
                    int n = whole.read(raw)
                    if (n < 0) {
                        return -1
                    }
                    for (int i = 0; i < n; i++) {
                        def through = fromBoard.pass(raw[i], count++)
                        if (through == null) {
                            below.close()
                            return -1
                        }
                        for (byte b : through) {
                            pending.add(b)
                        }
                    }
                }
                int given = Math.min(length, pending.size())
                for (int i = 0; i < given; i++) {
                    into[offset + i] = pending.remove()
                }
                given
            }
        }
    }

    OutputStream output() {
        OutputStream whole = below.output()
        new OutputStream() {
            private long count

            void write(int b) {
                write([(byte) b] as byte[], 0, 1)
            }

            void write(byte[] bytes, int offset, int length) {
                def through = new ByteArrayOutputStream()
                for (int i = 0; i < length; i++) {
                    def some = toBoard.pass(bytes[offset + i], count++)
                    if (some == null) {
                        below.close()
                        throw new IOException('the line was cut')
                    }
                    through.write(some)
                }
                whole.write(through.toByteArray())
            }

            void flush() {
                whole.flush()
            }
        }
    }

    @Override
    String lastWords() {
        below.lastWords()
    }

    void close() {
        below.close()
    }
}
