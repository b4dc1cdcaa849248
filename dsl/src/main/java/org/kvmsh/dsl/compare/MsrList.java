package org.kvmsh.dsl.compare;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * The MSRs that a board lists. A script that iterates over them makes a call for each, so a call for one that only one
 * board has is part of the difference between the lists.
 */
final class MsrList {
    static final String CALL = "KVM_GET_MSR_INDEX_LIST";
    static final String WHAT = "indices";

    private final Set<String> names = new HashSet<>();

    private MsrList() {}

    /** The list that the board returned to the script. */
    static MsrList of(Recording recording) {
        MsrList list = new MsrList();
        recording.parts().stream()
                .flatMap(part -> part.calls().stream())
                .flatMap(List::stream)
                .filter(call -> call.call().name().equals(CALL) && call.call().answer() == 0)
                .forEach(call -> list.add(call, recording.abi()));
        return list;
    }

    private void add(RecordedCall call, Abi abi) {
        Struct struct = abi.struct("kvm_msr_list");
        Region out = Bytes.of(call.call().memory().get(0).out(), abi);
        for (int i = 0; i < out.getInt(struct.offset("nmsrs")); i++) {
            names.add(CallAnswers.msr(out.getInt(struct.offset("indices[" + i + "]"))));
        }
    }

    /** @param about what a call is about */
    boolean has(String about) {
        return names.contains(about);
    }
}
