package org.kvmsh.bindings.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the first line of a kernel in the output of a board on which a session runs: the board was reset, by a watchdog
 * or by hand, and its agent no longer knows the session.
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

    /** Why the board is lost, if output says so, which may come in pieces; null otherwise. */
    synchronized String lossIn(String output) {
        String text = tail + output;
        tail = text.substring(Math.max(0, text.length() - LONGEST));
        Matcher boot = FIRST_LINE.matcher(text);
        return inSession && boot.find() ? "the board rebooted (" + boot.group().strip() + ")" : null;
    }
}
