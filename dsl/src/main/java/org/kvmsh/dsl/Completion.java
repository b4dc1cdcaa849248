package org.kvmsh.dsl;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.word.Vocabulary;

/** What could follow a text that breaks off. */
final class Completion {
    private static final Pattern LAST = Pattern.compile("(\\.?)([A-Za-z_]\\w*)?$");

    private Completion() { }

    static List<String> of(String text, WordTable words, Abi abi) {
        Matcher last = LAST.matcher(text);
        boolean member = last.find() && !last.group(1).isEmpty();
        String begun = last.group(2) == null ? "" : last.group(2);
        Set<String> names = new TreeSet<>();
        if (member) {
            names.addAll(Vocabulary.methods(Machine.class).keySet());
            names.addAll(Vocabulary.methods(MachineVcpu.class).keySet());
        } else {
            names.addAll(words.words().keySet());
            names.addAll(KernelNames.constants().keySet());
            // There are thousands of these, so a prefix is required.
            if (begun.startsWith("KVM_")) {
                abi.ioctls().forEach(ioctl -> names.add(ioctl.name()));
                abi.constants().forEach(constant -> names.add(constant.name()));
            }
        }
        return names.stream().filter(name -> name.startsWith(begun)).toList();
    }
}
