package org.kvmsh.dsl.arch.ppc64;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.register.WideRegister;

/** fpr0 to fpr31, vr0 to vr31, and vsr0 to vsr31, whose upper half is the floating-point register. */
final class Ppc64Wide {
    private static final Pattern WIDE = Pattern.compile("(fpr|vr|vsr)([12]?\\d|3[01])");

    private Ppc64Wide() {}

    /** One of them; null for another name. */
    static WideRegister.OfOneReg of(String name, Abi abi) {
        Matcher numbered = WIDE.matcher(name);
        return numbered.matches()
                ? WideRegister.ofOneReg(
                        abi.constant("KVM_REG_PPC_" + numbered.group(1).toUpperCase(Locale.ROOT) + "0")
                                + Integer.parseInt(numbered.group(2)),
                        abi)
                : null;
    }
}
