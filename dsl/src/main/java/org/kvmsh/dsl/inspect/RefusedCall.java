package org.kvmsh.dsl.inspect;

import java.util.List;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.call.StructBytes;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** A refusal with its source location, as a script sees it. */
public record RefusedCall(
        Refusal refusal,
        Site site,

        @Word(
                value = "whether kvmsh rejected the call because of a rule, without calling the kernel",
                example = "why.refusal.planned")
        boolean planned)
        implements AsJson {
    public RefusedCall {
        // The rules need the VM, which may be closed before anybody reads this.
        refusal.diagnosis();
    }

    /** The refused call that caused an error, or null. */
    public static RefusedCall behind(ScriptError error) {
        return error.refusal() == null ? null : new RefusedCall(error.refusal(), error.site(), error.isPlanned());
    }

    @Word(
            value = "the errno: its constant, or its number if it has no name",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.errno == EINVAL",
            js = "refusal(() => " + "kvm.ioctl(KVM_CREATE_VM, 99)).errno == EINVAL")
    public Object getErrno() {
        Errno named = Errno.of(Errno.name(refusal.errno()));
        return named == null ? (Object) refusal.errno() : named;
    }

    @Word(
            value = "the name of the ioctl or system call",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.call",
            js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).call")
    public String getCall() {
        return refusal.call();
    }

    @Word(
            value = "the kind of descriptor the call was made on: kvm, vm, vcpu or device; empty for a"
                    + " non-KVM call",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 " + "}.on",
            js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).on")
    public String getOn() {
        return name(refusal.on());
    }

    /** A kind of descriptor as a script names it; empty for null. */
    public static String name(FdKind on) {
        return on == null ? "" : on.word();
    }

    @Word(
            value = "the call's argument as text, as the script passed it",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.argument",
            js = "refusal(() => " + "kvm.ioctl(KVM_CREATE_VM, 99)).argument")
    public String getArgument() {
        return refusal.argument();
    }

    @Word(
            value = "the call's struct as the kernel left it; its count may hold the number of elements that"
                    + " the call needs; null if the call takes no struct",
            example = "refusal { kvm.ioctl KVM_GET_MSR_INDEX_LIST, nmsrs: 1 }.answered.nmsrs",
            js = "refusal(() => kvm.ioctl(KVM_GET_MSR_INDEX_LIST, {nmsrs: 1})).answered.nmsrs")
    public StructValue getAnswered() {
        Refusal.Left left = refusal.left();
        return left == null
                ? null
                : StructValue.of(
                        left.abi(),
                        left.struct(),
                        StructBytes.own(left.bytes(), left.abi().order()));
    }

    @Word(
            value = "the rules that the call breaks; if none could be checked, the rules that can cause this errno",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 " + "}.rules[0].source",
            js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).rules[0].source")
    public List<RuleBehind> getRules() {
        return RuleBehind.of(refusal.diagnosis());
    }

    @Word(
            value = "source location of the call: file:line:column",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.place",
            js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).place")
    public String getPlace() {
        return site.line() == 0 ? "" : site.toString();
    }

    @Override
    public String toString() {
        return (site.line() == 0 ? "" : site + ": ") + refusal;
    }
}
