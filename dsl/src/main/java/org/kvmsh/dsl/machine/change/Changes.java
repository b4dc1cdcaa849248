package org.kvmsh.dsl.machine.change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The registers and memory that words have written on a machine since its guest last ran, so that a person can take it
 * back.
 */
public final class Changes {
    private static final int MOST = 1000;
    /** Memory that a write replaces is kept up to this size. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int SHOWN_BYTES = 8;

    private final Deque<Change> made = new ArrayDeque<>();
    private boolean recording;
    /** The reason why the list ended; empty if it has not. */
    private String ended = "";

    /** A write, and how it is taken back. */
    private record Change(String what, Runnable back) {}

    /** Begins to record: a person types, and what a write replaces is read before it. */
    public synchronized void record() {
        recording = true;
    }

    /** Whether a person types, who may take writes back. */
    public synchronized boolean isRecording() {
        return recording;
    }

    /** The guest runs, or its whole state is replaced. */
    public synchronized void end(String why) {
        ended = made.isEmpty() ? ended : why;
        made.clear();
    }

    /** Registers are about to be written. */
    public synchronized void registers(VcpuEngine vcpu, Map<String, Long> values) {
        Map<String, Long> before = new LinkedHashMap<>();
        List<String> texts = new ArrayList<>();
        values.forEach((name, value) -> {
            before.put(name, vcpu.read(name));
            texts.add(name + " " + Bits64.hex(value) + " -> " + Bits64.hex(before.get(name)));
        });
        add("vCPU " + vcpu.id() + ": " + String.join(", ", texts), () -> vcpu.writeBack(before));
    }

    /** Memory is about to be written. */
    public synchronized void memory(MemorySlots slots, long at, long length) {
        if (length > MOST_BYTES) {
            end("a write of " + Bits64.size(length) + ", which is too large to undo,");
            return;
        }
        byte[] before = slots.bytes(at, (int) length);
        String bytes = hex(before);
        add(
                "memory at " + Bits64.hex(at) + ", " + length + (length == 1 ? " byte" : " bytes") + " -> " + bytes,
                () -> slots.write(at, before));
    }

    private static String hex(byte... bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES))) {
            text.append(text.isEmpty() ? "" : " ").append(String.format("%02x", one));
        }
        return text + (bytes.length > SHOWN_BYTES ? " …" : "");
    }

    private void add(String what, Runnable back) {
        if (made.size() == MOST) {
            made.removeLast();
        }
        made.push(new Change(what, back));
    }

    /** Takes the last ones back, the newest first; returns each in words. */
    synchronized List<String> undo(int count) {
        if (!recording) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "undo works only in the shell: in a script, the old contents are not saved before a write",
                    "try: m.snapshot 'before', and then m.restore 'before'");
        } else if (made.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "nothing to undo"
                            + (ended.isEmpty()
                                    ? ": no word has written to this machine's registers or memory"
                                    : ": " + ended + " cleared the undo history"),
                    ended.isEmpty()
                            ? ""
                            : "to return to an earlier state: m.snapshot 'before', and then m.restore 'before'");
        }
        List<String> undone = new ArrayList<>();
        while (undone.size() < count && !made.isEmpty()) {
            Change last = made.pop();
            last.back().run();
            undone.add(last.what());
        }
        return undone;
    }
}
