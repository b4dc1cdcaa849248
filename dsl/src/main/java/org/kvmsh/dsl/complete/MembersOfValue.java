package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.MembersOfExit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.ExitNames;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The members that a value has, and no others: none is offered whose use would be rejected. */
final class MembersOfValue {
    private final Scene scene;
    private final LibraryMembers library;

    MembersOfValue(Scene scene) {
        this.scene = scene;
        this.library = LibraryMembers.of(scene.js());
    }

    List<Completion> of(Known known) {
        if (known == null) {
            return List.of();
        } else if (!known.exits().isEmpty()) {
            return ofExits(known.exits());
        } else if (known.value() instanceof Exit exit) {
            return plain(ExitNames.of(exit));
        } else if (Exit.class.isAssignableFrom(known.type())) {
            return ofExits(DescribedExit.of(List.of(scene.abi())));
        } else if (known.type() == ProposalCall.class && known.value() instanceof Struct argument) {
            List<Completion> members = new ArrayList<>(
                    plain(argument.members().stream().map(Field::name).toList()));
            members.addAll(words(known.type()));
            return members;
        } else if (known.value() instanceof StructValue struct) {
            return plain(struct.names());
        } else if (known.value() instanceof Struct layout) {
            return plain(layout.members().stream().map(Field::name).toList());
        } else if (known.value() instanceof Map<?, ?> map) {
            List<String> names =
                    new ArrayList<>(map.keySet().stream().map(String::valueOf).toList());
            names.addAll(library.names(known));
            return plain(names);
        } else if (Registers.class.isAssignableFrom(known.type())) {
            List<Completion> members = new ArrayList<>(plain(
                    Architecture.of(scene.abi()).generalRegisters(scene.abi()).names()));
            members.addAll(words(known.type()));
            return members;
        } else if (known.type() == NamedBits.class || known.type() == NamedRegister.class) {
            List<Completion> members = new ArrayList<>(plain(MembersOfBits.names(known)));
            members.addAll(words(known.type()));
            return members;
        } else if (!MembersOfVariables.names(known).isEmpty()) {
            List<Completion> members = new ArrayList<>(plain(MembersOfVariables.names(known)));
            members.addAll(words(known.type()));
            return members;
        } else if (Number.class.isAssignableFrom(known.type())) {
            return plain(scene.units());
        }
        List<Completion> members = new ArrayList<>(words(known.type()));
        library.names(known).stream()
                .filter(name ->
                        members.stream().noneMatch(member -> member.text().equals(name)))
                .forEach(name -> members.add(new Completion(name, Completion.Group.MEMBER, "")));
        return members;
    }

    /** The words of a class that this board's architecture has. */
    List<Completion> words(Class<?> type) {
        return words(type, Completion.Group.MEMBER);
    }

    List<Completion> words(Class<?> type, Completion.Group group) {
        List<Completion> members = new ArrayList<>();
        Vocabulary.of(type).forEach((name, word) -> {
            if (isHere(word)) {
                members.add(new Completion(name, group, word.value()));
            }
        });
        return members;
    }

    /** The words of the top level, those of an embedding program among them. */
    List<Completion> ofTop() {
        return scene.words().top().entrySet().stream()
                .filter(word -> isHere(word.getValue()))
                .map(word -> new Completion(
                        word.getKey(), Completion.Group.WORD, word.getValue().value()))
                .toList();
    }

    private boolean isHere(Word word) {
        return isOf(word.arch())
                && (isOf(word.offered())
                        || scene.abi().ioctls().stream()
                                .anyMatch(ioctl -> ioctl.name().equals(word.ioctl())));
    }

    private boolean isOf(Arch[] architectures) {
        return architectures.length == 0
                || Arrays.asList(architectures).contains(scene.abi().arch());
    }

    private static List<Completion> ofExits(List<DescribedExit> exits) {
        List<Completion> members = new ArrayList<>();
        for (DescribedExit exit : exits) {
            exit.members().forEach(member -> add(members, member));
            exit.fields().forEach(part -> add(members, part.name().replaceFirst("\\..*", ""), "a field of kvm_run"));
        }
        ExitNames.OF_ALL.forEach(member -> add(members, member));
        if (exits.stream().anyMatch(DescribedExit::isAnswered)) {
            add(members, ExitNames.REPLY);
        }
        return members;
    }

    private static void add(List<Completion> members, MembersOfExit.Member member) {
        add(members, member.name(), member.sentence());
    }

    private static void add(List<Completion> members, String name, String sentence) {
        if (members.stream().noneMatch(other -> other.text().equals(name))) {
            members.add(new Completion(name, Completion.Group.MEMBER, sentence));
        }
    }

    private static List<Completion> plain(Collection<String> names) {
        return names.stream()
                .map(name -> new Completion(name, Completion.Group.MEMBER, ""))
                .toList();
    }
}
