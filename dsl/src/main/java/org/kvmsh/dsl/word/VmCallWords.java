package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.dsl.config.CallConfig;

/** Any ioctl of the VM. */
public interface VmCallWords extends VmPart {
    @Word(
            value = "call any VM ioctl, by name or number, after memory is set up and before vCPUs are created",
            example = "ioctl KVM_SET_TSS_ADDR, 0xfffbd000")
    default void ioctl(Map<String, ?> fields, Object named) {
        config().call(new CallConfig(named, fields, here()));
    }

    default void ioctl(Object named, Object argument) {
        config().call(new CallConfig(named, argument, here()));
    }

    default void ioctl(Object named) {
        config().call(new CallConfig(named, null, here()));
    }
}
