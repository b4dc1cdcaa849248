package org.kvmsh.bindings.remote;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The requests that a board's terminal returns while no agent has it open: it echoes what it receives, and control
 * characters in caret notation (termios(3), ECHO and ECHOCTL).
 */
final class EchoedRequests {
    /** The end of the magic number, a request's number, the version and two zeros. */
    private static final Pattern HEAD = Pattern.compile("KVM(?:\\^.| )\\^B\\^@\\^@");

    /** A kernel's message may begin in the middle of an echo. */
    private static final Pattern PIECES = Pattern.compile("\\R|(?=\\[ {0,4}\\d{1,6}\\.\\d{6}] )");

    private EchoedRequests() {}

    /** Whether a text has one. */
    static boolean areIn(String text) {
        return HEAD.matcher(text).find();
    }

    /** A text without them. */
    static String removedFrom(String text) {
        return !areIn(text)
                ? text
                : Arrays.stream(PIECES.split(text))
                        .filter(piece -> !piece.isBlank() && !piece.contains("^@"))
                        .collect(Collectors.joining("\n"));
    }
}
