package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/**
 * The definitions in the kept lines.
 *
 * @param kept the lines
 * @param fragment its structs
 * @param ioctls by name, as are the constants
 */
record Definitions(Kept kept, Fragment fragment, Map<String, Fragment.IoctlMacro> ioctls, Map<String, Long> constants) {
    private static final int MANY = 3;
    private static final String SKIPPED = ", which is skipped";

    /**
     * The treatment of a macro whose meaning is not found: in a whole header it is left out, since other headers belong
     * to that.
     */
    enum Missing {
        LEFT_OUT,
        REFUSED
    }

    /**
     * The macros whose meaning is not found.
     *
     * @param names those that are left out
     * @param leftOut a warning of each of them
     * @param refused errors, which count if nothing else is defined
     * @param warnings other warnings
     * @param skipped the structs that are left out
     */
    private record Failures(
            List<String> names,
            List<String> leftOut,
            List<PatchError> refused,
            List<String> warnings,
            Set<String> skipped) {
        /** Whether a macro needs one of the structs that are left out. */
        boolean withoutIts() {
            return leftOut.stream().anyMatch(warning -> warning.endsWith(SKIPPED));
        }

        void leaveOut(String name, String warning) {
            names.add(name);
            leftOut.add(warning);
        }
    }

    private static final Pattern CALL = Pattern.compile("\\b_IO\\w*\\s*\\(");

    static Definitions of(
            FragmentReader reader,
            Kept kept,
            Abi over,
            Missing missing,
            OtherArchitectures others,
            List<String> warnings) {
        ReadableLines lines = ReadableLines.of(reader, kept, over);
        Fragment fragment = lines.fragment();
        Definitions definitions = new Definitions(
                lines.kept(), fragment, new LinkedHashMap<>(), new LinkedHashMap<>(fragment.enumerators()));
        warnings.addAll(lines.warnings());
        Failures failures =
                new Failures(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), warnings, lines.skipped());
        lines.kept()
                .text()
                .lines()
                .map(Define::name)
                .filter(name -> name != null)
                .distinct()
                .forEach(name -> definitions.macro(name, over, missing, others, failures));
        List<String> leftOut = failures.leftOut();
        if (definitions.isEmpty() || definitions.ioctls().isEmpty() && failures.withoutIts()) {
            lines.refuse();
        }
        if (!failures.refused().isEmpty() && definitions.isEmpty()) {
            throw failures.refused().get(0);
        }
        if (leftOut.size() > MANY) {
            warnings.add(leftOut.size() + " macros ignored, because they use names from other headers: "
                    + String.join(", ", failures.names()) + "; the first: " + leftOut.get(0));
        } else {
            warnings.addAll(leftOut);
        }
        return definitions;
    }

    private boolean isEmpty() {
        return ioctls.isEmpty() && constants.isEmpty() && fragment.structs().isEmpty();
    }

    private void macro(String name, Abi over, Missing missing, OtherArchitectures others, Failures failures) {
        Fragment.Meaning meaning;
        try {
            meaning = fragment.meaning(name);
        } catch (Fragment.Unreadable e) {
            throw new PatchError(kept.lineOf(name), name + ": " + e.getMessage(), e);
        }
        if (meaning instanceof Fragment.Number number) {
            constants.put(name, number.bits());
        } else if (meaning instanceof Fragment.Call call) {
            ioctls.put(name, call.ioctl());
        } else if (meaning instanceof Fragment.Unknown unknown) {
            unknown(name, unknown, over, missing, others, failures);
        }
    }

    private void unknown(
            String name,
            Fragment.Unknown unknown,
            Abi over,
            Missing missing,
            OtherArchitectures others,
            Failures failures) {
        int line = kept.lineOf(name);
        if (unknown.name().startsWith("_IO")) {
            throw new PatchError(line, "expected _IO, _IOR, _IOW or _IOWR, not " + unknown.name());
        }
        if (failures.skipped().contains(unknown.name())) {
            failures.leaveOut(name, "line " + line + ": " + name + " is skipped: it needs " + unknown.name() + SKIPPED);
            return;
        }
        String other = others.having(unknown.name());
        if (other != null && missing == Missing.REFUSED) {
            failures.leaveOut(
                    name, "line " + line + ": " + name + " is skipped: it needs " + unknown.name() + " of " + other);
            return;
        }
        String why = name + " needs " + unknown.name() + ", which neither the patch nor the ABI of " + over.table()
                + " defines";
        if (missing == Missing.REFUSED && over.hasConstant(name)) {
            // asm/kvm.h of arm64 takes some values from asm/sve_context.h, which a patch does not bring along.
            constants.put(name, over.constant(name));
            failures.warnings()
                    .add("line " + line + ": " + why + "; kvmsh uses the ABI's value of " + name + ", "
                            + over.constant(name));
            return;
        }
        if (missing == Missing.REFUSED && !unknown.called()) {
            PatchError error = new PatchError(line, "expected a definition: " + why);
            if (isCall(name)) {
                throw error;
            }
            failures.refused().add(error);
        }
        failures.leaveOut(name, "line " + line + ": skipped: " + why);
    }

    /** Without its ioctl a patch makes no sense; a constant may be one that the kernel's own code alone uses. */
    private boolean isCall(String macro) {
        return kept.text()
                .lines()
                .anyMatch(line ->
                        macro.equals(Define.name(line)) && CALL.matcher(line).find());
    }
}
