package org.kvmsh.dsl.inspect;

import java.util.Locale;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.word.Word;

/** A system call that was made. */
public final class SeenCall {
    private final Call call;
    private final TracedCall traced;

    SeenCall(Call call) {
        this.call = call;
        this.traced = null;
    }

    SeenCall(TracedCall traced, Abi abi) {
        this.call = traced.call(abi);
        this.traced = traced;
    }

    @Word(value = "the ioctl's name, or the system call's", example = "trace.all[0].name")
    public String getName() {
        return call.name();
    }

    @Word(value = "what it was made on: kvm, vm, vcpu or device; empty for what is none of KVM's", example = "trace.all[0].on")
    public String getOn() {
        return call.on() == null ? "" : call.on() == FdKind.SYSTEM ? "kvm" : call.on().name().toLowerCase(Locale.ROOT);
    }

    @Word(value = "its argument in words, as the kernel got it", example = "trace.all[0].argument")
    public String getArgument() {
        return call.before();
    }

    @Word(value = "what the kernel put into the argument, in words; empty where it changed nothing", example = "trace.all[0].result")
    public String getResult() {
        return call.after();
    }

    @Word(value = "what the kernel answered: 0 or more, or a negated errno", example = "trace.all[0].answer")
    public int getAnswer() {
        return call.answer();
    }

    @Word(value = "the ioctl's number on the board's architecture; 0 for what is no ioctl", example = "trace.all[0].request")
    public Number getRequest() {
        return traced == null ? 0 : Integer.toUnsignedLong(traced.request());
    }

    @Word(value = "the argument's bytes as the kernel got them; empty where it is a plain value", example = "trace('KVM_SET_REGS').all[0].bytes")
    public byte[] getBytes() {
        return traced == null || traced.memory().isEmpty() || traced.memory().get(0).in() == null ? new byte[0] : traced.memory().get(0).in().clone();
    }

    @Word(value = "what a proposal in front of the kernel had to do with it: 'answered by the proposal', 'made by the proposal'; empty of every other call", example = "trace.all[0].proposal")
    public String getProposal() {
        return call.origin().isOwn() ? "" : call.origin().phrase();
    }

    @Word(value = "why kvmsh made the call for its own sake: 'opening the board', 'probing the board', 'explaining an error', 'completing an exit'; empty of every other call", example = "trace.all[0].own")
    public String getOwn() {
        return call.origin().isOwn() ? call.origin().phrase() : "";
    }

    @Word(value = "when the call had returned, in milliseconds since the session began", example = "trace.all[0].ms")
    public double getMs() {
        return traced == null ? 0 : traced.nanos() / 1e6;
    }

    @Override public String toString() {
        return CallText.of(call).strip();
    }
}
