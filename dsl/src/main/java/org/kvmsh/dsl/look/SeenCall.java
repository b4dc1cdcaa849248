package org.kvmsh.dsl.look;

import java.util.Locale;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.word.Word;

/** A system call that was made. */
public final class SeenCall {
    private final Call call;

    public SeenCall(Call call) {
        this.call = call;
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

    @Override public String toString() {
        return CallText.of(call).strip();
    }
}
