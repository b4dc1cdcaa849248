package org.kvmsh.dsl.machine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.dsl.spec.AnswerSpec;
import org.kvmsh.dsl.spec.HandlerSpec;

/** What a machine's guest wrote to the places that are answered where it runs. */
final class Console implements ExitAnswers.Sink {
    private final StringBuffer text = new StringBuffer();
    private final AtomicLong answered = new AtomicLong();

    /** The table that the spec's answers are. */
    ExitAnswers table(List<AnswerSpec> answers, Abi abi) {
        List<ExitAnswers.Entry> entries = new ArrayList<>();
        for (AnswerSpec answer : answers) {
            int reason = (int) abi.constant(reason(answer.kind()));
            entries.add(new ExitAnswers.Entry(reason, true, true, answer.first(), answer.last(), answer.console(), answer.value()));
        }
        return new ExitAnswers(entries, this);
    }

    private static String reason(HandlerSpec.Kind kind) {
        return switch (kind) {
            case IO -> "KVM_EXIT_IO";
            case MMIO -> "KVM_EXIT_MMIO";
            case HCALL -> "KVM_EXIT_PAPR_HCALL";
            case SYSTEM, EXIT -> throw new IllegalArgumentException("only IO, MMIO and hypercalls are answered without a handler");
        };
    }

    @Override public void take(int entry, byte[] bytes) {
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override public void answered(long exits) {
        answered.addAndGet(exits);
    }

    /** How many exits were answered so far. */
    long answered() {
        return answered.get();
    }

    String text() {
        return text.toString();
    }
}
