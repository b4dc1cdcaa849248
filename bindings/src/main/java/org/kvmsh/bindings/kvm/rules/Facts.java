package org.kvmsh.bindings.kvm.rules;

/** The facts about a board that rules use. */
public interface Facts {
    /** KVM_CHECK_EXTENSION on the file of the call; 0 if the capability is not supported. */
    int capability(String name);

    /** Bytes of a page of the board's kernel. */
    int pageSize();

    /** The release of the board's Linux; null if it is not known. */
    String release();

    /**
     * Whether KVM_CREATE_DEVICE takes a type; null if it is not known.
     *
     * @param type KVM_DEV_TYPE_*
     */
    default Boolean hasDevice(long type) {
        return null;
    }

    /**
     * A field of the struct that an ioctl fills in on a new VM, or on its first vCPU; null if it is not known.
     *
     * @param ioctl one that only reads, or whose effect ends with the VM
     */
    default Long told(String ioctl, String field) {
        return null;
    }

    /** Whether kvmsh answers an ioctl in front of a kernel that does not have it; null if it is not known. */
    default Boolean isProposed(String ioctl) {
        return null;
    }

    /**
     * The value of 32 bits that an attribute of a new device has; null if it is not known.
     *
     * @param device the name of its type, KVM_DEV_TYPE_*
     * @param group the name of the attribute's group
     * @param attribute the name of the attribute
     */
    default Long initially(String device, String group, String attribute) {
        return null;
    }
}
