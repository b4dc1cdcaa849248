package org.kvmsh.dsl.inspect;

import java.util.Locale;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * A call as a line of the echo: its descriptor, its name, its argument in words, its result, and its origin if it is
 * not the script.
 */
public final class CallText {
    /** A register file in words fills a screen; the start shows what it is. */
    private static final int LONGEST = 110;

    private static final String OWN = "kvmsh: ";

    private CallText() {}

    public static String of(Call call) {
        return marked(call).toString();
    }

    /** The same line with its origin and an errno marked. */
    static MarkedLine marked(Call call) {
        return of(call, shortened(call.before()), shortened(call.answerText()));
    }

    /**
     * A call with a different display.
     *
     * @param given its argument; may be empty
     * @param answer its result
     */
    static MarkedLine of(Call call, String given, String answer) {
        String on = call.on() == null ? "" : call.on().word();
        String argument = given.isEmpty() ? "" : " " + given;
        CallOrigin origin = call.origin();
        if (origin == CallOrigin.KERNEL) {
            return MarkedLine.EMPTY.and(Mark.ASIDE, aside("  " + call.name() + ":" + argument));
        }
        String why = origin == CallOrigin.SCRIPT ? "" : "   [" + (origin.isOwn() ? OWN : "") + origin.phrase() + "]";
        String head = String.format(
                Locale.ROOT,
                "  %-5s %s%s%s = ",
                on,
                origin == CallOrigin.PROPOSAL_MADE ? "  " : "",
                call.name(),
                argument);
        Mark aside = origin.isOwn() ? Mark.ASIDE : null;
        return MarkedLine.EMPTY
                .and(aside, head)
                .and(call.answer() >= 0 ? aside : isRefused(call.answer()) ? Mark.ERRNO : Mark.SKIPPED, answer)
                .and(Mark.ASIDE, why);
    }

    /** Whether the kernel refused a call: one that a signal ended, or that is to be made again, was not refused. */
    static boolean isRefused(int answer) {
        return answer < 0 && answer != Errno.EINTR.negative() && answer != Errno.EAGAIN.negative();
    }

    /** The line for what a step does without a call. */
    public static String aside(String text) {
        return String.format(Locale.ROOT, "  %-5s %s", "", text);
    }

    static String shortened(String text) {
        int end = text.lastIndexOf(", ", LONGEST);
        if (text.length() <= LONGEST || end < 0) {
            return text;
        }
        String start = text.substring(0, end);
        int more = text.substring(start.length()).split(", ").length - 1;
        // One more takes no more room than a note that there is one.
        return more == 1 ? text : start + ", ... (" + more + " more)";
    }
}
