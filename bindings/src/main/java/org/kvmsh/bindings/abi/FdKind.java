package org.kvmsh.bindings.abi;

/** The kind of descriptor that an ioctl is issued on: numbers are used twice, so only number and kind together name an ioctl. */
public enum FdKind {
    SYSTEM("/dev/kvm"), VM("the VM"), VCPU("the vCPU"), DEVICE("the device");

    private final String phrase;

    FdKind(String phrase) {
        this.phrase = phrase;
    }

    /** How messages name a file descriptor of this kind. */
    public String phrase() {
        return phrase;
    }
}
