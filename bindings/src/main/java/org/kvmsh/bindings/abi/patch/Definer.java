package org.kvmsh.bindings.abi.patch;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;

/** What defines a name: the ABI's headers, or a patch that was read before. */
record Definer(Abi over, Abi headers) {
    static Definer of(Abi over) {
        return new Definer(over, Abi.of(over.table()));
    }

    String constant(String name) {
        return headers.hasConstant(name) && headers.constant(name) == over.constant(name)
                ? abi()
                : over.constants().stream()
                        .filter(constant -> constant.name().equals(name))
                        .map(Constant::origin)
                        .findFirst()
                        .orElse(abi());
    }

    String ioctl(String name) {
        return headers.hasIoctl(name)
                        && headers.ioctl(name).request() == over.ioctl(name).request()
                ? abi()
                : over.ioctl(name).origin();
    }

    private String abi() {
        return "the ABI of " + over.table();
    }
}
