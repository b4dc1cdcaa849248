package org.kvmsh.bindings.abi;

/**
 * An ioctl of KVM.
 *
 * @param request the number that the kernel compares, in the board's encoding
 * @param struct  what its argument points to; null where it takes a plain value or nothing
 * @param origin  the header or mail that defines it
 */
public record Ioctl(String name, FdKind on, int request, Struct struct, String origin) {
    @Override public String toString() {
        return name;
    }
}
