package org.kvmsh.dsl.machine.gdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The packets of the protocol on one connection: {@code $DATA#SUM}, with acknowledgments until gdb declines them. */
final class Packets {
    /** What gdb sends outside packets to stop the guest. */
    static final String INTERRUPT = "\u0003";

    /** The most characters of a packet that are accepted; gdb is told to send no more. */
    static final int MOST = 0x4000;

    private static final int ESCAPE = '}';
    private static final int ESCAPED = 0x20;

    private final InputStream in;
    private final OutputStream out;
    private volatile boolean acknowledges = true;
    private byte[] last = {};

    Packets(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next packet's data, or {@link #INTERRUPT}; null at the end of the connection. */
    String next() throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            if (first == INTERRUPT.charAt(0)) {
                return INTERRUPT;
            }
            if (first == '-') {
                write(last);
            }
            String data = first == '$' ? data() : null;
            if (data != null) {
                return data;
            }
        }
        return null;
    }

    /** The data behind a {@code $}; null if it is damaged, for which gdb is asked again. */
    private String data() throws IOException {
        StringBuilder data = new StringBuilder();
        int sum = 0;
        int next = in.read();
        for (; next >= 0 && next != '#' && data.length() <= MOST; next = in.read()) {
            if (next == '$') {
                data.setLength(0);
                sum = 0;
                continue;
            }
            sum += next;
            if (next == ESCAPE) {
                int escaped = in.read();
                sum += escaped;
                next = escaped ^ ESCAPED;
            }
            data.append((char) (next & 0xff));
        }
        boolean whole =
                next == '#' && sum % 256 == Character.digit(in.read(), 16) * 16 + Character.digit(in.read(), 16);
        if (acknowledges) {
            write(new byte[] {(byte) (whole ? '+' : '-')});
        }
        return whole ? data.toString() : null;
    }

    /** Sends a packet. */
    void send(String data) throws IOException {
        byte[] text = escaped(data).getBytes(StandardCharsets.ISO_8859_1);
        int sum = 0;
        for (byte each : text) {
            sum += each;
        }
        byte[] end = String.format("#%02x", sum & 0xff).getBytes(StandardCharsets.ISO_8859_1);
        byte[] packet = new byte[text.length + end.length + 1];
        packet[0] = '$';
        System.arraycopy(text, 0, packet, 1, text.length);
        System.arraycopy(end, 0, packet, text.length + 1, end.length);
        last = packet;
        write(packet);
    }

    private static String escaped(String data) {
        StringBuilder text = new StringBuilder();
        for (char each : data.toCharArray()) {
            if (each == ESCAPE || each == '#' || each == '$' || each == '*') {
                text.append((char) ESCAPE).append((char) (each ^ ESCAPED));
            } else {
                text.append(each);
            }
        }
        return text.toString();
    }

    /** Neither side acknowledges packets from now on. */
    void acknowledgeNoMore() {
        acknowledges = false;
    }

    private void write(byte... bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }
}
