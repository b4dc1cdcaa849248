package org.kvmsh.bindings.kvm.rules;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;

/**
 * One rule of KVM's ABI: what a call must keep to, and the errno of a call that does not.
 *
 * @param calls the ioctls that it is a rule of, or {@code *} for any
 * @param architectures where it holds; empty for all
 * @param errnos what the kernel answers, of today's kernels first; more than one where releases differ
 * @param releases of Linux, for which it is known to hold
 * @param text what breaks it in general, as {@code explain} has it
 * @param source the kernel document or file with the rule
 * @param check null if no request can be checked
 * @param isConsequence whether it is named only if no earlier rule is broken
 */
public record Rule(
        Set<String> calls,
        Set<Arch> architectures,
        List<Errno> errnos,
        Releases releases,
        String text,
        String source,
        Check check,
        boolean isConsequence) {
    static final String ANY = "*";

    static Rule of(Errno errno, String text, String source, Check check) {
        return new Rule(Set.of(), Set.of(), List.of(errno), Releases.ALL, text, source, check, false);
    }

    Rule on(String... names) {
        return new Rule(Set.of(names), architectures, errnos, releases, text, source, check, isConsequence);
    }

    Rule in(Arch... some) {
        return new Rule(calls, Set.of(some), errnos, releases, text, source, check, isConsequence);
    }

    /** @param conditions of the requests that it is about alone, as a {@link RequestFilter} has them */
    Rule about(String conditions) {
        return new Rule(
                calls,
                architectures,
                errnos,
                releases,
                text,
                source,
                RequestFilter.parse(conditions).with(check),
                isConsequence);
    }

    /** Releases of the kernel differ in the errno. */
    Rule or(Errno other) {
        return new Rule(
                calls, architectures, List.of(errnos.get(0), other), releases, text, source, check, isConsequence);
    }

    /** The first release that is known to have the rule; what earlier ones do is not known. */
    Rule since(int version, int patchlevel) {
        return with(new Releases(new Releases.Release(version, patchlevel), releases.before()));
    }

    /** The first release that no longer has the rule. */
    Rule before(int version, int patchlevel) {
        return with(new Releases(releases.from(), new Releases.Release(version, patchlevel)));
    }

    private Rule with(Releases some) {
        return new Rule(calls, architectures, errnos, some, text, source, check, isConsequence);
    }

    Rule asConsequence() {
        return new Rule(calls, architectures, errnos, releases, text, source, check, true);
    }

    boolean isOf(Arch arch) {
        return architectures.isEmpty() || architectures.contains(arch);
    }

    /**
     * Whether the kernel answers this error number.
     *
     * @param errno the positive error number
     */
    public boolean gives(int errno) {
        return errnos.stream().anyMatch(each -> each.number() == errno);
    }

    /** Whether a check can find it broken. */
    boolean isChecked() {
        return check != null && !isOfSomeRequests();
    }

    /** Whether it is about some requests of its calls alone, and not checked. */
    boolean isOfSomeRequests() {
        return check instanceof RequestFilter;
    }

    /** Whether a request is one that it is about. */
    boolean concerns(Request request) {
        return check == null || check.concerns(request);
    }

    /** A call on a descriptor of another kind cannot be checked. */
    Finding check(Request request) {
        return check == null ? Finding.UNKNOWN : releases.limit(check.of(request), request.facts());
    }

    /** The errnos that the kernel answers, in words: {@code EINVAL or ENXIO}. */
    public String errnosInWords() {
        return String.join(" or ", errnos.stream().map(Errno::name).toList());
    }

    @Override
    public String toString() {
        return text + " (" + source + ")";
    }
}
