package org.kvmsh.bindings.remote;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What arrives between frames: the console of the board, and pieces of frames that were damaged. */
final class TextBetween {
    private static final int KEPT = 1 << 12;

    private final Consumer<String> console;
    private final SecondBoot secondBoot = new SecondBoot();
    private final StringBuilder last = new StringBuilder();

    /** @param console receives the text */
    TextBetween(Consumer<String> console) {
        this.console = console;
    }

    /** A line's text has no zeros, and each head of a frame has. */
    static boolean isOfDamagedFrame(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** Why the board is lost, if these bytes say so; null otherwise. */
    String take(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        synchronized (last) {
            last.append(text);
            last.delete(0, Math.max(0, last.length() - KEPT));
        }
        console.accept(text);
        return secondBoot.lossIn(text);
    }

    /** The agent has answered. */
    void sessionBegins() {
        secondBoot.sessionBegins();
    }

    /** The newest text, for the message of a lost board. */
    String last() {
        synchronized (last) {
            return last.toString();
        }
    }
}
