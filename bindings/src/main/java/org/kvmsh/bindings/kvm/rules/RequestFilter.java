package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;

/**
 * The only requests that a rule is about: those on a kind of file or a type of device, with constants in their fields.
 * Whether one of them breaks the rule is not known.
 */
record RequestFilter(List<Condition> conditions) implements Check {
    private static final String FILE = "on";

    /**
     * One condition of them.
     *
     * @param subject the field's name, or {@code on} for the kind of descriptor
     * @param constants the allowed constants
     */
    record Condition(String subject, List<String> constants) {
        boolean fits(Request request) {
            return constants.stream()
                    .anyMatch(constant -> subject.equals(FILE)
                            ? isOn(request, constant)
                            : is(request.asked().abi(), constant, request.field(subject)));
        }

        private static boolean isOn(Request request, String file) {
            FdKind on = request.asked().on();
            if (!file.startsWith("KVM_DEV_TYPE_")) {
                return on == FdKind.valueOf(file.toUpperCase(Locale.ROOT));
            }
            return on == FdKind.DEVICE
                    && (request.device() == null
                            || is(request.asked().abi(), file, request.device().type()));
        }

        private static boolean is(Abi abi, String constant, long value) {
            return abi.hasConstant(constant) && abi.constant(constant) == value;
        }
    }

    /** @param text conditions parted by spaces, as {@code on=vcpu group=KVM_VCPU_TSC_CTRL}; | parts alternatives */
    static RequestFilter parse(String text) {
        List<Condition> conditions = new ArrayList<>();
        for (String condition : text.split(" ")) {
            String[] sides = condition.split("=", 2);
            conditions.add(new Condition(sides[0], List.of(sides[1].split("\\|"))));
        }
        return new RequestFilter(List.copyOf(conditions));
    }

    /** A call without its struct matches any of them. */
    @Override
    public boolean concerns(Request request) {
        return request.asked().struct() == null || conditions.stream().allMatch(condition -> condition.fits(request));
    }

    /** The same requests alone, looked at by a check. */
    Check with(Check check) {
        RequestFilter filter = this;
        return new Check() {
            @Override
            public Finding of(Request request) {
                return filter.concerns(request) ? check.of(request) : Finding.KEPT;
            }

            @Override
            public boolean concerns(Request request) {
                return filter.concerns(request);
            }
        };
    }

    @Override
    public Finding of(Request request) {
        return concerns(request) ? Finding.UNKNOWN : Finding.KEPT;
    }
}
