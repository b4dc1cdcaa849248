package org.kvmsh.repl.test;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.results.record.RepeatCommand;
import org.kvmsh.repl.results.record.RunAsked;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that a command line of {@code kvmsh test} gives, each by where it says that it applies. */
record GivenOptions(ParseResult line) {
    /** The options that are passed to each task of a farm, with absolute paths. */
    List<String> ofTasks() {
        return words(where -> where.farm() == OnFarm.TASKS);
    }

    /** The options that are passed to each process of {@code --isolate}, with absolute paths. */
    List<String> ofProcesses() {
        return words(AppliesTo::processes);
    }

    /** @throws IOException whose message is a sentence: an option does not apply on a farm */
    void checkFarm() throws IOException {
        String nowhere = first(where -> where.farm() == OnFarm.NOWHERE);
        if (nowhere != null) {
            throw new IOException(nowhere + " cannot be used with --farm");
        }
    }

    /** @throws IOException whose message is a sentence: a run that goes on has its options already */
    void checkResumed() throws IOException {
        List<String> others = Stream.concat(
                        given(where -> !where.resumed())
                                .flatMap(option -> Stream.concat(
                                        Stream.of(option.longestName()),
                                        option.arity().max() == 0
                                                ? Stream.of()
                                                : option.originalStringValues().stream())),
                        line.matchedPositionals().stream()
                                .distinct()
                                .flatMap(each -> each.originalStringValues().stream()))
                .toList();
        if (!others.isEmpty()) {
            throw new IOException("--resume uses the options of the run: remove " + String.join(" ", others));
        }
    }

    /** The options that tests of an earlier run have when they run again, but for those that are given. */
    List<String> others(RunAsked earlier) {
        return RepeatCommand.options(earlier).stream()
                .filter(option -> !line.hasMatchedOption(option.get(0)))
                .map(option -> option.size() == 1
                        ? option.get(0)
                        : option.get(0) + "="
                                + (isPath(line.commandSpec().findOption(option.get(0)))
                                        ? Path.of(earlier.directory()).resolve(option.get(1))
                                        : option.get(1)))
                .toList();
    }

    private static boolean isPath(OptionSpec option) {
        return option.type() == Path.class || option.auxiliaryTypes()[0] == Path.class;
    }

    private Stream<OptionSpec> given(Predicate<AppliesTo> which) {
        return line.commandSpec().options().stream().filter(option -> isGiven(option) && which.test(where(option)));
    }

    private String first(Predicate<AppliesTo> which) {
        return given(which).map(OptionSpec::longestName).findFirst().orElse(null);
    }

    /** The options as another kvmsh is told them. */
    private List<String> words(Predicate<AppliesTo> which) {
        return given(which).flatMap(GivenOptions::words).toList();
    }

    private static AppliesTo where(OptionSpec option) {
        return ((AnnotatedElement) option.userObject()).getAnnotation(AppliesTo.class);
    }

    /** An option that takes its value itself, as --wait, is not among those that picocli has matched. */
    private boolean isGiven(OptionSpec option) {
        return line.hasMatchedOption(option)
                || option.arity().min() < option.arity().max()
                        && !Objects.equals(option.getValue(), option.initialValue());
    }

    private static Stream<String> words(OptionSpec option) {
        return option.arity().max() == 0
                ? Stream.of(option.longestName())
                : option.arity().min() == 0
                        ? Stream.of(option.longestName() + LockOptions.word((Duration) option.getValue()))
                        : option.originalStringValues().stream()
                                .map(value -> option.longestName() + "="
                                        + (isPath(option) ? Path.of(value).toAbsolutePath() : value));
    }
}
