package org.kvmsh.dsl.machine.exit;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/**
 * The guest's answer to an exit that it waits at: a number, and for an input or a read its bytes or a text too. An
 * input of several values, as of {@code rep insb}, takes a list with each of them, or one number that is all of them.
 */
public final class ExitAnswer {
    private static final int HIGHEST_CHARACTER = 0xff;

    private ExitAnswer() {}

    /** Takes what a handler answered. One of a hypercall that answers no number has done what it was asked. */
    static void ofHandler(Exit exit, Object result, Site site) {
        Exit.Waits waits = exit.waits();
        if (waits == Exit.Waits.FOR_NOTHING) {
            return;
        }
        if (result instanceof Number) {
            exit.reply(Bits64.of(result, "the answer to " + exit.name(), site));
        } else if (waits == Exit.Waits.FOR_A_STATUS) {
            exit.reply(0);
        } else if (!given(exit, result, site)) {
            throw new ScriptError(
                    site,
                    "the handler for " + exit + " must return " + taken(exit) + ", but it returned "
                            + (result == null ? "nothing" : ValueInWords.of(result)));
        }
    }

    /** {@code e.reply 0x2a}: the guest gets it at the next KVM_RUN. */
    public static void give(Exit exit, Object answer) {
        if (exit.waits() == Exit.Waits.FOR_NOTHING) {
            throw new ScriptError(Site.UNKNOWN, exit + " takes no reply");
        }
        if (answer instanceof Number) {
            exit.reply(Bits64.of(answer, "the answer to " + exit.name(), Site.UNKNOWN));
        } else if (!given(exit, answer, Site.UNKNOWN)) {
            throw new ScriptError(
                    Site.UNKNOWN, "reply takes " + taken(exit) + " for " + exit + ", not " + ValueInWords.of(answer));
        }
    }

    private static String taken(Exit exit) {
        return exit instanceof Exit.Io io && io.count() > 1
                ? "a number, a list of " + io.count() + " numbers, bytes or a string"
                : exit instanceof Exit.Io || exit instanceof Exit.Mmio ? "a number, its bytes or a string" : "a number";
    }

    /** False if this exit cannot take the value. */
    private static boolean given(Exit exit, Object answer, Site site) {
        byte[] bytes = bytes(answer, site);
        if (exit instanceof Exit.Io io && bytes != null) {
            checkLength(exit, bytes.length, io.size() * io.count(), "bytes", site);
            io.reply(bytes);
        } else if (exit instanceof Exit.Mmio mmio && bytes != null) {
            checkLength(exit, bytes.length, mmio.length(), "bytes", site);
            mmio.reply(bytes);
        } else if (exit instanceof Exit.Io io
                && (answer instanceof List
                        || answer != null && answer.getClass().isArray())) {
            values(
                    io,
                    answer instanceof List<?> list
                            ? list
                            : IntStream.range(0, Array.getLength(answer))
                                    .mapToObj(i -> Array.get(answer, i))
                                    .toList(),
                    site);
        } else {
            return false;
        }
        return true;
    }

    private static void values(Exit.Io io, List<?> values, Site site) {
        checkLength(io, values.size(), io.count(), io.count() == 1 ? "value" : "values", site);
        for (int i = 0; i < values.size(); i++) {
            io.reply(i, Bits64.fitting(values.get(i), io.size(), "value " + i + " of the answer to io", site));
        }
    }

    private static void checkLength(Exit exit, int given, int wanted, String what, Site site) {
        if (given != wanted) {
            throw new ScriptError(site, exit + " takes " + wanted + " " + what + ", but the answer has " + given);
        }
    }

    /** Null for what is no bytes. */
    private static byte[] bytes(Object answer, Site site) {
        if (answer instanceof GuestBytes memory) {
            return memory.copy();
        }
        if (answer instanceof CharSequence text) {
            if (text.chars().anyMatch(character -> character > HIGHEST_CHARACTER)) {
                throw new ScriptError(
                        site,
                        "a string that answers an exit must have one byte per character; '" + ValueInWords.brief(text)
                                + "' has a character above 0xff");
            }
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
        return answer instanceof byte[] raw ? raw : null;
    }
}
