package org.kvmsh.specs.kit

import java.nio.charset.StandardCharsets

/** A client of gdb's remote protocol that sends what gdb would never send. */
class GdbPackets implements Closeable {
    private final Socket socket
    private final InputStream input
    /** What was to be printed in gdb. */
    private final StringBuilder printed = new StringBuilder()

    GdbPackets(int port) {
        socket = new Socket(InetAddress.loopbackAddress, port).tap { it.tcpNoDelay = true; it.soTimeout = 20_000 }
        input = new BufferedInputStream(socket.inputStream)
        assert ask('QStartNoAckMode') == 'OK'
    }

    /** Sends a packet, and returns its reply. */
    String ask(String data) {
        send(data)
        reply()
    }

    void send(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1)
        int sum = 0
        for (byte each : bytes) {
            sum += each
        }
        raw([0x24] + (bytes as List) + (String.format('#%02x', sum & 0xff).bytes as List))
    }

    /** What {@code monitor LINE} prints. */
    String monitor(String line) {
        printed.setLength(0)
        assert ask('qRcmd,' + line.getBytes(StandardCharsets.UTF_8).encodeHex()) == 'OK'
        printed.toString()
    }

    /** Sends bytes as they are. */
    void raw(List<Integer> bytes) {
        socket.outputStream.write(bytes as byte[])
        socket.outputStream.flush()
    }

    /** Ctrl-C. */
    void interrupt() {
        raw([3])
    }

    /** The next packet that is not the guest's console. */
    String reply() {
        while (true) {
            int first = input.read()
            if (first < 0) {
                throw new EOFException('kvmsh has closed the connection')
            }
            if (first != 0x24) {
                continue
            }
            def data = new StringBuilder()
            for (int next = input.read(); next != 0x23; next = input.read()) {
                data.append((next == 0x7d ? input.read() ^ 0x20 : next) as char)
            }
            2.times { input.read() }
            if (!(data ==~ /O([0-9a-f]{2})+/)) {
                return data
            }
            printed << new String(data.substring(1).decodeHex(), StandardCharsets.UTF_8)
        }
    }

    /** Whether there is something to read within a time. */
    boolean answers(long milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000
        while (input.available() == 0 && System.nanoTime() < end) {
            Thread.sleep(1)
        }
        input.available() > 0
    }

    @Override
    void close() {
        socket.close()
    }
}
