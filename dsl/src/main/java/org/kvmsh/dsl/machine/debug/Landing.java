package org.kvmsh.dsl.machine.debug;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/**
 * Where finish, next and until end a run.
 *
 * @param word the word of the script
 * @param addresses the addresses; more than one for a source line that is in several functions
 * @param vcpu the vCPU that is to reach one; null for any
 * @param isThere asked when it has: a function that calls itself returns to one address several times
 * @param told precedes the address in the outcome
 */
public record Landing(String word, List<Long> addresses, VcpuEngine vcpu, BooleanSupplier isThere, String told) {
    public Landing {
        addresses = List.copyOf(addresses);
    }

    boolean has(long address) {
        return addresses.contains(address);
    }

    boolean isReachedBy(VcpuEngine own, long address) {
        return has(address) && (vcpu == null || vcpu == own) && isThere.getAsBoolean();
    }
}
