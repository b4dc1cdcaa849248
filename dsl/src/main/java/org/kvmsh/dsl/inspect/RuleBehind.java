package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** A rule that a refused call breaks, or may have broken. */
public record RuleBehind(
        @Word(
                value = "the condition that breaks the rule, with the actual values if they were checked",
                example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.rules[0].text",
                js = "refusal(() => " + "kvm.ioctl(KVM_CREATE_VM, 99)).rules[0].text")
        String text,

        @Word(
                value = "the kernel document or source file that states the rule; empty for a rule from a patch",
                example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 " + "}.rules[0].source",
                js = "refusal(() => " + "kvm.ioctl(KVM_CREATE_VM, 99)).rules[0].source")
        String source,

        @Word(
                value = "true if kvmsh checked the call and found that it breaks the rule; 'may' if it could not check",
                example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }.rules[0].broken",
                js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).rules[0].broken")
        Object broken)
        implements AsJson {
    /** The mark of a rule that kvmsh did not check. */
    private static final String MAY = "may";

    /** The rules behind an errno. */
    public static List<RuleBehind> of(Diagnosis diagnosis) {
        return diagnosis.patch() != null
                ? List.of(ofPatch(diagnosis.patch()))
                : Stream.concat(
                                diagnosis.violations().stream().map(RuleBehind::broken),
                                diagnosis.candidates().stream().map(RuleBehind::possible))
                        .toList();
    }

    private static RuleBehind broken(Violation violation) {
        return new RuleBehind(violation.text(), violation.rule().source(), true);
    }

    private static RuleBehind possible(Rule rule) {
        return new RuleBehind(rule.text(), rule.source(), MAY);
    }

    /** The reason for an errno in a patch read over the headers. */
    private static RuleBehind ofPatch(String text) {
        return new RuleBehind(text, "", MAY);
    }

    @Override
    public String toString() {
        return (broken.equals(MAY) ? "may apply: " : "") + text + (source.isEmpty() ? "" : " (" + source + ")");
    }
}
