package org.kvmsh.dsl.inspect;

import java.util.Locale;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.trace.Call;

/** A call as a line of the echo: its descriptor, its name, its argument in words, its result, and its origin if it is not the script. */
public final class CallText {
    /** A register file in words fills a screen; the start shows what it is. */
    private static final int LONGEST = 110;

    private static final String OWN = "kvmsh: ";

    private CallText() { }

    public static String of(Call call) {
        return of(call, shortened(call.before()), shortened(call.answerText()));
    }

    /**
     * A call with a different display.
     *
     * @param given  its argument; may be empty
     * @param answer its result
     */
    static String of(Call call, String given, String answer) {
        String on = call.on() == null ? "" : call.on() == FdKind.SYSTEM ? "kvm" : call.on().name().toLowerCase(Locale.ROOT);
        String argument = given.isEmpty() ? "" : " " + given;
        CallOrigin origin = call.origin();
        String why = origin == CallOrigin.SCRIPT ? "" : "   [" + (origin.isOwn() ? OWN : "") + origin.phrase() + "]";
        return String.format(Locale.ROOT, "  %-5s %s%s%s = %s%s", on, origin == CallOrigin.PROPOSAL_MADE ? "  " : "", call.name(), argument, answer, why);
    }

    /** What a step does without a call. */
    public static String aside(String text) {
        return String.format(Locale.ROOT, "  %-5s %s", "", text);
    }

    static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        String start = text.substring(0, text.lastIndexOf(", ", LONGEST));
        int more = text.substring(start.length()).split(", ").length - 1;
        // One more takes no more room than a note that there is one.
        return more == 1 ? text : start + ", ... (" + more + " more)";
    }
}
