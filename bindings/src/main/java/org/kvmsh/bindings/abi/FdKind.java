package org.kvmsh.bindings.abi;

/**
 * The kind of descriptor that an ioctl is issued on: numbers are used twice, so only number and kind together name an
 * ioctl.
 */
public enum FdKind {
    SYSTEM("kvm", "/dev/kvm"),
    VM("vm", "the VM"),
    VCPU("vcpu", "the vCPU"),
    DEVICE("device", "the device");

    private final String word;
    private final String phrase;

    FdKind(String word, String phrase) {
        this.word = word;
        this.phrase = phrase;
    }

    /** The name in lists of calls and in scripts: {@code vcpu}. */
    public String word() {
        return word;
    }

    /** The name in messages: {@code the vCPU}. */
    public String phrase() {
        return phrase;
    }
}
