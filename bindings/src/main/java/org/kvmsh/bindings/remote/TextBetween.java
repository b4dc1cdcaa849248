package org.kvmsh.bindings.remote;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What arrives between frames: the console of the board, and pieces of frames that were damaged. */
final class TextBetween {
    /** Echoes of a hello, four in a second, are among what is kept, and not in what is told. */
    private static final int KEPT = 1 << 15;

    private static final int TOLD = 1 << 12;

    /** A line of a kernel's log, with its time since the boot (CONFIG_PRINTK_TIME). */
    private static final Pattern OF_KERNEL = Pattern.compile("\\[ {0,4}\\d{1,3}\\.\\d{6}] ");

    private static final long LONGEST_BOOT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Consumer<String> console;
    private final long began = System.nanoTime();
    private final SecondBoot secondBoot = new SecondBoot();
    private final StringBuilder last = new StringBuilder();
    private volatile boolean returned;

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

    /** Whether these bytes are of a kernel that is still booting, so that its agent is yet to come. */
    boolean isBoot(byte[] bytes) {
        return !secondBoot.isInSession()
                && System.nanoTime() - began < LONGEST_BOOT_NANOS
                && OF_KERNEL.matcher(new String(bytes, StandardCharsets.UTF_8)).find();
    }

    /** The agent has answered: what came back before says nothing of why it does not answer later. */
    void sessionBegins() {
        secondBoot.sessionBegins();
        returned = false;
        synchronized (last) {
            String text = EchoedRequests.removedFrom(last.toString());
            last.setLength(0);
            last.append(text);
        }
    }

    /** The newest text, for the message of a lost board. */
    String last() {
        String text = EchoedRequests.removedFrom(kept());
        return text.substring(Math.max(0, text.length() - TOLD));
    }

    /** A whole request came back. */
    void returned() {
        returned = true;
    }

    /** Why no agent answers, to follow a message, if requests come back; empty otherwise. */
    String echo() {
        return returned || EchoedRequests.areIn(kept())
                ? "; the board echoes its input: it is still booting, or a shell or login prompt is using the serial line"
                : "";
    }

    private String kept() {
        synchronized (last) {
            return last.toString();
        }
    }
}
