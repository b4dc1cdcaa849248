package org.kvmsh.dsl.machine.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.call.ProposalFailed;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** {@code expect(errno: ENODEV) { }}: the last line of the block is a call that the kernel refuses, with that errno. */
public final class ExpectedRefusal {
    /** A use that works. */
    public static final String EXAMPLE = "expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }";

    private static final int MOST_SHOWN = 12;

    private final int wanted;

    /** @param named the arguments besides the block */
    public ExpectedRefusal(Map<String, ?> named, Site site) {
        wanted = number(new NamedArguments("expect", List.of("errno"), EXAMPLE, named, site).get("errno"), site);
    }

    /**
     * The block ended, so no call was refused.
     *
     * @param value its result
     * @param made the ioctls made in it
     */
    public ScriptError missing(Object value, List<Call> made, Site site) {
        List<Call> ioctls = made.stream()
                .filter(call -> call.origin() == CallOrigin.SCRIPT || call.origin() == CallOrigin.PROPOSAL_ANSWERED)
                .toList();
        String expected = "expected " + Errno.name(wanted) + ", but ";
        if (ioctls.isEmpty()) {
            return new ScriptError(
                    site,
                    expected + "no call was refused" + (value instanceof Number ? ": the result is " + value : ""),
                    new Unmet());
        }
        String taken = CallText.of(ioctls.get(ioctls.size() - 1)).strip().replaceFirst("\\S+\\s+", "");
        List<String> notes = new ArrayList<>();
        if (ioctls.size() > 1) {
            List<String> last = ioctls.stream()
                    .skip(Math.max(0, ioctls.size() - MOST_SHOWN))
                    .map(CallText::of)
                    .toList();
            notes.add("the block's calls"
                    + (last.size() < ioctls.size() ? ", the last " + last.size() + " of " + ioctls.size() : "") + ":");
            notes.addAll(last);
        }
        return new ScriptError(
                site, expected + "the kernel accepted the call: " + taken, new Unmet(), notes.toArray(String[]::new));
    }

    /**
     * Checks what ended the block; throws if it is not the expected refusal.
     *
     * @param thrown rethrown if it is not a refusal
     * @param cause whose causes are searched for the refusal
     * @param atLast whether the block's last line threw it
     */
    public void check(RuntimeException thrown, Throwable cause, boolean atLast, Site site) {
        KvmException refused = refusal(cause);
        if (refused == null) {
            throw thrown;
        }
        if (!atLast) {
            throw new ScriptError(
                            site,
                            "expected " + Errno.name(wanted)
                                    + " from the block's last line, but an earlier line failed: " + headline(refused),
                            new Unmet(thrown))
                    .behind(refused.refusal());
        }
        if (refused.errno() != wanted) {
            throw new ScriptError(
                            site,
                            "expected " + Errno.name(wanted) + ", got " + Errno.name(refused.errno()) + ": "
                                    + headline(refused),
                            new Unmet(thrown))
                    .behind(refused.refusal());
        }
    }

    private static String headline(KvmException refused) {
        return refused.refusal() == null
                ? refused.getMessage()
                : refused.refusal().headline();
    }

    /** The errno of a refusal: its constant, or its number where it has no name. */
    public static Object errno(int number) {
        Errno named = Errno.of(Errno.name(number));
        return named == null ? (Object) number : named;
    }

    /** The kernel's refusal; null if it was not called, or accepted the call. */
    public static KvmException refusal(Throwable thrown) {
        // The kernel refused a call of a proposal, not the script's call.
        return Causes.of(thrown)
                .takeWhile(each -> !(each instanceof ProposalFailed))
                .filter(KvmException.class::isInstance)
                .map(KvmException.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static int number(Object errno, Site site) {
        if (errno instanceof Errno known) {
            return known.number();
        }
        if (errno == null) {
            throw new ScriptError(site, "expect takes a block, or errno: and a block", "try: " + EXAMPLE);
        }
        return (int) Bits64.of(errno, "errno:", 1, Short.MAX_VALUE, site);
    }
}
