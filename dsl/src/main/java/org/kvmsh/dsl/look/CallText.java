package org.kvmsh.dsl.look;

import java.util.Locale;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.Hand;

/** A call as a line of the echo: what it was made on, its name, its argument in words, its answer, and whether a proposal had a hand in it. */
public final class CallText {
    /** A register file in words fills a screen; the start shows what it is. */
    private static final int LONGEST = 110;

    private CallText() { }

    public static String of(Call call) {
        String on = call.on() == null ? "" : call.on() == FdKind.SYSTEM ? "kvm" : call.on().name().toLowerCase(Locale.ROOT);
        String argument = call.before().isEmpty() ? "" : " " + shortened(call.before());
        String hand = call.hand() == Hand.KERNEL ? "" : "   [" + call.hand().phrase() + "]";
        return String.format(Locale.ROOT, "  %-5s %s%s%s = %s%s", on, call.hand() == Hand.MADE ? "  " : "", call.name(), argument, shortened(call.answerText()), hand);
    }

    /** What a step does without a call. */
    public static String aside(String text) {
        return String.format(Locale.ROOT, "  %-5s %s", "", text);
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        String start = text.substring(0, text.lastIndexOf(", ", LONGEST));
        int more = text.substring(start.length()).split(", ").length - 1;
        // One more takes no more room than to say that there is one.
        return more == 1 ? text : start + ", ... (" + more + " more)";
    }
}
