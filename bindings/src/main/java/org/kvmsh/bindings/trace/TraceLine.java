package org.kvmsh.bindings.trace;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** A call as a line of a trace's file; docs/trace.md is the format. */
final class TraceLine {
    private static final String NONE = "-";
    private static final String SAME = "=";
    private static final String LEFT = "<";
    private static final String TOOK = "took:";
    private static final String PLAIN = "plain:";
    private static final String MEMORY = "mem:";
    private static final String ORIGIN = "origin:";
    /** The prefix of the origin in version 1. */
    private static final String PROPOSAL = "proposal:";

    private static final int HEAD = 7;
    /** The most bytes of a piece that a trace keeps. */
    private static final int MOST_BYTES = 1 << 20;

    private TraceLine() {}

    /** @param left what the KVM_RUN before left in the vCPU's kvm_run; null if it is not known */
    static String of(TracedCall call, byte[] left) {
        StringBuilder line = new StringBuilder();
        line.append(call.nanos())
                .append(' ')
                .append(call.on() == null ? NONE : call.on().name().toLowerCase(Locale.ROOT));
        line.append(' ')
                .append(call.fd() < 0 ? NONE : Integer.toString(call.fd()))
                .append(' ')
                .append(call.name().replace(' ', '_'));
        line.append(' ')
                .append(call.request() == 0 ? NONE : "0x" + Integer.toHexString(call.request()))
                .append(" = ")
                .append(call.answer());
        if (call.took() != 0) {
            line.append(' ').append(TOOK).append(call.took());
        }
        if (call.origin() != CallOrigin.SCRIPT) {
            line.append(' ')
                    .append(ORIGIN)
                    .append(call.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        if (!call.plain().isEmpty()) {
            line.append(' ').append(PLAIN).append(URLEncoder.encode(call.plain(), StandardCharsets.UTF_8));
        }
        for (Piece piece : call.memory()) {
            boolean asLeft = left != null && piece == call.memory().get(0) && Arrays.equals(left, piece.in());
            line.append(' ')
                    .append(MEMORY)
                    .append("0x")
                    .append(Long.toHexString(piece.address()))
                    .append(',')
                    .append(piece.size())
                    .append(',')
                    .append(asLeft ? LEFT : bytes(piece.in()))
                    .append(',')
                    .append(piece.out() != null && Arrays.equals(piece.out(), piece.in()) ? SAME : bytes(piece.out()));
        }
        return line.toString();
    }

    /** The number of bytes, and all bytes up to the last that is not 0. */
    private static String bytes(byte[] all) {
        if (all == null) {
            return NONE;
        }
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return all.length + "." + HexFormat.of().formatHex(all, 0, end);
    }

    /** @param left returns the content after the last KVM_RUN, by descriptor */
    static TracedCall read(String line, IntFunction<byte[]> left) {
        String[] words = line.split(" ");
        if (!words[HEAD - 2].equals("=")) {
            throw new IllegalArgumentException("no answer");
        }
        FdKind on = words[1].equals(NONE) ? null : FdKind.valueOf(words[1].toUpperCase(Locale.ROOT));
        int fd = words[2].equals(NONE) ? -1 : Integer.parseInt(words[2]);
        int request = words[4].equals(NONE) ? 0 : Long.decode(words[4]).intValue();
        long took = 0;
        String plain = "";
        CallOrigin origin = CallOrigin.SCRIPT;
        List<Piece> memory = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(HEAD, words.length)) {
            if (word.startsWith(TOOK)) {
                took = Long.parseLong(word.substring(TOOK.length()));
            } else if (word.startsWith(PLAIN)) {
                plain = URLDecoder.decode(word.substring(PLAIN.length()), StandardCharsets.UTF_8);
            } else if (word.startsWith(ORIGIN) || word.startsWith(PROPOSAL)) {
                origin = CallOrigin.valueOf(word.replaceFirst("^" + ORIGIN, "")
                        .replace(':', '_')
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT));
            } else if (word.startsWith(MEMORY)) {
                memory.add(piece(word.substring(MEMORY.length()).split(",", -1), left.apply(fd)));
            } else {
                throw new IllegalArgumentException(word);
            }
        }
        String name = words[3].startsWith("ioctl_") ? words[3].replace('_', ' ') : words[3];
        return new TracedCall(
                Long.parseLong(words[0]),
                took,
                on,
                fd,
                name,
                request,
                plain,
                List.copyOf(memory),
                Integer.parseInt(words[HEAD - 1]),
                origin);
    }

    private static Piece piece(String[] parts, byte[] left) {
        byte[] in = parts[2].equals(LEFT) ? left : bytes(parts[2]);
        return new Piece(
                Long.parseUnsignedLong(parts[0].substring(2), 16),
                Long.parseLong(parts[1]),
                in,
                parts[3].equals(SAME) ? in : bytes(parts[3]));
    }

    private static byte[] bytes(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        int dot = text.indexOf('.');
        int size = Integer.parseInt(text.substring(0, dot));
        byte[] first = HexFormat.of().parseHex(text.substring(dot + 1));
        if (size < first.length || size > MOST_BYTES) {
            throw new IllegalArgumentException(text.substring(0, dot));
        }
        return Arrays.copyOf(first, size);
    }
}
