package org.kvmsh.bindings.abi.patch;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.FdKind;

/**
 * The kind of file descriptor of an ioctl that no document names: from the function in which the patch handles it, the
 * heading or the comment above its macro, or a sentence of the mail.
 */
final class FileKinds {
    private static final Pattern FUNCTION =
            Pattern.compile("\\bkvm_\\w*?(vm|vcpu|dev|device)_(?:async_|unlocked_|compat_)?ioctl(?:_hv|_pr)?\\(");
    /** "a vCPU ioctl", "ioctls for vcpu fds", "a VM file descriptor". */
    private static final Pattern SAID = Pattern.compile(
            "(?i)\\b(vcpu|vm|system|device)[- ](?:(?:scoped|level|wide)[- ])?(?:ioctl|fd|file descriptor)s?\\b");

    private static final Pattern IOCTL = Pattern.compile("\\bKVM_[A-Z0-9_]+\\b");
    private static final Map<FdKind, String> HEADINGS = new EnumMap<>(Map.of(
            FdKind.SYSTEM,
            "ioctls for /dev/kvm",
            FdKind.VM,
            "ioctls for VM fds",
            FdKind.VCPU,
            "ioctls for vcpu fds",
            FdKind.DEVICE,
            "for fds returned by KVM_CREATE_"));
    private static final int LONGEST = 1000;

    private final List<Line> lines;
    private final List<String> sentences;

    /**
     * @param lines of the diffs
     * @param sentences of the mails
     */
    FileKinds(List<Line> lines, List<String> sentences) {
        this.lines = lines;
        this.sentences = List.copyOf(sentences);
    }

    /** The kinds of descriptor that take an ioctl; empty if the patch shows no function that handles it. */
    Set<FdKind> of(String ioctl) {
        Set<FdKind> found = EnumSet.noneOf(FdKind.class);
        FdKind function = null;
        FdKind heading = null;
        int hunk = -1;
        for (Line line : lines) {
            if (line.hunk() != hunk) {
                hunk = line.hunk();
                function = null;
                heading = null;
            }
            if (line.text().length() > LONGEST) {
                continue;
            }
            function = function(line.text(), function);
            heading = heading(line.text(), heading);
            if (line.added() && function != null && line.text().contains("case " + ioctl + ":")) {
                found.add(function);
            } else if (line.added() && heading != null && ioctl.equals(Define.name(line.text()))) {
                found.add(heading);
            }
        }
        return !found.isEmpty() ? found : ofComment(ioctl);
    }

    /** From the comment above the macro or beside it; otherwise from the mail. */
    private Set<FdKind> ofComment(String ioctl) {
        StringBuilder comment = new StringBuilder();
        for (Line line : lines) {
            String text = line.text().length() > LONGEST ? "" : line.text();
            if (line.added() && ioctl.equals(Define.name(text))) {
                Set<FdKind> said = said(comment + text);
                return said.isEmpty() ? ofMail(ioctl) : said;
            }
            boolean isComment = line.added()
                    && (text.contains("/*")
                            || text.strip().startsWith("*")
                            || text.strip().startsWith("//"));
            comment = isComment ? comment.append(text).append(' ') : new StringBuilder();
        }
        return ofMail(ioctl);
    }

    /** A sentence about another ioctl is not about this one. */
    private Set<FdKind> ofMail(String ioctl) {
        Set<FdKind> said = EnumSet.noneOf(FdKind.class);
        for (String sentence : sentences) {
            List<String> named = IOCTL.matcher(sentence)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !name.startsWith("KVM_CAP_"))
                    .toList();
            if (named.isEmpty() || named.contains(ioctl)) {
                said.addAll(said(sentence));
            }
        }
        return said.size() == 1 ? said : EnumSet.noneOf(FdKind.class);
    }

    private static Set<FdKind> said(String text) {
        Set<FdKind> said = EnumSet.noneOf(FdKind.class);
        SAID.matcher(text)
                .results()
                .forEach(match -> said.add(FdKind.valueOf(match.group(1).toUpperCase(Locale.ROOT))));
        return said;
    }

    private static FdKind function(String text, FdKind before) {
        Matcher function = FUNCTION.matcher(text);
        if (!function.find()) {
            return before;
        }
        return switch (function.group(1)) {
            case "vm" -> FdKind.VM;
            case "vcpu" -> FdKind.VCPU;
            case "dev" -> FdKind.SYSTEM;
            default -> FdKind.DEVICE;
        };
    }

    /** linux/kvm.h puts its ioctls under a heading for each kind. */
    private static FdKind heading(String text, FdKind before) {
        for (Map.Entry<FdKind, String> heading : HEADINGS.entrySet()) {
            if (text.contains(heading.getValue())) {
                return heading.getKey();
            }
        }
        return before;
    }
}
