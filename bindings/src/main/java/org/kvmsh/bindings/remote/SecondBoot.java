package org.kvmsh.bindings.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.BoardLost;

/**
 * Finds the signs that a board on which a session runs was reset, by a watchdog or by hand, so that its agent no longer
 * knows the session: the first line of a kernel, and an echo of requests, for whose terminal the agent had turned that
 * off.
 */
final class SecondBoot {
    private static final Pattern FIRST_LINE = Pattern.compile("Linux version \\d\\S* ");
    private static final int LONGEST = 100;

    private boolean inSession;
    private String tail = "";

    /** The agent has answered; what came before this was the boot that started it. */
    synchronized void sessionBegins() {
        inSession = true;
        tail = "";
    }

    synchronized boolean isInSession() {
        return inSession;
    }

    /** Why the board is lost, if output says so, which may come in pieces; null otherwise. */
    synchronized String lossIn(String output) {
        String text = tail + output;
        tail = text.substring(Math.max(0, text.length() - LONGEST));
        Matcher boot = FIRST_LINE.matcher(text);
        if (!inSession) {
            return null;
        } else if (boot.find()) {
            return BoardLost.REBOOTED + " (" + boot.group().strip() + ")";
        }
        return EchoedRequests.areIn(text)
                ? BoardLost.REBOOTED + ", or its agent ended: its serial line echoes requests"
                : null;
    }
}
