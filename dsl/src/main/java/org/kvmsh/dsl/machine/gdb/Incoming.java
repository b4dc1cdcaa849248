package org.kvmsh.dsl.machine.gdb;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.kvmsh.dsl.machine.live.MachineParts;

/** Reads what gdb sends while the guest runs on the script's thread: an interrupt, or the end, stops the guest. */
final class Incoming implements Runnable {
    private static final String END = "\u0000";
    private static final long AGAIN_MILLIS = 5;

    private final Packets packets;
    private final MachineParts machine;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    /** Whether gdb has sent a packet that may let the guest run, and has no reply yet. */
    private volatile boolean awaits;
    /** Whether gdb has interrupted that, or is gone. */
    private volatile boolean interrupts;

    Incoming(Packets packets, MachineParts machine) {
        this.packets = packets;
        this.machine = machine;
    }

    /** The next packet; null at the end. */
    String next() throws InterruptedException {
        String packet = asked.take();
        return packet.equals(END) ? null : packet;
    }

    /** The last packet has been carried out. */
    void stopped() {
        awaits = false;
        interrupts = false;
    }

    /** Whether what gdb has asked for last is to end. */
    boolean interrupts() {
        return interrupts;
    }

    @Override
    public void run() {
        try {
            for (String packet = packets.next(); packet != null; packet = packets.next()) {
                if (packet.equals(Packets.INTERRUPT)) {
                    stop();
                } else {
                    awaits = true;
                    asked.add(packet);
                }
            }
        } catch (IOException e) {
            // The end, too.
        }
        asked.add(END);
        stop();
    }

    /** Until the packet has been carried out: the run that it asks for may be about to begin. */
    private void stop() {
        try {
            interrupts = awaits;
            while (awaits) {
                machine.runs().stop();
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
